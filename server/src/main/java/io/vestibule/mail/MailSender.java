package io.vestibule.mail;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the outbox: one loop a node, on a virtual thread. Each mail goes out at least once. A server that is away costs no
 * mail a try, and the loop backs off; a mail that is itself at fault is set aside at its third try, and holds up no other.
 */
public final class MailSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailSender.class);

    private final Round round;
    private final Pace pace;
    private final AtomicBoolean nudged = new AtomicBoolean();
    private final Thread loop = Thread.ofVirtual().name("mail").unstarted(this::run);
    private volatile boolean closed;
    /** Rounds in a row that failed. Only the loop touches it. */
    private int failures;

    /** Sends nothing before {@link #start}. */
    public MailSender(
            OutboxStore outbox, SealedLetters letters, MailRenderer renderer, Transport transport, Pace pace) {
        this.pace = pace;
        this.round = new Round(outbox, letters, renderer, transport, pace, () -> closed);
    }

    /** Starts the loop; once only. */
    public void start() {
        loop.start();
    }

    /** Says that a mail was committed to the outbox, so that it goes at once. Never waits; may be called by any thread. */
    public void nudge() {
        nudged.set(true);
        LockSupport.unpark(loop);
    }

    /** Ends the loop once the mail in flight is done; what else was claimed goes back to the outbox. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(loop);
        try {
            loop.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            nudged.set(false);
            try {
                switch (round.go()) {
                    case Round.Idle() -> awaitNudge();
                    case Round.Worked() -> recovered();
                    case Round.Stopped(String fault) -> backOff("Mail stops: " + fault);
                }
            } catch (RuntimeException | Error e) {
                // Most likely the database is away. What was claimed comes back when its lease ends.
                backOff("The outbox can't be read or written: " + e.getClass().getSimpleName());
            }
        }
    }

    private void recovered() {
        if (failures > 0) {
            LOG.info("Mail goes on");
            failures = 0;
        }
    }

    private void awaitNudge() {
        long end = System.nanoTime() + pace.look().toNanos();
        for (long left = pace.look().toNanos(); !closed && !nudged.get() && left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    /** Not even a nudge ends this pause: requests go on while the server is away, and would make us hammer it. */
    private void backOff(String fault) {
        failures++;
        Duration pause = pace.after(failures);
        LOG.warn("{}; next try in {} s", fault, pause.toSeconds());
        long end = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); !closed && left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }
}
