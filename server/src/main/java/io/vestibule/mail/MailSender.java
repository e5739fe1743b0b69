package io.vestibule.mail;

import io.vestibule.mail.Backoff.Waiting;
import io.vestibule.mail.OutboxStore.Wanted;
import io.vestibule.node.Job;
import io.vestibule.node.JobLog;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the outbox: one loop a node, which claims mail that is due and has it sent on up to four connections at once,
 * {@link Transport#MOST_CARRIED} each. Each mail goes out at least once. A server that is away costs no mail a try, and the loop backs
 * off; a mail that is itself at fault is set aside at its third try, and holds up no other.
 */
public final class MailSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailSender.class);
    private static final int MOST_CONNECTIONS = 4;
    /**
     * From a nudge to its mail. Meanwhile other requests are answered, so that the time of the next one doesn't tell whether the one before
     * it sent a mail.
     */
    private static final Duration GATHERING = Duration.ofMillis(100);

    private static final String UNREADABLE = "The outbox can't be read or written: ";

    private final OutboxStore outbox;
    private final Round.Letters letters;
    private final Transport transport;
    private final Pace pace;
    private final PortalHealth portals;
    private final AtomicBoolean nudged = new AtomicBoolean();
    private final Queue<Round.End> ends = new ConcurrentLinkedQueue<>();
    private final JobLog log = new JobLog("mail");
    private final Thread loop = Thread.ofVirtual().name("mail").unstarted(this::run);
    private volatile boolean closed;

    // Only the loop touches these.
    private int underWay;
    private int connections = MOST_CONNECTIONS;
    private final Backoff backoff;

    /** Sends nothing before {@link #start}. */
    public MailSender(
            OutboxStore outbox, SealedLetters letters, MailRenderer renderer, Transport transport, Pace pace) {
        this.outbox = outbox;
        this.letters = new Round.Letters(letters, renderer);
        this.transport = transport;
        this.pace = pace;
        this.backoff = new Backoff(pace);
        this.portals = new PortalHealth(pace);
    }

    /** Starts the loop; once only. */
    public void start() {
        loop.start();
    }

    /** Says that a mail was committed to the outbox, so that it goes soon. Never waits; may be called by any thread. */
    public void nudge() {
        nudged.set(true);
        LockSupport.unpark(loop);
    }

    /** What is known of it: when it last looked for mail, or why it pauses. */
    public Job job() {
        return log.job();
    }

    /** Ends the loop once the mails in flight are done; what else was claimed goes back to the outbox. */
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
            learn();
            backoff.endIfOver();
            if (!begin()) {
                rest();
            }
        }
        while (underWay > 0) {
            learn();
            if (underWay > 0 && ends.isEmpty()) {
                LockSupport.park(this);
            }
        }
    }

    /** Has some more mail sent; false if none can be now. */
    private boolean begin() {
        if (backoff.waiting() == Waiting.ALL || underWay >= (backoff.hasFailure() ? 1 : connections)) {
            return false;
        }
        long begin = System.nanoTime();
        try {
            List<WaitingMail> mails = outbox.claim(
                    Transport.MOST_CARRIED, new Wanted(backoff.waiting() == Waiting.TRIED, portals.paused()));
            if (backoff.waiting() == Waiting.NOTHING) {
                log.done(Duration.ofNanos(System.nanoTime() - begin), pace.look());
            }
            if (mails.isEmpty()) {
                if (underWay == 0) {
                    connections = MOST_CONNECTIONS;
                }
                return false;
            }
            var round = new Round(outbox, letters, transport, pace, portals, () -> closed, mails);
            underWay++;
            Thread.ofVirtual().name("mail connection").start(() -> send(round));
            return true;
        } catch (RuntimeException | Error e) {
            pause(Waiting.ALL, UNREADABLE + e.getClass().getSimpleName());
            return false;
        }
    }

    private void send(Round round) {
        ends.add(round.go());
        LockSupport.unpark(loop);
    }

    /** Takes note of the rounds that have ended. */
    private void learn() {
        for (Round.End end = ends.poll(); end != null; end = ends.poll()) {
            underWay--;
            switch (end) {
                case Round.Worked(boolean anySent) -> {
                    if (anySent || backoff.waiting() == Waiting.NOTHING) {
                        recover();
                    }
                }
                case Round.PutOff(String fault) -> pause(Waiting.TRIED, "Mail is slow: " + fault);
                case Round.Stopped(String fault) -> stop(fault);
                case Round.Failed(String fault) -> pause(Waiting.ALL, UNREADABLE + fault);
            }
        }
    }

    /** Some servers take only so many connections from one client: while others go, there are fewer. */
    private void stop(String fault) {
        if (underWay > 0) {
            connections = underWay;
            LOG.info("Mail goes on with fewer connections, {}: {}", connections, fault);
        } else {
            pause(Waiting.ALL, "Mail stops: " + fault);
        }
    }

    private void recover() {
        if (backoff.recover()) {
            LOG.info("Mail goes on");
        }
    }

    private void pause(Waiting what, String fault) {
        if (backoff.begin(what)) {
            LOG.warn("{}; next try in {} s", fault, backoff.length().toSeconds());
        }
        log.failed(fault, Duration.ZERO, backoff.length());
    }

    /** Until there may be something to do. Not even a nudge ends a whole pause: requests go on while the server is away. */
    private void rest() {
        long look = System.nanoTime() + portals.untilNext(pace.look()).toNanos();
        waitUntil(backoff.nextLook(look), this::isIdle);
        if (nudged.get()) {
            waitUntil(System.nanoTime() + GATHERING.toNanos(), () -> !closed);
        }
    }

    private void waitUntil(long end, BooleanSupplier condition) {
        for (long left = end - System.nanoTime();
                left > 0 && condition.getAsBoolean();
                left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    private boolean isIdle() {
        return !closed && ends.isEmpty() && (backoff.waiting() == Waiting.ALL || !nudged.get());
    }
}
