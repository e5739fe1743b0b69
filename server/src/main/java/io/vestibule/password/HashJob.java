package io.vestibule.password;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** One hash on the pool: either a thread takes it and runs it to the end, or its caller gives it up and it never runs. */
final class HashJob<T> implements Runnable {
    private final FutureTask<T> work;
    private final CountDownLatch started = new CountDownLatch(1);
    private final AtomicBoolean taken = new AtomicBoolean();

    HashJob(Callable<T> work) {
        this.work = new FutureTask<>(work);
    }

    @Override
    public void run() {
        if (taken.compareAndSet(false, true)) {
            started.countDown();
            work.run();
        }
    }

    /** Whether it starts within the time. */
    boolean starts(Duration limit) throws InterruptedException {
        return started.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Gives it up: true if it will never run, false if it started before. */
    boolean abandon() {
        return taken.compareAndSet(false, true);
    }

    /** Waits for its end and throws what the work threw. */
    T result() throws InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw new IllegalStateException("A password hash failed", e);
        }
    }
}
