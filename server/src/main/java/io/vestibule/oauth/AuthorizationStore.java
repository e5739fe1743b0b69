package io.vestibule.oauth;

import io.vestibule.audit.AuditContext;
import io.vestibule.secret.Secret;
import io.vestibule.secret.Tokens;
import io.vestibule.session.BrowserSessionStore;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Authorization codes, and the consents that they take. */
public final class AuthorizationStore {
    /** "A maximum authorization code lifetime of 10 minutes is RECOMMENDED" (RFC 6749 section 4.1.2). */
    private static final Duration CODE_LIFE = Duration.ofMinutes(1);

    private final Sql sql;

    public AuthorizationStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * Stores a code if the browser's session is all that the request wants, in one statement.
     *
     * @param pushed the reference of a request that was pushed, which goes with the code; null for any other
     * @param site   whose passkeys the customer can show on our pages; null for none
     * @param customers of whom it has to be one; null for anybody
     * @param cookie the browser's; empty for none
     */
    Authorization authorize(
            AuthorizationRequest request,
            @Nullable String pushed,
            long portalId,
            @Nullable String site,
            @Nullable Set<Long> customers,
            String cookie) {
        return authorize(AUTHORIZED, request, pushed, portalId, site, customers, cookie);
    }

    /** The same of a session in which an operator acts for the customer. */
    Authorization authorizeActing(
            AuthorizationRequest request,
            @Nullable String pushed,
            long portalId,
            @Nullable Set<Long> customers,
            String cookie) {
        return authorize(AUTHORIZED_ACTING, request, pushed, portalId, null, customers, cookie);
    }

    private Authorization authorize(
            String statement,
            AuthorizationRequest request,
            @Nullable String pushed,
            long portalId,
            @Nullable String site,
            @Nullable Set<Long> customers,
            String cookie) {
        String code = Tokens.random();
        SignInRequirements wanted = request.requirements();
        Duration maxAge = wanted.maxAge();
        ClaimsRequest claims = request.claims();
        return sql.withHandle(h -> h.statement(statement)
                .bind("cookie", Tokens.hash(cookie))
                .bind("portal", portalId)
                .bind("site", site)
                .bind("again", wanted.again())
                .bind("maxAge", maxAge == null ? null : maxAge.toString())
                .bind("requestedAt", wanted.requestedAt())
                .bindArray("customers", "bigint", customers == null ? List.of() : customers)
                .bind("anybody", customers == null)
                .bind("secondFactor", wanted.secondFactor())
                .bind("essential", wanted.essential())
                .bind("asksConsent", !request.client().metadata().firstParty() || wanted.consentAgain())
                .bind("consentAgain", wanted.consentAgain())
                .bind("interaction", request.needsInteraction())
                .bind("client", request.client().client().id())
                .bindArray("scopes", "text", request.scopes())
                .bindArray("consentScopes", "text", request.consentScopes())
                .bind("code", Tokens.hash(code))
                .bind("redirectUri", request.redirectUri())
                .bind("codeChallenge", request.codeChallenge())
                .bind("dpopJkt", request.dpopJkt())
                .bind("nonce", request.nonce())
                .bind(
                        "idTokenClaims",
                        claims.idToken() == null ? null : claims.idToken().toString())
                .bind(
                        "userInfoClaims",
                        claims.userInfo() == null ? null : claims.userInfo().toString())
                .bind("life", CODE_LIFE.toString())
                .bind("pushed", pushed == null ? null : Tokens.hash(pushed))
                .map(rs -> authorization(rs, code))
                .one());
    }

    private static final String AUTHORIZED = authorized(BrowserSessionStore.LIVE);
    private static final String AUTHORIZED_ACTING = authorized(BrowserSessionStore.LIVE_ACTING);

    private static String authorized(String live) {
        return """
            with live as (
                select s.id, s.customer_id, s.auth_time, s.amr, coalesce(s.auth_time >= :requestedAt, false) as renewed,
                       c.second_factor_at is not null
                       or exists (select from passkey p where p.customer_id = c.id and p.rp_id = :site) as has_second_factor
            """ + live + """
            ), checked as (
                select live.*,
                       (:anybody or customer_id = any (:customers)) as asked,
                       renewed or not :again and coalesce(auth_time > now() - cast(:maxAge as interval), true) as fresh,
                       not :secondFactor or 'mfa' = any (amr) or not :essential and not has_second_factor as strong,
                       not :asksConsent and (not :interaction or renewed)
                       or exists (select from consent k
                                  where k.customer_id = live.customer_id and k.client_id = :client
                                    and k.scopes @> cast(:consentScopes as text[])
                                    and (not :consentAgain and (not :interaction or renewed)
                                         or coalesce(k.given_at >= :requestedAt, false))
                                  for key share) as agreed
                from live
            ), used as (
                delete from pushed_request p using checked
                where p.hash = cast(:pushed as bytea) and asked and fresh and strong and agreed
                returning p.hash
            ), stored as (
                insert into authorization_code (hash, client_id, portal_id, customer_id, session_id, redirect_uri, code_challenge,
                                                dpop_jkt, nonce, scopes, id_token_claims, userinfo_claims, auth_time, amr,
                                                expires_at)
                select :code, :client, :portal, customer_id, id, :redirectUri, :codeChallenge, :dpopJkt, :nonce, :scopes,
                       cast(:idTokenClaims as jsonb), cast(:userInfoClaims as jsonb), auth_time, amr,
                       now() + cast(:life as interval)
                from checked
                where asked and fresh and strong and agreed and (cast(:pushed as bytea) is null or exists (select from used))
                returning hash
            )
            select now() as at, asked, renewed, fresh, strong, agreed, has_second_factor,
                   exists (select from stored) as stored
            from (select 1) as one left join checked on true
            """;
    }

    private static Authorization authorization(ResultSet rs, String code) throws SQLException {
        if (!rs.getBoolean("asked") || !rs.getBoolean("fresh")) { // null where nobody is signed in
            return rs.getBoolean("renewed")
                    ? new Authorization.OtherCustomer()
                    : new Authorization.SignInWanted(at(rs));
        }
        if (!rs.getBoolean("strong")) {
            return rs.getBoolean("has_second_factor")
                    ? new Authorization.SecondFactorWanted(at(rs))
                    : new Authorization.Unmet();
        }
        if (!rs.getBoolean("agreed")) {
            return new Authorization.ConsentWanted(at(rs));
        }
        return rs.getBoolean("stored") ? new Authorization.Granted(Secret.of(code)) : new Authorization.Used();
    }

    private static Instant at(ResultSet rs) throws SQLException {
        return Instants.of(rs, "at");
    }

    /**
     * Keeps what a customer agreed to in a session, beside what they had agreed to before; nothing if that is over. The customer is locked
     * before the session: what ends it at this moment waits, or is seen here.
     */
    void consent(UUID session, long customerId, long clientId, List<String> scopes, AuditContext context) {
        sql.useHandle(h -> h.statement("""
                        with holder as (
                            select id from customer where id = :customer for share
                        ), alive as (
                            select s.customer_id from holder join customer_session s on s.customer_id = holder.id
                            where s.id = :session and s.ended_at is null and s.expires_at > now()
                            for share of s
                        ), agreed as (
                            select customer_id, cast(:client as bigint) as client_id, cast(:scopes as text[]) as scopes from alive
                        ), kept as (
                            %s
                        )
                        select %s from kept
                        """.formatted(consentOf("agreed"), CONSENT_AUDITED))
                .bind("session", session)
                .bind("customer", customerId)
                .bind("client", clientId)
                .bindArray("scopes", "text", scopes)
                .bind("context", context.json())
                .map(rs -> true)
                .findOne());
    }

    /**
     * Keeps the consent of whoever {@code from} gives (customer_id, client_id, scopes), as part of the statement that decides so.
     *
     * @param from a table, and a condition
     */
    static String consentOf(String from) {
        return """
                insert into consent (customer_id, client_id, scopes) select customer_id, client_id, scopes from %s
                on conflict (customer_id, client_id) do update
                    set given_at = now(), scopes = array(select distinct unnest(consent.scopes || excluded.scopes) order by 1)
                returning customer_id, client_id, scopes
                """.formatted(from);
    }

    /** The expression that writes the audit event of a consent, where {@link #consentOf} has the name {@code kept}. */
    static final String CONSENT_AUDITED = """
            audit('consent_given', cast(:context as jsonb) || jsonb_build_object('client', kept.client_id), kept.customer_id,
                  jsonb_build_object('scopes', kept.scopes))
            """;

    /**
     * What a customer agreed to.
     *
     * @param clientId the application's id in the database
     * @param name     its client_id on the wire
     */
    public record Consent(long clientId, String name, List<String> scopes, Instant givenAt) {
        public Consent {
            scopes = List.copyOf(scopes);
        }
    }

    /** All that a customer agreed to, by application. */
    public List<Consent> consents(long customerId) {
        return sql.withHandle(h -> h.statement("""
                        select k.client_id, a.name, k.scopes, k.given_at
                        from consent k join api_client a on a.id = k.client_id
                        where k.customer_id = :customer order by a.name
                        """)
                .bind("customer", customerId)
                .map(rs -> new Consent(
                        rs.getLong("client_id"),
                        rs.getString("name"),
                        List.of((String[]) rs.getArray("scopes").getArray()),
                        Instants.of(rs, "given_at")))
                .list());
    }
}
