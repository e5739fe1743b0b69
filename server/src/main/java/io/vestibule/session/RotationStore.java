package io.vestibule.session;

import io.vestibule.customer.EndedSessions;
import io.vestibule.json.Json;
import io.vestibule.sql.Batcher;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The chain of refresh tokens that a grant's row keeps the last two of (docs/decisions/0002). The database's clock decides
 * what is alive.
 */
public final class RotationStore {
    private final Sql sql;
    private final Duration idle;
    private final Duration grace;
    private final Batcher<PresentedRefreshToken, Rotation> rotations;

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
        this.rotations = new Batcher<>(sql, presented -> presented.token().grant(), this::rotateAll);
    }

    /**
     * Puts the successor in the place of a refresh token; the row lock puts two uses of one token in order. One with a proof of possession is
     * asked for alone: whoever waits for another use of the proof holds nothing that others want.
     */
    public Rotation rotate(PresentedRefreshToken presented) {
        return presented.proof() == null
                ? rotations.ask(presented)
                : rotateAll(List.of(presented)).getFirst();
    }

    /**
     * For many tokens at once, each of another grant. A statement of many waits for no lock, as it holds some, and whoever
     * has the one may wait for the other (a reset ends all sessions of a customer): what is locked, or isn't there, is done after it,
     * alone.
     */
    List<Rotation> rotateAll(List<PresentedRefreshToken> presented) {
        @Nullable Rotation[] came = run(presented.size() == 1 ? alone(presented.getFirst()) : TOGETHER, presented);
        List<Rotation> rotations = new ArrayList<>();
        for (int i = 0; i < came.length; i++) {
            Rotation rotation = came[i];
            if (rotation == null && presented.size() > 1) {
                rotation = run(alone(presented.get(i)), List.of(presented.get(i)))[0];
            }
            // What an application was granted is ended by GrantStore: its grant alone, and it is told
            if (rotation instanceof Rotation.Reused && presented.get(i).clientId() == null) {
                endSession(presented.get(i));
            }
            rotations.add(rotation == null ? new Rotation.Over() : rotation);
        }
        return rotations;
    }

    /** A statement of its own, which locks the session before the grant, as all do that end sessions. */
    private void endSession(PresentedRefreshToken presented) {
        sql.useHandle(h -> h.statement("with "
                        + EndedSessions.where("s.id = (select g.session_id from token_grant g where g.id = :grant)")
                        + """
                        select audit('authn_token_reuse', cast(:context as jsonb), customer_id) from ended
                        """)
                .bind("grant", presented.token().grant())
                .bind("context", presented.context().json())
                .map(rs -> true)
                .list());
    }

    private static final String ROTATE = """
            with asked as (
                select * from unnest(:grants, :portals, cast(:clients as bigint[]), cast(:scopes as text[]),
                                     cast(:allowed as text[]), :tokens, :successors, :formers)
                    with ordinality as a (id, portal, client, scope, allowed, token, successor, former, place)
            ), held as (
                select a.place, a.token, a.successor, a.former, g.*,
                       coalesce(string_to_array(a.scope, ' ') <@ g.scopes, true)
                           and coalesce(coalesce(string_to_array(a.scope, ' '), g.scopes) && string_to_array(a.allowed, ' '), true)
                           as within,
                       g.expires_at > now() and g.refresh_until > now()
                           and not exists (select from customer c
                                           where c.id = g.customer_id and c.disabled_at is not null)
                           -- of an application that redeemed its code while the session ended
                           and (g.client_id is null
                                or exists (select from customer_session s
                                           where s.id = g.session_id and s.ended_at is null))
                           and coalesce(g.dpop_jkt, cast(:jkt as text)) is not distinct from cast(:jkt as text) as alive
                from asked a
                join token_grant g on g.id = a.id and g.portal_id = a.portal and g.client_id is not distinct from a.client
                for no key update of g %s
            )%s, decided as (
                select held.*, refresh_hash = former as by_former,
                       case when not alive then 'over'
                            when not within and token in (refresh_hash, former_hash) then 'invalid scope'%s
                            when refresh_hash = token then 'rotated'
                            when former_hash = token and refresh_hash in (successor, former)
                                 and rotated_at > now() - cast(:grace as interval) then 'repeated'
                            else 'reused' end as outcome
                from held
            ), rotated as (
                update token_grant g
                set former_hash = d.token, refresh_hash = d.successor, rotated_at = now(),
                    refresh_until = least(now() + cast(:idle as interval), g.expires_at),
                    dpop_jkt = coalesce(g.dpop_jkt, cast(:jkt as text))
                from decided d where d.id = g.id and d.outcome = 'rotated'
            )
            select place, outcome, by_former, id as grant_id, session_id, customer_id, client_id, browser_session, scopes, userinfo_claims, auth_time, amr
            from decided
            """;
    private static final String ALONE = ROTATE.formatted("", "", "");
    private static final String TOGETHER = ROTATE.formatted("skip locked", "", "");
    private static final String PROVEN = ROTATE.formatted(
            "",
            ", " + UsedJwtStore.proved("(select from held where alive) asking"),
            " when not exists (select from proved) then 'replayed'");

    private static String alone(PresentedRefreshToken presented) {
        return presented.proof() == null ? ALONE : PROVEN;
    }

    /** What came of each; null where there is no such session, or it is skipped. */
    private @Nullable Rotation[] run(String statement, List<PresentedRefreshToken> presented) {
        @Nullable Rotation[] came = new Rotation[presented.size()];
        sql.useHandle(h -> h.statement(statement)
                .bindArray("grants", "uuid", presented, p -> p.token().grant())
                .bindArray("portals", "bigint", presented, PresentedRefreshToken::portalId)
                .bindArray(
                        "clients",
                        "bigint",
                        presented.stream().map(PresentedRefreshToken::clientId).toList())
                .bindArray(
                        "scopes",
                        "text",
                        presented.stream().map(PresentedRefreshToken::scope).toList())
                .bindArray(
                        "allowed",
                        "text",
                        presented.stream()
                                .map(PresentedRefreshToken::allowedScope)
                                .toList())
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
                .bind("jkt", presented.getFirst().jkt())
                .with(
                        statement.equals(PROVEN)
                                ? UsedJwtStore.values(presented.getFirst().proof())
                                : none -> {})
                .map(rs -> {
                    int place = rs.getInt("place") - 1;
                    came[place] = rotation(rs, presented.get(place));
                    return place;
                })
                .list());
        return came;
    }

    private static Rotation rotation(ResultSet rs, PresentedRefreshToken presented) throws SQLException {
        List<RefreshToken> successors = presented.successors();
        return switch (rs.getString("outcome")) {
            case "rotated" -> new Rotation.Successor(grant(rs), successors.getFirst());
            case "repeated" ->
                new Rotation.Successor(
                        grant(rs), rs.getBoolean("by_former") ? successors.getLast() : successors.getFirst());
            case "reused" -> new Rotation.Reused();
            case "replayed" -> new Rotation.ReplayedProof();
            case "invalid scope" -> new Rotation.InvalidScope();
            default -> new Rotation.Over();
        };
    }

    /** Reads {@code grant_id, session_id, customer_id, client_id, browser_session, scopes, userinfo_claims, auth_time, amr} of a grant. */
    public static TokenGrant grant(ResultSet rs) throws SQLException {
        return new TokenGrant(
                rs.getObject("grant_id", UUID.class),
                rs.getObject("session_id", UUID.class),
                rs.getLong("customer_id"),
                rs.getObject("client_id") == null ? null : application(rs));
    }

    private static TokenGrant.Application application(ResultSet rs) throws SQLException {
        String claims = rs.getString("userinfo_claims");
        return new TokenGrant.Application(
                rs.getLong("client_id"),
                rs.getObject("browser_session", UUID.class),
                List.of((String[]) rs.getArray("scopes").getArray()),
                claims == null ? null : (Json.Object) Json.parse(claims.getBytes(StandardCharsets.UTF_8)),
                Instants.of(rs, "auth_time"),
                List.of((String[]) rs.getArray("amr").getArray()));
    }
}
