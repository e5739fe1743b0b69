package io.vestibule.password.argon2;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads that hash, as many as the size says. What a hash leaves in a thread's memory is overwritten by the next one, or at once if
 * none waits; a thread that hashed nothing for a while ends and gives its memory back.
 */
public final class HashThreads extends ThreadPoolExecutor {
    /** @param idle how long a thread waits for the next hash before it ends */
    public HashThreads(int size, Duration idle) {
        super(size, size, idle.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>());
        AtomicInteger number = new AtomicInteger();
        setThreadFactory(job -> {
            Thread thread = new HashThread(
                    () -> {
                        Niceness.yieldToOthers();
                        job.run();
                    },
                    "hash-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        allowCoreThreadTimeOut(true);
    }

    @Override
    protected void afterExecute(Runnable job, @Nullable Throwable fault) {
        if (getQueue().isEmpty()) {
            HashThread.wipeMemory();
        }
    }
}
