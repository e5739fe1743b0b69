package io.vestibule.session;

import io.vestibule.audit.AuditContext;
import io.vestibule.sql.Batcher;
import io.vestibule.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chain of refresh tokens that a session's row keeps the last two of (docs/decisions/0002). The database's clock decides
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
     * For many tokens at once, each of another session. A statement of many waits for no lock, as it holds some, and whoever
     * has the one may wait for the other (a reset ends all sessions of a customer): what is locked, or isn't there, is done after it,
     * alone.
     */
    List<Rotation> rotateAll(List<Presented> presented) {
        if (presented.size() == 1) {
            return List.of(alone(presented.getFirst()));
        }
        @Nullable Rotation[] came = run(TOGETHER, presented);
        List<Rotation> rotations = new ArrayList<>();
        for (int i = 0; i < came.length; i++) {
            Rotation rotation = came[i];
            rotations.add(rotation == null ? alone(presented.get(i)) : rotation);
        }
        return rotations;
    }

    private Rotation alone(Presented presented) {
        Rotation came = run(ALONE, List.of(presented))[0];
        return came == null ? new Rotation.Over() : came;
    }

    private static final String ROTATE = """
            with asked as (
                select * from unnest(:sessions, :portals, :tokens, :successors, :formers, :contexts)
                    with ordinality as a (session, portal, token, successor, former, context, place)
            ), held as (
                select a.*, s.id, s.customer_id, s.refresh_hash, s.former_hash, s.rotated_at,
                       s.ended_at is null and s.expires_at > now() and s.refresh_until > now()
                           and not exists (select from customer c
                                           where c.id = s.customer_id and c.disabled_at is not null) as alive
                from asked a join session s on s.id = a.session and s.portal_id = a.portal
                for no key update of s %s
            ), judged as (
                select place, id, customer_id, token, successor, context, refresh_hash = former as by_former,
                       case when not alive then 'over'
                            when refresh_hash = token then 'rotated'
                            when former_hash = token and refresh_hash in (successor, former)
                                 and rotated_at > now() - cast(:grace as interval) then 'repeated'
                            else 'reused' end as outcome
                from held
            ), rotated as (
                update session s
                set former_hash = j.token, refresh_hash = j.successor, rotated_at = now(),
                    refresh_until = least(now() + cast(:idle as interval), s.expires_at)
                from judged j where j.id = s.id and j.outcome = 'rotated'
            ), ended as (
                update session s set ended_at = now() from judged j where j.id = s.id and j.outcome = 'reused'
            )
            select place, customer_id, outcome, by_former,
                   case outcome when 'reused' then audit('authn_token_reuse', cast(context as jsonb), customer_id) end
            from judged
            """;
    private static final String ALONE = ROTATE.formatted("");
    private static final String TOGETHER = ROTATE.formatted("skip locked");

    /** What came of each; null where there is no such session, or it is skipped. */
    private @Nullable Rotation[] run(String statement, List<Presented> presented) {
        @Nullable Rotation[] came = new Rotation[presented.size()];
        sql.useHandle(h -> h.statement(statement)
                .bindArray("sessions", "uuid", presented, p -> p.token().session())
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
                .bindArray("contexts", "text", presented, p -> p.context().json())
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
