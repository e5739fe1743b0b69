package io.vestibule.customer;

import io.vestibule.audit.AuditContext;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.json.Json;
import io.vestibule.mail.MailPurpose;
import io.vestibule.sql.Batcher;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Customers, their accounts and logins. */
public final class CustomerStore {
    /** The columns that {@link #customer} reads, of the view {@code customer_whole} as {@code c}. */
    public static final String COLUMNS = """
            c.id, c.portal_id, c.account_id, c.is_primary, c.email, c.username, c.email_verified_at is not null as verified,
            c.disabled_at is not null as disabled, c.password_until is not null as temporary_password,
            c.second_factor_at is not null as second_factor, c.language, c.profile, c.created_at
            """;

    private final Sql sql;
    private final Batcher<InSession, Optional<Customer>> ofSessions;

    public CustomerStore(Sql sql) {
        this.sql = sql;
        this.ofSessions = new Batcher<>(sql, this::ofSessions);
    }

    /** Reads {@link #COLUMNS}. */
    public static Customer customer(ResultSet rs) throws SQLException {
        return new Customer(
                rs.getLong("id"),
                rs.getLong("portal_id"),
                rs.getLong("account_id"),
                rs.getBoolean("is_primary"),
                rs.getString("email"),
                rs.getString("username"),
                rs.getBoolean("verified"),
                rs.getBoolean("disabled"),
                rs.getBoolean("temporary_password"),
                rs.getBoolean("second_factor"),
                rs.getString("language"),
                new Profile((Json.Object) Json.parse(rs.getString("profile").getBytes(StandardCharsets.UTF_8))),
                rs.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    /** The same where an outer join may have found nobody. */
    public static Optional<Customer> customerIfAny(ResultSet rs) throws SQLException {
        return rs.getLong("id") == 0 ? Optional.empty() : Optional.of(customer(rs));
    }

    /** Takes the permits and looks who has the login, in one statement. */
    public Permitted<Optional<Customer>> byLogin(Permits permits, long portalId, LoginName login) {
        return permitted(permits, portalId, login, """
                select l.customer_id from login l where l.portal_id = :portal and l.value = :value
                """);
    }

    /** Takes the permits and looks for the first primary customer with the contact address and, or without, a username. */
    public Permitted<Optional<Customer>> primaryByAddress(
            Permits permits, long portalId, LoginName address, boolean withUsername) {
        return permitted(
                permits,
                portalId,
                address,
                """
                select p.id from customer_whole p
                where p.portal_id = :portal and lower(p.email collate "C") = :value and p.is_primary and p.disabled_at is null
                """ + "and p.username is " + (withUsername ? "not null" : "null") + " order by p.id limit 1");
    }

    private Permitted<Optional<Customer>> permitted(Permits permits, long portalId, LoginName value, String idQuery) {
        String statement = """
                select extract(epoch from permit.wait) as wait, %s
                from (select %s as wait) permit
                left join customer_whole c on permit.wait is null and c.id = (%s)
                """.formatted(COLUMNS, GuardStore.ACQUIRE, idQuery);
        return sql.withHandle(h -> h.statement(statement)
                .with(GuardStore.values(permits))
                .bind("portal", portalId)
                .bind("value", value.value())
                .map(rs -> GuardStore.permitted(rs.getBigDecimal("wait"), customerIfAny(rs)))
                .one());
    }

    /** The customer with this id, whatever the portal. */
    public Optional<Customer> byId(long id) {
        return sql.withHandle(h -> h.statement("select " + COLUMNS + " from customer_whole c where c.id = :id")
                .bind("id", id)
                .map(rs -> customer(rs))
                .findOne());
    }

    /** What an operator sees of a customer: all but the password's hash. */
    public Optional<CustomerRecord> record(long id) {
        return sql.withHandle(h -> h.statement("select " + COLUMNS + """
                        , c.email_verified_at, c.disabled_at, c.second_factor_at, c.password_origin, k.updated_at,
                        (select count(*) from customer_session s
                         where s.customer_id = c.id and s.ended_at is null and s.expires_at > now()) as sessions
                        from customer_whole c join customer k on k.id = c.id where c.id = :id
                        """)
                .bind("id", id)
                .map(rs -> read(rs))
                .findOne());
    }

    /** How making a customer ended. */
    public sealed interface Added {
        /** They are there. */
        record Made(Customer customer) implements Added {}

        /** Somebody has the address or the username as a login; nothing was stored. */
        record Taken(String login) implements Added {}
    }

    /** Makes a customer as {@link #create} does, with a username beside the address if one is given: both or nothing. */
    public Added add(NewCustomer customer, @Nullable Username username, AuditContext context) {
        return sql.inTransaction(h -> {
            Optional<Customer> made = create(h, customer, context);
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

    private record InSession(UUID session, long portalId) {}

    /** The customer whose session this is, if it is alive at this moment and the customer isn't disabled. */
    public Optional<Customer> ofSession(UUID session, long portalId) {
        return ofSessions.ask(new InSession(session, portalId));
    }

    private List<Optional<Customer>> ofSessions(List<InSession> asked) {
        List<Optional<Customer>> holders = new ArrayList<>(Collections.nCopies(asked.size(), Optional.empty()));
        sql.useHandle(h -> h.statement("select a.place, " + COLUMNS + """
                        from unnest(:sessions, :portals) with ordinality as a (session, portal, place)
                        join customer_session s on s.id = a.session and s.portal_id = a.portal
                        join customer_whole c on c.id = s.customer_id
                        where s.ended_at is null and s.expires_at > now() and c.disabled_at is null
                        """)
                .bindArray("sessions", "uuid", asked, InSession::session)
                .bindArray("portals", "bigint", asked, InSession::portalId)
                .map(rs -> holders.set(rs.getInt("place") - 1, Optional.of(customer(rs))))
                .list());
        return holders;
    }

    /**
     * Makes a customer who is the primary one of an account of their own, with their address as login, in the transaction of
     * the handle. Of any number of calls at once for one address, one makes it and the others get nothing.
     */
    public static Optional<Customer> create(Handle h, NewCustomer customer, AuditContext context) {
        return h.statement("""
                        with ids as (
                            select nextval(pg_get_serial_sequence('customer', 'id')) as customer,
                                   nextval(pg_get_serial_sequence('account', 'id')) as account
                        ), claimed as (
                            insert into login (portal_id, value, is_email, customer_id)
                            select :portal, :login, true, customer from ids
                            on conflict do nothing returning customer_id
                        ), opened as (
                            insert into account (id, portal_id) select account, :portal from ids, claimed returning id
                        ), c as (
                            insert into customer (id, portal_id, account_id, is_primary, email, password, password_origin, language,
                                                  profile)
                            select claimed.customer_id, :portal, opened.id, true, :email, :password, :password_origin, :language,
                                   cast(:profile as jsonb)
                            from claimed, opened
                            returning *, cast(null as text) as username
                        )
                        select audit('user_created', cast(:context as jsonb), c.id),
                        """ + COLUMNS + " from c")
                .bind("portal", customer.portalId())
                .bind("login", customer.email().login().value())
                .bind("email", customer.email().value())
                .bind("password", customer.password())
                .bind("password_origin", customer.passwordOrigin())
                .bind("language", customer.language())
                .bind("profile", customer.profile().attributes().toString())
                .bind("context", context.json())
                .map(rs -> customer(rs))
                .findOne();
    }

    /** A profile with the changes {@code :profile}: one that is null clears its field; a null within a value is the value's own. */
    public static final String CHANGED_PROFILE = """
             (profile || cast(:profile as jsonb)) - array(select key from jsonb_each(cast(:profile as jsonb)) where value = 'null')
            """;

    /** Merges changes into a profile; a JSON null clears its field. Returns the whole, empty if the customer is gone. */
    public Optional<Customer> updateProfile(long customerId, Map<String, Json> changes, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with changed as (
                            update customer
                            set updated_at = now(), profile =""" + CHANGED_PROFILE + """
                            where id = :customer returning id, profile
                        )
                        select audit('user_updated', cast(:context as jsonb), c.id),
                        """
                        + COLUMNS.replace("c.profile", "changed.profile")
                        + " from changed join customer_whole c on c.id = changed.id")
                .bind("customer", customerId)
                .bind("profile", new Json.Object(new LinkedHashMap<>(changes)).toString())
                .bind("context", context.json())
                .map(rs -> customer(rs))
                .findOne());
    }

    /**
     * Sets a password in the transaction of the handle, which has locked the customer: every session, link, mailed code and
     * sign-in that waits for its second step ended, the lock cleared, and a notice in the outbox, unless their portal set their first. A statement of its own, begun with the customer locked, so
     * that it sees the sessions of every sign-in that came before.
     */
    public static void setPassword(Handle h, long customerId, NewPassword password, AuditContext context) {
        setPassword(h, customerId, password, null, context);
    }

    /** The same, but for a session that goes on. */
    static void setPassword(
            Handle h, long customerId, NewPassword password, @Nullable UUID kept, AuditContext context) {
        h.statement("""
                        with former as (
                            select portal_id from customer
                            where id = :customer and email is not null and (password is not null or :password.origin = 'reset')
                        ), voided as (
                            delete from link where customer_id = :customer
                        ), uncoded as (
                            delete from mail_code where customer_id = :customer
                        ), begun as (
                            delete from challenge where customer_id = :customer
                        ), changed as (
                            update customer
                            set password = :password.hash,
                                password_origin = coalesce(cast(:password.origin as text), password_origin),
                                password_until = now() + cast(:life as interval), updated_at = now(),
                                email_verified_at = case when :password.origin = 'reset' then coalesce(email_verified_at, now())
                                                         else email_verified_at end
                            where id = :customer
                        ),
                        """ + EndedSessions.where("s.customer_id = :customer and s.id is distinct from cast(:kept as uuid)")
                        + """
                        , unlocked as (
                            -- whoever gave the old one might do so to guess codes of a second factor for ever
                            delete from lockout where subject = :lockout and cast(:password.origin as text) is not null
                        ), told as (
                            insert into outbox (portal_id, customer_id, purpose) select portal_id, :customer, :notice from former
                        )
                        select audit('authn_password_change', cast(:context as jsonb), :customer)
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

    /**
     * Gives a customer another address: not verified yet, and every link, mailed code and sign-in that waits for its second step
     * void. A password that was set before this mailbox was
     * the customer's is one that its holder may not know of (docs/decisions/0003).
     */
    public static void moveTo(Handle h, long customerId, EmailAddress address, AuditContext context) {
        h.statement("""
                        with moved as (
                            update customer
                            set email = :email, email_verified_at = null, updated_at = now(),
                                second_factor_public = second_factor_public and email_verified_at is null,
                                password_origin = case password_origin when 'reset' then 'public' else password_origin end
                            where id = :customer
                        ), voided as (
                            delete from link where customer_id = :customer
                        ), uncoded as (
                            delete from mail_code where customer_id = :customer
                        ), begun as (
                            delete from challenge where customer_id = :customer
                        )
                        select audit('user_email_changed', cast(:context as jsonb), :customer)
                        """)
                .bind("customer", customerId)
                .bind("email", address.value())
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

    /** Disables a customer, which ends their sessions, or enables them again; false if there is no such customer. */
    public boolean disable(long customerId, boolean disabled, AuditContext context) {
        return sql.inTransaction(h -> disable(h, customerId, disabled, null, context));
    }

    /**
     * The same in a transaction.
     *
     * @param reason for the audit trail; null where none is given
     */
    public static boolean disable(
            Handle h, long customerId, boolean disabled, @Nullable String reason, AuditContext context) {
        boolean changed = h.statement("""
                        with changed as (
                            update customer set disabled_at = case when :disabled then coalesce(disabled_at, now()) end, updated_at = now()
                            where id = :customer returning id
                        )
                        select audit(case when :disabled then 'user_disabled' else 'user_enabled' end, cast(:context as jsonb), id,
                                     jsonb_strip_nulls(jsonb_build_object('reason', cast(:reason as text))))
                        from changed
                        """)
                .bind("customer", customerId)
                .bind("disabled", disabled)
                .bind("reason", reason)
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false);
        if (disabled) { // statements of their own: they see what a sign-in opened that the one before waited for
            h.statement("delete from challenge where customer_id = :customer")
                    .bind("customer", customerId)
                    .execute();
            h.statement("with " + EndedSessions.where("s.customer_id = :customer") + "select count(*) from ended")
                    .bind("customer", customerId)
                    .mapTo(Long.class)
                    .one();
        }
        return changed;
    }

    private static CustomerRecord read(ResultSet rs) throws SQLException {
        return new CustomerRecord(
                customer(rs),
                instant(rs, "email_verified_at"),
                instant(rs, "disabled_at"),
                instant(rs, "second_factor_at"),
                rs.getString("password_origin"),
                rs.getObject("updated_at", OffsetDateTime.class).toInstant(),
                rs.getLong("sessions"));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        OffsetDateTime value = rs.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
