package io.vestibule.session;

import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Sessions. The database's clock decides what is alive. */
public final class SessionStore {
    private final Sql sql;

    public SessionStore(Sql sql) {
        this.sql = sql;
    }

    /** Ends a session at once, its refresh tokens with it; false if it is over already. */
    public boolean end(UUID session, long portalId, String origin) {
        return sql.withHandle(h -> h.statement("""
                        with ended as (
                            update session set ended_at = now()
                            where id = :session and portal_id = :portal and ended_at is null and expires_at > now()
                            returning customer_id
                        )
                        select audit('authn_token_revoked', cast(:origin as jsonb), customer_id) from ended
                        """)
                .bind("session", session)
                .bind("portal", portalId)
                .bind("origin", origin)
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** Ends a customer's sessions at once; how many there were. */
    public int endAll(long customerId, String origin) {
        return sql.withHandle(h -> h.statement("""
                        with ended as (
                            update session set ended_at = now()
                            where customer_id = :customer and ended_at is null and expires_at > now()
                            returning customer_id
                        )
                        select audit('authn_token_revoked', cast(:origin as jsonb), customer_id) from ended
                        """)
                .bind("customer", customerId)
                .bind("origin", origin)
                .map(rs -> true)
                .list()
                .size());
    }

    /** Binds a session that a statement opens. */
    public static Consumer<Statement> opening(NewSession session) {
        return statement -> statement
                .bind("session.id", session.id())
                .bind("session.lifetime", session.lifetime())
                .bind("session.idleTime", session.idleTime())
                .bind("session.refreshHash", session.refreshHash());
    }

    /** Opens a session in the transaction of the handle. */
    public static void open(Handle h, NewSession session, long portalId, long customerId, String origin) {
        h.statement("""
                        insert into session (id, portal_id, customer_id, origin, expires_at, refresh_hash, refresh_until)
                        values (:session.id, :portal, :customer, :origin, now() + cast(:session.lifetime as interval),
                                :session.refreshHash, now() + cast(:session.idleTime as interval))
                        """)
                .with(opening(session))
                .bind("portal", portalId)
                .bind("customer", customerId)
                .bind("origin", origin)
                .execute();
    }

    /** Ends every session, link and sign-in that waits for its second step, in the transaction of the handle that starts a new token epoch. */
    public int startEpoch(String origin) {
        return sql.inTransaction(h -> {
            // What opens meanwhile waits, and is new. In the order in which a redemption and a reset touch them
            h.execute("lock table link, mail_code, challenge, session, signing_key in share row exclusive mode");
            int ended = h.statement("update session set ended_at = now() where ended_at is null")
                    .execute();
            for (String table : List.of("link", "challenge", "mail_code")) {
                h.execute("delete from " + table);
            }
            h.execute("delete from signing_key");
            audit(h, "token_epoch_started", origin);
            return ended;
        });
    }

    private static void audit(Handle h, String event, String origin) {
        h.statement("select audit(:event, cast(:origin as jsonb), null)")
                .bind("event", event)
                .bind("origin", origin)
                .map(rs -> true)
                .one();
    }
}
