package io.vestibule.customer;

import io.vestibule.audit.AuditContext;
import io.vestibule.guard.Lockout;
import io.vestibule.mail.MailPurpose;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Passwords that take the place of those before. */
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
            boolean alive = isLocked(h, customerId) && CustomerStore.isSignedIn(h, customerId, session);
            if (alive) {
                set(h, customerId, NewPassword.byHolder(hash), session, context);
            }
            return alive;
        });
    }

    private static boolean isLocked(Handle h, long customerId) {
        return h.statement("""
                        select id from customer where id = :customer and disabled_at is null and password is not null for no key update
                        """)
                .bind("customer", customerId)
                .mapTo(Long.class)
                .findOne()
                .isPresent();
    }

    /**
     * Sets a password in the transaction of the handle, which has locked the customer. Every session, link, mailed code and sign-in that
     * waits for its second step is ended, the lock cleared, and a notice put in the outbox, unless their portal set their first. A statement
     * of its own, begun with the customer locked, so that it sees the sessions of every sign-in that came before.
     */
    public static void set(Handle h, long customerId, NewPassword password, AuditContext context) {
        set(h, customerId, password, null, context);
    }

    /** The same, but for a session that goes on. */
    private static void set(
            Handle h, long customerId, NewPassword password, @Nullable UUID kept, AuditContext context) {
        h.statement("""
                        with former as (
                            select portal_id from customer
                            where id = :customer and email is not null and (password is not null or :password.origin = 'reset')
                        ),
                        """ + EndedSessions.pending("true") + """
                        , changed as (
                            update customer
                            set password = :password.hash,
                                password_origin = coalesce(cast(:password.origin as text), password_origin),
                                password_until = now() + cast(:life as interval), updated_at = now(),
                                email_verified_at = case when :password.origin = 'reset' then coalesce(email_verified_at, now())
                                                         else email_verified_at end
                            where id = :customer
                        ),
                        """
                        + EndedSessions.where("s.customer_id = :customer and s.id is distinct from cast(:kept as uuid)")
                        + """
                        , unlocked as (
                            -- whoever gave the old one might do so to guess codes of a second factor for ever
                            delete from lockout where subject = :lockout and cast(:password.origin as text) is not null
                        ), told as (
                            insert into outbox (portal_id, customer_id, purpose) select portal_id, :customer, :notice from former
                        )
                        select audit('authn_password_change', cast(:context as jsonb), :customer,
                                     cast(case when :password.origin = 'reset' then '{"by": "link"}' else '{}' end as jsonb))
                        """)
                .bind("customer", customerId)
                .bind("password.hash", password.hash())
                .bind("password.origin", password.origin())
                .bind("life", password.life() == null ? null : password.life().toString())
                .bind("kept", kept == null ? null : kept.toString())
                .bind("lockout", Lockout.customer(customerId))
                .bind("notice", MailPurpose.PASSWORD_CHANGED.label())
                .bind("context", context.json())
                .map(rs -> true)
                .one();
    }
}
