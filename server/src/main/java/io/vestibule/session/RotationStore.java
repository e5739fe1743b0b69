package io.vestibule.session;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.EndedSessions;
import io.vestibule.sql.Batcher;
import io.vestibule.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chain of refresh tokens that a grant's row keeps the last two of (docs/decisions/0002). The database's clock decides
 * what is alive.
 */
public final class RotationStore {
    private final Sql sql;
    private final Duration idle;
    private final Duration grace;
    private final Batcher<Presented, Rotation> rotations;

    /**
     * The refresh tokens of a database.
     *
     * @param idle  how long a session lasts without the next refresh
     * @param grace how long, and while the successor is unused, a refresh token may be used again
     */
    public RotationStore(Sql sql, Duration idle, Duration grace) {
        this.sql = sql;
        this.idle = idle;
        this.grace = grace;
        this.rotations = new Batcher<>(sql, presented -> presented.token().session(), this::rotateAll);
    }

    /**
     * A refresh token that a client sent.
     *
     * @param successors the token's, the one to give out first
     */
    record Presented(RefreshToken token, List<RefreshToken> successors, long portalId, AuditContext context) {}

    /** Puts the successor in the place of a refresh token; the row lock puts two uses of one token in order. */
    Rotation rotate(Presented presented) {
        return rotations.ask(presented);
    }

    /**
     * For many tokens at once, each of another grant. A statement of many waits for no lock, as it holds some, and whoever
     * has the one may wait for the other (a reset ends all sessions of a customer): what is locked, or isn't there, is done after it,
     * alone.
     */
    List<Rotation> rotateAll(List<Presented> presented) {
        @Nullable Rotation[] came = run(presented.size() == 1 ? ALONE : TOGETHER, presented);
        List<Rotation> rotations = new ArrayList<>();
        for (int i = 0; i < came.length; i++) {
            Rotation rotation = came[i];
            if (rotation == null && presented.size() > 1) {
                rotation = run(ALONE, List.of(presented.get(i)))[0];
            }
            if (rotation instanceof Rotation.Reused) {
                endSession(presented.get(i));
            }
            rotations.add(rotation == null ? new Rotation.Over() : rotation);
        }
        return rotations;
    }

    /** A statement of its own, which locks the session before the grant, as all do that end sessions. */
    private void endSession(Presented presented) {
        sql.useHandle(h -> h.statement("with "
                        + EndedSessions.where("s.id = (select g.session_id from token_grant g where g.id = :grant)")
                        + """
                        select audit('authn_token_reuse', cast(:context as jsonb), customer_id) from ended
                        """)
                .bind("grant", presented.token().session())
                .bind("context", presented.context().json())
                .map(rs -> true)
                .list());
    }

    private static final String ROTATE = """
            with asked as (
                select * from unnest(:grants, :portals, :tokens, :successors, :formers)
                    with ordinality as a (id, portal, token, successor, former, place)
            ), held as (
                select a.place, a.token, a.successor, a.former, g.id, g.customer_id, g.refresh_hash, g.former_hash, g.rotated_at,
                       g.expires_at > now() and g.refresh_until > now()
                           and not exists (select from customer c
                                           where c.id = g.customer_id and c.disabled_at is not null) as alive
                from asked a join token_grant g on g.id = a.id and g.portal_id = a.portal
                for no key update of g %s
            ), judged as (
                select place, id, customer_id, token, successor, refresh_hash = former as by_former,
                       case when not alive then 'over'
                            when refresh_hash = token then 'rotated'
                            when former_hash = token and refresh_hash in (successor, former)
                                 and rotated_at > now() - cast(:grace as interval) then 'repeated'
                            else 'reused' end as outcome
                from held
            ), rotated as (
                update token_grant g
                set former_hash = j.token, refresh_hash = j.successor, rotated_at = now(),
                    refresh_until = least(now() + cast(:idle as interval), g.expires_at)
                from judged j where j.id = g.id and j.outcome = 'rotated'
            )
            select place, customer_id, outcome, by_former from judged
            """;
    private static final String ALONE = ROTATE.formatted("");
    private static final String TOGETHER = ROTATE.formatted("skip locked");

    /** What came of each; null where there is no such session, or it is skipped. */
    private @Nullable Rotation[] run(String statement, List<Presented> presented) {
        @Nullable Rotation[] came = new Rotation[presented.size()];
        sql.useHandle(h -> h.statement(statement)
                .bindArray("grants", "uuid", presented, p -> p.token().session())
                .bindArray("portals", "bigint", presented, Presented::portalId)
                .bindArray("tokens", "bytea", presented, p -> p.token().hash())
                .bindArray(
                        "successors",
                        "bytea",
                        presented,
                        p -> p.successors().getFirst().hash())
                .bindArray(
                        "formers",
                        "bytea",
                        presented,
                        p -> p.successors().getLast().hash())
                .bind("idle", idle.toString())
                .bind("grace", grace.toString())
                .map(rs -> {
                    int place = rs.getInt("place") - 1;
                    came[place] = rotation(rs, presented.get(place));
                    return place;
                })
                .list());
        return came;
    }

    private static Rotation rotation(ResultSet rs, Presented presented) throws SQLException {
        long customer = rs.getLong("customer_id");
        List<RefreshToken> successors = presented.successors();
        return switch (rs.getString("outcome")) {
            case "rotated" -> new Rotation.Successor(customer, successors.getFirst());
            case "repeated" ->
                new Rotation.Successor(
                        customer, rs.getBoolean("by_former") ? successors.getLast() : successors.getFirst());
            case "reused" -> new Rotation.Reused();
            default -> new Rotation.Over();
        };
    }
}
