package io.vestibule.customer;

import io.vestibule.audit.AuditContext;
import io.vestibule.guard.Lockout;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Customers as operators, and the servers of portals, rule over them. No method takes a permit: none is for a customer's requests. */
public final class CustomerAdministrationStore {
    private final Sql sql;

    public CustomerAdministrationStore(Sql sql) {
        this.sql = sql;
    }

    /** Who in the portal has the login. */
    public Optional<Customer> byLogin(long portalId, LoginName login) {
        return sql.withHandle(h -> h.statement("select " + CustomerStore.COLUMNS + """
                        from login l join customer_whole c on c.id = l.customer_id
                        where l.portal_id = :portal and l.value = :login
                        """)
                .bind("portal", portalId)
                .bind("login", login.value())
                .map(rs -> CustomerStore.customer(rs))
                .findOne());
    }

    /** What an operator sees of a customer: all but the password's hash. */
    public Optional<CustomerRecord> record(long id) {
        return sql.withHandle(h -> h.statement("select " + CustomerStore.COLUMNS + """
                        , c.email_verified_at, c.disabled_at, c.second_factor_at, c.password_origin, k.updated_at,
                        (select count(*) from customer_session s
                         where s.customer_id = c.id and s.ended_at is null and s.expires_at > now()) as sessions
                        from customer_whole c join customer k on k.id = c.id where c.id = :id
                        """)
                .bind("id", id)
                .map(rs -> read(rs))
                .findOne());
    }

    private static CustomerRecord read(ResultSet rs) throws SQLException {
        return new CustomerRecord(
                CustomerStore.customer(rs),
                Instants.orNull(rs, "email_verified_at"),
                Instants.orNull(rs, "disabled_at"),
                Instants.orNull(rs, "second_factor_at"),
                rs.getString("password_origin"),
                Instants.of(rs, "updated_at"),
                rs.getLong("sessions"));
    }

    /** How making a customer ended. */
    public sealed interface Added {
        /** They are there. */
        record Made(Customer customer) implements Added {}

        /** Somebody has the address or the username as a login; nothing was stored. */
        record Taken(String login) implements Added {}
    }

    /** Makes a customer as {@link CustomerStore#create} does, with a username beside the address if one is given: both or nothing. */
    public Added add(NewCustomer customer, @Nullable Username username, AuditContext context) {
        return sql.inTransaction(h -> {
            Optional<Customer> made = CustomerStore.create(h, customer, context);
            if (made.isEmpty()) {
                return new Added.Taken(customer.email().value());
            }
            long id = made.get().id();
            if (username != null && !LoginStore.takeUsername(h, customer.portalId(), id, username)) {
                h.rollback();
                return new Added.Taken(username.value());
            }
            return new Added.Made(made.get());
        });
    }

    /** Gives a customer another password, which ends what the old one opened; false if there is no such customer. */
    public boolean setPassword(long customerId, NewPassword password, AuditContext context) {
        return sql.inTransaction(h -> {
            boolean there = h.statement("select id from customer where id = :customer for no key update")
                    .bind("customer", customerId)
                    .mapTo(Long.class)
                    .findOne()
                    .isPresent();
            if (there) {
                PasswordStore.set(h, customerId, password, context);
            }
            return there;
        });
    }

    /**
     * Disables a customer of the portal, which ends their sessions, or enables them again; false if there is none.
     *
     * @param reason for the audit trail; null where none is given
     */
    public boolean disable(
            long portalId, long customerId, boolean disabled, @Nullable String reason, AuditContext context) {
        return sql.inTransaction(h -> {
            boolean changed = h.statement("""
                            with changed as (
                                update customer set disabled_at = case when :disabled then coalesce(disabled_at, now()) end,
                                                    updated_at = now()
                                where id = :customer and portal_id = :portal returning id
                            )
                            select audit(case when :disabled then 'user_disabled' else 'user_enabled' end, cast(:context as jsonb), id,
                                         jsonb_strip_nulls(jsonb_build_object('reason', cast(:reason as text))))
                            from changed
                            """)
                    .bind("customer", customerId)
                    .bind("portal", portalId)
                    .bind("disabled", disabled)
                    .bind("reason", reason)
                    .bind("context", context.json())
                    .map(rs -> true)
                    .findOne()
                    .orElse(false);
            if (changed
                    && disabled) { // statements of their own: they see what a sign-in opened that the one before waited
                // for
                for (String table : List.of("passkey_ceremony", "challenge")) {
                    h.statement("delete from " + table + " where customer_id = :customer")
                            .bind("customer", customerId)
                            .execute();
                }
                h.statement("with " + EndedSessions.where("s.customer_id = :customer") + "select count(*) from ended")
                        .bind("customer", customerId)
                        .mapTo(Long.class)
                        .one();
            }
            return changed;
        });
    }

    /** Deletes a customer of the portal with all that hangs on them; the account stays. False if there is none. */
    public boolean delete(long portalId, long customerId, AuditContext context) {
        return sql.inTransaction(h -> {
            // the statement after it sees what was granted to an application that this one waited for
            h.statement("select from customer where id = :customer and portal_id = :portal for update")
                    .bind("customer", customerId)
                    .bind("portal", portalId)
                    .map(rs -> true)
                    .findOne();
            return deleted(h, portalId, customerId, context);
        });
    }

    private static boolean deleted(Handle h, long portalId, long customerId, AuditContext context) {
        return h.statement("""
                        with gone as (
                            delete from customer where id = :customer and portal_id = :portal returning id
                        ), forgotten as (
                            delete from lockout where subject = :lockout and exists (select 1 from gone)
                        ), affected as (
                            select g.client_id, g.portal_id, g.customer_id, g.browser_session
                            from gone
                            join customer_session s on s.customer_id = gone.id
                            join token_grant g on g.session_id = s.id
                        ),
                        """ + EndedSessions.notices("affected") + """
                        select audit('user_deleted', cast(:context as jsonb), id) from gone
                        """)
                .bind("customer", customerId)
                .bind("portal", portalId)
                .bind("lockout", Lockout.customer(customerId))
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false);
    }
}
