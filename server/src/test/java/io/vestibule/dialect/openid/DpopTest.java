package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.CALLBACK;
import static io.vestibule.dialect.openid.OpenId.JOHN;
import static io.vestibule.dialect.openid.OpenId.PORTAL;
import static io.vestibule.dialect.openid.OpenId.VERIFIER;
import static io.vestibule.dialect.openid.OpenId.claims;
import static io.vestibule.dialect.openid.OpenId.request;
import static io.vestibule.dialect.openid.OpenId.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.DpopKey;
import io.vestibule.support.Reply;
import io.vestibule.support.Together;
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
    private final OpenId openId = new OpenId();
    private final Client second = openId.installation.node();
    private final DpopKey key = DpopKey.ec().knowing(openId.client);

    @AfterAll
    void stop() {
        openId.close();
    }

    private Reply post(String endpoint, DpopKey prover, Map<String, String> headers, Map<String, String> form) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(prover.header("POST", endpoint));
        return prover.learn(openId.post(endpoint, all, form));
    }

    private static Map<String, String> redemption(String code, String client) {
        Map<String, String> form = new HashMap<>(Map.of(
                "grant_type", "authorization_code",
                "code", code,
                "redirect_uri", CALLBACK,
                "code_verifier", VERIFIER));
        if (!client.isEmpty()) {
            form.put("client_id", client);
        }
        return form;
    }

    private Reply redeem(DpopKey prover, String code) {
        return post("/token", prover, Map.of(), redemption(code, "demo-spa"));
    }

    private Reply tokens(String... changes) {
        Reply reply = redeem(key, openId.code(changes));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply;
    }

    private Reply refresh(DpopKey prover, String token) {
        return post(
                "/token",
                prover,
                Map.of(),
                Map.of("grant_type", "refresh_token", "client_id", "demo-spa", "refresh_token", token));
    }

    private Reply userInfo(DpopKey prover, String token) {
        return prover.learn(openId.client.get(PORTAL + "/userinfo", prover.headers("GET", "/userinfo", token)));
    }

    private static String jkt(String accessToken) {
        return ((Json.Object) claims(accessToken).get("cnf")).text("jkt").orElseThrow();
    }

    @Test
    void section_5_the_tokens_of_a_code_are_bound_to_the_key() {
        Reply tokens = tokens("scope", "openid email");

        assertThat(tokens.text("token_type")).isEqualTo("DPoP");
        assertThat(jkt(tokens.text("access_token"))).isEqualTo(key.jkt());
        assertThat(userInfo(key, tokens.text("access_token")).text("email")).isEqualTo("john.doe@example.com");
        assertThat(openId.tokens().text("token_type")).isEqualTo("Bearer");
    }

    @Test
    void section_5_a_public_clients_refresh_token_is_good_with_its_key_alone() {
        String first = tokens().text("refresh_token");
        DpopKey thief = DpopKey.ec().knowing(openId.client);

        assertThat(refresh(thief, first).text("error")).isEqualTo("invalid_grant");
        assertThat(openId.refresh(first).text("error")).isEqualTo("invalid_grant");
        Reply refreshed = refresh(key, first);
        assertThat(refreshed.text("token_type")).isEqualTo("DPoP");
        assertThat(jkt(refreshed.text("access_token"))).isEqualTo(key.jkt());
        assertThat(refresh(thief, first).text("error"))
                .as("a used one without the key is no alarm")
                .isEqualTo("invalid_grant");
        assertThat(refresh(key, refreshed.text("refresh_token")).status()).isEqualTo(200);
    }

    @Test
    void section_5_a_refresh_token_that_was_bound_to_none_is_bound_at_the_first_proof() {
        String first = openId.tokens().text("refresh_token");
        Reply bound = refresh(key, first);

        assertThat(bound.text("token_type")).isEqualTo("DPoP");
        assertThat(openId.refresh(bound.text("refresh_token")).text("error")).isEqualTo("invalid_grant");
        assertThat(refresh(key, bound.text("refresh_token")).status()).isEqualTo(200);
    }

    @Test
    void section_5_a_confidential_clients_refresh_token_is_bound_to_the_client() {
        String code = sent(openId.authorize(openId.browser(JOHN), request("client_id", "demo-web")))
                .get("code");
        Reply tokens = post("/token", key, OpenId.web(), redemption(code, ""));
        DpopKey next = DpopKey.ec().knowing(openId.client);

        Reply refreshed = post(
                "/token",
                next,
                OpenId.web(),
                Map.of("grant_type", "refresh_token", "refresh_token", tokens.text("refresh_token")));

        assertThat(jkt(tokens.text("access_token"))).isEqualTo(key.jkt());
        assertThat(jkt(refreshed.text("access_token"))).isEqualTo(next.jkt());
        Reply bearer = openId.post(
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
            Reply bound = fresh.post("/token", prover.header("POST", "/token"), redemption(code, "demo-spa"));
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
        Reply tokens = tokens();
        Json.Object access = openId.post("/introspect", OpenId.web(), Map.of("token", tokens.text("access_token")))
                .json();
        assertThat(access.text("token_type")).contains("DPoP");
        assertThat(access.get("cnf")).hasToString("{\"jkt\":\"" + key.jkt() + "\"}");
    }

    @Test
    void section_7_1_a_bound_token_is_no_bearer_token_nor_the_reverse() {
        String bound = tokens().text("access_token");
        Reply asBearer = openId.userInfo(bound);
        assertThat(asBearer.status()).isEqualTo(401);
        assertThat(asBearer.header("WWW-Authenticate")).startsWith("Bearer ").contains("error=\"invalid_token\"");
        assertThat(openId.post("/userinfo", Map.of(), Map.of("access_token", bound))
                        .status())
                .isEqualTo(401);

        Reply reverse = userInfo(key, openId.tokens().text("access_token"));
        assertThat(reverse.status()).isEqualTo(401);
        assertThat(reverse.header("WWW-Authenticate"))
                .startsWith("DPoP ")
                .contains("error=\"invalid_token\"", "algs=\"RS256 PS256 ES256\"");
    }

    @Test
    void section_7_1_another_keys_proof_one_of_another_token_and_none_are_refused() {
        String token = tokens().text("access_token");
        DpopKey thief = DpopKey.ec().knowing(openId.client);

        Reply stolen = userInfo(thief, token);
        assertThat(stolen.status()).isEqualTo(401);
        assertThat(stolen.text("error")).isEqualTo("invalid_token");

        for (String ath : List.of(DpopKey.hash("another"), token, "")) {
            Reply other = openId.client.get(
                    PORTAL + "/userinfo",
                    Map.of(
                            "Authorization",
                            "DPoP " + token,
                            "DPoP",
                            key.proof("GET", "/userinfo", claims -> claims.put("ath", ath))));
            assertThat(other.status()).isEqualTo(401);
            assertThat(other.header("WWW-Authenticate")).startsWith("DPoP ").contains("error=\"invalid_dpop_proof\"");
        }
        Reply bare = openId.client.get(PORTAL + "/userinfo", Map.of("Authorization", "DPoP " + token));
        assertThat(bare.status()).isEqualTo(401);
        assertThat(bare.text("error")).isEqualTo("invalid_dpop_proof");
        Reply twice = openId.post("/userinfo", key.headers("POST", "/userinfo", token), Map.of("access_token", token));
        assertThat(twice.status()).isEqualTo(400);
        assertThat(openId.post("/userinfo", key.headers("POST", "/userinfo", token), Map.of())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void section_7_1_without_a_token_both_schemes_are_named() throws Exception {
        URI url = URI.create("http://127.0.0.1:" + openId.client.port() + PORTAL + "/userinfo");
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
    void section_8_the_authorization_server_gives_a_nonce_and_takes_it_on_every_node() {
        DpopKey fresh = DpopKey.ec();
        String code = openId.code();

        Reply wanted = redeem(fresh, code);
        assertThat(wanted.status()).isEqualTo(400);
        assertThat(wanted.text("error")).isEqualTo("use_dpop_nonce");
        assertThat(wanted.header("DPoP-Nonce")).isEqualTo(fresh.nonce()).isNotEmpty();
        assertThat(wanted.header("Cache-Control")).contains("no-store");

        Map<String, String> headers = new HashMap<>(fresh.header("POST", "/token"));
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        Reply elsewhere =
                second.exchange("POST", PORTAL + "/token", headers, OpenId.form(redemption(code, "demo-spa")));
        assertThat(elsewhere.status()).isEqualTo(200);
        assertThat(elsewhere.header("DPoP-Nonce")).isNotEmpty();
    }

    @Test
    void section_9_the_resource_server_wants_one_too() {
        String token = tokens().text("access_token");
        Reply wanted = openId.client.get(
                PORTAL + "/userinfo",
                Map.of(
                        "Authorization",
                        "DPoP " + token,
                        "DPoP",
                        key.proof(
                                "GET",
                                "/userinfo",
                                claims -> claims.put("nonce", "old").put("ath", DpopKey.hash(token)))));

        assertThat(wanted.status()).isEqualTo(401);
        assertThat(wanted.header("WWW-Authenticate")).startsWith("DPoP ").contains("error=\"use_dpop_nonce\"");
        assertThat(wanted.header("DPoP-Nonce")).isNotEmpty();
        assertThat(userInfo(key, token).header("DPoP-Nonce")).isNotEmpty();
    }

    @Test
    void section_11_1_a_proof_is_good_once_on_all_nodes_whatever_it_is_for() {
        String token = tokens().text("access_token");
        Map<String, String> same = key.headers("GET", "/userinfo", token);
        List<Client> nodes = List.of(openId.client, second);

        List<Reply> replies = Together.run(16, i -> nodes.get(i % 2).get(PORTAL + "/userinfo", same));

        assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(1);
        assertThat(replies.stream().filter(reply -> reply.status() == 401))
                .hasSize(15)
                .allSatisfy(reply -> assertThat(reply.text("error")).isEqualTo("invalid_dpop_proof"));

        Map<String, String> proof = key.header("POST", "/token");
        String refreshToken = tokens().text("refresh_token");
        assertThat(openId.post("/token", proof, redemption(openId.code(), "demo-spa"))
                        .status())
                .isEqualTo(200);
        String code = openId.code();
        assertThat(openId.post("/token", proof, redemption(code, "demo-spa")).text("error"))
                .isEqualTo("invalid_dpop_proof");
        assertThat(openId.post(
                                "/token",
                                proof,
                                Map.of(
                                        "grant_type",
                                        "refresh_token",
                                        "client_id",
                                        "demo-spa",
                                        "refresh_token",
                                        refreshToken))
                        .text("error"))
                .isEqualTo("invalid_dpop_proof");
        assertThat(redeem(key, code).status()).as("the code is still good").isEqualTo(200);
        assertThat(refresh(key, refreshToken).status())
                .as("the refresh token is still good")
                .isEqualTo(200);
    }

    @Test
    void section_10_a_code_can_be_for_one_key() {
        String code = openId.code("dpop_jkt", key.jkt());

        assertThat(openId.redeem(code).text("error")).isEqualTo("invalid_grant");
        assertThat(redeem(DpopKey.ec().knowing(openId.client), code).text("error"))
                .isEqualTo("invalid_grant");
        assertThat(redeem(key, code).status()).isEqualTo(200);
        assertThat(sent(openId.authorize(openId.browser(JOHN), request("dpop_jkt", "short"))))
                .containsEntry("error", "invalid_request");
    }

    @Test
    void section_10_1_a_request_that_is_pushed_with_a_proof_gives_a_code_for_its_key() {
        Map<String, String> proof = key.header("POST", "/par");
        Reply pushed = openId.post("/par", proof, request());
        assertThat(pushed.status()).as(pushed.body()).isEqualTo(201);
        assertThat(pushed.header("DPoP-Nonce")).isNotEmpty();
        assertThat(openId.post("/par", proof, request()).text("error"))
                .as("the same proof again")
                .isEqualTo("invalid_dpop_proof");

        String code = sent(openId.authorize(
                        openId.browser(JOHN),
                        Map.of("client_id", "demo-spa", "request_uri", pushed.text("request_uri"))))
                .get("code");
        assertThat(openId.redeem(code).text("error")).isEqualTo("invalid_grant");
        assertThat(redeem(key, code).status()).isEqualTo(200);

        assertThat(post("/par", key, Map.of(), request("dpop_jkt", key.jkt())).status())
                .isEqualTo(201);
        Reply contradictory =
                post("/par", key, Map.of(), request("dpop_jkt", DpopKey.ec().jkt()));
        assertThat(contradictory.status()).isEqualTo(400);
        assertThat(contradictory.text("error")).isEqualTo("invalid_request");
        assertThat(post("/par", DpopKey.ec(), Map.of(), request()).text("error"))
                .isEqualTo("use_dpop_nonce");
    }

    @Test
    void any_page_may_send_proofs_and_read_nonces() {
        Reply preflight = openId.client.exchange(
                "OPTIONS",
                PORTAL + "/token",
                Map.of("Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "dpop,content-type"),
                null);
        assertThat(preflight.header("Access-Control-Allow-Headers")).contains("DPoP");
        assertThat(redeem(DpopKey.ec(), "any").header("Access-Control-Expose-Headers"))
                .contains("DPoP-Nonce", "WWW-Authenticate");
    }

    @Test
    void section_5_1_discovery_names_the_algorithms() {
        assertThat(openId.client
                        .get(PORTAL + "/.well-known/openid-configuration", Map.of())
                        .json()
                        .get("dpop_signing_alg_values_supported"))
                .hasToString("[\"RS256\",\"PS256\",\"ES256\"]");
    }
}
