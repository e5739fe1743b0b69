package io.vestibule.administration;

import io.vestibule.audit.AuditContext;
import io.vestibule.mail.OutboxAdministrationStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an operator does with mail that was set aside: refused, or unreadable. */
public final class MailAdministration {
    private final OutboxAdministrationStore outbox;

    public MailAdministration(OutboxAdministrationStore outbox) {
        this.outbox = outbox;
    }

    /** How having mail sent again ended. */
    public sealed interface ResendResult {
        /** So many mails are due again. */
        record Resent(int mails) implements ResendResult {}

        /** These weren't set aside, and none was sent again. */
        record NotSetAside(List<Long> mails) implements ResendResult {}
    }

    /** What was set aside, the oldest first. */
    public List<OutboxAdministrationStore.SetAside> list() {
        return outbox.setAside();
    }

    /**
     * The mails of portals in a state, behind an id, at most so many: those that were sent the latest first, others the oldest first.
     *
     * @param portals null: all
     * @param after   0 for the first
     */
    public List<OutboxAdministrationStore.Mail> list(
            @Nullable List<Long> portals, OutboxAdministrationStore.State state, long after, int limit) {
        return outbox.list(portals, state, after, limit);
    }

    /** The mail with this id. */
    public Optional<OutboxAdministrationStore.Mail> byId(long mail) {
        return outbox.byId(mail);
    }

    /** Has these mails sent again, all or none. */
    public ResendResult resend(List<Long> mails, AuditContext context) {
        List<Long> missing = outbox.resend(mails, context);
        return missing.isEmpty()
                ? new ResendResult.Resent(Set.copyOf(mails).size())
                : new ResendResult.NotSetAside(missing);
    }

    /** Has all that was set aside sent again; gives how many mails that were. */
    public int resendAll(AuditContext context) {
        return outbox.resendAll(context);
    }
}
