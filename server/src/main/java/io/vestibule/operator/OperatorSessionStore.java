package io.vestibule.operator;

import io.vestibule.audit.AuditContext;
import io.vestibule.secret.Tokens;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The sessions that operators have in the console, by a cookie. */
public final class OperatorSessionStore {
    /** How long after its last request a session is over. */
    public static final Duration IDLE = Duration.ofMinutes(30);
    /** How long a session holds at most. */
    public static final Duration LIFE = Duration.ofHours(12);

    static final String IDLE_INTERVAL = "interval '" + IDLE + "'";
    /** Whether the session {@code s} is alive. */
    public static final String LIVE = "s.expires_at > now() and s.seen_at > now() - " + IDLE_INTERVAL;

    /** How long a proof that it is them holds. */
    public static final Duration PROOF_LIFE = Duration.ofMinutes(5);

    private final Sql sql;

    public OperatorSessionStore(Sql sql) {
        this.sql = sql;
    }

    /** Who has a session. */
    record Holder(long id, String name, Role role, PortalScope portals) {}

    /** @param fresh whether they proved in the last minutes that it is them */
    record Found(Holder operator, UUID session, boolean fresh) {}

    /** Who has the cookie, if their session is alive and they aren't disabled. Keeps it alive: written once a minute at most. */
    Optional<Found> find(String cookie) {
        return sql.withHandle(h -> h.statement("""
                        with found as (
                            select s.id as session, s.seen_at, s.proven_at > now() - cast(:proof as interval) as fresh, o.id, o.name, o.role, o.portals
                            from operator_session s join operator o on o.id = s.operator_id
                            where s.hash = :hash and o.disabled_at is null and
                        """ + LIVE + """
                        ), seen as (
                            update operator_session s set seen_at = now() from found
                            where s.id = found.session and found.seen_at < now() - interval '1 minute'
                        )
                        select * from found
                        """)
                .bind("hash", Tokens.hash(cookie))
                .bind("proof", PROOF_LIFE.toString())
                .map(rs -> new Found(holder(rs), rs.getObject("session", UUID.class), rs.getBoolean("fresh")))
                .findOne());
    }

    /** Who has a session, if it is alive and they aren't disabled. Asking doesn't keep it alive. */
    Optional<Holder> holder(UUID session) {
        return sql.withHandle(h -> h.statement("""
                        select o.id, o.name, o.role, o.portals from operator_session s join operator o on o.id = s.operator_id
                        where s.id = :session and o.disabled_at is null and
                        """ + LIVE)
                .bind("session", session)
                .map(OperatorSessionStore::holder)
                .findOne());
    }

    /** Reads id, name, role and portals of an operator. */
    static Holder holder(ResultSet rs) throws SQLException {
        return new Holder(rs.getLong("id"), rs.getString("name"), OperatorStore.role(rs), OperatorStore.portals(rs));
    }

    /**
     * A session that is alive.
     *
     * @param seenAt  the last request, to the minute
     * @param network where it was opened from
     */
    public record Session(UUID id, Instant createdAt, Instant seenAt, Instant expiresAt, String network) {}

    /** The sessions of an operator that are alive, the newest first. */
    public List<Session> list(long operator) {
        return sql.withHandle(h -> h.statement("""
                        select s.id, s.created_at, s.seen_at, s.expires_at, s.network from operator_session s
                        where s.operator_id = :operator and
                        """ + LIVE + " order by s.created_at desc, s.id")
                .bind("operator", operator)
                .map(rs -> new Session(
                        rs.getObject("id", UUID.class),
                        Instants.of(rs, "created_at"),
                        Instants.of(rs, "seen_at"),
                        Instants.of(rs, "expires_at"),
                        rs.getString("network")))
                .list());
    }

    /** Ends the session of the cookie: a sign-out. False if there is none. */
    public boolean signOut(String cookie, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with gone as (delete from operator_session where hash = :hash returning operator_id)
                        select audit('operator_logout', cast(:context as jsonb), null) from gone
                        """)
                .bind("hash", Tokens.hash(cookie))
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** Ends one session of an operator; false if there is none of that id. */
    public boolean end(long operator, UUID session, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with gone as (
                            delete from operator_session where id = :session and operator_id = :operator returning operator_id
                        )
                        select audit('operator_sessions_ended', cast(:context as jsonb), null,
                                     jsonb_build_object('operator', operator_id))
                        from gone
                        """)
                .bind("session", session)
                .bind("operator", operator)
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** Ends all sessions of an operator; how many that were. */
    public int endAll(long operator, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with gone as (delete from operator_session where operator_id = :operator returning 1)
                        select count(*) as ended,
                               case when count(*) > 0 then audit('operator_sessions_ended', cast(:context as jsonb), null,
                                                                 jsonb_build_object('operator', :operator)) end
                        from gone
                        """)
                .bind("operator", operator)
                .bind("context", context.json())
                .map(rs -> rs.getInt("ended"))
                .one());
    }
}
