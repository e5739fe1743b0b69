package io.vestibule.oauth;

import io.vestibule.audit.AuditContext;
import io.vestibule.config.Cidr;
import io.vestibule.portal.ApiClient;
import io.vestibule.portal.ApiClientStore;
import io.vestibule.portal.Dialect;
import io.vestibule.session.SigningAlgorithm;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** OAuth clients: API clients, and what OAuth adds. */
public final class OAuthClientStore {
    private static final String CLIENTS = """
            select c.id, c.portal_id, c.name, c.scopes, c.networks, c.disabled_at is not null as disabled,
                   o.redirect_uris, o.post_logout_redirect_uris, o.grant_types, o.scopes as allowed_scopes,
                   o.token_endpoint_auth_method, cast(o.jwks as text) as jwks, o.id_token_signed_response_alg,
                   o.userinfo_signed_response_alg, o.first_party,
                   cast(extract(epoch from o.access_token_life) as bigint) as access_token_life, o.backchannel_logout_uri,
                   o.require_pushed_authorization_requests, o.require_signed_request_object, o.dpop_bound_access_tokens, o.sector
            from api_client c join oauth_client o on o.id = c.id
            """;

    private final Sql sql;

    public OAuthClientStore(Sql sql) {
        this.sql = sql;
    }

    /** A client as it is stored. */
    public record Stored(OAuthClient client, boolean disabled) {}

    /** The portal's client of that name, if it speaks OpenID Connect and isn't disabled. */
    public Optional<OAuthClient> find(long portalId, String name) {
        return sql.withHandle(h -> h.statement(CLIENTS + """
                        where c.portal_id = :portal and c.name = :name and c.disabled_at is null and 'openid' = any (c.scopes)
                        """)
                .bind("portal", portalId)
                .bind("name", name)
                .map(rs -> client(rs))
                .findOne());
    }

    /** The client of that name, whatever its portal. */
    public Optional<Stored> stored(String name) {
        return sql.withHandle(h -> h.statement(CLIENTS + "where c.name = :name")
                .bind("name", name)
                .map(rs -> new Stored(client(rs), rs.getBoolean("disabled")))
                .findOne());
    }

    /**
     * Makes a client; empty if the name is taken.
     *
     * @param client     its id means nothing yet
     * @param secretHash null for a client that has no secret
     */
    public Optional<Long> add(OAuthClient client, byte @Nullable [] secretHash, AuditContext context) {
        ApiClient described = client.client();
        return sql.withHandle(h -> h.statement("""
                        with added as (
                            insert into api_client (portal_id, name, scopes, networks, secret_hash)
                            values (:portal, :name, :dialects, :networks, :hash)
                            on conflict (name) do nothing returning id, portal_id, name
                        ), registered as (
                            insert into oauth_client (id, redirect_uris, post_logout_redirect_uris, grant_types, scopes,
                                                      token_endpoint_auth_method, jwks, id_token_signed_response_alg,
                                                      userinfo_signed_response_alg, first_party, access_token_life,
                                                      backchannel_logout_uri, require_pushed_authorization_requests,
                                                      require_signed_request_object, dpop_bound_access_tokens, sector)
                            select id, :redirectUris, :postLogoutRedirectUris, :grantTypes, :scopes, :authMethod,
                                   cast(:jwks as jsonb), :idTokenAlgorithm, :userInfoAlgorithm, :firstParty,
                                   cast(:accessTokenLife as interval), :backchannelLogoutUri, :pushedRequestsOnly,
                                   :requestObjectsOnly, :dpopOnly, :sector
                            from added
                        )
                        select id, audit('client_created',
                                         cast(:context as jsonb) || jsonb_build_object('portal', portal_id, 'client', id), null,
                                         jsonb_build_object('name', name))
                        from added
                        """)
                .bind("portal", described.portalId())
                .bind("name", described.name())
                .bindArray("dialects", "text", described.dialects(), Dialect::label)
                .bindArray("networks", "text", described.networks(), Cidr::toString)
                .bind("hash", secretHash)
                .with(values(client.metadata()))
                .bind("context", context.json())
                .map(rs -> rs.getLong("id"))
                .findOne());
    }

    private static Consumer<Statement> values(ClientMetadata metadata) {
        Duration life = metadata.accessTokenLife();
        SigningAlgorithm userInfo = metadata.userInfoAlgorithm();
        return statement -> statement
                .bindArray("redirectUris", "text", metadata.redirectUris(), RedirectUri::value)
                .bindArray("postLogoutRedirectUris", "text", metadata.postLogoutRedirectUris(), RedirectUri::value)
                .bindArray("grantTypes", "text", metadata.grantTypes(), GrantType::label)
                .bindArray("scopes", "text", metadata.scopes())
                .bind("authMethod", metadata.authMethod().label())
                .bind("jwks", metadata.jwks())
                .bind("idTokenAlgorithm", metadata.idTokenAlgorithm().name())
                .bind("userInfoAlgorithm", userInfo == null ? null : userInfo.name())
                .bind("firstParty", metadata.firstParty())
                .bind("accessTokenLife", life == null ? null : life.toString())
                .bind("backchannelLogoutUri", metadata.backchannelLogoutUri())
                .bind("pushedRequestsOnly", metadata.pushedRequestsOnly())
                .bind("requestObjectsOnly", metadata.requestObjectsOnly())
                .bind("dpopOnly", metadata.dpopOnly())
                .bind("sector", metadata.sector());
    }

    /**
     * What becomes of a client.
     *
     * @param client null: it stays as it is
     */
    public record Change<R>(R result, @Nullable OAuthClient client) {}

    /** Changes a client that nobody else changes meanwhile. One that has no secret any more loses what it had; a disabled client is none. */
    public <R> R change(String name, Function<Optional<OAuthClient>, Change<R>> decision, AuditContext context) {
        return sql.inTransaction(h -> {
            Optional<OAuthClient> found = h.statement(
                            CLIENTS + "where c.name = :name and c.disabled_at is null for update")
                    .bind("name", name)
                    .map(rs -> client(rs))
                    .findOne();
            Change<R> change = decision.apply(found);
            OAuthClient changed = change.client();
            if (found.isPresent() && changed != null) {
                write(h, found.get(), changed, context);
            }
            return change.result();
        });
    }

    private static void write(Handle h, OAuthClient before, OAuthClient after, AuditContext context) {
        List<String> members = new ArrayList<>(after.client().changedMembers(before.client()));
        members.addAll(after.metadata().changedMembers(before.metadata()));
        h.statement("""
                                with changed as (
                                    update oauth_client
                                    set redirect_uris = :redirectUris, post_logout_redirect_uris = :postLogoutRedirectUris,
                                        grant_types = :grantTypes, scopes = :scopes, token_endpoint_auth_method = :authMethod,
                                        jwks = cast(:jwks as jsonb), id_token_signed_response_alg = :idTokenAlgorithm,
                                        userinfo_signed_response_alg = :userInfoAlgorithm,
                                        first_party = :firstParty, access_token_life = cast(:accessTokenLife as interval),
                                        backchannel_logout_uri = :backchannelLogoutUri,
                                        require_pushed_authorization_requests = :pushedRequestsOnly,
                                        require_signed_request_object = :requestObjectsOnly,
                                        dpop_bound_access_tokens = :dpopOnly, sector = :sector
                                    where id = :id returning id
                                ), described as (
                                    update api_client
                                    set scopes = :dialects, networks = :networks,
                                        secret_hash = case when :hasSecret then secret_hash end,
                                        former_secret_hash = case when :hasSecret then former_secret_hash end,
                                        former_secret_until = case when :hasSecret then former_secret_until end
                                    where id = :id
                                )
                                select audit('client_changed', cast(:context as jsonb)
                                                 || jsonb_build_object('portal', cast(:portal as bigint), 'client', id), null,
                                             jsonb_build_object('name', cast(:name as text), 'members', cast(:members as text[])))
                                from changed
                                """)
                .with(values(after.metadata()))
                .bind("id", after.client().id())
                .bindArray("dialects", "text", after.client().dialects(), Dialect::label)
                .bindArray("networks", "text", after.client().networks(), Cidr::toString)
                .bind("hasSecret", after.metadata().authMethod().hasSecret())
                .bind("context", context.json())
                .bind("portal", after.client().portalId())
                .bind("name", after.clientId())
                .bindArray("members", "text", members)
                .map(rs -> true)
                .one();
    }

    private static OAuthClient client(ResultSet rs) throws SQLException {
        String userInfo = rs.getString("userinfo_signed_response_alg");
        long life = rs.getLong("access_token_life");
        Duration accessTokenLife = rs.wasNull() ? null : Duration.ofSeconds(life);
        return new OAuthClient(
                ApiClientStore.read(rs),
                new ClientMetadata(
                        strings(rs, "redirect_uris").map(RedirectUri::new).toList(),
                        strings(rs, "post_logout_redirect_uris")
                                .map(RedirectUri::new)
                                .toList(),
                        strings(rs, "grant_types")
                                .flatMap(label -> GrantType.parse(label).stream())
                                .collect(Collectors.toSet()),
                        strings(rs, "allowed_scopes").toList(),
                        AuthMethod.parse(rs.getString("token_endpoint_auth_method"))
                                .orElseThrow(),
                        rs.getString("jwks"),
                        SigningAlgorithm.valueOf(rs.getString("id_token_signed_response_alg")),
                        userInfo == null ? null : SigningAlgorithm.valueOf(userInfo),
                        rs.getBoolean("first_party"),
                        accessTokenLife,
                        rs.getString("backchannel_logout_uri"),
                        rs.getBoolean("require_pushed_authorization_requests"),
                        rs.getBoolean("require_signed_request_object"),
                        rs.getBoolean("dpop_bound_access_tokens"),
                        rs.getString("sector")));
    }

    private static Stream<String> strings(ResultSet rs, String column) throws SQLException {
        return Arrays.stream((String[]) rs.getArray(column).getArray());
    }
}
