package io.vestibule.customer;

import io.vestibule.audit.AuditContext;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.json.Json;
import io.vestibule.sql.Batcher;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

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
                Instants.of(rs, "created_at"));
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
     * Whether a customer's session goes on. A statement of its own, begun with the customer locked: one that waits for the lock reads the
     * sessions as they were before.
     */
    public static boolean isSignedIn(Handle h, long customerId, UUID session) {
        return h.statement("""
                        select id from customer_session
                        where id = :session and customer_id = :customer and ended_at is null and expires_at > now()
                        """)
                .bind("customer", customerId)
                .bind("session", session)
                .map(rs -> true)
                .findOne()
                .isPresent();
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
}
