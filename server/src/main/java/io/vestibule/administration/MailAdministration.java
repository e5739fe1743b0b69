package io.vestibule.administration;

import io.vestibule.audit.AuditContext;
import io.vestibule.mail.OutboxAdministrationStore;
import java.util.ArrayList;
import java.util.List;

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

    /** Has these mails sent again, all or none. */
    public ResendResult resend(List<Long> mails, AuditContext context) {
        List<Long> missing = new ArrayList<>(mails);
        missing.removeAll(ids());
        return missing.isEmpty()
                ? new ResendResult.Resent(outbox.resend(mails, context).size())
                : new ResendResult.NotSetAside(missing);
    }

    /** Has all that was set aside sent again; gives how many mails that were. */
    public int resendAll(AuditContext context) {
        return outbox.resend(ids(), context).size();
    }

    private List<Long> ids() {
        return outbox.setAside().stream()
                .map(OutboxAdministrationStore.SetAside::id)
                .toList();
    }
}
