package io.vestibule.upstream;

import io.vestibule.upstream.MoveInClaimStore.Wanted;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One asks for a login at a time, over all nodes. Others of this node wait for that one, and no more of them than requests may be spared;
 * of each other node one looks now and then whether it is over.
 */
public final class MoveInClaims {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration SHORT_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_WAITING = 256;

    private final MoveInClaimStore store;
    private final Map<ByteBuffer, CountDownLatch> here = new ConcurrentHashMap<>();
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    public MoveInClaims(MoveInClaimStore store) {
        this.store = store;
    }

    /** How a claim ended. */
    public sealed interface Result {
        /** One may ask, until this is closed. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Granted(MoveInClaims claims, byte[] subject, UUID holder, CountDownLatch latch)
                implements Result, AutoCloseable {
            @Override
            public void close() {
                claims.release(this);
            }
        }

        /** Somebody else has asked: it isn't as it was. */
        record Outdated() implements Result {}

        /** The upstream isn't asked: a lock holds, or the login was given up here. */
        record Refused() implements Result {}
    }

    /**
     * Claims the right to ask for a login, or waits for who has it.
     *
     * @param again whether somebody else was waited for before: perhaps nobody needs to ask any more
     * @throws UpstreamAwayException if that takes too long
     */
    public Result claim(Wanted wanted, boolean again) {
        if (again && store.look(wanted) == MoveInClaimStore.Claim.REFUSED) {
            return new Result.Refused();
        }
        ByteBuffer key = ByteBuffer.wrap(wanted.subject());
        CountDownLatch mine = new CountDownLatch(1);
        CountDownLatch other = here.putIfAbsent(key, mine);
        if (other != null) {
            await(other);
            return new Result.Outdated();
        }
        boolean granted = false;
        try {
            UUID holder = UUID.randomUUID();
            Result result = switch (store.claim(wanted, holder)) {
                case GRANTED -> new Result.Granted(this, wanted.subject(), holder, mine);
                case OUTDATED -> new Result.Outdated();
                case REFUSED -> new Result.Refused();
                case BUSY -> elsewhere(wanted.subject());
            };
            granted = result instanceof Result.Granted;
            return result;
        } finally {
            if (!granted) {
                leave(key, mine);
            }
        }
    }

    private void release(Result.Granted claim) {
        try {
            store.release(claim.subject(), claim.holder());
        } finally {
            leave(ByteBuffer.wrap(claim.subject()), claim.latch());
        }
    }

    private void leave(ByteBuffer key, CountDownLatch mine) {
        here.remove(key, mine);
        mine.countDown();
    }

    private void await(CountDownLatch other) {
        if (!waiting.tryAcquire()) {
            throw new UpstreamAwayException(SHORT_PAUSE);
        }
        try {
            if (!other.await(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new UpstreamAwayException(SHORT_PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UpstreamAwayException(SHORT_PAUSE);
        } finally {
            waiting.release();
        }
    }

    /** Waits for another node. */
    private Result elsewhere(byte[] subject) {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        try {
            do {
                if (never.await(LOOK.toMillis(), TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                    throw new UpstreamAwayException(SHORT_PAUSE);
                }
            } while (store.isClaimed(subject));
            return new Result.Outdated();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UpstreamAwayException(SHORT_PAUSE);
        }
    }
}
