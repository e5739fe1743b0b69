package io.vestibule.session;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Sessions. The database's clock decides what is alive. */
public final class SessionStore {
    private final Jdbi jdbi;

    public SessionStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** How a refresh token stood. */
    public sealed interface Rotation {
        /** It was the current one, or the one just before it whose answer may have got lost: its successor is good. */
        record Successor(long customerId, RefreshToken token) implements Rotation {}

        /** It was used before: the session has ended with it. */
        record Reused() implements Rotation {}

        /** Its session is over, or its customer can't sign in. */
        record Over() implements Rotation {}
    }

    /**
     * Puts the successor in the place of a refresh token. One statement: the row lock puts two uses of one token in order.
     *
     * @param successors the token's, the one to give out first
     * @param idle  how long the session lasts without the next refresh
     * @param grace how long, and while the successor is unused, the token may be used again
     */
    public Rotation rotate(
            RefreshToken token,
            List<RefreshToken> successors,
            long portalId,
            Duration idle,
            Duration grace,
            String origin) {
        RefreshToken successor = successors.getFirst();
        RefreshToken former = successors.getLast();
        return jdbi.withHandle(h -> h.createQuery("""
                        with held as (
                            select s.id, s.customer_id, s.refresh_hash, s.former_hash, s.rotated_at,
                                   s.ended_at is null and s.expires_at > now() and s.refresh_until > now()
                                       and not exists (select from customer c
                                                       where c.id = s.customer_id and c.disabled_at is not null) as alive
                            from session s
                            where s.id = :session and s.portal_id = :portal
                            for no key update
                        ), judged as (
                            select id, customer_id, refresh_hash = :former as former,
                                   case when not alive then 'over'
                                        when refresh_hash = :token then 'rotated'
                                        when former_hash = :token and refresh_hash in (:successor, :former)
                                             and rotated_at > now() - cast(:grace as interval) then 'repeated'
                                        else 'reused' end as outcome
                            from held
                        ), rotated as (
                            update session s
                            set former_hash = :token, refresh_hash = :successor, rotated_at = now(),
                                refresh_until = least(now() + cast(:idle as interval), s.expires_at)
                            from judged j where j.id = s.id and j.outcome = 'rotated'
                        ), ended as (
                            update session s set ended_at = now() from judged j where j.id = s.id and j.outcome = 'reused'
                        )
                        select customer_id, outcome, former,
                               case outcome when 'reused' then audit('authn_token_reuse', cast(:origin as jsonb), customer_id) end
                        from judged
                        """)
                .bind("session", token.session())
                .bind("portal", portalId)
                .bind("token", token.hash())
                .bind("successor", successor.hash())
                .bind("former", former.hash())
                .bind("idle", idle.toString())
                .bind("grace", grace.toString())
                .bind("origin", origin)
                .map((rs, ctx) -> switch (rs.getString("outcome")) {
                    case "rotated" -> new Rotation.Successor(rs.getLong("customer_id"), successor);
                    case "repeated" ->
                        new Rotation.Successor(rs.getLong("customer_id"), rs.getBoolean("former") ? former : successor);
                    case "reused" -> new Rotation.Reused();
                    default -> new Rotation.Over();
                })
                .findOne()
                .orElse(new Rotation.Over()));
    }

    /** Ends a session at once, its refresh tokens with it; false if it is over already. */
    public boolean end(UUID session, long portalId, String origin) {
        return jdbi.withHandle(h -> h.createQuery("""
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
                .map((rs, ctx) -> true)
                .findOne()
                .orElse(false));
    }

    /** Opens a session in the transaction of the handle. */
    public static void open(Handle h, NewSession session, long portalId, long customerId, String origin) {
        h.createUpdate("""
                        insert into session (id, portal_id, customer_id, origin, expires_at, refresh_hash, refresh_until)
                        values (:session.id, :portal, :customer, :origin, now() + cast(:session.lifetime as interval),
                                :session.refreshHash, now() + cast(:session.idleTime as interval))
                        """)
                .bindMethods("session", session)
                .bind("portal", portalId)
                .bind("customer", customerId)
                .bind("origin", origin)
                .execute();
    }

    /** Ends every session, link and sign-in that waits for its second step, in the transaction of the handle that starts a new token epoch. */
    public int startEpoch(String origin) {
        return jdbi.inTransaction(h -> {
            // What opens meanwhile waits, and is new. In the order in which a redemption and a reset touch them
            h.execute("lock table link, mail_code, challenge, session, signing_key in share row exclusive mode");
            int ended = h.createUpdate("update session set ended_at = now() where ended_at is null")
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
        h.createQuery("select audit(:event, cast(:origin as jsonb), null)")
                .bind("event", event)
                .bind("origin", origin)
                .map((rs, ctx) -> true)
                .one();
    }
}
