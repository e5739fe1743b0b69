package io.vestibule.diagnosis;

import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Permits;
import io.vestibule.oauth.RedirectUri;
import io.vestibule.operator.PortalScope;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what the rules read, all of it in whole sentences: also what is over, which no rule tells from what never was. */
public final class DiagnosisStore {
    private final Sql sql;

    public DiagnosisStore(Sql sql) {
        this.sql = sql;
    }

    /** Who has a login in a portal. */
    record Owner(long portalId, long customerId) {}

    private static Consumer<Statement> scope(PortalScope portals) {
        List<Long> ids = portals.ids();
        return statement ->
                statement.bind("any", ids == null).bindArray("portals", "bigint", ids == null ? List.of() : ids);
    }

    /** Who has a login, in whichever of these portals. */
    List<Owner> owners(String login, PortalScope portals) {
        return sql.withHandle(h -> h.statement("""
                        select l.portal_id, l.customer_id
                        from portal p join login l on l.portal_id = p.id and l.value = :login
                        where :any or p.id = any (cast(:portals as bigint[])) order by p.id limit 20
                        """)
                .bind("login", login)
                .with(scope(portals))
                .map(rs -> new Owner(rs.getLong("portal_id"), rs.getLong("customer_id")))
                .list());
    }

    /** What is counted of a login that nobody has. */
    Optional<GuardStore.Failures> failures(byte[] subject) {
        return sql.withHandle(h -> h.statement(
                        "select failures, last_failure, locked_until from lockout where subject = :subject")
                .bind("subject", subject)
                .map(rs -> new GuardStore.Failures(
                        rs.getInt("failures"), Instants.of(rs, "last_failure"), Instants.orNull(rs, "locked_until")))
                .findOne());
    }

    /**
     * The system that a portal comes from.
     *
     * @param fault what was last wrong with it, or null
     */
    record Upstream(
            long portalId,
            String kind,
            @Nullable String fault,
            @Nullable Instant faultAt) {}

    private static final String UPSTREAM = "select u.portal_id, u.kind, u.fault, u.fault_at from portal_upstream u ";

    private static Upstream upstream(ResultSet rs) throws SQLException {
        return new Upstream(
                rs.getLong("portal_id"), rs.getString("kind"), rs.getString("fault"), Instants.orNull(rs, "fault_at"));
    }

    /** That of a portal, if it has one. */
    Optional<Upstream> upstream(long portalId) {
        return sql.withHandle(h -> h.statement(UPSTREAM + "where u.portal_id = :portal")
                .bind("portal", portalId)
                .map(DiagnosisStore::upstream)
                .findOne());
    }

    /** The one that is asked about a customer's password, if one is. */
    Optional<Upstream> asked(long customerId) {
        return sql.withHandle(h -> h.statement(
                        UPSTREAM + "join customer c using (portal_id) where c.id = :customer and c.awaits_upstream")
                .bind("customer", customerId)
                .map(DiagnosisStore::upstream)
                .findOne());
    }

    /** Of which limits, by their place, how long it is until they have room again; without taking any of it. */
    Map<Integer, Duration> full(Permits permits) {
        Map<Integer, Duration> full = new TreeMap<>();
        sql.useHandle(h -> h.statement("""
                        select p.place, extract(epoch from t.tat + p.spacing - p.spacing * p.burst - now()) as wait
                        from unnest(cast(:keys as uuid[]), cast(:spacings as interval[]), cast(:bursts as int[])) with ordinality
                             as p (key, spacing, burst, place)
                        join throttle t on t.key = p.key and t.tat + p.spacing - p.spacing * p.burst > now()
                        """)
                .bind("keys", permits.keys())
                .bind("spacings", permits.spacings())
                .bind("bursts", permits.bursts())
                .map(rs -> full.put(
                        rs.getInt("place") - 1,
                        Duration.ofMillis(
                                rs.getBigDecimal("wait").movePointRight(3).longValue())))
                .list());
        return full;
    }

    /** An API client that may call. */
    record Client(long id, String name) {}

    /** The first API clients of a portal that may call. */
    List<Client> clients(long portalId) {
        return sql.withHandle(h -> h.statement("""
                        select id, name from api_client where portal_id = :portal and disabled_at is null order by id limit 50
                        """)
                .bind("portal", portalId)
                .map(rs -> new Client(rs.getLong("id"), rs.getString("name")))
                .list());
    }

    /**
     * A session, alive or over.
     *
     * @param endedAt null where nobody ended it
     */
    record Session(long portalId, long customerId, @Nullable Instant endedAt, Instant expiresAt) {}

    Optional<Session> session(UUID id) {
        return sql.withHandle(h -> h.statement(
                        "select portal_id, customer_id, ended_at, expires_at from customer_session where id = :id")
                .bind("id", id)
                .map(rs -> new Session(
                        rs.getLong("portal_id"),
                        rs.getLong("customer_id"),
                        Instants.orNull(rs, "ended_at"),
                        Instants.of(rs, "expires_at")))
                .findOne());
    }

    /**
     * What a client can refresh.
     *
     * @param client       the application's name; null for a portal's own session
     * @param refreshUntil null where it gets no refresh token
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    record Grant(
            long portalId,
            long customerId,
            UUID session,
            @Nullable String client,
            byte @Nullable [] current,
            byte @Nullable [] former,
            @Nullable Instant rotatedAt,
            @Nullable Instant refreshUntil,
            Instant expiresAt) {}

    Optional<Grant> grant(UUID id) {
        return sql.withHandle(h -> h.statement("""
                        select g.portal_id, g.customer_id, g.session_id, a.name, g.refresh_hash, g.former_hash, g.rotated_at,
                               g.refresh_until, g.expires_at
                        from token_grant g left join api_client a on a.id = g.client_id where g.id = :id
                        """)
                .bind("id", id)
                .map(rs -> new Grant(
                        rs.getLong("portal_id"),
                        rs.getLong("customer_id"),
                        rs.getObject("session_id", UUID.class),
                        rs.getString("name"),
                        rs.getBytes("refresh_hash"),
                        rs.getBytes("former_hash"),
                        Instants.orNull(rs, "rotated_at"),
                        Instants.orNull(rs, "refresh_until"),
                        Instants.of(rs, "expires_at")))
                .findOne());
    }

    /**
     * A mailed link that wasn't used.
     *
     * @param current whether it was mailed to the address that its customer has now
     */
    record Link(long portalId, long customerId, String purpose, Instant expiresAt, boolean current) {}

    Optional<Link> link(byte[] hash) {
        return sql.withHandle(h -> h.statement("""
                        select c.portal_id, l.customer_id, l.purpose, l.expires_at,
                               l.purpose = 'login-token' or l.address = lower(c.email collate "C") as current
                        from link l join customer c on c.id = l.customer_id where l.hash = :hash
                        """)
                .bind("hash", hash)
                .map(rs -> new Link(
                        rs.getLong("portal_id"),
                        rs.getLong("customer_id"),
                        rs.getString("purpose"),
                        Instants.of(rs, "expires_at"),
                        rs.getBoolean("current")))
                .findOne());
    }

    /** Where an application has customers sent back to. */
    record Redirect(String client, boolean disabled, RedirectUri uri) {}

    List<Redirect> redirects(long portalId) {
        return sql.withHandle(h -> h.statement("""
                        select a.name, a.disabled_at is not null as disabled, unnest(o.redirect_uris) as uri
                        from oauth_client o join api_client a on a.id = o.id where a.portal_id = :portal order by 1, 3
                        """)
                .bind("portal", portalId)
                .map(rs -> new Redirect(
                        rs.getString("name"), rs.getBoolean("disabled"), new RedirectUri(rs.getString("uri"))))
                .list());
    }
}
