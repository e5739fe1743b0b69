package io.vestibule.customer;

import io.vestibule.audit.AuditContext;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import org.jspecify.annotations.Nullable;

/**
 * Who signs in as what: one namespace a portal, one row a value. The unique index says whose it is, so of any number of claims
 * at once one wins. A value may be its customer's address and username at the same time. And the contact address, which most sign
 * in with.
 */
public final class LoginStore {
    private final Sql sql;

    public LoginStore(Sql sql) {
        this.sql = sql;
    }

    /** Whether somebody has a login. */
    public enum Standing {
        NOBODY,
        ENABLED,
        DISABLED
    }

    /**
     * Takes the permits and tells whether somebody has the login, in one statement. It reads two indexes and no customer: with
     * millions of them, asked for at random, each row would be a read from the disk (docs/decisions/0019).
     */
    public Permitted<Standing> standing(Permits permits, long portalId, LoginName login) {
        return sql.withHandle(h -> h.statement(STANDING)
                .with(GuardStore.values(permits))
                .bind("portal", portalId)
                .bind("value", login.value())
                .map(rs -> GuardStore.permitted(rs.getBigDecimal("wait"), Standing.valueOf(rs.getString("standing"))))
                .one());
    }

    private static final String STANDING =
            "select extract(epoch from permit.wait) as wait, " + """
            case when l.customer_id is null then 'NOBODY'
                 when exists (select from customer c where c.id = l.customer_id and c.disabled_at is not null) then 'DISABLED'
                 else 'ENABLED' end as standing
            from (select\s""" + GuardStore.ACQUIRE + """
             as wait) permit
            left join login l on permit.wait is null and l.portal_id = :portal and l.value = :value
            """;

    /** Takes the address in the place of the one that was the customer's login; false, and that one stays, if somebody has it. */
    public static boolean takeAddress(Handle h, long portalId, long customerId, EmailAddress address) {
        h.execute("savepoint address");
        releaseAddress(h, customerId, address.login().value());
        boolean taken = h.statement("""
                        insert into login as l (portal_id, value, is_email, customer_id)
                        values (:portal, :login, true, :customer)
                        on conflict (portal_id, value) do update set is_email = true where l.customer_id = excluded.customer_id
                        """)
                        .bind("portal", portalId)
                        .bind("login", address.login().value())
                        .bind("customer", customerId)
                        .execute()
                > 0;
        if (!taken) {
            h.execute("rollback to savepoint address");
        }
        return taken;
    }

    /** The customer's address is no login any more. */
    public static void releaseAddress(Handle h, long customerId) {
        releaseAddress(h, customerId, null);
    }

    /** @param but stays as it is: what goes is a login that was given up, and the portal's upstream isn't asked for it any more */
    private static void releaseAddress(Handle h, long customerId, @Nullable String but) {
        h.statement("""
                        with kept as (
                            update login set is_email = false
                            where customer_id = :customer and is_email and username is not null and value is distinct from cast(:but as text)
                        )
                        delete from login
                        where customer_id = :customer and is_email and username is null and value is distinct from cast(:but as text)
                        """).bind("customer", customerId).bind("but", but).execute();
    }

    /** Takes the username in the place of the one that the customer had; false, and that one stays, if somebody has it. */
    public static boolean takeUsername(Handle h, long portalId, long customerId, Username username) {
        h.execute("savepoint username");
        h.statement("""
                        with kept as (
                            update login set username = null
                            where customer_id = :customer and username is not null and is_email and value <> :login
                        )
                        delete from login
                        where customer_id = :customer and username is not null and not is_email and value <> :login
                        """)
                .bind("customer", customerId)
                .bind("login", username.login().value())
                .execute();
        boolean taken = h.statement("""
                        insert into login as l (portal_id, value, is_email, username, customer_id)
                        values (:portal, :login, false, :username, :customer)
                        on conflict (portal_id, value) do update set username = excluded.username
                            where l.customer_id = excluded.customer_id
                        """)
                        .bind("portal", portalId)
                        .bind("login", username.login().value())
                        .bind("username", username.value())
                        .bind("customer", customerId)
                        .execute()
                > 0;
        if (!taken) {
            h.execute("rollback to savepoint username");
        }
        return taken;
    }

    /** Who gives a customer another address. */
    public enum Mover {
        /** Alone: nobody vouches for it. */
        CUSTOMER,
        /** An operator, or a portal's server: they vouch for it. */
        OPERATOR
    }

    /**
     * Gives a customer another address: not verified yet, and every link, mailed code and sign-in that waits for its second step
     * void. Where they move alone, what is theirs goes at the first proof of the mailbox by another, a password that an operator had set
     * included (docs/decisions/0065). Another spelling is the same mailbox.
     */
    public static void moveTo(Handle h, long customerId, EmailAddress address, Mover mover, AuditContext context) {
        h.statement("""
                        with former as (
                            select lower(email collate "C") is distinct from :folded as is_other from customer where id = :customer
                        ), moved as (
                            update customer
                            set email = :email, updated_at = now(),
                                email_verified_at = case when not is_other then email_verified_at end,
                                email_claimed = case when is_other then :alone else email_claimed end,
                                password_origin = case when is_other and :alone and password is not null then 'public'
                                                       else password_origin end
                            from former where id = :customer
                        ),
                        """ + EndedSessions.pending("true") + """
                        select audit('user_email_changed', cast(:context as jsonb), :customer)
                        """)
                .bind("customer", customerId)
                .bind("email", address.value())
                .bind("folded", address.login().value())
                .bind("alone", mover == Mover.CUSTOMER)
                .bind("context", context.json())
                .map(rs -> true)
                .one();
    }

    /** Writes the address that a customer has with other capitals. */
    public static void respell(Handle h, long customerId, EmailAddress address) {
        h.statement("update customer set email = :email where id = :customer")
                .bind("customer", customerId)
                .bind("email", address.value())
                .execute();
    }
}
