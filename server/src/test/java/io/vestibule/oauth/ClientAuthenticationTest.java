package io.vestibule.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.vestibule.audit.AuditContext;
import io.vestibule.config.Cidr;
import io.vestibule.oauth.OAuthClients.Authentication;
import io.vestibule.oauth.OAuthClients.Authentication.Ambiguous;
import io.vestibule.oauth.OAuthClients.Authentication.Authenticated;
import io.vestibule.oauth.OAuthClients.Authentication.Failed;
import io.vestibule.oauth.OAuthClients.Authentication.ForeignNetwork;
import io.vestibule.portal.ApiClient;
import io.vestibule.portal.ApiClientAdministrationStore;
import io.vestibule.portal.ApiClientStore;
import io.vestibule.portal.Callers;
import io.vestibule.portal.Dialect;
import io.vestibule.portal.PortalStore;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.session.SigningAlgorithm;
import io.vestibule.session.UsedJwtStore;
import io.vestibule.sql.Sql;
import io.vestibule.support.TestDatabases;
import io.vestibule.support.Together;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** RFC 6749 sections 2.3 and 3.2.1, RFC 7523 section 3, OpenID Connect Core section 9: which client asks for tokens. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientAuthenticationTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("203.0.113.7");
    private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("192.0.2.1");
    private static final String ISSUER = "https://signin.example.com/portals/1";
    private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final Failed FAILED = new Failed(false);

    private final Sql sql = TestDatabases.demo().sql();
    private final OAuthClientStore store = new OAuthClientStore(sql);
    private final UsedJwtStore used = new UsedJwtStore(sql);
    private final Callers callers = new Callers(
            new PortalStore(sql), new ApiClientStore(sql), MasterKey.of(Secret.of(TestDatabases.MASTER_KEY)));
    private final OAuthClients clients = node();

    private final ECKey ec = ecKey("ec");
    private final RSAKey rsa = rsaKey();

    private static ECKey ecKey(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static RSAKey rsaKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("rsa").generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private OAuthClients node() {
        return new OAuthClients(
                store, used, callers, new Issuers(URI.create("https://signin.example.com")), false, Clock.systemUTC());
    }

    @BeforeAll
    void clients() {
        add("basic", AuthMethod.CLIENT_SECRET_BASIC, List.of());
        add("post", AuthMethod.CLIENT_SECRET_POST, List.of());
        add("public", AuthMethod.NONE, List.of());
        add("signing", AuthMethod.PRIVATE_KEY_JWT, List.of());
        add("other-signing", AuthMethod.PRIVATE_KEY_JWT, List.of());
        add("fenced", AuthMethod.CLIENT_SECRET_BASIC, List.of(Cidr.parse("203.0.113.0/24")));
        add("disabled", AuthMethod.CLIENT_SECRET_BASIC, List.of());
        add("rotated", AuthMethod.CLIENT_SECRET_BASIC, List.of());
        add("mute", AuthMethod.CLIENT_SECRET_BASIC, List.of());
        sql.useHandle(h -> h.execute("update api_client set disabled_at = now() where name = 'disabled'"));
        sql.useHandle(h -> h.execute("update api_client set scopes = '{sonar}' where name = 'mute'"));
    }

    private void add(String name, AuthMethod method, List<Cidr> networks) {
        String jwks = method == AuthMethod.PRIVATE_KEY_JWT
                ? new JWKSet(List.of(ec, rsa)).toPublicJWKSet().toString()
                : null;
        var metadata = new ClientMetadata(
                List.of(new RedirectUri("https://app.example.com/cb")),
                List.of(),
                Set.of(GrantType.AUTHORIZATION_CODE),
                List.of("openid"),
                method,
                jwks,
                SigningAlgorithm.RS256,
                null,
                true,
                null,
                null,
                false,
                false,
                false,
                null);
        byte[] hash = method.hasSecret() ? callers.hash(Secret.of("secret of " + name)) : null;
        var client = new OAuthClient(new ApiClient(0, 1, name, Set.of(Dialect.OPENID), networks), metadata);
        assertThat(store.add(client, hash, AuditContext.COMMAND)).isPresent();
    }

    private static ClientCredentials ofPublic(String name) {
        return new ClientCredentials(null, name, null, null, null);
    }

    private static ClientCredentials basic(String name, String secret) {
        return new ClientCredentials(new ClientCredentials.Basic(name, Secret.of(secret)), null, null, null, null);
    }

    private static ClientCredentials post(String name, String secret) {
        return new ClientCredentials(null, name, Secret.of(secret), null, null);
    }

    private static ClientCredentials signed(@Nullable String name, String assertion) {
        return new ClientCredentials(null, name, null, JWT_BEARER, Secret.of(assertion));
    }

    private Authentication asks(ClientCredentials credentials) {
        return clients.authenticate(1, credentials, HERE);
    }

    private static String name(Authentication authentication) {
        return authentication instanceof Authenticated(OAuthClient client) ? client.clientId() : "nobody";
    }

    @Test
    void each_client_is_taken_by_its_own_method() {
        assertThat(name(asks(basic("basic", "secret+of+basic")))).isEqualTo("basic");
        assertThat(name(asks(basic("b%61sic", "secret%20of%20basic")))).isEqualTo("basic");
        assertThat(name(asks(post("post", "secret of post")))).isEqualTo("post");
        assertThat(name(asks(ofPublic("public")))).isEqualTo("public");
    }

    @Test
    void no_client_is_taken_by_another_method() {
        assertThat(asks(post("basic", "secret of basic"))).isEqualTo(FAILED);
        assertThat(asks(basic("post", "secret+of+post"))).isEqualTo(new Failed(true));
        for (String name : List.of("basic", "post", "signing")) {
            assertThat(asks(ofPublic(name))).isEqualTo(FAILED);
        }
        assertThat(asks(post("public", ""))).isEqualTo(FAILED);
        assertThat(asks(basic("public", ""))).isEqualTo(new Failed(true));
        assertThat(asks(post("signing", "secret of signing"))).isEqualTo(FAILED);
    }

    @Test
    void a_wrong_secret_an_unknown_client_and_one_that_is_not_here_fail_alike() {
        for (ClientCredentials credentials : List.of(
                basic("basic", "wrong"),
                basic("basic", "secret of basic%"),
                basic("nobody", "secret"),
                basic("disabled", "secret+of+disabled"),
                basic("mute", "secret+of+mute"),
                basic("demo", "demo-secret"),
                basic("basic\u0000", "secret+of+basic"),
                basic("", ""),
                basic("' or 1=1 --", "x"))) {
            assertThat(asks(credentials)).isEqualTo(new Failed(true));
        }
        assertThat(clients.authenticate(2, basic("basic", "secret+of+basic"), HERE))
                .isEqualTo(new Failed(true));
        assertThat(clients.authenticate(2, ofPublic("public"), HERE)).isEqualTo(FAILED);
        assertThat(asks(new ClientCredentials(null, null, null, null, null))).isEqualTo(FAILED);
    }

    @Test
    void two_methods_or_two_names_at_once_are_ambiguous() {
        var header = new ClientCredentials.Basic("basic", Secret.of("secret+of+basic"));
        Secret secret = Secret.of("secret of basic");
        assertThat(asks(new ClientCredentials(header, "basic", secret, null, null)))
                .isEqualTo(new Ambiguous());
        assertThat(asks(new ClientCredentials(header, null, null, JWT_BEARER, Secret.of("x.y.z"))))
                .isEqualTo(new Ambiguous());
        assertThat(asks(new ClientCredentials(null, "basic", secret, JWT_BEARER, Secret.of("x.y.z"))))
                .isEqualTo(new Ambiguous());
        assertThat(asks(new ClientCredentials(header, "post", null, null, null)))
                .isEqualTo(new Ambiguous());
        assertThat(name(asks(new ClientCredentials(header, "basic", null, null, null))))
                .isEqualTo("basic");
    }

    @Test
    void the_right_secret_from_a_foreign_network_is_told_apart_and_browsers_are_not_bound() {
        assertThat(name(asks(basic("fenced", "secret+of+fenced")))).isEqualTo("fenced");
        assertThat(clients.authenticate(1, basic("fenced", "secret+of+fenced"), ELSEWHERE))
                .isEqualTo(new ForeignNetwork());
        assertThat(clients.authenticate(1, basic("fenced", "wrong"), ELSEWHERE)).isEqualTo(new Failed(true));
        assertThat(clients.find(1, "fenced")).isPresent();
        assertThat(clients.find(2, "fenced")).isEmpty();
        assertThat(clients.find(1, "disabled")).isEmpty();
        assertThat(clients.find(1, "mute")).isEmpty();
        assertThat(clients.find(1, "x".repeat(5000))).isEmpty();
    }

    @Test
    void a_former_secret_is_good_while_the_rotation_overlaps() {
        byte[] next = callers.hash(Secret.of("another"));
        new ApiClientAdministrationStore(sql).rotate("rotated", next, Duration.ofHours(1), AuditContext.COMMAND);
        OAuthClients fresh = node();
        assertThat(name(fresh.authenticate(1, basic("rotated", "another"), HERE)))
                .isEqualTo("rotated");
        assertThat(name(fresh.authenticate(1, basic("rotated", "secret+of+rotated"), HERE)))
                .isEqualTo("rotated");
        sql.useHandle(h -> h.execute("update api_client set former_secret_until = now() where name = 'rotated'"));
        Callers later = new Callers(
                new PortalStore(sql), new ApiClientStore(sql), MasterKey.of(Secret.of(TestDatabases.MASTER_KEY)));
        OAuthClients then = new OAuthClients(
                store, used, later, new Issuers(URI.create("https://signin.example.com")), false, Clock.systemUTC());
        assertThat(then.authenticate(1, basic("rotated", "secret+of+rotated"), HERE))
                .isEqualTo(new Failed(true));
    }

    @Test
    void a_former_secret_that_is_used_outlives_the_master_key_that_it_was_stored_under() {
        add("long-overlap", AuthMethod.CLIENT_SECRET_BASIC, List.of());
        new ApiClientAdministrationStore(sql)
                .rotate("long-overlap", callers.hash(Secret.of("another")), Duration.ofDays(30), AuditContext.COMMAND);
        Secret key = Secret.of("A".repeat(43));
        OAuthClients rotating = node(MasterKey.rotated(key, Secret.of(TestDatabases.MASTER_KEY)));
        assertThat(name(rotating.authenticate(1, basic("long-overlap", "secret+of+long-overlap"), HERE)))
                .isEqualTo("long-overlap");
        assertThat(name(rotating.authenticate(1, basic("long-overlap", "another"), HERE)))
                .isEqualTo("long-overlap");
        OAuthClients after = node(MasterKey.of(key));
        assertThat(name(after.authenticate(1, basic("long-overlap", "secret+of+long-overlap"), HERE)))
                .isEqualTo("long-overlap");
        assertThat(name(after.authenticate(1, basic("long-overlap", "another"), HERE)))
                .isEqualTo("long-overlap");
    }

    private OAuthClients node(MasterKey key) {
        Callers theirs = new Callers(new PortalStore(sql), new ApiClientStore(sql), key);
        return new OAuthClients(
                store, used, theirs, new Issuers(URI.create("https://signin.example.com")), false, Clock.systemUTC());
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("signing")
                .subject("signing")
                .audience(ISSUER)
                .jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(Instant.now().plusSeconds(60)));
    }

    private static String assertion(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private JWSSigner ecSigner() {
        try {
            return new ECDSASigner(ec);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** Signed by the client's own key: only what is changed in it can be the reason of a refusal. */
    private String with(Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = claims();
        change.accept(claims);
        return assertion(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec").build(), claims.build(), ecSigner());
    }

    private String under(JWSHeader header, JWSSigner signer) {
        return assertion(header, claims().build(), signer);
    }

    private void taken(String assertion) {
        assertThat(name(asks(signed("signing", assertion)))).isEqualTo("signing");
    }

    private void refused(String assertion) {
        assertThat(asks(signed("signing", assertion))).isEqualTo(FAILED);
    }

    @Test
    void assertions_are_taken_that_a_registered_key_signed() throws JOSEException {
        RSASSASigner rsaSigner = new RSASSASigner(rsa);
        taken(with(claims -> {}));
        taken(under(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa").build(), rsaSigner));
        taken(under(new JWSHeader.Builder(JWSAlgorithm.PS256).keyID("rsa").build(), rsaSigner));
        taken(under(new JWSHeader(JWSAlgorithm.ES256), ecSigner()));
        for (String type : List.of("JWT", "client-authentication+jwt")) {
            taken(under(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(new JOSEObjectType(type))
                            .build(),
                    ecSigner()));
        }
        taken(with(claims -> claims.audience(ISSUER + "/token")));
        taken(with(claims -> claims.claim("aud", List.of(ISSUER))));
        assertThat(name(asks(signed(null, with(claims -> {}))))).isEqualTo("signing");
    }

    @Test
    void rfc_7523_3_an_assertion_may_be_for_the_endpoint_that_it_is_sent_to_and_have_several_names_of_ours() {
        for (String endpoint : List.of("/introspect", "/revoke", "/device_authorization")) {
            taken(with(claims -> claims.audience(ISSUER + endpoint)));
        }
        taken(with(claims -> claims.audience(List.of(ISSUER, ISSUER + "/token"))));
        refused(with(claims -> claims.audience(ISSUER + "/authorize")));
        refused(with(claims -> claims.audience(List.of())));
    }

    @Test
    void rfc_9126_2_an_assertion_may_be_for_the_endpoint_that_takes_pushed_requests() {
        taken(with(claims -> claims.audience(ISSUER + "/par")));
        refused(with(claims -> claims.audience("https://signin.example.com/portals/2/par")));
    }

    @Test
    void an_assertion_without_signature_or_by_another_key_or_algorithm_is_refused() throws JOSEException {
        refused(new PlainJWT(claims().build()).serialize());
        byte[] known = ec.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.HS256, JWSAlgorithm.HS384)) {
            refused(under(new JWSHeader.Builder(algorithm).keyID("ec").build(), new MACSigner(known)));
        }
        ECDSASigner foreign = new ECDSASigner(ecKey("ec"));
        refused(under(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec").build(), foreign));
        refused(under(new JWSHeader(JWSAlgorithm.ES256), foreign));
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256);
        refused(under(header.jwk(ecKey("x").toPublicJWK()).build(), foreign));
        refused(under(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .jwkURL(URI.create("https://evil.example/keys"))
                        .build(),
                foreign));
        refused(under(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("unknown").build(), ecSigner()));
        refused(under(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("rsa").build(), ecSigner()));
        refused(under(new JWSHeader(JWSAlgorithm.RS384), new RSASSASigner(rsa)));
        refused(under(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("at+jwt"))
                        .build(),
                ecSigner()));
        refused(with(claims -> {}) + "=");
        refused("x.y.z");
        refused("");
        refused("a".repeat(100_000));
    }

    @Test
    void an_assertion_of_or_for_somebody_else_is_refused() {
        refused(with(claims -> claims.issuer("other-signing")));
        refused(with(claims -> claims.subject("other-signing")));
        refused(with(claims -> claims.issuer(null)));
        refused(with(claims -> claims.subject(null)));
        refused(with(claims -> claims.audience((String) null)));
        refused(with(claims -> claims.audience("https://signin.example.com")));
        refused(with(claims -> claims.audience("https://signin.example.com/portals/2")));
        refused(with(claims -> claims.audience(ISSUER + "/")));
        refused(with(claims -> claims.audience(List.of(ISSUER, "https://evil.example"))));
        assertThat(asks(signed("other-signing", with(claims -> {})))).isEqualTo(FAILED);
        assertThat(clients.authenticate(2, signed("signing", with(claims -> {})), HERE))
                .isEqualTo(FAILED);
        assertThat(asks(new ClientCredentials(null, "signing", null, null, Secret.of(with(claims -> {})))))
                .isEqualTo(FAILED);
        assertThat(asks(new ClientCredentials(null, "signing", null, JWT_BEARER, null)))
                .isEqualTo(FAILED);
    }

    @Test
    void an_assertion_runs_five_minutes_at_most_and_clocks_may_differ_by_one() {
        taken(with(claims -> claims.expirationTime(Date.from(Instant.now().plusSeconds(355)))));
        refused(with(claims -> claims.expirationTime(Date.from(Instant.now().plusSeconds(370)))));
        taken(with(claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(50)))));
        refused(with(claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(61)))));
        refused(with(claims -> claims.expirationTime(null)));
        refused(with(claims -> claims.claim("exp", "soon")));
        taken(with(claims -> claims.notBeforeTime(Date.from(Instant.now().plusSeconds(50)))));
        refused(with(claims -> claims.notBeforeTime(Date.from(Instant.now().plusSeconds(70)))));
        taken(with(claims -> claims.issueTime(Date.from(Instant.now()))));
        refused(with(claims -> claims.issueTime(Date.from(Instant.now().plusSeconds(70)))));
        refused(with(claims -> claims.jwtID(null)));
        refused(with(claims -> claims.jwtID("")));
        refused(with(claims -> claims.claim("jti", 1)));
    }

    @Test
    void an_assertion_is_good_once_and_its_id_is_the_clients_own() {
        String assertion = with(claims -> claims.jwtID("once"));
        taken(assertion);
        refused(assertion);
        refused(with(claims -> claims.jwtID("once")));
        String others =
                with(claims -> claims.jwtID("once").issuer("other-signing").subject("other-signing"));
        assertThat(name(asks(signed(null, others)))).isEqualTo("other-signing");
    }

    @Test
    void of_sixteen_uses_at_once_on_two_nodes_one_wins() {
        String assertion = with(claims -> {});
        List<OAuthClients> nodes = List.of(node(), node());
        List<Authentication> results =
                Together.run(16, i -> nodes.get(i % 2).authenticate(1, signed("signing", assertion), HERE));
        assertThat(results.stream().filter(result -> result instanceof Authenticated))
                .hasSize(1);
        assertThat(results.stream().filter(FAILED::equals)).hasSize(15);
    }

    @Test
    void a_redirect_uri_of_test_mode_is_none_in_live_mode() {
        sql.useHandle(h -> h.execute("""
                update oauth_client set redirect_uris = '{http://localhost:3000/cb,https://app.example.com/cb}'
                where id = (select id from api_client where name = 'post')
                """));
        OAuthClient live = node().find(1, "post").orElseThrow();
        assertThat(live.redirectsTo("http://localhost:3000/cb")).isFalse();
        assertThat(live.redirectsTo("https://app.example.com/cb")).isTrue();
        OAuthClient tried = new OAuthClients(
                        store, used, callers, new Issuers(URI.create("http://localhost:8080")), true, Clock.systemUTC())
                .find(1, "post")
                .orElseThrow();
        assertThat(tried.redirectsTo("http://localhost:3000/cb")).isTrue();
    }
}
