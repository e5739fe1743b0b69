package io.vestibule.store;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A moment on the monotonic clock that a wait for another process must not outlast. */
record Deadline(long nanoTime) {
    private static final long POLL_NANOS = Duration.ofMillis(10).toNanos();

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** Polls the condition every 10 ms; false when it didn't hold before the deadline. An interrupt doesn't cut the wait short. */
    boolean await(BooleanSupplier condition) {
        boolean interrupted = false;
        try {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() - nanoTime >= 0) {
                    return false;
                }
                // A thread that is interrupted doesn't park, and would burn a core until the deadline.
                interrupted |= Thread.interrupted();
                LockSupport.parkNanos(POLL_NANOS);
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
