package io.vestibule.mail;

import java.time.Duration;

/** The pauses after rounds that failed: each in a row is longer. Only the sender's loop touches it. */
final class Backoff {
    private final Pace pace;
    /** Rounds in a row that failed. */
    private int failures;

    private Waiting waiting = Waiting.NOTHING;
    private Duration length = Duration.ZERO;
    private long end;

    Backoff(Pace pace) {
        this.pace = pace;
    }

    /** What waits until the pause is over. */
    enum Waiting {
        NOTHING,
        /** Mail that was tried. What is new may go: its server, or its recipient's, may well take it. */
        TRIED,
        ALL
    }

    Waiting waiting() {
        return waiting;
    }

    /** Whether the last round failed, also once its pause is over. */
    boolean hasFailure() {
        return failures > 0;
    }

    /** Begins a pause; false if so much waits already. */
    boolean begin(Waiting what) {
        if (waiting.compareTo(what) >= 0) {
            return false;
        }
        waiting = what;
        failures++;
        length = pace.after(failures);
        end = System.nanoTime() + length.toNanos();
        return true;
    }

    /** How long the pause is. */
    Duration length() {
        return length;
    }

    void endIfOver() {
        if (waiting != Waiting.NOTHING && end - System.nanoTime() <= 0) {
            waiting = Waiting.NOTHING;
        }
    }

    /** A round went well: nothing waits any more. True if those before failed. */
    boolean recover() {
        boolean failed = failures > 0;
        failures = 0;
        waiting = Waiting.NOTHING;
        return failed;
    }

    /** When to look for mail again, if it would be at this moment without a pause. */
    long nextLook(long otherwise) {
        return switch (waiting) {
            case NOTHING -> otherwise;
            case TRIED -> end - otherwise < 0 ? end : otherwise;
            case ALL -> end;
        };
    }
}
