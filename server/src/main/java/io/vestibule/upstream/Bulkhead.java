package io.vestibule.upstream;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Limits how many requests of this node are under way at upstreams, over all of them: {@link #AT_ONCE}, first come, first served. A request
 * that is given up counts until its connection is closed.
 */
public final class Bulkhead {
    /** Requests at once. */
    public static final int AT_ONCE = 64;
    /** How many wait for their turn. The server works at a limited number of requests, and these must never be all of them. */
    private static final int MOST_WAITING = 256;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final Duration SHORT_PAUSE = Duration.ofSeconds(1);

    private final int size;
    private final Semaphore permits;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final LongAdder rejected = new LongAdder();

    public Bulkhead() {
        this(AT_ONCE);
    }

    Bulkhead(int size) {
        this.size = size;
        this.permits = new Semaphore(size, true);
    }

    /**
     * Asks when it is one's turn.
     *
     * @throws UpstreamAwayException if that doesn't come within a second
     */
    <T> T run(Supplier<T> question) {
        if (!acquire()) {
            rejected.increment();
            throw new UpstreamAwayException(SHORT_PAUSE);
        }
        try {
            return question.get();
        } finally {
            permits.release();
        }
    }

    private boolean acquire() {
        if (permits.tryAcquire()) {
            return true;
        }
        if (!waiting.tryAcquire()) {
            return false;
        }
        try {
            return permits.tryAcquire(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting.release();
        }
    }

    /** How many requests are under way now. */
    public int running() {
        return size - permits.availablePermits();
    }

    /** How many weren't sent, as too many were under way. */
    public long rejected() {
        return rejected.sum();
    }
}
