package io.vestibule.oauth;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.json.Json;
import io.vestibule.session.DpopProof;
import io.vestibule.session.RotationStore;
import io.vestibule.session.TokenGrant;
import io.vestibule.session.UsedJwtStore;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Authorization codes as they are redeemed: each becomes a grant, once (RFC 6749 section 4.1.3). */
public final class CodeStore {
    private final Sql sql;
    private final GrantStore grants;
    private final Duration idle;
    private final Duration absolute;

    /**
     * The codes of a database.
     *
     * @param idle     how long a grant lasts without the next refresh
     * @param absolute how long one with offline access lasts, however busy
     */
    public CodeStore(Sql sql, GrantStore grants, Duration idle, Duration absolute) {
        this.sql = sql;
        this.grants = grants;
        this.idle = idle;
        this.absolute = absolute;
    }

    /**
     * A code that a client sent, and the grant that it shall become.
     *
     * @param allowed       the scopes that the client may have now
     * @param codeChallenge of the code_verifier; null if the client sent none
     * @param refreshHash   of the first refresh token; null if the client gets none
     * @param proof         that the client has a key; null for none
     * @param refreshJkt    the key that refresh tokens are for; null for none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record PresentedCode(
            byte[] hash,
            long portalId,
            long clientId,
            List<String> allowed,
            String redirectUri,
            @Nullable String codeChallenge,
            UUID grant,
            byte @Nullable [] refreshHash,
            @Nullable DpopProof proof,
            @Nullable String refreshJkt) {
        @Nullable
        String jkt() {
            return proof == null ? null : proof.jkt();
        }
    }

    /** What came of a code. */
    sealed interface Redemption {
        /**
         * The grant is stored; no other try will find the code.
         *
         * @param actor the operator who acts for the customer; null for none. Then nothing can be refreshed
         */
        record Redeemed(
                TokenGrant grant,
                Customer customer,
                @Nullable String nonce,
                Json.@Nullable Object idTokenClaims,
                @Nullable Actor actor)
                implements Redemption {}

        /** Something about it is wrong, or its session is over: nothing was done. */
        record Invalid() implements Redemption {}

        /** It was used before: what it had become has ended. */
        record Reused() implements Redemption {}

        /** The proof of possession was used before: nothing was done. */
        record ReplayedProof() implements Redemption {}

        /** The client may have nothing any more of what it is for: nothing was done. */
        record InvalidScope() implements Redemption {}

        /** It is the code of a device whose customer hasn't agreed. */
        record Waiting(DeviceStore.Standing standing) implements Redemption {}
    }

    /** Redeems a code, in one statement. The customer is locked before the session, as by a reset. */
    Redemption redeem(PresentedCode code, AuditContext context) {
        return redeem(REDEEMED, none -> {}, code, context);
    }

    /** The same of a device's code, or takes note that the device has asked. */
    Redemption redeemDevice(PresentedCode code, Duration interval, AuditContext context) {
        return redeem(REDEEMED_OR_POLLED, DeviceStore.values(interval), code, context);
    }

    private Redemption redeem(String statement, Consumer<Statement> values, PresentedCode code, AuditContext context) {
        Redeeming came = sql.withHandle(h -> h.statement(statement)
                .with(values)
                .bind("code", code.hash())
                .bind("portal", code.portalId())
                .bind("client", code.clientId())
                .bindArray("allowed", "text", code.allowed())
                .bind("redirectUri", code.redirectUri())
                .bind("codeChallenge", code.codeChallenge())
                .bind("grant", code.grant())
                .bind("refreshHash", code.refreshHash())
                .with(UsedJwtStore.values(code.proof()))
                .bind("jkt", code.jkt())
                .bind("refreshJkt", code.refreshJkt())
                .bind("idle", idle.toString())
                .bind("absolute", absolute.toString())
                .bind("context", context.json())
                .map(rs -> redeeming(rs))
                .findOne()
                .orElse(new Redeeming(new Redemption.Invalid(), null)));
        UUID former = came.former();
        if (former != null) {
            grants.endReused(former, context);
        }
        return came.redemption();
    }

    /**
     * What the statement did.
     *
     * @param former the grant that the code had become before; null if it hadn't
     */
    private record Redeeming(
            Redemption redemption, @Nullable UUID former) {}

    private static final String REDEMPTION =
            """
            code as (
                select a.*, array(select scope from unnest(a.scopes) with ordinality as asked (scope, place)
                                  where scope = any (cast(:allowed as text[])) order by place) as allowed
                from authorization_code a where hash = :code and client_id = :client and portal_id = :portal
                for update
            ), holder as (
                select c.id
                from code join customer c on c.id = code.customer_id
                where code.grant_id is null and code.expires_at > now() and code.redirect_uri = :redirectUri
                  and code.code_challenge is not distinct from :codeChallenge and c.disabled_at is null
                  and (code.dpop_jkt is null or code.dpop_jkt = cast(:jkt as text))
                for share of c
            ), alive as (
                select s.id, s.expires_at
                from holder, code join customer_session s on s.id = code.session_id
                where code.allowed <> '{}' and s.ended_at is null and s.expires_at > now()
                  and ('act-as' <> all (code.amr) or exists (select from act_as_session a where a.session_id = s.id))
                for share of s
            ),
            """ + UsedJwtStore.proved("alive") + """
            , admitted as (
                select id, expires_at from alive where
            """ + UsedJwtStore.PROVED_OR_NONE + """
            ), acting as (
                select a.operator_id, a.operator_name, alive.expires_at
                from code join alive on true join act_as_session a on a.session_id = code.session_id
                where 'act-as' = any (code.amr)
            ), offline as (
                insert into customer_session (id, portal_id, customer_id, amr, auth_time, expires_at)
                select cast(:grant as uuid), code.portal_id, code.customer_id, code.amr, code.auth_time,
                       now() + cast(:absolute as interval)
                from code, admitted where 'offline_access' = any (code.allowed)
                returning id, expires_at
            ), granted as (
                insert into token_grant (id, session_id, portal_id, customer_id, client_id, browser_session, scopes,
                                         userinfo_claims, auth_time, amr, refresh_hash, dpop_jkt, refresh_until, expires_at)
                select cast(:grant as uuid), coalesce(offline.id, admitted.id), code.portal_id, code.customer_id, code.client_id,
                       code.session_id, code.allowed, code.userinfo_claims, code.auth_time, code.amr,
                       case when not exists (select from acting) then cast(:refreshHash as bytea) end, cast(:refreshJkt as text),
                       case when cast(:refreshHash as bytea) is not null and not exists (select from acting)
                            then least(now() + cast(:idle as interval), coalesce(offline.expires_at, admitted.expires_at)) end,
                       coalesce(offline.expires_at, admitted.expires_at)
                from code, admitted left join offline on true
                returning id as grant_id, session_id, customer_id, client_id, browser_session, scopes, userinfo_claims, auth_time, amr
            ), used as (
                update authorization_code a set grant_id = granted.grant_id from granted where a.hash = :code
            )
            select code.grant_id as former, exists (select from holder) and code.allowed = '{}' as nothing_left,
                   code.nonce, code.id_token_claims, granted.*,
                   acting.operator_id, acting.expires_at as acting_until,
                   exists (select from alive) and not exists (select from admitted) as replayed,
                   case when granted.grant_id is not null
                        then audit('authn_token_created', cast(:context as jsonb) || case when acting.operator_id is not null
                                        then jsonb_build_object('actor', 'operator', 'actorId', acting.operator_id,
                                                                'actorName', acting.operator_name) else '{}' end,
                                   code.customer_id, '{"by": "code"}') end,
            """ + CustomerStore.COLUMNS;

    private static final String GRANTED =
            " left join granted on true left join acting on true left join customer_whole c on c.id = code.customer_id";
    private static final String REDEEMED =
            "with " + REDEMPTION + ", cast(null as text) as standing from code" + GRANTED;
    private static final String REDEEMED_OR_POLLED = "with " + DeviceStore.POLLED + ", " + REDEMPTION
            + ", standing from (select 1) one left join device on true left join code on true" + GRANTED;

    private static Redeeming redeeming(ResultSet rs) throws SQLException {
        UUID former = rs.getObject("former", UUID.class);
        if (former != null) {
            return new Redeeming(new Redemption.Reused(), former);
        }
        if (rs.getObject("grant_id") == null) {
            return new Redeeming(refusal(rs), null);
        }
        String claims = rs.getString("id_token_claims");
        return new Redeeming(
                new Redemption.Redeemed(
                        RotationStore.grant(rs),
                        CustomerStore.customer(rs),
                        rs.getString("nonce"),
                        claims == null ? null : (Json.Object) Json.parse(claims.getBytes(StandardCharsets.UTF_8)),
                        actor(rs)),
                null);
    }

    private static @Nullable Actor actor(ResultSet rs) throws SQLException {
        Instant until = Instants.orNull(rs, "acting_until");
        return until == null ? null : new Actor(rs.getLong("operator_id"), until);
    }

    private static Redemption refusal(ResultSet rs) throws SQLException {
        String standing = rs.getString("standing");
        if (standing != null) {
            return new Redemption.Waiting(DeviceStore.Standing.valueOf(standing));
        }
        if (rs.getBoolean("nothing_left")) {
            return new Redemption.InvalidScope();
        }
        return rs.getBoolean("replayed") ? new Redemption.ReplayedProof() : new Redemption.Invalid();
    }
}
