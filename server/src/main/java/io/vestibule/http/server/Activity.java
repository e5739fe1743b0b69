package io.vestibule.http.server;

import java.time.Duration;

/** What a connection's thread is at, since when, and until when it may be. The thread writes it, others look. */
final class Activity {
    static final long NEVER = Long.MAX_VALUE;

    /** In all phases but WORKING the connection waits for its client; in all but UPLOADING others may have its place then. */
    enum Phase {
        /** For the next request. */
        WAITING,
        /** For the rest of a request's head. */
        HEAD,
        /** For the rest of its content. */
        CONTENT,
        /** For more of content that is taken in as it comes, from somebody who may send it: they keep their place. */
        UPLOADING,
        WORKING,
        /** For the client to take its answer in. */
        WRITING,
        /** For what there is to tell next, in an answer without an end. */
        STREAMING
    }

    private volatile Phase phase = Phase.WAITING;
    private volatile long deadline;
    private volatile long lastUse = System.nanoTime();
    private volatile boolean used;
    private volatile boolean overdue;

    Activity(Duration first) {
        deadline = System.nanoTime() + first.toNanos();
    }

    /** Begins a phase that may take so long. */
    void enter(Phase next, Duration time) {
        enter(next, System.nanoTime() + time.toNanos());
    }

    /** Begins a phase that ends at a moment ({@link System#nanoTime}), or {@link #NEVER}. The deadline is set first. */
    void enter(Phase next, long until) {
        deadline = until;
        phase = next;
    }

    Phase phase() {
        return phase;
    }

    long deadline() {
        return deadline;
    }

    /** Whether the phase's time is up. The phase was read before: it is set after its deadline. */
    boolean isOver(long now) {
        long due = deadline;
        return due != NEVER && now - due >= 0;
    }

    /** A request is answered. */
    void use() {
        lastUse = System.nanoTime();
        used = true;
    }

    /** Whether a request was answered. */
    boolean isUsed() {
        return used;
    }

    /** When the last request was answered, or the connection came. */
    long lastUse() {
        return lastUse;
    }

    void markOverdue() {
        overdue = true;
    }

    /** Whether its time was up, so that what it reads has an end. */
    boolean isOverdue() {
        return overdue;
    }

    /** Whether a stop needn't wait for it: no request has come, or not all of a head, or its answer has no end. */
    boolean mayEndAtStop() {
        return phase == Phase.WAITING || phase == Phase.HEAD || phase == Phase.STREAMING;
    }

    /** Whether it holds a part of a request, or of an answer, and its client lets it wait. */
    boolean isUnfinished() {
        return phase == Phase.HEAD || phase == Phase.CONTENT || phase == Phase.WRITING;
    }

    /** Whether others may have its place. */
    boolean isIdle() {
        return phase != Phase.WORKING && phase != Phase.UPLOADING;
    }
}
