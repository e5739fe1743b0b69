package io.vestibule.mail;

import io.vestibule.mail.Transport.Away;
import io.vestibule.mail.Transport.Cause;
import io.vestibule.mail.Transport.Connection;
import io.vestibule.mail.Transport.Deferred;
import io.vestibule.mail.Transport.Outcome;
import io.vestibule.mail.Transport.Refused;
import io.vestibule.mail.Transport.SenderRefused;
import io.vestibule.mail.Transport.Sent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries some claimed mails once each, on one connection, and tells the outbox what became of them. No transaction spans a try.
 * Of one thread.
 */
final class Round {
    private static final Logger LOG = LoggerFactory.getLogger(Round.class);
    private static final int TRIES = 3;
    /** So many in a row that didn't go look like the server, not like the mails. */
    private static final int IN_A_ROW = 3;
    /** Far below the lease: the last mail begun may still meet every timeout of an SMTP session. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final OutboxStore outbox;
    private final Letters letters;
    private final Transport transport;
    private final Pace pace;
    private final PortalHealth portals;
    private final BooleanSupplier closed;

    private final Deque<WaitingMail> rest;
    /** Customers of whom a mail was put off: what follows it waits behind it. */
    private final Set<Long> behind = new HashSet<>();

    private boolean anySent;
    private int inARow;
    private boolean allServers = true;

    /** What a round needs to know of a mail: what it says. */
    record Letters(SealedLetters sealed, MailRenderer renderer) {
        RenderedMail read(WaitingMail mail) {
            MailPurpose purpose = MailPurpose.ofLabel(mail.purpose())
                    .orElseThrow(() -> new UnmailableException("The purpose is unknown"));
            return renderer.render(
                    mail,
                    sealed.open(
                            purpose,
                            mail.portalId(),
                            mail.customerId(),
                            mail.seal().bytes()));
        }
    }

    Round(
            OutboxStore outbox,
            Letters letters,
            Transport transport,
            Pace pace,
            PortalHealth portals,
            BooleanSupplier closed,
            List<WaitingMail> mails) {
        this.outbox = outbox;
        this.letters = letters;
        this.transport = transport;
        this.pace = pace;
        this.portals = portals;
        this.closed = closed;
        this.rest = new ArrayDeque<>(mails);
    }

    sealed interface End {}

    /** All were tried, or their time was up. */
    record Worked(boolean anySent) implements End {}

    /** Whatever was tried was put off, and perhaps not for its own sake: what was tried before can wait, what is new may go. */
    record PutOff(String fault) implements End {}

    /** The server takes nothing: whatever is due can wait. */
    record Stopped(String fault) implements End {}

    /** It broke off: most likely the database is away. What was claimed comes back when its lease ends. */
    record Failed(String fault) implements End {}

    /** Tries them; once only. */
    End go() {
        try {
            return tryAll();
        } catch (RuntimeException | Error e) {
            return new Failed(e.getClass().getSimpleName());
        }
    }

    private End tryAll() {
        long end = System.nanoTime() + LONGEST.toNanos();
        try (Connection connection = transport.open()) {
            while (!rest.isEmpty() && !closed.getAsBoolean() && System.nanoTime() - end < 0) {
                WaitingMail mail = rest.remove();
                if (behind.contains(mail.customerId())) {
                    outbox.giveBack(List.of(mail.id()));
                    continue;
                }
                Outcome outcome = attempt(connection, mail);
                if (outcome instanceof Away(String fault)) {
                    rest.addFirst(mail);
                    return new Stopped(fault);
                }
                settle(mail, outcome);
                if (inARow == IN_A_ROW) {
                    String fault = IN_A_ROW + " mails in a row were put off";
                    return allServers ? new Stopped(fault) : new PutOff(fault);
                }
            }
            return new Worked(anySent);
        } finally {
            giveBack(rest);
        }
    }

    private Outcome attempt(Connection connection, WaitingMail mail) {
        try {
            return connection.send(letters.read(mail));
        } catch (UnmailableException e) {
            return new Refused(e.fault(), Cause.MAIL);
        } catch (RuntimeException e) {
            // Only the kind: a message may quote what was unsealed.
            return new Refused("It can't be opened or rendered: " + e.getClass().getSimpleName(), Cause.UNKNOWN);
        }
    }

    private void settle(WaitingMail mail, Outcome outcome) {
        switch (outcome) {
            case Sent() -> {
                outbox.sent(mail.id());
                portals.sent(mail.portalId());
                anySent = true;
                inARow = 0;
                allServers = true;
            }
            case SenderRefused(String fault) -> {
                portals.refused(mail.portalId(), fault);
                rest.addFirst(mail);
                giveBackOf(other -> other.portalId() == mail.portalId());
            }
            case Deferred(String fault, Cause cause) -> {
                postpone(mail, fault, cause);
                behind.add(mail.customerId());
            }
            case Refused(String fault, Cause cause) -> refuse(mail, fault, cause);
            case Away(String fault) -> throw new IllegalArgumentException("Says nothing about this mail: " + fault);
        }
    }

    private void postpone(WaitingMail mail, String fault, Cause cause) {
        outbox.postpone(mail.id(), pace.after(mail.attempts()), fault);
        if (cause != Cause.MAIL) {
            inARow++;
            allServers &= cause == Cause.SERVER;
        }
    }

    /** A server that refuses everything sets nothing aside: only a mail that others of its portal overtook is itself at fault. */
    private void refuse(WaitingMail mail, String fault, Cause cause) {
        boolean itself = cause == Cause.MAIL
                || (mail.attempts() > 1 && portals.sentWithin(mail.portalId(), pace.after(mail.attempts() - 1)));
        if (mail.attempts() < TRIES || !itself) {
            postpone(mail, fault, cause);
        } else {
            outbox.setAside(mail.id(), fault);
            LOG.error("Mail {} ({}) is set aside: {}", mail.id(), mail.purpose(), fault);
        }
    }

    private void giveBackOf(Predicate<WaitingMail> which) {
        giveBack(rest.stream().filter(which).toList());
        rest.removeIf(which);
    }

    /** They are due at once, for a node that may reach the server; this node waits by itself. */
    private void giveBack(Collection<WaitingMail> mails) {
        if (!mails.isEmpty()) {
            outbox.giveBack(mails.stream().map(WaitingMail::id).toList());
        }
    }
}
