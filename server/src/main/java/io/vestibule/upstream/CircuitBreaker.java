package io.vestibule.upstream;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Spares an upstream that is out of order, and those who would wait for it. After {@link #FAULTS} faults in a row nobody asks for
 * {@link #PAUSE}; then one does, and what comes of it decides. One that is in order may ask for a pause, too: after {@link #FAULTS} such
 * answers in a row, since a single one may be about a single login, it gets it. Safe for use by many threads at once.
 */
final class CircuitBreaker {
    static final int FAULTS = 5;
    static final Duration PAUSE = Duration.ofSeconds(10);

    private final LongSupplier nanos;
    private int faults;
    private long openUntil;
    private int throttlings;
    private long pausedUntil;
    private boolean trying;

    /** @param nanos what tells the time, as {@link System#nanoTime} does */
    CircuitBreaker(LongSupplier nanos) {
        this.nanos = nanos;
        this.pausedUntil = nanos.getAsLong();
    }

    /** How long nobody may ask; zero if one may. */
    synchronized Duration pause() {
        long now = nanos.getAsLong();
        long open = faults < FAULTS ? 0 : openUntil - now;
        return Duration.ofNanos(Math.max(0, Math.max(open, pausedUntil - now)));
    }

    /** The same for one who would ask at once; each who may tells how it went. */
    synchronized Duration admit() {
        Duration pause = pause();
        if (!pause.isZero() || faults < FAULTS) {
            return pause;
        }
        if (trying) {
            return Duration.ofSeconds(1);
        }
        trying = true;
        return Duration.ZERO;
    }

    /** It answered; whether it was out of order until now. */
    synchronized boolean succeeded() {
        boolean open = faults >= FAULTS;
        faults = 0;
        throttlings = 0;
        trying = false;
        return open;
    }

    /** It is out of order; whether that is news. */
    synchronized boolean failed() {
        trying = false;
        throttlings = 0;
        openUntil = nanos.getAsLong() + PAUSE.toNanos();
        return ++faults == FAULTS;
    }

    /** It asks to be left alone for so long: an answer, and no fault; whether it was out of order until now. */
    synchronized boolean throttled(Duration asked) {
        int inRow = throttlings + 1;
        boolean open = succeeded();
        throttlings = inRow;
        if (throttlings >= FAULTS) {
            long now = nanos.getAsLong();
            pausedUntil = now + Math.max(pausedUntil - now, asked.toNanos());
        }
        return open;
    }

    /** Nothing is known of how it is: nobody got to ask. */
    synchronized void left() {
        trying = false;
    }

    synchronized boolean open() {
        return faults >= FAULTS;
    }
}
