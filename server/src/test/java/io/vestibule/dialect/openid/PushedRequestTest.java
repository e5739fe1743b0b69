package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.CALLBACK;
import static io.vestibule.dialect.openid.OpenId.JOHN;
import static io.vestibule.dialect.openid.OpenId.PORTAL;
import static io.vestibule.dialect.openid.OpenId.claims;
import static io.vestibule.dialect.openid.OpenId.form;
import static io.vestibule.dialect.openid.OpenId.request;
import static io.vestibule.dialect.openid.OpenId.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushed authorization requests (RFC 9126). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PushedRequestTest {
    private final OpenId openId = new OpenId();

    @AfterAll
    void stop() {
        openId.close();
    }

    private Reply push(String... changes) {
        return openId.post("/par", Map.of(), request(changes));
    }

    private String pushed(String... changes) {
        Reply reply = push(changes);
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return reply.text("request_uri");
    }

    private static Map<String, String> reference(String requestUri) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", "demo-spa");
        parameters.put("request_uri", requestUri);
        return parameters;
    }

    private Reply authorize(String cookie, String requestUri) {
        return openId.authorize(cookie, reference(requestUri));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\0", "é", "a b"})
    void section_4_a_client_id_that_none_has_is_none(String clientId) {
        Map<String, String> url = reference(pushed());
        url.put("client_id", clientId);

        assertGone(openId.authorize(openId.browser(JOHN), url));
        assertThat(openId.follow("", "/sign-in/1?" + form(url)).status()).isEqualTo(200);
    }

    private static void assertGone(Reply reply) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("Location")).isNull();
        assertThat(reply.body()).contains("invalid_request_uri");
    }

    @Test
    void section_2_2_a_request_that_was_pushed_has_a_reference_that_nobody_guesses() {
        Reply reply = push();

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.header("Content-Type")).startsWith("application/json");
        assertThat(reply.header("Cache-Control")).contains("no-store");
        assertThat(reply.text("request_uri")).matches("urn:ietf:params:oauth:request_uri:[A-Za-z0-9_-]{43}");
        assertThat(reply.text("expires_in")).isEqualTo("60");
        assertThat(pushed()).isNotEqualTo(reply.text("request_uri"));
    }

    @Test
    void section_2_a_confidential_client_authenticates_and_its_secret_is_not_kept() {
        Map<String, String> parameters = new HashMap<>(request("client_id", "demo-web"));

        assertThat(openId.post("/par", Map.of(), parameters).status()).isEqualTo(401);
        assertThat(openId.post("/par", Client.basic("demo-web", "wrong"), parameters)
                        .text("error"))
                .isEqualTo("invalid_client");
        assertThat(openId.post("/par", OpenId.web(), request("client_id", "demo-spa"))
                        .status())
                .as("another client in the form")
                .isEqualTo(400);
        parameters.remove("client_id");
        assertThat(openId.post("/par", OpenId.web(), parameters).status()).isEqualTo(201);
        assertThat(openId.installation.count(
                        "select count(*) from pushed_request where parameters::text like '%secret%'"))
                .isZero();
    }

    @Test
    void section_2_1_a_request_uri_cannot_be_pushed() {
        assertThat(push("request_uri", "urn:ietf:params:oauth:request_uri:x").text("error"))
                .isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @CsvSource({
        "redirect_uri, https://evil.example/, invalid_request",
        "response_type, token, unsupported_response_type",
        "response_type, '', invalid_request",
        "code_challenge, '', invalid_request",
        "scope, unknown, invalid_scope",
        "max_age, soon, invalid_request",
        "prompt, none login, invalid_request"
    })
    void section_2_3_what_the_authorization_endpoint_would_refuse_is_refused_at_once(
            String name, String value, String error) {
        Reply reply = push(name, value);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("error")).isEqualTo(error);
    }

    @Test
    void section_2_3_a_parameter_that_is_given_twice_or_in_the_url_is_refused() {
        Map<String, String> asForm = Map.of("Content-Type", "application/x-www-form-urlencoded");
        assertThat(openId.client
                        .exchange("POST", PORTAL + "/par", asForm, form(request()) + "&scope=openid")
                        .status())
                .isEqualTo(400);
        assertThat(openId.client
                        .exchange("POST", PORTAL + "/par?scope=openid", asForm, form(request()))
                        .status())
                .isEqualTo(400);
        assertThat(openId.client.get(PORTAL + "/par", Map.of()).status()).isEqualTo(405);
    }

    @Test
    void section_4_the_code_is_for_the_request_that_was_pushed_whatever_the_url_says() {
        Map<String, String> url = reference(pushed("scope", "openid email", "state", "pushed"));
        url.put("scope", "openid address");
        url.put("state", "of the URL");
        url.put("redirect_uri", "https://evil.example/");
        url.put("code_challenge", "x");

        Reply reply = openId.authorize(openId.browser(JOHN), url);

        assertThat(reply.header("Location")).startsWith(CALLBACK + "?");
        assertThat(sent(reply)).containsEntry("state", "pushed");
        Reply tokens = openId.redeem(sent(reply).get("code"));
        assertThat(tokens.text("scope")).isEqualTo("openid email");
        assertThat(claims(tokens.text("id_token")).text("nonce")).contains("n1");
    }

    @Test
    void section_4_and_7_3_a_reference_is_good_for_one_code_of_its_client() {
        String reference = pushed();
        String cookie = openId.browser(JOHN);
        Map<String, String> others = reference(reference);
        others.put("client_id", "demo-web");
        assertGone(openId.authorize(cookie, others));
        others.remove("client_id");
        assertGone(openId.authorize(cookie, others));

        assertThat(sent(authorize(cookie, reference))).containsKey("code");

        assertGone(authorize(cookie, reference));
        assertGone(authorize(cookie, "urn:ietf:params:oauth:request_uri:unknown"));
        assertGone(openId.follow(cookie, "/portals/2/authorize?" + form(reference(pushed()))));
    }

    @Test
    void section_4_a_reference_that_no_browser_brought_in_time_is_void() {
        String reference = pushed();
        assertThat(openId.installation.count("""
                        select count(*) from pushed_request where expires_at > now() + interval '61 seconds'
                        """)).isZero();
        openId.installation.sql("update pushed_request set expires_at = now() - interval '1 second'");

        assertGone(authorize(openId.browser(JOHN), reference));
    }

    @Test
    void what_is_out_of_date_goes_with_the_next_ones() {
        pushed();
        openId.installation.sql("update pushed_request set expires_at = now() - interval '1 second'");
        long before = openId.installation.count("select count(*) from pushed_request");

        pushed();

        assertThat(openId.installation.count("select count(*) from pushed_request"))
                .isEqualTo(before + 1 - Math.min(before, 2));
    }

    @Test
    void a_customer_signs_in_with_a_request_that_the_url_does_not_tell() {
        Browser browser = new Browser(openId.client);
        String reference = pushed("scope", "openid email", "login_hint", "john.doe@example.com", "prompt", "login");

        Page asked = browser.get(PORTAL + "/authorize?" + form(reference(reference)));

        assertThat(asked.location())
                .startsWith("/sign-in/1?client_id=demo-spa&request_uri=urn%3A")
                .doesNotContain("scope", "john", "prompt");
        assertThat(openId.installation.count("""
                        select count(*) from pushed_request where used_at is not null
                            and expires_at between now() + interval '9 minutes' and now() + interval '10 minutes'
                        """)).as("time to sign in").isEqualTo(1);
        Page page = browser.get(asked.location());
        assertThat(page.body()).contains("john.doe@example.com");
        assertThat(page.header("Content-Security-Policy")).contains("form-action 'self' http:;");

        Page back = browser.follow(browser.signIn(asked.location(), "john.doe@example.com", "correct horse 9"));

        assertThat(back.location()).startsWith(CALLBACK + "?code=");
    }

    @Test
    void the_consent_page_tells_what_was_pushed() {
        Browser browser = new Browser(openId.client);
        browser.signIn("/sign-in/1", "john.doe@example.com", "correct horse 9");
        String reference = pushed("scope", "openid phone", "prompt", "consent");

        Page asked = browser.get(PORTAL + "/authorize?" + form(reference(reference)));
        assertThat(asked.location()).startsWith("/consent/1?").doesNotContain("scope");
        Page page = browser.follow(asked);
        assertThat(page.body()).contains("your phone number").doesNotContain("your email address");

        Page no = browser.follow(browser.submit(page, "/consent/1", Map.of()));
        assertThat(no.location()).startsWith(CALLBACK + "?").contains("error=access_denied");

        Page back = browser.follow(browser.submit(page, "/consent/1", Map.of("agree", "yes")));
        assertThat(back.location()).startsWith(CALLBACK + "?code=");
    }

    @Test
    void section_6_a_client_may_be_held_to_pushing() {
        try (OpenId fresh = new OpenId()) {
            fresh.installation.sql("update oauth_client set require_pushed_authorization_requests = true");
            String cookie = fresh.browser(JOHN);

            assertThat(sent(fresh.authorize(cookie, request())))
                    .containsEntry("error", "invalid_request")
                    .containsEntry("state", "s1");
            Reply pushed = fresh.post("/par", Map.of(), request());
            assertThat(sent(fresh.authorize(cookie, reference(pushed.text("request_uri")))))
                    .containsKey("code");
        }
    }

    @Test
    void section_5_discovery_names_the_endpoint() {
        Reply reply = openId.client.get(PORTAL + "/.well-known/openid-configuration", Map.of());

        assertThat(reply.text("pushed_authorization_request_endpoint")).isEqualTo(OpenId.ISSUER + "/par");
        assertThat(reply.text("require_pushed_authorization_requests")).isEqualTo("false");
    }
}
