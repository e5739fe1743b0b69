package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.CALLBACK;
import static io.vestibule.dialect.openid.OpenId.ISSUER;
import static io.vestibule.dialect.openid.OpenId.JOHN;
import static io.vestibule.dialect.openid.OpenId.PORTAL;
import static io.vestibule.dialect.openid.OpenId.claims;
import static io.vestibule.dialect.openid.OpenId.form;
import static io.vestibule.dialect.openid.OpenId.request;
import static io.vestibule.dialect.openid.OpenId.sent;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attacks on OAuth and what stops them: RFC 9700, clause by clause, beside those that have their place in the tests of an endpoint. Those of
 * PKCE, of refresh tokens and of the consent page are in {@link TokenContractTest} and {@link ApplicationFlowTest}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BestCurrentPracticeTest {
    private final OpenId openId = new OpenId();

    BestCurrentPracticeTest() {
        openId.installation.sql("""
                update oauth_client set grant_types = grant_types || '{client_credentials}', scopes = scopes || '{orders:read}'
                where id = (select id from api_client where name = 'demo-web')
                """);
    }

    @AfterAll
    void stop() {
        openId.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "id_token", "id_token token", "code token", "code id_token", "none"})
    void section_2_1_2_no_token_is_in_a_url(String type) {
        Map<String, String> answer = sent(openId.authorize(openId.browser(JOHN), request("response_type", type)));

        assertThat(answer).containsEntry("error", "unsupported_response_type");
        assertThat(answer).doesNotContainKeys("access_token", "id_token", "code");
    }

    @Test
    void section_2_4_no_application_sees_a_password() {
        Map<String, String> passwords = Map.of(
                "grant_type", "password",
                "username", "john.doe@example.com",
                "password", "correct horse 9",
                "scope", "openid");
        assertThat(openId.post("/token", OpenId.web(), passwords).text("error")).isEqualTo("unsupported_grant_type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CALLBACK + "%2F..%2Fevil",
                CALLBACK + "/",
                CALLBACK + "?next=https://evil.example",
                CALLBACK + "#",
                CALLBACK + "#@evil.example",
                CALLBACK + "\r\nLocation: https://evil.example",
                CALLBACK + "\t",
                CALLBACK + " ",
                " " + CALLBACK,
                "//localhost:3000/callback",
                "http:localhost:3000/callback",
                "http:\\\\localhost:3000\\callback",
                "HTTP://localhost:3000/callback",
                "http://localhost:3000/Callback",
                "http://localhost:3000/./callback",
                "http://localhost:3000//callback",
                "http://localhost:3000/%63allback",
                "http://localhost.:3000/callback",
                "http://localhost:03000/callback",
                "http://localhost:3000@evil.example/callback",
                "http://localhost\u3002evil.example:3000/callback",
                "http://user@localhost:3000/callback",
                "https://localhost:3000/callback",
                "javascript:alert(1)//http://localhost:3000/callback",
                "data:text/html,http://localhost:3000/callback",
                "http://127.0.0.1@evil.example/callback",
                "http://127.0.0.1.evil.example/callback",
                "http://127.0.0.1:80:90/callback",
                "http://127.1/callback",
                "http://[::1]@evil.example/callback",
                "*"
            })
    void section_4_1_3_a_redirect_uri_is_one_that_is_registered_to_the_character(String uri) {
        for (String mode : List.of("query", "form_post")) {
            Reply reply = openId.authorize(openId.browser(JOHN), request("redirect_uri", uri, "response_mode", mode));

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.header("Location")).isNull();
            assertThat(reply.body()).doesNotContain("<form").doesNotContain("name=\"code\"");
        }
    }

    @Test
    void section_4_2_4_no_page_tells_other_sites_what_is_in_its_url() {
        Reply asked = openId.authorize("", request());
        Reply page = openId.follow("", asked.header("Location"));
        assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(page.body()).doesNotContain("<img", "http://", "https://");
        Reply posted = openId.authorize(openId.browser(JOHN), request("response_mode", "form_post"));
        assertThat(posted.header("Referrer-Policy")).isEqualTo("same-origin");
    }

    @Test
    void section_4_3_1_a_code_in_a_browsers_history_is_worth_nothing() {
        String cookie = openId.browser(JOHN);
        Reply reply = openId.authorize(cookie, request());
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        String code = sent(reply).get("code");
        assertThat(openId.redeem(code).status()).isEqualTo(200);
        assertThat(openId.redeem(code).text("error")).isEqualTo("invalid_grant");
    }

    @Test
    void section_4_3_2_an_access_token_in_a_url_is_none() {
        String token = openId.tokens().text("access_token");
        String path = PORTAL + "/userinfo?access_token=" + token;

        assertThat(openId.client.get(path, Map.of()).status()).isEqualTo(401);
        assertThat(openId.client
                        .exchange("POST", path, Map.of("Content-Type", "application/x-www-form-urlencoded"), "")
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"query", "form_post"})
    void section_4_4_2_every_answer_names_its_issuer(String mode) {
        for (String cookie : List.of(openId.browser(JOHN), "")) {
            Reply reply =
                    openId.authorize(cookie, request("response_mode", mode, "prompt", cookie.isEmpty() ? "none" : ""));

            if (mode.equals("query")) {
                assertThat(sent(reply)).containsEntry("iss", ISSUER);
            } else {
                assertThat(reply.body()).contains("name=\"iss\" value=\"" + ISSUER + "\"");
            }
        }
    }

    @Test
    void section_4_4_2_another_issuer_takes_neither_code_nor_token() {
        String code = openId.code();
        Map<String, String> redeem = Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                "demo-spa",
                "code",
                code,
                "redirect_uri",
                CALLBACK,
                "code_verifier",
                OpenId.VERIFIER);
        Map<String, String> headers = Map.of("Content-Type", "application/x-www-form-urlencoded");
        assertThat(openId.client
                        .exchange("POST", "/portals/2/token", headers, form(redeem))
                        .status())
                .isIn(400, 401);
        Reply tokens = openId.redeem(code);
        assertThat(tokens.status()).isEqualTo(200);
        assertThat(openId.client
                        .get("/portals/2/userinfo", Client.bearer(tokens.text("access_token")))
                        .status())
                .isEqualTo(401);
    }

    /** The client compares the nonce, which the code's ID token has from the request that the browser made. */
    @Test
    void section_4_5_3_2_the_nonce_is_that_of_the_request_and_no_token_request_sets_it() {
        Reply tokens = openId.redeem(openId.code("nonce", "of this browser"), "nonce", "of another");

        assertThat(claims(tokens.text("id_token")).text("nonce")).hasValue("of this browser");
    }

    /** A code that was begun in one browser goes into another's: whose verifier it needs. */
    @Test
    void section_4_5_3_1_a_code_is_good_for_the_browser_that_began() {
        String stolen = openId.code();
        String verifier = "another-browsers-verifier-that-is-long-enough-for-rfc-7636";

        assertThat(openId.redeem(stolen, "code_verifier", verifier).text("error"))
                .isEqualTo("invalid_grant");
    }

    @Test
    void section_4_7_1_the_state_goes_back_as_it_came_whatever_happens() {
        String state = "a b&c=d\"<é>";
        assertThat(sent(openId.authorize(openId.browser(JOHN), request("state", state))))
                .containsEntry("state", state);
        assertThat(sent(openId.authorize("", request("state", state, "prompt", "none"))))
                .containsEntry("state", state);
        assertThat(sent(openId.authorize("", request("state", state, "response_type", "token"))))
                .containsEntry("state", state);
    }

    /** Who takes the challenge out of the request gets a code that the verifier isn't good for. */
    @Test
    void section_4_8_2_a_challenge_that_was_taken_out_is_missed() {
        Map<String, String> downgraded =
                request("client_id", "demo-web", "code_challenge", "", "code_challenge_method", "");
        String code = sent(openId.authorize(openId.browser(JOHN), downgraded)).get("code");
        Map<String, String> redeem = Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                CALLBACK,
                "code_verifier",
                OpenId.VERIFIER);

        assertThat(openId.post("/token", OpenId.web(), redeem).text("error")).isEqualTo("invalid_grant");
        assertThat(sent(openId.authorize(
                        openId.browser(JOHN), request("code_challenge", "", "code_challenge_method", ""))))
                .as("a public client's")
                .containsEntry("error", "invalid_request");
        assertThat(sent(openId.authorize(openId.browser(JOHN), request("code_challenge_method", "plain"))))
                .containsEntry("error", "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sign-in/1",
                "/register/1",
                "/forgot/1",
                "/account/1",
                "/sign-out/1",
                "/signed-out/1",
                "/device/1",
                "/second-factor/1",
                "/consent/1",
                PORTAL + "/logout",
                PORTAL + "/authorize"
            })
    void section_4_11_2_no_parameter_leads_to_a_place_that_nobody_registered(String path) {
        String evil = "https%3A%2F%2Fevil.example%2F";
        StringBuilder query = new StringBuilder("?");
        for (String name : List.of(
                "redirect_uri",
                "post_logout_redirect_uri",
                "next",
                "return",
                "return_to",
                "url",
                "continue",
                "target")) {
            query.append(name).append('=').append(evil).append('&');
        }
        for (String more : List.of("client_id=demo-spa&response_type=code&scope=openid", "client_id=nobody", "")) {
            for (String cookie : List.of(openId.browser(JOHN), "")) {
                Reply reply = openId.follow(cookie, path + query + more);
                if (reply.header("Location") != null) {
                    assertThat(reply.header("Location")).startsWith("/").doesNotStartWith("//");
                }
                assertThat(reply.body())
                        .doesNotContain("href=\"https://evil", "action=\"https://evil", "src=\"https://evil")
                        .doesNotContain("http-equiv=\"refresh\"");
            }
        }
    }

    @Test
    void section_4_12_no_redirect_repeats_a_form_elsewhere() {
        Browser browser = new Browser(openId.client);
        Page first = browser.get("/sign-in/1?" + form(request()));
        Page second = browser.submit(first, "/sign-in/1", Map.of("login", "testtest123"));
        Page signedIn = browser.submit(second, "/sign-in/1", Map.of("password", "correct horse 9"));
        assertThat(signedIn.status()).isEqualTo(303);
        assertThat(browser.get(signedIn.location()).status()).isEqualTo(303);
        for (String endpoint : List.of("/authorize", "/logout")) {
            assertThat(openId.post(endpoint, Map.of(), request()).status())
                    .as(endpoint)
                    .isEqualTo(303);
        }
    }

    @Test
    void section_4_13_no_header_says_who_the_issuer_or_the_client_is() {
        Map<String, String> headers = new HashMap<>(Map.of(
                "X-Forwarded-Host", "evil.example",
                "X-Forwarded-Proto", "https",
                "X-Forwarded-Port", "444",
                "X-Forwarded-Prefix", "/evil",
                "X-Original-URL", "/evil",
                "Forwarded", "host=evil.example;proto=https"));
        headers.put("X-SSL-Client-Cert", "-----BEGIN CERTIFICATE-----");
        headers.put("X-Client-Id", "demo-web");
        headers.put("X-Remote-User", "demo-web");
        Reply discovery = openId.client.get(PORTAL + "/.well-known/openid-configuration", headers);
        assertThat(discovery.text("issuer")).isEqualTo(ISSUER);
        assertThat(discovery.body()).doesNotContain("evil", ":444");
        Map<String, String> asked = new HashMap<>(headers);
        asked.put("Cookie", openId.browser(JOHN));
        Reply answer = openId.client.get(PORTAL + "/authorize?" + form(request()), asked);
        assertThat(answer.header("Location")).startsWith(CALLBACK + "?");
        assertThat(sent(answer)).containsEntry("iss", ISSUER);
        assertThat(openId.post("/introspect", headers, Map.of("token", "x")).status())
                .isEqualTo(401);
    }

    /** A client can't name itself as a customer, so nobody takes its token for theirs. */
    @Test
    void section_4_15_1_a_clients_own_token_is_no_customers() {
        Reply tokens = openId.post("/token", OpenId.web(), Map.of("grant_type", "client_credentials"));
        assertThat(tokens.status()).as(tokens.body()).isEqualTo(200);
        assertThat(claims(tokens.text("access_token")).text("sub")).hasValue("demo-web");
        assertThat(openId.userInfo(tokens.text("access_token")).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/sign-in/1", "/register/1", "/forgot/1", "/signed-out/1", PORTAL + "/authorize", "/sign-in/0"})
    void section_4_16_no_page_can_be_framed(String path) {
        Reply page = openId.client.get(path, Map.of());

        assertThat(page.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web_message", "fragment", "query.jwt", "jwt", "QUERY", "form_post "})
    void section_4_17_nothing_is_posted_to_another_window(String mode) {
        Map<String, String> answer = sent(openId.authorize(openId.browser(JOHN), request("response_mode", mode)));

        assertThat(answer).containsEntry("error", "invalid_request").doesNotContainKey("code");
    }

    /** What a request names isn't fetched: this server can be sent to no other. */
    @Test
    void nothing_that_a_request_names_is_fetched() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.close();
        });
        elsewhere.start();
        String uri = "http://localhost:" + elsewhere.getAddress().getPort() + "/x.jwt";
        for (String name : List.of(
                "request_uri",
                "registration",
                "client_uri",
                "jwks_uri",
                "sector_identifier_uri",
                "logo_uri",
                "client_id")) {
            openId.authorize(openId.browser(JOHN), request(name, uri));
            openId.post("/par", Map.of(), request(name, uri));
            openId.post("/token", Map.of(), Map.of("grant_type", "authorization_code", name, uri, "code", "x"));
        }
        assertThat(sent(openId.authorize(openId.browser(JOHN), request("request_uri", uri))))
                .containsEntry("error", "request_uri_not_supported");
        elsewhere.stop(0);
        assertThat(asked).hasValue(0);
    }
}
