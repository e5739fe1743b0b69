package io.vestibule.signin;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.LoginStore;
import io.vestibule.customer.NewPassword;
import io.vestibule.customer.PasswordStore;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.link.Link;
import io.vestibule.link.LinkPurpose;
import io.vestibule.link.LinkStore;
import io.vestibule.mail.Letter;
import io.vestibule.mail.MailPurpose;
import io.vestibule.mail.OutboxStore;
import io.vestibule.secret.Tokens;
import io.vestibule.signin.LinkRedemption.Change;
import io.vestibule.sql.Sql;
import java.time.Duration;
import java.util.Optional;

/** What redeeming a link that is no sign-in changes. */
public final class LinkRedemptionStore {
    private final Sql sql;
    private final LinkStore links;
    private final OutboxStore outbox;

    public LinkRedemptionStore(Sql sql, LinkStore links, OutboxStore outbox) {
        this.sql = sql;
        this.links = links;
        this.outbox = outbox;
    }

    /**
     * Redeems a reset link: the new password, the mailbox proven, every session and link ended, the lock cleared, a notice. For the
     * first proof of the mailbox see {@link FirstProofStore}.
     */
    boolean reset(long portalId, long customerId, String token, String password, AuditContext context) {
        return sql.inTransaction(h -> {
            Optional<Boolean> claimed = h.statement("with " + LinkStore.HELD + " select claimed from held")
                    .with(LinkStore.values(LinkPurpose.RESET, portalId, customerId, token))
                    .mapTo(Boolean.class)
                    .findOne();
            if (claimed.isEmpty()) {
                return false;
            }
            if (claimed.get()) {
                FirstProofStore.take(h, customerId, token, FirstProofStore.By.RESET, context);
            }
            PasswordStore.set(h, customerId, NewPassword.byReset(password), context);
            return true;
        });
    }

    /** Redeems a verification link: the mailbox is proven, nothing else changes. */
    boolean verify(long customerId, String token, AuditContext context) {
        return sql.withHandle(h -> h.statement("with " + LinkStore.held("") + """
                        , redeemed as (delete from link l using held where l.hash = held.hash),
                        proven as (
                            update customer c set email_verified_at = coalesce(c.email_verified_at, now())
                            from held where c.id = held.id
                        )
                        select audit('user_email_verified', cast(:context as jsonb) || jsonb_build_object('portal', portal_id), id) from held
                        """)
                .bind("hash", Tokens.hash(token))
                .bind("customer", customerId)
                .bind("purpose", LinkPurpose.VERIFY.label())
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /**
     * Redeems a change-of-address link. Both addresses are told, the new one gets a link that verifies it.
     *
     * @param permits of the mail to the new one
     */
    Change changeAddress(
            long portalId,
            String token,
            EmailAddress current,
            Link verification,
            Permits permits,
            AuditContext context) {
        return sql.inTransaction(h -> {
            Optional<EmailAddress> former = h.statement("with " + LinkStore.HELD
                            + " select email from held where lower(email collate \"C\") = :current")
                    .with(LinkStore.values(LinkPurpose.CHANGE_EMAIL, portalId, verification.customerId(), token))
                    .bind("current", current.login().value())
                    .map(rs -> new EmailAddress(rs.getString("email")))
                    .findOne();
            if (former.isEmpty()) {
                return new Change.NoLink();
            }
            long customer = verification.customerId();
            if (!LoginStore.takeAddress(h, portalId, customer, verification.address())) {
                return new Change.Taken();
            }
            LoginStore.moveTo(h, customer, verification.address(), LoginStore.Mover.CUSTOMER, context);
            if (links.issue(h, permits, verification, verification.letter(MailPurpose.EMAIL_CHANGED_NEW), context)
                    instanceof Permitted.Throttled<Boolean>(Duration retryAfter)) {
                h.rollback();
                return new Change.Throttled(retryAfter);
            }
            String old = former.get().value(); // as it is stored, not as it was typed
            outbox.enqueue(h, new Letter(MailPurpose.EMAIL_CHANGED_OLD, portalId, customer, old, null));
            return new Change.Done();
        });
    }
}
