package io.vestibule.password;

import io.vestibule.config.PasswordConfig;
import io.vestibule.password.argon2.HashThreads;
import io.vestibule.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where requests hash: as many platform threads as the machine has cores, a bounded queue before them, and a limit to the wait
 * in it, so that a flood of sign-ins costs neither memory nor the other requests. Calls block; made for virtual threads.
 *
 * <p>Whoever will want a hash takes a {@link Place} before anything else: who is refused then has cost nothing but the wait. A
 * caller that gives up (interrupted, or waited too long) before its hash started takes it out of the queue; one that has started
 * runs to its end and keeps its thread, and the place, until then.
 */
public final class HashPool implements AutoCloseable {
    /** Callers let in for each thread: while one hashes, others ask the database. More would ask for hashes that start too late. */
    private static final int ADMITTED_A_THREAD = 4;
    /** How long one waits for a place in a full queue: who is refused at once comes back at once. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    /** How many wait for a place. The server works at a limited number of requests, and these must never be all of them. */
    private static final int MOST_PAUSING = 256;

    /** How long after the start the processor's library is looked for: a start has enough to do. */
    private static final Duration PAUSE_BEFORE_SELECTION = Duration.ofSeconds(2);

    /** How long a thread that has nothing to hash keeps its memory. */
    private static final Duration IDLE = Duration.ofMinutes(1);

    private volatile PasswordHasher hasher;
    private final int size;
    private final Duration waitLimit;
    private final Duration pause;
    private final Semaphore pausing = new Semaphore(MOST_PAUSING);
    private final Semaphore places;
    private final Semaphore admitted;
    private final HashThreads threads;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();
    private final LongAdder completed = new LongAdder();
    private final LongAdder rejected = new LongAdder();

    /**
     * @param size threads, at least 1; each needs the 19 MiB of a hash
     * @param queue how many callers may wait, at least 0
     * @param waitLimit how long one waits for its hash to start
     */
    public HashPool(PasswordHasher hasher, int size, int queue, Duration waitLimit) {
        this.hasher = hasher;
        this.size = size;
        this.waitLimit = waitLimit;
        Duration quarter = waitLimit.dividedBy(4);
        this.pause = quarter.compareTo(LONGEST_PAUSE) < 0 ? quarter : LONGEST_PAUSE;
        // The places bound the queue, not the queue itself: a job stands in it for a moment even when a thread is free.
        this.places = new Semaphore(size + queue, true);
        this.admitted = new Semaphore(Math.min(size * ADMITTED_A_THREAD, size + queue), true);
        this.threads = new HashThreads(size, IDLE);
    }

    /** A pool of the size that the settings give it. */
    public static HashPool of(PasswordHasher hasher, PasswordConfig config) {
        int cores = Runtime.getRuntime().availableProcessors();
        int size = config.hashThreads() == 0 ? cores : config.hashThreads();
        return new HashPool(hasher, size, config.hashQueue(), config.hashWait());
    }

    /**
     * Waits for a place, first come, first served. The caller closes it.
     *
     * @throws HashBusyException if the queue stays full, or the place isn't the caller's turn within the wait limit
     * @throws java.util.concurrent.CancellationException if the caller is interrupted, which it stays
     */
    public Place reserve() {
        long begin = System.nanoTime();
        try {
            if (!awaitPlace()) {
                throw busy();
            }
            boolean turn = false;
            try {
                turn = admitted.tryAcquire(waitLimit.toNanos() - (System.nanoTime() - begin), TimeUnit.NANOSECONDS);
            } finally {
                if (!turn) {
                    places.release();
                }
            }
            if (!turn) {
                throw busy();
            }
            return new Place(waitLimit.minusNanos(System.nanoTime() - begin));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private boolean awaitPlace() throws InterruptedException {
        if (!pausing.tryAcquire()) {
            return false;
        }
        try {
            return places.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            pausing.release();
        }
    }

    /** {@link Place#hash} for a caller who has nothing else to do in the place. */
    public String hash(Secret password) {
        try (Place place = reserve()) {
            return place.hash(password);
        }
    }

    <T> T run(Supplier<T> work) {
        try (Place place = reserve()) {
            return place.run(work);
        }
    }

    /** A caller's place: for hashes one after the other, and what is asked between them. For one thread. */
    public final class Place implements AutoCloseable {
        private final Duration limit;
        /** The caller, and a hash of theirs that runs: the last of them frees the place. */
        private final AtomicInteger users = new AtomicInteger(1);

        private Place(Duration limit) {
            this.limit = limit;
        }

        /**
         * {@link PasswordHasher#hash} on the pool.
         *
         * @throws HashBusyException if the hash didn't start within the wait limit
         * @throws java.util.concurrent.CancellationException if the caller is interrupted, which it stays
         */
        public String hash(Secret password) {
            return run(() -> hasher.hash(password));
        }

        /** {@link PasswordHasher#check} on the pool; throws as {@link #hash} does. */
        public PasswordCheck check(Secret password, @Nullable String stored, List<String> kinds) {
            return run(() -> hasher.check(password, stored, kinds));
        }

        /** {@link PasswordHasher#renew} on the pool; throws as {@link #hash} does. */
        public String renew(Secret password, PasswordCheck check) {
            return run(() -> hasher.renew(password, check));
        }

        /**
         * For a password that was right, and is refused all the same: does the work that another refusal would have taken longer.
         * Throws as {@link #hash} does.
         */
        public void settle(PasswordCheck check) {
            if (check.owed() > 0) {
                run(() -> {
                    hasher.settle(check.owed());
                    return true;
                });
            }
        }

        <T> T run(Supplier<T> work) {
            HashJob<T> job = new HashJob<>(() -> counted(work));
            users.incrementAndGet();
            try {
                threads.execute(job);
                if (!job.starts(limit) && job.abandon()) {
                    leave(job);
                    throw busy();
                }
                return job.result();
            } catch (RejectedExecutionException e) {
                close();
                throw busy();
            } catch (InterruptedException e) {
                if (job.abandon()) {
                    leave(job);
                }
                throw interrupted();
            }
        }

        private <T> T counted(Supplier<T> work) {
            running.incrementAndGet();
            try {
                return work.get();
            } finally {
                running.decrementAndGet();
                completed.increment();
                close();
            }
        }

        private void leave(HashJob<?> abandoned) {
            threads.remove(abandoned);
            close();
        }

        /** Gives the place back, or leaves that to the hash that still runs. */
        @Override
        public void close() {
            if (users.decrementAndGet() == 0) {
                admitted.release();
                places.release();
            }
        }
    }

    private HashBusyException busy() {
        rejected.increment();
        return new HashBusyException(Duration.ofSeconds(Math.max(1, waitLimit.toSeconds())));
    }

    private static CancellationException interrupted() {
        Thread.currentThread().interrupt();
        return new CancellationException("Interrupted while a password was hashed");
    }

    /**
     * From a moment after the start on, hashes by Argon2's reference implementation, compiled for the processor's widest vectors, where that
     * is here and works. What came of it is in the log.
     */
    public void start(PasswordConfig.Library wanted) {
        Thread.ofPlatform().name("hash-library").daemon().start(() -> {
            try {
                if (!closing.await(PAUSE_BEFORE_SELECTION.toMillis(), TimeUnit.MILLISECONDS)) {
                    hasher = hasher.onLibrary(wanted);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Which library hashes, for operators. */
    public String library() {
        return hasher.library();
    }

    /** How many threads hash. */
    public int size() {
        return size;
    }

    /** How many callers wait for a thread now. */
    public int queued() {
        return admitted.getQueueLength() + threads.getQueue().size();
    }

    /** How many hashes run now. */
    public int running() {
        return running.get();
    }

    /** How many hashes have run so far. */
    public long completed() {
        return completed.sum();
    }

    /** How many calls got a {@link HashBusyException} so far. */
    public long rejected() {
        return rejected.sum();
    }

    /** Takes no more calls, and returns when those already taken are answered. */
    @Override
    public void close() {
        closing.countDown();
        threads.close();
    }
}
