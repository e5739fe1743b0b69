package io.vestibule.signin;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.NewPassword;
import io.vestibule.customer.PasswordStore;
import io.vestibule.link.LinkPurpose;
import io.vestibule.link.LinkStore;
import io.vestibule.secret.Tokens;
import io.vestibule.sql.Sql;
import java.util.Optional;

/** What redeeming a link that is no sign-in changes. */
public final class LinkRedemptionStore {
    private final Sql sql;

    public LinkRedemptionStore(Sql sql) {
        this.sql = sql;
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
}
