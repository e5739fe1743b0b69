package io.vestibule.customer;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Who signs in as what: one namespace a portal, one row a value. The unique index says whose it is, so of any number of claims
 * at once one wins. A value may be its customer's address and username at the same time.
 */
public final class LoginStore {
    private final Jdbi jdbi;

    public LoginStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Who in the portal has the login. Takes no permit: for operators, not for requests. */
    public Optional<Long> holder(long portalId, LoginName login) {
        return jdbi.withHandle(
                h -> h.createQuery("select customer_id from login where portal_id = :portal and value = :login")
                        .bind("portal", portalId)
                        .bind("login", login.value())
                        .mapTo(Long.class)
                        .findOne());
    }

    /** Takes the address in the place of the one that was the customer's login; false, and that one stays, if somebody has it. */
    public static boolean takeAddress(Handle h, long portalId, long customerId, EmailAddress address) {
        h.savepoint("address");
        releaseAddress(h, customerId);
        boolean taken = h.createUpdate("""
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
            h.rollbackToSavepoint("address");
        }
        return taken;
    }

    /** The customer's address is no login any more. */
    public static void releaseAddress(Handle h, long customerId) {
        h.createUpdate("""
                        with kept as (
                            update login set is_email = false where customer_id = :customer and is_email and username is not null
                        )
                        delete from login where customer_id = :customer and is_email and username is null
                        """).bind("customer", customerId).execute();
    }

    /** Takes the username in the place of the one that the customer had; false, and that one stays, if somebody has it. */
    public static boolean takeUsername(Handle h, long portalId, long customerId, Username username) {
        h.savepoint("username");
        h.createUpdate("""
                        with kept as (
                            update login set username = null where customer_id = :customer and username is not null and is_email
                        )
                        delete from login where customer_id = :customer and username is not null and not is_email
                        """).bind("customer", customerId).execute();
        boolean taken = h.createUpdate("""
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
            h.rollbackToSavepoint("username");
        }
        return taken;
    }
}
