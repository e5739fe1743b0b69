package io.vestibule.oauth;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.EndedSessions;
import io.vestibule.json.Json;
import io.vestibule.session.RefreshToken;
import io.vestibule.session.RotationStore;
import io.vestibule.session.TokenGrant;
import io.vestibule.sql.Batcher;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What applications are granted. A grant lives as long as the browser's session, and goes with it; one with offline access has a session of
 * its own with the grant's id, which whatever ends a customer's sessions ends, but signing out in the browser.
 */
public final class GrantStore {
    private final Sql sql;
    private final Duration idle;
    private final Duration absolute;
    private final Batcher<InPortal, Optional<Holder>> holders;

    /**
     * The grants of a database.
     *
     * @param idle     how long a grant lasts without the next refresh
     * @param absolute how long one with offline access lasts, however busy
     */
    public GrantStore(Sql sql, Duration idle, Duration absolute) {
        this.sql = sql;
        this.idle = idle;
        this.absolute = absolute;
        this.holders = new Batcher<>(sql, this::holders);
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
            end("g.id = :grant", statement -> statement.bind("grant", former), "authn_token_reuse", context);
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

    /** A grant that is alive, and its customer. */
    record Holder(TokenGrant grant, Customer customer) {}

    private record InPortal(UUID grant, long portalId) {}

    /** Whose an application's grant is, if it and its session are alive at this moment and the customer isn't disabled. */
    Optional<Holder> holder(UUID grant, long portalId) {
        return holders.ask(new InPortal(grant, portalId));
    }

    private List<Optional<Holder>> holders(List<InPortal> asked) {
        List<Optional<Holder>> found = new ArrayList<>(Collections.nCopies(asked.size(), Optional.empty()));
        sql.useHandle(h -> h.statement("""
                        select a.place, g.id as grant_id, g.session_id, g.client_id, g.browser_session, g.scopes, g.userinfo_claims,
                               g.auth_time, g.amr, c.id as customer_id,
                        """ + CustomerStore.COLUMNS + """
                        from unnest(:grants, :portals) with ordinality as a (id, portal, place)
                        join token_grant g on g.id = a.id and g.portal_id = a.portal and g.client_id is not null
                        join customer_session s on s.id = g.session_id
                        join customer_whole c on c.id = g.customer_id
                        where s.ended_at is null and g.expires_at > now() and c.disabled_at is null
                        """)
                .bindArray("grants", "uuid", asked, InPortal::grant)
                .bindArray("portals", "bigint", asked, InPortal::portalId)
                .map(rs -> found.set(
                        rs.getInt("place") - 1,
                        Optional.of(new Holder(RotationStore.grant(rs), CustomerStore.customer(rs)))))
                .list());
        return found;
    }

    /** Until when a client's refresh token can be used, if nothing happens before; empty if it isn't the current one of a grant of theirs. */
    Optional<Instant> refreshableUntil(RefreshToken token, long clientId) {
        return sql.withHandle(h -> h.statement("""
                        select refresh_until from token_grant
                        where id = :grant and client_id = :client and refresh_hash = :hash and refresh_until > now()
                        """)
                .bind("grant", token.grant())
                .bind("client", clientId)
                .bind("hash", token.hash())
                .map(rs -> rs.getObject("refresh_until", OffsetDateTime.class).toInstant())
                .findOne());
    }

    /** Ends a client's grant at once; nothing happens where it has no such grant. */
    void revoke(UUID grant, long clientId, AuditContext context) {
        end(
                "g.id = :grant and g.client_id = :client",
                statement -> statement.bind("grant", grant).bind("client", clientId),
                "authn_token_revoked",
                context);
    }

    /** Takes back what a customer agreed to for an application, and ends all that it was granted. */
    void withdrawConsent(long customerId, long clientId, AuditContext context) {
        sql.useTransaction(h -> {
            h.statement("delete from consent where customer_id = :customer and client_id = :client")
                    .bind("customer", customerId)
                    .bind("client", clientId)
                    .execute();
            h.statement(ended("g.customer_id = :customer and g.client_id = :client") + TOLD + AUDITED)
                    .bind("customer", customerId)
                    .bind("client", clientId)
                    .bind("event", "authn_token_revoked")
                    .bind("context", context.json())
                    .map(rs -> true)
                    .list();
            h.statement("""
                            select audit('consent_withdrawn', cast(:context as jsonb) || jsonb_build_object('client', :client),
                                         :customer)
                            """)
                    .bind("customer", customerId)
                    .bind("client", clientId)
                    .bind("context", context.json())
                    .map(rs -> true)
                    .one();
        });
    }

    private void end(String condition, Consumer<Statement> values, String event, AuditContext context) {
        sql.useHandle(h -> h.statement(ended(condition) + AUDITED)
                .with(values)
                .bind("event", event)
                .bind("context", context.json())
                .map(rs -> true)
                .list());
    }

    private static String ended(String condition) {
        return "with "
                + EndedSessions.untold(
                        "s.id in (select g.id from token_grant g where g.session_id = g.id and " + condition + ")")
                + """
                , dropped as (
                    delete from token_grant g where g.session_id <> g.id and %s
                    returning g.client_id, g.portal_id, g.customer_id, g.browser_session
                )
                """.formatted(condition);
    }

    private static final String AUDITED = """
            select audit(:event, cast(:context as jsonb), customer_id)
            from (select customer_id from ended union all select customer_id from dropped) gone
            """;
    /** The application didn't do it itself, so it hears of it. */
    private static final String TOLD =
            ", parted as (select * from withdrawn union all select * from dropped), " + EndedSessions.told("parted");
}
