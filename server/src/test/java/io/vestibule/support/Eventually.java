package io.vestibule.support;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Waits for what another thread, node or process does, a minute at most. The first looks come at once and the later ones every tenth
 * of a second, so that a wait that asks the server stays below the server's limits, however fast the machine is.
 */
public final class Eventually {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long FIRST_PAUSE = Duration.ofMillis(1).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMillis(100).toNanos();

    private Eventually() {}

    /** Returns once the condition holds. */
    public static void until(BooleanSupplier condition) {
        until(condition::getAsBoolean, holds -> holds);
    }

    /** What is seen, once it is as wanted. */
    public static <T> T until(Supplier<T> seen, Predicate<T> wanted) {
        long begin = System.nanoTime();
        long pause = FIRST_PAUSE;
        while (true) {
            T last = seen.get();
            if (wanted.test(last)) {
                return last;
            }
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new AssertionError(
                        "waited for " + PATIENCE.toSeconds() + " s in vain; the last that was seen: " + last);
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
    }
}
