package io.vestibule.session;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.EndedSessions;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sessions. The database's clock decides what is alive. */
public final class SessionStore {
    private static final int MOST_READ = 100;

    private final Sql sql;

    public SessionStore(Sql sql) {
        this.sql = sql;
    }

    /** Ends a session at once, its refresh tokens with it; false if it is over already. */
    public boolean revoke(UUID session, long portalId, AuditContext context) {
        return sql.withHandle(h -> h.statement("with "
                        + EndedSessions.where("s.id = :session and s.portal_id = :portal and s.expires_at > now()")
                        + REVOKED)
                .bind("session", session)
                .bind("portal", portalId)
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    private static final String REVOKED =
            "select audit('authn_token_revoked', cast(:context as jsonb), customer_id) from ended";

    /** Ends a customer's sessions at once; how many there were. */
    public int endAll(long customerId, AuditContext context) {
        return end(customerId, null, null, context);
    }

    /** A customer's sessions that are alive, the newest first, as many as anybody reads. */
    public List<OpenSession> open(long customerId) {
        return open(customerId, null, MOST_READ);
    }

    /**
     * A customer's sessions that are alive, the newest first, at most so many.
     *
     * @param after behind this one; null for the first
     */
    public List<OpenSession> open(long customerId, OpenSession.@Nullable After after, int limit) {
        return sql.withHandle(h -> h.statement("""
                        select s.id, s.amr, s.auth_time, g.rotated_at, least(s.expires_at, g.refresh_until) as expires_at
                        from customer_session s left join token_grant g on g.id = s.id
                        where s.customer_id = :customer and s.ended_at is null and s.expires_at > now()
                          and coalesce(g.refresh_until > now(), true)
                          and (:first or (s.auth_time, s.id) < (:at, cast(:id as uuid)))
                        order by s.auth_time desc, s.id desc limit :limit
                        """)
                .bind("customer", customerId)
                .bind("first", after == null)
                .bind("at", after == null ? Instant.EPOCH : after.at())
                .bind("id", after == null ? null : after.id().toString())
                .bind("limit", limit)
                .map(rs -> new OpenSession(
                        rs.getObject("id", UUID.class),
                        List.of((String[]) rs.getArray("amr").getArray()),
                        Instants.of(rs, "auth_time"),
                        rs.getObject("rotated_at") == null ? null : Instants.of(rs, "rotated_at"),
                        Instants.of(rs, "expires_at")))
                .list());
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
        return sql.inTransaction(h -> {
            // the statement after it sees what an application was granted by a code that this one waited for
            h.statement("select from customer where id = :customer for no key update")
                    .bind("customer", customerId)
                    .map(rs -> true)
                    .findOne();
            return h.statement("with " + EndedSessions.where("""
                            s.customer_id = :customer and s.expires_at > now()
                            and coalesce(s.id = cast(:only as uuid), true) and s.id is distinct from cast(:kept as uuid)
                            """) + REVOKED)
                    .bind("customer", customerId)
                    .bind("only", only == null ? null : only.toString())
                    .bind("kept", kept == null ? null : kept.toString())
                    .bind("context", context.json())
                    .map(rs -> true)
                    .list()
                    .size();
        });
    }

    /**
     * Common table expressions that open a session for whoever {@code from} gives (id, portal_id, amr), and grant its client refresh tokens
     * if it has one, as part of the statement that admits them.
     *
     * @param from a table, and a condition
     */
    public static String opened(String from) {
        return """
                opened as (
                    insert into customer_session (id, portal_id, customer_id, amr, expires_at)
                    select :session.id, portal_id, id, amr, now() + cast(:session.lifetime as interval) from %s
                    returning id, portal_id, customer_id, expires_at
                ), granted as (
                    insert into token_grant (id, session_id, portal_id, customer_id, refresh_hash, refresh_until, expires_at)
                    select id, id, portal_id, customer_id, cast(:session.refreshHash as bytea),
                           now() + cast(:session.idleTime as interval), expires_at
                    from opened where cast(:session.refreshHash as bytea) is not null
                )
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
            h.execute(
                    "lock table link, mail_code, passkey_ceremony, challenge, customer_session, token_grant, signing_key, rsa_signing_key"
                            + " in share row exclusive mode");
            h.execute("with " + EndedSessions.notices("token_grant") + "select 1");
            int ended = h.statement("update customer_session set ended_at = now() where ended_at is null")
                    .execute();
            for (String table : List.of(
                    "link",
                    "passkey_ceremony",
                    "challenge",
                    "mail_code",
                    "token_grant",
                    "operator_session",
                    "operator_challenge",
                    "operator_ceremony",
                    "operator_setup",
                    "act_as_link",
                    "signing_key",
                    "rsa_signing_key")) {
                h.execute("delete from " + table);
            }
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
