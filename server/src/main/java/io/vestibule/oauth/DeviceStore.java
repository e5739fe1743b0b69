package io.vestibule.oauth;

import io.vestibule.audit.AuditContext;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.secret.Tokens;
import io.vestibule.session.BrowserSessionStore;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Devices that wait for their customer. */
public final class DeviceStore {
    private final Sql sql;

    public DeviceStore(Sql sql) {
        this.sql = sql;
    }

    /** Takes the permits and note of a device; false if another one waits with that user code. */
    Permitted<Boolean> begin(
            Permits permits, byte[] hash, UserCode code, OAuthClient client, List<String> scopes, Duration life) {
        return sql.withHandle(h -> h.statement("with permit as (select extract(epoch from " + GuardStore.ACQUIRE + """
                        ) as wait), begun as (
                            insert into device_code (hash, portal_id, user_code, client_id, scopes, expires_at)
                            select :hash, :portal, :code, :client, :scopes, now() + cast(:life as interval)
                            from permit where wait is null
                            on conflict (portal_id, user_code) do nothing
                            returning hash
                        )
                        select wait, exists (select from begun) as begun from permit
                        """)
                .with(GuardStore.values(permits))
                .bind("hash", hash)
                .bind("portal", client.client().portalId())
                .bind("code", code.letters())
                .bind("client", client.client().id())
                .bindArray("scopes", "text", scopes)
                .bind("life", life.toString())
                .map(rs -> GuardStore.permitted(rs.getBigDecimal("wait"), rs.getBoolean("begun")))
                .one());
    }

    /**
     * A device that waits.
     *
     * @param clientId the client_id of its application
     */
    public record Waiting(String clientId, List<String> scopes) {
        public Waiting {
            scopes = List.copyOf(scopes);
        }
    }

    /** Takes the permits and looks which device waits with the user code; empty if none does. */
    Permitted<Optional<Waiting>> waiting(Permits permits, long portalId, UserCode code) {
        return sql.withHandle(h -> h.statement(
                        "select extract(epoch from permit.wait) as wait, a.name, d.scopes from (select "
                                + GuardStore.ACQUIRE
                                + """
                         as wait) permit
                        left join device_code d on permit.wait is null and d.portal_id = :portal and d.user_code = :code
                                                   and not d.refused and d.expires_at > now()
                        left join api_client a on a.id = d.client_id and a.disabled_at is null
                        """)
                .with(GuardStore.values(permits))
                .bind("portal", portalId)
                .bind("code", code.letters())
                .map(rs -> GuardStore.permitted(
                        rs.getBigDecimal("wait"),
                        rs.getString("name") == null
                                ? Optional.<Waiting>empty()
                                : Optional.of(new Waiting(rs.getString("name"), List.of((String[])
                                        rs.getArray("scopes").getArray())))))
                .one());
    }

    /**
     * The customer in the browser agrees: what the device holds is an authorization code from then on, once. False if nobody is signed in there,
     * or no device waits with the code any more. What an application of somebody else's may see is kept as their consent, which they can take
     * back.
     *
     * @param redirectUri that the code is bound to
     * @param life        of the authorization code
     */
    boolean approve(
            long portalId, UserCode code, String cookie, String redirectUri, Duration life, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with live as (
                            select s.id, s.customer_id, s.auth_time, s.amr
            """ + BrowserSessionStore.LIVE + """
                            for share of c, s
                        ), device as (
                            delete from device_code
                            where portal_id = :portal and user_code = :code and not refused and expires_at > now()
                              and exists (select 1 from live)
                            returning hash, client_id, portal_id, scopes
                        ), stored as (
                            insert into authorization_code (hash, client_id, portal_id, customer_id, session_id, redirect_uri, scopes,
                                                            auth_time, amr, expires_at)
                            select device.hash, device.client_id, device.portal_id, live.customer_id, live.id, :redirectUri,
                                   device.scopes, live.auth_time, live.amr, now() + cast(:life as interval)
                            from device, live
                            returning customer_id, client_id, scopes
                        ), agreed as (
                            select stored.* from stored join oauth_client o on o.id = stored.client_id where not o.first_party
                        ), kept as (
            """
                        + AuthorizationStore.consentOf("agreed") + """
                        )
                        select audit('authn_device_approved', cast(:context as jsonb) || jsonb_build_object('client', stored.client_id),
                                     stored.customer_id, jsonb_build_object('scopes', stored.scopes)),
                               case when kept.customer_id is not null then
            """ + AuthorizationStore.CONSENT_AUDITED + """
                               end
                        from stored left join kept on true
                        """)
                .bind("cookie", Tokens.hash(cookie))
                .bind("portal", portalId)
                .bind("code", code.letters())
                .bind("redirectUri", redirectUri)
                .bind("life", life.toString())
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** The customer doesn't agree. */
    void refuse(long portalId, UserCode code) {
        sql.useHandle(h -> h.statement(
                        "update device_code set refused = true where portal_id = :portal and user_code = :code")
                .bind("portal", portalId)
                .bind("code", code.letters())
                .execute());
    }

    /** How a device stands that asks for its tokens, and whose customer hasn't agreed. */
    enum Standing {
        PENDING,
        TOO_SOON,
        REFUSED,
        EXPIRED
    }

    /**
     * Common table expressions: {@code device}, the {@code standing} of the device whose code it is, with the note that it asks. There is none
     * for the code of another client, one that is unknown, and one that is an authorization code by now. Its values are {@code code} and
     * {@code client}, and those of {@link #values}.
     */
    static final String POLLED = """
            device as (
                select hash,
                       case when expires_at <= now() then 'EXPIRED'
                            when refused then 'REFUSED'
                            when polled_at > now() - cast(:interval as interval) then 'TOO_SOON'
                            else 'PENDING' end as standing
                from device_code
                where hash = :code and client_id = :client
            ), polled as (
                update device_code d set polled_at = now() from device where d.hash = device.hash
            )
            """;

    static Consumer<Statement> values(Duration interval) {
        return statement -> statement.bind("interval", interval.toString());
    }
}
