package io.vestibule.session;

import io.vestibule.audit.AuditContext;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sessions. The database's clock decides what is alive. */
public final class SessionStore {
    private final Sql sql;

    public SessionStore(Sql sql) {
        this.sql = sql;
    }

    /** Ends a session at once, its refresh tokens with it; false if it is over already. */
    public boolean revoke(UUID session, long portalId, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with ended as (
                            update session set ended_at = now()
                            where id = :session and portal_id = :portal and ended_at is null and expires_at > now()
                            returning customer_id
                        )
                        select audit('authn_token_revoked', cast(:context as jsonb), customer_id) from ended
                        """)
                .bind("session", session)
                .bind("portal", portalId)
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** Ends a customer's sessions at once; how many there were. */
    public int endAll(long customerId, AuditContext context) {
        return end(customerId, null, null, context);
    }

    /** A customer's sessions that are alive, the newest first, as many as anybody reads. */
    public List<OpenSession> open(long customerId) {
        return sql.withHandle(h -> h.statement("""
                        select id, origin, created_at, rotated_at, least(expires_at, refresh_until) as expires_at from session
                        where customer_id = :customer and ended_at is null and expires_at > now()
                          and coalesce(refresh_until > now(), true)
                        order by created_at desc, id limit 100
                        """)
                .bind("customer", customerId)
                .map(rs -> new OpenSession(
                        rs.getObject("id", UUID.class),
                        rs.getString("origin"),
                        instant(rs, "created_at"),
                        rs.getObject("rotated_at") == null ? null : instant(rs, "rotated_at"),
                        instant(rs, "expires_at")))
                .list());
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        return rs.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** Ends one session of a customer; false if they have no such session. */
    public boolean end(UUID session, long customerId, AuditContext context) {
        return end(customerId, session, null, context) > 0;
    }

    /** Ends a customer's sessions but one; how many there were. */
    public int endOthers(UUID kept, long customerId, AuditContext context) {
        return end(customerId, null, kept, context);
    }

    private int end(long customerId, @Nullable UUID only, @Nullable UUID kept, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with ended as (
                            update session set ended_at = now()
                            where customer_id = :customer and ended_at is null and expires_at > now()
                              and coalesce(id = cast(:only as uuid), true) and id is distinct from cast(:kept as uuid)
                            returning customer_id
                        )
                        select audit('authn_token_revoked', cast(:context as jsonb), customer_id) from ended
                        """)
                .bind("customer", customerId)
                .bind("only", only == null ? null : only.toString())
                .bind("kept", kept == null ? null : kept.toString())
                .bind("context", context.json())
                .map(rs -> true)
                .list()
                .size());
    }

    /**
     * Opens a session for whoever {@code from} gives (id, portal_id, method), as part of the statement that admits them.
     *
     * @param from a table, and a condition
     */
    public static String opened(String from) {
        return """
                insert into session (id, portal_id, customer_id, origin, expires_at, refresh_hash, refresh_until)
                select :session.id, portal_id, id, method, now() + cast(:session.lifetime as interval), :session.refreshHash,
                       now() + cast(:session.idleTime as interval)
                from %s
                """.formatted(from);
    }

    /** The values that {@link #opened} names. */
    public static Consumer<Statement> values(NewSession session) {
        return statement -> statement
                .bind("session.id", session.id())
                .bind("session.lifetime", session.lifetime())
                .bind("session.idleTime", session.idleTime())
                .bind("session.refreshHash", session.refreshHash());
    }

    /** Ends every session, link and sign-in that waits for its second step, in the transaction of the handle that starts a new token epoch. */
    public int startEpoch(AuditContext context) {
        return sql.inTransaction(h -> {
            // What opens meanwhile waits, and is new. In the order in which a redemption and a reset touch them
            h.execute("lock table link, mail_code, challenge, session, signing_key in share row exclusive mode");
            int ended = h.statement("update session set ended_at = now() where ended_at is null")
                    .execute();
            for (String table : List.of("link", "challenge", "mail_code")) {
                h.execute("delete from " + table);
            }
            h.execute("delete from signing_key");
            audit(h, "token_epoch_started", context);
            return ended;
        });
    }

    private static void audit(Handle h, String event, AuditContext context) {
        h.statement("select audit(:event, cast(:context as jsonb), null)")
                .bind("event", event)
                .bind("context", context.json())
                .map(rs -> true)
                .one();
    }
}
