package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.CALLBACK;
import static io.vestibule.dialect.openid.OpenId.ISSUER;
import static io.vestibule.dialect.openid.OpenId.JOHN;
import static io.vestibule.dialect.openid.OpenId.PORTAL;
import static io.vestibule.dialect.openid.OpenId.request;
import static io.vestibule.dialect.openid.OpenId.sent;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import io.vestibule.json.Json;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.DpopKey;
import io.vestibule.support.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Requests that their client has signed: RFC 9101, OpenID Connect Core section 6.1. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestObjectTest {
    private final OpenId openId = new OpenId();
    private final DpopKey key = DpopKey.ec();
    private final DpopKey rsa = DpopKey.rsa(2048, JWSAlgorithm.PS256);

    @BeforeAll
    void register() {
        register(openId);
    }

    private void register(OpenId at) {
        at.installation.sql(
                "update oauth_client set jwks = cast(? as jsonb) where id = (select id from api_client where name = 'demo-spa')",
                "{\"keys\":[" + key.key().toPublicJWK().toJSONString() + ","
                        + rsa.key().toPublicJWK().toJSONString() + "]}");
    }

    @AfterAll
    void stop() {
        openId.close();
    }

    private static Json.Builder claims(String... changes) {
        Json.Builder claims = Json.object()
                .put("iss", "demo-spa")
                .put("aud", ISSUER)
                .put("exp", Instant.now().getEpochSecond() + 60);
        request(changes).forEach(claims::put);
        return claims;
    }

    private static Json.Builder header(String algorithm) {
        return Json.object().put("alg", algorithm).put("typ", "oauth-authz-req+jwt");
    }

    private String signed(Json.Builder claims) {
        return key.jws(header("ES256"), claims);
    }

    private String with(Consumer<Json.Builder> change) {
        Json.Builder claims = claims();
        change.accept(claims);
        return signed(claims);
    }

    private static Map<String, String> url(String object) {
        Map<String, String> url = new LinkedHashMap<>();
        url.put("client_id", "demo-spa");
        url.put("request", object);
        return url;
    }

    private Reply authorize(String object) {
        return openId.authorize(openId.browser(JOHN), url(object));
    }

    private void taken(String object) {
        assertThat(sent(authorize(object))).containsKey("code");
    }

    /** Nothing of it is certain, so nothing is sent anywhere; the application itself is told. */
    private void refused(String object) {
        Reply reply = authorize(object);
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.header("Location")).isNull();
        assertThat(reply.body()).contains("invalid_request_object: ");

        Reply pushed = openId.post("/par", Map.of(), url(object));
        assertThat(pushed.status()).isEqualTo(400);
        assertThat(pushed.text("error")).isEqualTo("invalid_request_object");
    }

    @Test
    void section_5_a_code_is_for_what_the_object_says() {
        Reply reply = authorize(signed(claims("scope", "openid email", "state", "signed", "nonce", "of the object")));

        assertThat(reply.header("Location")).startsWith(CALLBACK + "?");
        assertThat(sent(reply)).containsEntry("state", "signed").containsEntry("iss", ISSUER);
        Reply tokens = openId.redeem(sent(reply).get("code"));
        assertThat(tokens.text("scope")).isEqualTo("openid email");
        assertThat(OpenId.claims(tokens.text("id_token")).text("nonce")).contains("of the object");
    }

    @Test
    void section_6_3_of_the_url_no_more_counts_than_the_client() {
        Map<String, String> url =
                request("scope", "openid address", "state", "of the URL", "redirect_uri", "https://evil.example/");
        url.put("request", signed(claims("state", "")));

        Reply reply = openId.authorize(openId.browser(JOHN), url);

        assertThat(sent(reply)).doesNotContainKey("state").containsKey("code");
        assertThat(openId.redeem(sent(reply).get("code")).text("scope")).isEqualTo("openid");
    }

    @Test
    void section_4_numbers_and_claims_are_json() {
        String wanted = with(claims -> claims.put("max_age", 0)
                .put("prompt", "none")
                .put(
                        "claims",
                        Json.object()
                                .put(
                                        "id_token",
                                        Json.object()
                                                .put("email", Json.Null.NULL)
                                                .build())
                                .build()));
        assertThat(sent(authorize(wanted))).containsEntry("error", "login_required");

        String asked = with(claims -> claims.put("max_age", 600)
                .put(
                        "claims",
                        Json.object()
                                .put(
                                        "id_token",
                                        Json.object()
                                                .put("email", Json.Null.NULL)
                                                .build())
                                .build()));
        Reply tokens = openId.redeem(sent(authorize(asked)).get("code"));
        assertThat(OpenId.claims(tokens.text("id_token")).text("email")).contains("john.doe@example.com");
    }

    @Test
    void section_6_2_a_registered_key_signed_it() {
        taken(rsa.jws(header("PS256"), claims()));
        taken(key.jws(Json.object().put("alg", "ES256"), claims()));
        taken(key.jws(header("ES256").put("typ", "JWT"), claims()));
        refused(DpopKey.ec().jws(header("ES256"), claims()));
        DpopKey other = DpopKey.ec();
        refused(other.jws(
                header("ES256")
                        .put(
                                "jwk",
                                Json.parse(
                                        other.key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8))),
                claims()));
        refused(DpopKey.base64(Json.object().put("alg", "none").build().utf8()) + "."
                + DpopKey.base64(claims().build().utf8()) + ".");
        refused(key.jws(header("ES256").put("typ", "dpop+jwt"), claims()));
        refused(signed(claims()) + "x");
        refused("x");
    }

    @Test
    void section_6_2_a_client_without_keys_signs_nothing() {
        Map<String, String> url = url(signed(claims("client_id", "demo-web")));
        url.put("client_id", "demo-web");
        Reply reply = openId.authorize(openId.browser(JOHN), url);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("invalid_request_object: No public keys are registered for this client.");
    }

    @Test
    void section_6_3_it_is_of_the_client_and_for_this_issuer() {
        refused(with(claims -> claims.put("client_id", "demo-web")));
        refused(with(claims -> claims.put("client_id", Json.Null.NULL)));
        refused(with(claims -> claims.put("iss", "demo-web")));
        refused(with(claims -> claims.put("iss", Json.Null.NULL)));
        refused(with(claims -> claims.put("aud", "http://localhost:8080/portals/2")));
        refused(with(claims -> claims.put("aud", Json.Null.NULL)));
        refused(with(claims -> claims.put("aud", new Json.Array(List.of(Json.of(1), Json.of(ISSUER))))));
        taken(with(claims ->
                claims.put("aud", new Json.Array(List.of(Json.of("https://other.example"), Json.of(ISSUER))))));
    }

    @Test
    void section_4_no_request_is_in_a_request() {
        refused(with(claims -> claims.put("request", "x")));
        refused(with(claims -> claims.put("request_uri", "https://evil.example/")));
        Map<String, String> both = url(signed(claims()));
        both.put("request_uri", "https://evil.example/");
        Reply reply = openId.authorize(openId.browser(JOHN), both);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("invalid_request: ");
    }

    @Test
    void section_10_8_it_passes_for_no_assertion_of_the_client() {
        refused(with(claims -> claims.put("sub", "demo-spa")));
    }

    @Test
    void section_4_it_is_good_at_this_time() {
        long now = Instant.now().getEpochSecond();
        refused(with(claims -> claims.put("exp", now - 70)));
        refused(with(claims -> claims.put("exp", "soon")));
        refused(with(claims -> claims.put("nbf", now + 80)));
        refused(with(claims -> claims.put("iat", now + 80)));
        taken(with(claims -> claims.put("exp", now - 40).put("nbf", now + 40).put("iat", now + 40)));
        Json.Builder endless = Json.object();
        claims().build().fields().forEach((name, value) -> {
            if (!name.equals("exp")) {
                endless.put(name, value);
            }
        });
        taken(signed(endless));
    }

    @Test
    void an_object_that_runs_out_while_its_customer_signs_in_is_good() {
        Browser browser = new Browser(openId.client);
        String object = with(claims -> claims.put("exp", Instant.now().getEpochSecond() - 58)
                .put("login_hint", "john.doe@example.com")
                .put("ui_locales", "de")
                .put("prompt", "login"));
        Page page = browser.get(PORTAL + "/authorize?" + OpenId.form(url(object)));
        assertThat(page.location())
                .startsWith("/sign-in/1?client_id=demo-spa&request=")
                .contains("&requested_at=");
        Page signIn = browser.get(page.location());
        assertThat(signIn.body()).contains("john.doe@example.com", "lang=\"de\"");

        awaitPast(Instant.now().plusSeconds(3));
        assertThat(openId.follow("", PORTAL + "/authorize?" + OpenId.form(url(object)))
                        .status())
                .as("it is out of date by now")
                .isEqualTo(400);
        Page back = browser.follow(browser.signIn(page.location(), "john.doe@example.com", "correct horse 9"));

        assertThat(back.location()).startsWith(CALLBACK + "?code=");
    }

    private void awaitPast(Instant moment) {
        while (openId.installation.count("select extract(epoch from clock_timestamp())::bigint")
                <= moment.getEpochSecond()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void what_is_wrong_within_a_good_object_is_told_at_its_redirect_uri() {
        assertThat(sent(authorize(signed(claims("scope", "unknown")))))
                .containsEntry("error", "invalid_scope")
                .containsEntry("state", "s1");
        Reply untrusted = authorize(signed(claims("redirect_uri", "https://evil.example/")));
        assertThat(untrusted.status()).isEqualTo(400);
        assertThat(untrusted.header("Location")).isNull();
    }

    @Test
    void a_nul_within_it_is_refused() {
        assertThat(sent(authorize(signed(claims("nonce", "a\0b"))))).containsEntry("error", "invalid_request");
        assertThat(sent(authorize(with(claims ->
                        claims.put("claims", Json.object().put("\0", 1).build())))))
                .containsEntry("error", "invalid_request");
    }

    @Test
    void rfc_9126_section_3_an_object_can_be_pushed() {
        Reply pushed = openId.post("/par", Map.of(), url(signed(claims("scope", "openid email"))));
        assertThat(pushed.status()).as(pushed.body()).isEqualTo(201);

        Reply reply = openId.authorize(
                openId.browser(JOHN), Map.of("client_id", "demo-spa", "request_uri", pushed.text("request_uri")));

        assertThat(openId.redeem(sent(reply).get("code")).text("scope")).isEqualTo("openid email");
    }

    @Test
    void section_10_5_a_client_that_has_to_sign() {
        try (OpenId fresh = new OpenId()) {
            register(fresh);
            fresh.installation.sql("update oauth_client set require_signed_request_object = true");
            String cookie = fresh.browser(JOHN);

            assertThat(sent(fresh.authorize(cookie, request()))).containsEntry("error", "invalid_request");
            assertThat(fresh.post("/par", Map.of(), request()).text("error")).isEqualTo("invalid_request");
            assertThat(sent(fresh.authorize(cookie, url(signed(claims()))))).containsKey("code");
            Reply pushed = fresh.post("/par", Map.of(), url(signed(claims())));
            assertThat(sent(fresh.authorize(
                            cookie, Map.of("client_id", "demo-spa", "request_uri", pushed.text("request_uri")))))
                    .containsKey("code");
        }
    }

    @Test
    void discovery_says_so() {
        Json.Object document = openId.client
                .get(PORTAL + "/.well-known/openid-configuration", Map.of())
                .json();

        assertThat(document.get("request_parameter_supported")).isEqualTo(Json.Bool.TRUE);
        assertThat(document.get("request_uri_parameter_supported")).isEqualTo(Json.Bool.FALSE);
        assertThat(document.get("request_object_signing_alg_values_supported"))
                .hasToString("[\"RS256\",\"PS256\",\"ES256\"]");
    }
}
