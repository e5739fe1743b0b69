package io.vestibule.customer;

import io.vestibule.audit.AuditContext;
import io.vestibule.sql.Sql;
import java.util.UUID;

/** Passwords that customers who are signed in change themselves. */
public final class PasswordStore {
    private final Sql sql;

    public PasswordStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * Sets the password that a customer chose who gave the one before it. All else ends but the session that they are in. False, and
     * nothing done, if that is over by now: it is if anybody else set a password since.
     */
    public boolean change(long customerId, UUID session, String hash, AuditContext context) {
        return sql.inTransaction(h -> {
            boolean alive = h.statement("""
                            select c.id from customer c join customer_session s on s.customer_id = c.id
                            where c.id = :customer and c.disabled_at is null and c.password is not null
                              and s.id = :session and s.ended_at is null and s.expires_at > now()
                            for no key update of c
                            """)
                    .bind("customer", customerId)
                    .bind("session", session)
                    .mapTo(Long.class)
                    .findOne()
                    .isPresent();
            if (alive) {
                CustomerStore.setPassword(h, customerId, NewPassword.byHolder(hash), session, context);
            }
            return alive;
        });
    }
}
