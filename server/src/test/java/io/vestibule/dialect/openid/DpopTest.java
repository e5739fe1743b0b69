package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.JOHN;
import static io.vestibule.dialect.openid.OpenId.PORTAL;
import static io.vestibule.dialect.openid.OpenId.claims;
import static io.vestibule.dialect.openid.OpenId.request;
import static io.vestibule.dialect.openid.OpenId.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.DpopKey;
import io.vestibule.support.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** RFC 9449: tokens that are good for whoever has a key. What a proof has to be is in {@link DpopProofTest}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DpopTest {
    private final DpopClient dpop = new DpopClient();

    @AfterAll
    void stop() {
        dpop.close();
    }

    private static String jkt(String accessToken) {
        return ((Json.Object) claims(accessToken).get("cnf")).text("jkt").orElseThrow();
    }

    @Test
    void section_5_the_tokens_of_a_code_are_bound_to_the_key() {
        Reply tokens = dpop.tokens("scope", "openid email");

        assertThat(tokens.text("token_type")).isEqualTo("DPoP");
        assertThat(jkt(tokens.text("access_token"))).isEqualTo(dpop.key.jkt());
        assertThat(dpop.userInfo(dpop.key, tokens.text("access_token")).text("email"))
                .isEqualTo("john.doe@example.com");
        assertThat(dpop.openId.tokens().text("token_type")).isEqualTo("Bearer");
    }

    @Test
    void section_5_a_public_clients_refresh_token_is_good_with_its_key_alone() {
        String first = dpop.tokens().text("refresh_token");
        DpopKey thief = DpopKey.ec().knowing(dpop.openId.client);

        assertThat(dpop.refresh(thief, first).text("error")).isEqualTo("invalid_grant");
        assertThat(dpop.openId.refresh(first).text("error")).isEqualTo("invalid_grant");
        Reply refreshed = dpop.refresh(dpop.key, first);
        assertThat(refreshed.text("token_type")).isEqualTo("DPoP");
        assertThat(jkt(refreshed.text("access_token"))).isEqualTo(dpop.key.jkt());
        assertThat(dpop.refresh(thief, first).text("error"))
                .as("a used one without the key is no alarm")
                .isEqualTo("invalid_grant");
        assertThat(dpop.refresh(dpop.key, refreshed.text("refresh_token")).status())
                .isEqualTo(200);
    }

    @Test
    void section_5_a_refresh_token_that_was_bound_to_none_is_bound_at_the_first_proof() {
        String first = dpop.openId.tokens().text("refresh_token");
        Reply bound = dpop.refresh(dpop.key, first);

        assertThat(bound.text("token_type")).isEqualTo("DPoP");
        assertThat(dpop.openId.refresh(bound.text("refresh_token")).text("error"))
                .isEqualTo("invalid_grant");
        assertThat(dpop.refresh(dpop.key, bound.text("refresh_token")).status()).isEqualTo(200);
    }

    @Test
    void section_5_a_confidential_clients_refresh_token_is_bound_to_the_client() {
        String code = sent(dpop.openId.authorize(dpop.openId.browser(JOHN), request("client_id", "demo-web")))
                .get("code");
        Reply tokens = dpop.post("/token", dpop.key, OpenId.web(), DpopClient.redemption(code, ""));
        DpopKey next = DpopKey.ec().knowing(dpop.openId.client);

        Reply refreshed = dpop.post(
                "/token",
                next,
                OpenId.web(),
                Map.of("grant_type", "refresh_token", "refresh_token", tokens.text("refresh_token")));

        assertThat(jkt(tokens.text("access_token"))).isEqualTo(dpop.key.jkt());
        assertThat(jkt(refreshed.text("access_token"))).isEqualTo(next.jkt());
        Reply bearer = dpop.openId.post(
                "/token",
                OpenId.web(),
                Map.of("grant_type", "refresh_token", "refresh_token", refreshed.text("refresh_token")));
        assertThat(bearer.text("token_type")).isEqualTo("Bearer");
    }

    @Test
    void section_5_2_a_client_that_has_to_prove_possession() {
        try (OpenId fresh = new OpenId()) {
            fresh.installation.sql("update oauth_client set dpop_bound_access_tokens = true");
            String code = fresh.code();
            Reply bearer = fresh.redeem(code);
            assertThat(bearer.status()).isEqualTo(400);
            assertThat(bearer.text("error")).isEqualTo("invalid_dpop_proof");

            DpopKey prover = DpopKey.ec().knowing(fresh.client);
            Reply bound =
                    fresh.post("/token", prover.header("POST", "/token"), DpopClient.redemption(code, "demo-spa"));
            assertThat(bound.text("token_type")).isEqualTo("DPoP");
        }
    }

    @Test
    void section_5_a_clients_own_token_and_a_devices_are_bound() {
        try (OpenId fresh = new OpenId()) {
            fresh.installation.sql("""
                    update oauth_client set scopes = scopes || '{orders:read}',
                           grant_types = grant_types || '{client_credentials,urn:ietf:params:oauth:grant-type:device_code}'
                    """);
            DpopKey prover = DpopKey.ec().knowing(fresh.client);
            Map<String, String> headers = new HashMap<>(OpenId.web());
            headers.putAll(prover.header("POST", "/token"));
            Map<String, String> own = Map.of("grant_type", "client_credentials");

            Reply token = fresh.post("/token", headers, own);
            assertThat(jkt(token.text("access_token"))).isEqualTo(prover.jkt());
            assertThat(fresh.post("/token", headers, own).text("error"))
                    .as("the same proof again")
                    .isEqualTo("invalid_dpop_proof");

            Reply begun =
                    fresh.post("/device_authorization", Map.of(), Map.of("client_id", "demo-spa", "scope", "openid"));
            Map<String, String> poll = Map.of(
                    "grant_type",
                    "urn:ietf:params:oauth:grant-type:device_code",
                    "client_id",
                    "demo-spa",
                    "device_code",
                    begun.text("device_code"));
            assertThat(fresh.post("/token", prover.header("POST", "/token"), poll)
                            .text("error"))
                    .isEqualTo("authorization_pending");
            Browser browser = new Browser(fresh.client);
            browser.signIn("/sign-in/1", "john.doe@example.com", "correct horse 9");
            Page asked = browser.submit(browser.get("/device/1"), "/device/1", Map.of("code", begun.text("user_code")));
            browser.submit(asked, "/device/1", Map.of("agree", "yes"));
            Reply device = fresh.post("/token", prover.header("POST", "/token"), poll);
            assertThat(device.text("token_type")).isEqualTo("DPoP");
            assertThat(fresh.refresh(device.text("refresh_token")).text("error"))
                    .isEqualTo("invalid_grant");
        }
    }

    @Test
    void section_6_2_introspection_tells_the_key() {
        Reply tokens = dpop.tokens();
        Json.Object access = dpop.openId
                .post("/introspect", OpenId.web(), Map.of("token", tokens.text("access_token")))
                .json();
        assertThat(access.text("token_type")).contains("DPoP");
        assertThat(access.get("cnf")).hasToString("{\"jkt\":\"" + dpop.key.jkt() + "\"}");
    }

    @Test
    void section_7_1_a_bound_token_is_no_bearer_token_nor_the_reverse() {
        String bound = dpop.tokens().text("access_token");
        Reply asBearer = dpop.openId.userInfo(bound);
        assertThat(asBearer.status()).isEqualTo(401);
        assertThat(asBearer.header("WWW-Authenticate")).startsWith("Bearer ").contains("error=\"invalid_token\"");
        assertThat(dpop.openId
                        .post("/userinfo", Map.of(), Map.of("access_token", bound))
                        .status())
                .isEqualTo(401);

        Reply reverse = dpop.userInfo(dpop.key, dpop.openId.tokens().text("access_token"));
        assertThat(reverse.status()).isEqualTo(401);
        assertThat(reverse.header("WWW-Authenticate"))
                .startsWith("DPoP ")
                .contains("error=\"invalid_token\"", "algs=\"RS256 PS256 ES256\"");
    }

    @Test
    void section_7_1_another_keys_proof_one_of_another_token_and_none_are_refused() {
        String token = dpop.tokens().text("access_token");
        DpopKey thief = DpopKey.ec().knowing(dpop.openId.client);

        Reply stolen = dpop.userInfo(thief, token);
        assertThat(stolen.status()).isEqualTo(401);
        assertThat(stolen.text("error")).isEqualTo("invalid_token");

        for (String ath : List.of(DpopKey.hash("another"), token, "")) {
            Reply other = dpop.openId.client.get(
                    PORTAL + "/userinfo",
                    Map.of(
                            "Authorization",
                            "DPoP " + token,
                            "DPoP",
                            dpop.key.proof("GET", "/userinfo", claims -> claims.put("ath", ath))));
            assertThat(other.status()).isEqualTo(401);
            assertThat(other.header("WWW-Authenticate")).startsWith("DPoP ").contains("error=\"invalid_dpop_proof\"");
        }
        Reply bare = dpop.openId.client.get(PORTAL + "/userinfo", Map.of("Authorization", "DPoP " + token));
        assertThat(bare.status()).isEqualTo(401);
        assertThat(bare.text("error")).isEqualTo("invalid_dpop_proof");
        Reply twice = dpop.openId.post(
                "/userinfo", dpop.key.headers("POST", "/userinfo", token), Map.of("access_token", token));
        assertThat(twice.status()).isEqualTo(400);
        assertThat(dpop.openId
                        .post("/userinfo", dpop.key.headers("POST", "/userinfo", token), Map.of())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void section_7_1_without_a_token_both_schemes_are_named() throws Exception {
        URI url = URI.create("http://127.0.0.1:" + dpop.openId.client.port() + PORTAL + "/userinfo");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<Void> answer =
                    http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding());

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().allValues("WWW-Authenticate"))
                    .containsExactly(
                            "Bearer realm=\"vestibule\"", "DPoP realm=\"vestibule\", algs=\"RS256 PS256 ES256\"");
        }
    }

    @Test
    void section_10_a_code_can_be_for_one_key() {
        String code = dpop.openId.code("dpop_jkt", dpop.key.jkt());

        assertThat(dpop.openId.redeem(code).text("error")).isEqualTo("invalid_grant");
        assertThat(dpop.redeem(DpopKey.ec().knowing(dpop.openId.client), code).text("error"))
                .isEqualTo("invalid_grant");
        assertThat(dpop.redeem(dpop.key, code).status()).isEqualTo(200);
        assertThat(sent(dpop.openId.authorize(dpop.openId.browser(JOHN), request("dpop_jkt", "short"))))
                .containsEntry("error", "invalid_request");
    }

    @Test
    void section_10_1_a_request_that_is_pushed_with_a_proof_gives_a_code_for_its_key() {
        Map<String, String> proof = dpop.key.header("POST", "/par");
        Reply pushed = dpop.openId.post("/par", proof, request());
        assertThat(pushed.status()).as(pushed.body()).isEqualTo(201);
        assertThat(pushed.header("DPoP-Nonce")).isNotEmpty();
        assertThat(dpop.openId.post("/par", proof, request()).text("error"))
                .as("the same proof again")
                .isEqualTo("invalid_dpop_proof");

        String code = sent(dpop.openId.authorize(
                        dpop.openId.browser(JOHN),
                        Map.of("client_id", "demo-spa", "request_uri", pushed.text("request_uri"))))
                .get("code");
        assertThat(dpop.openId.redeem(code).text("error")).isEqualTo("invalid_grant");
        assertThat(dpop.redeem(dpop.key, code).status()).isEqualTo(200);

        assertThat(dpop.post("/par", dpop.key, Map.of(), request("dpop_jkt", dpop.key.jkt()))
                        .status())
                .isEqualTo(201);
        Reply contradictory = dpop.post(
                "/par", dpop.key, Map.of(), request("dpop_jkt", DpopKey.ec().jkt()));
        assertThat(contradictory.status()).isEqualTo(400);
        assertThat(contradictory.text("error")).isEqualTo("invalid_request");
        assertThat(dpop.post("/par", DpopKey.ec(), Map.of(), request()).text("error"))
                .isEqualTo("use_dpop_nonce");
    }

    @Test
    void section_5_1_discovery_names_the_algorithms() {
        assertThat(dpop.openId
                        .client
                        .get(PORTAL + "/.well-known/openid-configuration", Map.of())
                        .json()
                        .get("dpop_signing_alg_values_supported"))
                .hasToString("[\"RS256\",\"PS256\",\"ES256\"]");
    }
}
