package io.vestibule.password;

import io.vestibule.config.PasswordConfig;
import io.vestibule.secret.Secret;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where requests hash: as many platform threads as the machine has cores, a bounded queue before them, and a limit to the wait
 * in it, so that a flood of sign-ins costs neither memory nor the other requests. Calls block; made for virtual threads.
 *
 * <p>A caller that gives up (interrupted, or waited too long) before its hash started takes it out of the queue; one that has
 * started runs to its end and keeps its thread until then.
 */
public final class HashPool implements AutoCloseable {
    private final PasswordHasher hasher;
    private final int size;
    private final Duration waitLimit;
    private final Semaphore places;
    private final ThreadPoolExecutor threads;
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
        // The places bound the queue, not the queue itself: a job stands in it for a moment even when a thread is free.
        this.places = new Semaphore(size + queue);
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                size,
                size,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                job -> Thread.ofPlatform()
                        .name("hash-" + number.incrementAndGet())
                        .daemon()
                        .unstarted(() -> {
                            Niceness.yieldToOthers();
                            job.run();
                        }));
    }

    /** A pool of the size that the settings give it. */
    public static HashPool of(PasswordHasher hasher, PasswordConfig config) {
        int cores = Runtime.getRuntime().availableProcessors();
        int size = config.hashThreads() == 0 ? cores : config.hashThreads();
        return new HashPool(hasher, size, config.hashQueue(), config.hashWait());
    }

    /**
     * {@link PasswordHasher#hash} on the pool.
     *
     * @throws HashBusyException if the queue is full, or the hash didn't start within the wait limit
     * @throws java.util.concurrent.CancellationException if the caller is interrupted, which it stays
     */
    public String hash(Secret password) {
        return run(() -> hasher.hash(password));
    }

    /**
     * {@link PasswordHasher#check} on the pool.
     *
     * @throws HashBusyException if the queue is full, or the hash didn't start within the wait limit
     * @throws java.util.concurrent.CancellationException if the caller is interrupted, which it stays
     */
    public PasswordHasher.Check check(Secret password, @Nullable String stored, @Nullable String dearest) {
        return run(() -> hasher.check(password, stored, dearest));
    }

    /**
     * For a password that was right, and is refused all the same: does the work that another refusal would have taken longer.
     *
     * @throws HashBusyException if the queue is full, or the work didn't start within the wait limit
     * @throws java.util.concurrent.CancellationException if the caller is interrupted, which it stays
     */
    public void settle(PasswordHasher.Check check) {
        if (check.owed() > 0) {
            run(() -> {
                hasher.settle(check.owed());
                return true;
            });
        }
    }

    <T> T run(Supplier<T> work) {
        if (!places.tryAcquire()) {
            throw busy();
        }
        HashJob<T> job = new HashJob<>(() -> inPlace(work));
        try {
            threads.execute(job);
            if (!job.starts(waitLimit) && job.abandon()) {
                leave(job);
                throw busy();
            }
            return job.result();
        } catch (RejectedExecutionException e) {
            places.release();
            throw busy();
        } catch (InterruptedException e) {
            if (job.abandon()) {
                leave(job);
            }
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted while a password was hashed");
        }
    }

    /** Gives the place back before the caller hears the result, whoever still listens. */
    private <T> T inPlace(Supplier<T> work) {
        running.incrementAndGet();
        try {
            return work.get();
        } finally {
            running.decrementAndGet();
            completed.increment();
            places.release();
        }
    }

    private void leave(HashJob<?> abandoned) {
        threads.remove(abandoned);
        places.release();
    }

    private HashBusyException busy() {
        rejected.increment();
        return new HashBusyException(Duration.ofSeconds(Math.max(1, waitLimit.toSeconds())));
    }

    /** How many threads hash. */
    public int size() {
        return size;
    }

    /** How many hashes wait for a thread now. */
    public int queued() {
        return threads.getQueue().size();
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
        threads.close();
    }
}
