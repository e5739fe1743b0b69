package io.vestibule.oauth;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.json.Json;
import io.vestibule.session.RotationStore;
import io.vestibule.session.TokenGrant;
import io.vestibule.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
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
     * @param codeChallenge of the code_verifier; null if the client sent none
     * @param refreshHash   of the first refresh token; null if the client gets none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record PresentedCode(
            byte[] hash,
            long portalId,
            long clientId,
            String redirectUri,
            @Nullable String codeChallenge,
            UUID grant,
            byte @Nullable [] refreshHash) {}

    /** What came of a code. */
    sealed interface Redemption {
        /** The grant is stored; no other try will find the code. */
        record Redeemed(
                TokenGrant grant,
                Customer customer,
                @Nullable String nonce,
                Json.@Nullable Object idTokenClaims) implements Redemption {}

        /** Something about it is wrong, or its session is over: nothing was done. */
        record Invalid() implements Redemption {}

        /** It was used before: what it had become has ended. */
        record Reused() implements Redemption {}
    }

    /** Redeems a code, in one statement. The customer is locked before the session, as by a reset. */
    Redemption redeem(PresentedCode code, AuditContext context) {
        Redeeming came = sql.withHandle(h -> h.statement(REDEEMED)
                .bind("code", code.hash())
                .bind("portal", code.portalId())
                .bind("client", code.clientId())
                .bind("redirectUri", code.redirectUri())
                .bind("codeChallenge", code.codeChallenge())
                .bind("grant", code.grant())
                .bind("refreshHash", code.refreshHash())
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

    private static final String REDEEMED = """
            with code as (
                select * from authorization_code where hash = :code and client_id = :client and portal_id = :portal
                for update
            ), holder as (
                select c.id
                from code join customer c on c.id = code.customer_id
                where code.grant_id is null and code.expires_at > now() and code.redirect_uri = :redirectUri
                  and code.code_challenge is not distinct from :codeChallenge and c.disabled_at is null
                for share of c
            ), alive as (
                select s.id, s.expires_at
                from holder, code join customer_session s on s.id = code.session_id
                where s.ended_at is null and s.expires_at > now()
                for share of s
            ), offline as (
                insert into customer_session (id, portal_id, customer_id, amr, auth_time, expires_at)
                select cast(:grant as uuid), code.portal_id, code.customer_id, code.amr, code.auth_time,
                       now() + cast(:absolute as interval)
                from code, alive where 'offline_access' = any (code.scopes)
                returning id, expires_at
            ), granted as (
                insert into token_grant (id, session_id, portal_id, customer_id, client_id, browser_session, scopes,
                                         userinfo_claims, auth_time, amr, refresh_hash, refresh_until, expires_at)
                select cast(:grant as uuid), coalesce(offline.id, alive.id), code.portal_id, code.customer_id, code.client_id,
                       code.session_id, code.scopes, code.userinfo_claims, code.auth_time, code.amr,
                       cast(:refreshHash as bytea),
                       case when cast(:refreshHash as bytea) is not null
                            then least(now() + cast(:idle as interval), coalesce(offline.expires_at, alive.expires_at)) end,
                       coalesce(offline.expires_at, alive.expires_at)
                from code, alive left join offline on true
                returning id as grant_id, session_id, customer_id, client_id, browser_session, scopes, userinfo_claims, auth_time, amr
            ), used as (
                update authorization_code a set grant_id = granted.grant_id from granted where a.hash = :code
            )
            select code.grant_id as former, code.nonce, code.id_token_claims, granted.*,
                   case when granted.grant_id is not null
                        then audit('authn_token_created', cast(:context as jsonb), code.customer_id, '{"by": "code"}') end,
            """ + CustomerStore.COLUMNS + """
            from code left join granted on true join customer_whole c on c.id = code.customer_id
            """;

    private static Redeeming redeeming(ResultSet rs) throws SQLException {
        UUID former = rs.getObject("former", UUID.class);
        if (former != null) {
            return new Redeeming(new Redemption.Reused(), former);
        }
        if (rs.getObject("grant_id") == null) {
            return new Redeeming(new Redemption.Invalid(), null);
        }
        String claims = rs.getString("id_token_claims");
        return new Redeeming(
                new Redemption.Redeemed(
                        RotationStore.grant(rs),
                        CustomerStore.customer(rs),
                        rs.getString("nonce"),
                        claims == null ? null : (Json.Object) Json.parse(claims.getBytes(StandardCharsets.UTF_8))),
                null);
    }
}
