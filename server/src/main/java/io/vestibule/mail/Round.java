package io.vestibule.mail;

import io.vestibule.mail.Transport.Away;
import io.vestibule.mail.Transport.Deferred;
import io.vestibule.mail.Transport.Outcome;
import io.vestibule.mail.Transport.Refused;
import io.vestibule.mail.Transport.Sent;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims some mail that is due, tries each once, and tells the outbox what became of it. No transaction spans a try. */
final class Round {
    private static final Logger LOG = LoggerFactory.getLogger(Round.class);
    private static final int MOST = 10;
    private static final int TRIES = 3;
    /** So many deferrals in a row look like the server, not like the mails. */
    private static final int DEFERRALS = 3;
    /** Far below the lease: the last mail begun may still meet every timeout of an SMTP session. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final OutboxStore outbox;
    private final SealedLetters letters;
    private final MailRenderer renderer;
    private final Transport transport;
    private final Pace pace;
    private final BooleanSupplier closed;

    Round(
            OutboxStore outbox,
            SealedLetters letters,
            MailRenderer renderer,
            Transport transport,
            Pace pace,
            BooleanSupplier closed) {
        this.outbox = outbox;
        this.letters = letters;
        this.renderer = renderer;
        this.transport = transport;
        this.pace = pace;
        this.closed = closed;
    }

    sealed interface End {}

    /** Nothing was due. */
    record Idle() implements End {}

    /** Something was due and was tried; there may be more. */
    record Worked() implements End {}

    /** The server takes nothing: whatever is due can wait. */
    record Stopped(String fault) implements End {}

    End go() {
        List<WaitingMail> mails = outbox.claim(MOST);
        if (mails.isEmpty()) {
            return new Idle();
        }
        long end = System.nanoTime() + LONGEST.toNanos();
        int deferrals = 0;
        for (int i = 0; i < mails.size(); i++) {
            if (closed.getAsBoolean() || System.nanoTime() - end > 0) {
                giveBack(mails.subList(i, mails.size()));
                return new Worked();
            }
            Outcome outcome = attempt(mails.get(i));
            if (outcome instanceof Away(String fault)) {
                giveBack(mails.subList(i, mails.size()));
                return new Stopped(fault);
            }
            settle(mails.get(i), outcome);
            deferrals = outcome instanceof Deferred ? deferrals + 1 : 0;
            if (deferrals == DEFERRALS) {
                giveBack(mails.subList(i + 1, mails.size()));
                return new Stopped(DEFERRALS + " mails in a row were put off");
            }
        }
        return new Worked();
    }

    private Outcome attempt(WaitingMail mail) {
        try {
            MailPurpose purpose = MailPurpose.labelled(mail.purpose())
                    .orElseThrow(() -> new UnmailableException("The purpose is unknown"));
            Letter letter = letters.open(
                    purpose, mail.portalId(), mail.customerId(), mail.seal().bytes());
            return transport.send(renderer.render(mail, letter));
        } catch (UnmailableException e) {
            return new Refused(e.fault());
        } catch (RuntimeException e) {
            // Only the kind: a message may quote what was unsealed.
            return new Refused("It can't be opened or rendered: " + e.getClass().getSimpleName());
        }
    }

    private void settle(WaitingMail mail, Outcome outcome) {
        switch (outcome) {
            case Sent() -> outbox.sent(mail.id());
            case Deferred(String fault) -> outbox.postpone(mail.id(), pace.after(mail.attempts()), fault);
            case Refused(String fault) -> refuse(mail, fault);
            case Away(String fault) -> throw new IllegalArgumentException("Says nothing about this mail: " + fault);
        }
    }

    private void refuse(WaitingMail mail, String fault) {
        if (mail.attempts() < TRIES) {
            outbox.postpone(mail.id(), pace.after(mail.attempts()), fault);
        } else {
            outbox.setAside(mail.id(), fault);
            LOG.error("Mail {} ({}) is set aside: {}", mail.id(), mail.purpose(), fault);
        }
    }

    /** They are due at once, for a node that may reach the server; this node waits by itself. */
    private void giveBack(List<WaitingMail> mails) {
        if (!mails.isEmpty()) {
            outbox.giveBack(mails.stream().map(WaitingMail::id).toList());
        }
    }
}
