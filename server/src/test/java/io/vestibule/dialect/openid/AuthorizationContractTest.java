package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.CALLBACK;
import static io.vestibule.dialect.openid.OpenId.ISSUER;
import static io.vestibule.dialect.openid.OpenId.JANE;
import static io.vestibule.dialect.openid.OpenId.JOHN;
import static io.vestibule.dialect.openid.OpenId.PORTAL;
import static io.vestibule.dialect.openid.OpenId.request;
import static io.vestibule.dialect.openid.OpenId.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Reply;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The authorization endpoint: OpenID Connect Core section 3.1.2, RFC 6749 section 4.1, RFC 7636, RFC 9207, RFC 9700. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorizationContractTest {
    private final OpenId openId = new OpenId();

    @AfterAll
    void stop() {
        openId.close();
    }

    private static String error(Reply reply) {
        assertThat(reply.status()).isEqualTo(303);
        assertThat(reply.header("Location")).startsWith(CALLBACK + "?");
        return sent(reply).get("error");
    }

    private static void assertPage(Reply reply, String page) {
        assertThat(reply.status()).isEqualTo(303);
        assertThat(reply.header("Location")).startsWith(page + "?");
    }

    @Test
    void core_3_1_2_5_a_customer_who_is_signed_in_goes_back_with_a_code_and_the_state() {
        Reply reply = openId.authorize(openId.browser(JOHN), request());

        assertThat(reply.status()).isEqualTo(303);
        assertThat(reply.header("Location")).startsWith(CALLBACK + "?code=");
        assertThat(sent(reply)).containsEntry("state", "s1");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void rfc_9207_2_the_answer_names_its_issuer() {
        assertThat(sent(openId.authorize(openId.browser(JOHN), request()))).containsEntry("iss", ISSUER);
        assertThat(sent(openId.authorize("", request("prompt", "none")))).containsEntry("iss", ISSUER);
    }

    @Test
    void core_3_1_2_1_a_request_may_be_posted_by_a_page_of_another_site() {
        Reply reply = openId.client.exchange(
                "POST",
                PORTAL + "/authorize",
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                OpenId.form(request()));

        assertThat(reply.header("Location")).startsWith(PORTAL + "/authorize?");
        assertThat(sent(openId.follow(openId.browser(JOHN), reply.header("Location"))))
                .containsKey("code");
    }

    @Test
    void core_3_1_2_3_a_customer_who_is_not_signed_in_is_sent_to_the_page_with_the_whole_request() {
        Reply reply = openId.authorize("", request("login_hint", "john.doe@example.com"));

        assertPage(reply, "/sign-in/1");
        assertThat(sent(reply)).containsAllEntriesOf(request("login_hint", "john.doe@example.com"));
    }

    @Test
    void form_post_2_the_answer_is_a_form_that_sends_itself_to_the_application_alone() {
        Reply reply = openId.authorize(openId.browser(JOHN), request("response_mode", "form_post"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .contains("<form method=\"post\" action=\"" + CALLBACK + "\">")
                .contains("name=\"code\"")
                .contains("name=\"state\" value=\"s1\"")
                .contains("name=\"iss\" value=\"" + ISSUER + "\"");
        assertThat(reply.header("Content-Security-Policy"))
                .contains("form-action http:;")
                .contains("script-src 'sha256-");
    }

    @Test
    void form_post_is_in_the_language_that_the_application_asks_for_or_the_browser() {
        String cookie = openId.browser(JOHN);
        Map<String, String> request = request("response_mode", "form_post");
        Map<String, String> french = Map.of("Cookie", cookie, "Accept-Language", "fr");
        assertThat(openId.client
                        .get(PORTAL + "/authorize?" + OpenId.form(request), french)
                        .header("Content-Language"))
                .isEqualTo("fr");
        request.put("ui_locales", "pt es");
        assertThat(openId.client
                        .get(PORTAL + "/authorize?" + OpenId.form(request), french)
                        .header("Content-Language"))
                .isEqualTo("es");
    }

    @Test
    void form_post_escapes_what_the_application_sent() {
        Reply reply = openId.authorize(
                openId.browser(JOHN), request("response_mode", "form_post", "state", "\"><script>alert(1)</script>"));

        assertThat(reply.body()).doesNotContain("<script>alert");
    }

    @ParameterizedTest
    @CsvSource({
        "client_id, ''",
        "client_id, nobody",
        "client_id, demo", // an API client that doesn't speak OpenID Connect
        "redirect_uri, ''",
        "redirect_uri, https://evil.example/callback",
        "redirect_uri, http://localhost:3000/callback/",
        "redirect_uri, http://localhost:3000/callback?x=1",
        "redirect_uri, http://localhost:3000/callback#x",
        "redirect_uri, http://localhost:3000/callback/../callback",
        "redirect_uri, http://localhost:3000@evil.example/callback",
        "redirect_uri, http://localhost:3001/callback",
        "redirect_uri, http://localhost.evil.example:3000/callback",
        "redirect_uri, http://LOCALHOST:3000/callback"
    })
    void rfc_6749_4_1_2_1_nothing_is_sent_where_it_is_not_certain_which_application_asks(String name, String value) {
        Reply reply = openId.authorize(openId.browser(JOHN), request(name, value));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("Location")).isNull();
        assertThat(reply.header("Content-Type")).startsWith("text/html");
    }

    @Test
    void rfc_9700_2_1_a_second_redirect_uri_is_no_redirect_uri() {
        Reply reply = openId.follow(
                openId.browser(JOHN),
                PORTAL + "/authorize?" + OpenId.form(request()) + "&redirect_uri=https%3A%2F%2Fevil.example%2F");

        assertThat(reply.status()).isEqualTo(400);
    }

    @Test
    void rfc_8252_7_3_an_app_on_this_machine_chooses_its_port() {
        Reply reply =
                openId.authorize("", request("prompt", "none", "redirect_uri", "http://127.0.0.1:49152/callback"));

        assertThat(reply.header("Location")).startsWith("http://127.0.0.1:49152/callback?error=login_required&");
    }

    @ParameterizedTest
    @CsvSource({
        "response_type, '', invalid_request",
        "response_type, token, unsupported_response_type",
        "response_type, code id_token, unsupported_response_type",
        "response_type, id_token, unsupported_response_type",
        "response_mode, fragment, invalid_request",
        "scope, '', invalid_scope",
        "scope, unknown, invalid_scope",
        "prompt, sometimes, invalid_request",
        "prompt, none login, invalid_request",
        "max_age, -1, invalid_request",
        "max_age, soon, invalid_request",
        "claims, '{', invalid_request",
        "claims, '[]', invalid_request",
        "claims, '{\"id_token\": []}', invalid_request",
        "request_uri, https://evil.example/r, request_uri_not_supported",
        "registration, '{}', registration_not_supported",
        "id_token_hint, nonsense, invalid_request"
    })
    void core_3_1_2_6_what_is_wrong_is_told_to_the_application(String name, String value, String error) {
        Reply reply = openId.authorize(openId.browser(JOHN), request(name, value));

        assertThat(error(reply)).isEqualTo(error);
        assertThat(sent(reply)).containsEntry("state", "s1").doesNotContainKey("code");
    }

    @ParameterizedTest
    @CsvSource({
        "'', S256", // a public client has to
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM, plain",
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM, ''", // which means plain
        "short, S256"
    })
    void rfc_9700_2_1_1_pkce_with_s256_alone(String challenge, String method) {
        assertThat(error(openId.authorize(
                        openId.browser(JOHN), request("code_challenge", challenge, "code_challenge_method", method))))
                .isEqualTo("invalid_request");
    }

    @Test
    void rfc_6749_3_1_a_parameter_twice_is_refused_in_a_form_too() {
        Reply reply = openId.client.exchange(
                "POST",
                PORTAL + "/authorize",
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                OpenId.form(request()) + "&scope=openid");

        assertThat(error(reply)).isEqualTo("invalid_request");
    }

    @Test
    void rfc_6749_3_1_a_parameter_twice_is_refused() {
        Reply reply =
                openId.follow(openId.browser(JOHN), PORTAL + "/authorize?" + OpenId.form(request()) + "&scope=openid");

        assertThat(error(reply)).isEqualTo("invalid_request");
    }

    @Test
    void core_3_1_2_1_prompt_none_asks_nobody() {
        assertThat(error(openId.authorize("", request("prompt", "none")))).isEqualTo("login_required");
        assertThat(sent(openId.authorize(openId.browser(JOHN), request("prompt", "none"))))
                .containsKey("code");
    }

    @Test
    void core_3_1_2_1_prompt_login_asks_once_more_and_ends() {
        String before = openId.browser(JOHN);
        Reply reply = openId.authorize(before, request("prompt", "login"));
        assertPage(reply, "/sign-in/1");
        String back = PORTAL + "/authorize?" + reply.header("Location").replaceFirst("[^?]*\\?", "");

        assertPage(openId.follow(before, back), "/sign-in/1");
        assertThat(sent(openId.follow(openId.browser(JOHN), back))).containsKey("code");
    }

    @Test
    void core_3_1_2_1_the_time_of_a_request_is_of_that_request_alone() {
        String before = openId.browser(JOHN, "{pwd}", Duration.ofMinutes(5));
        String old = sent(openId.authorize(before, request("prompt", "login"))).get("requested_at");
        String session = openId.browser(JOHN);

        assertThat(openId.authorize(session, request("prompt", "login", "requested_at", old))
                        .header("Location"))
                .as("the very request")
                .startsWith(CALLBACK);
        assertPage(
                openId.authorize(session, request("prompt", "login", "state", "s2", "requested_at", old)),
                "/sign-in/1");
        assertPage(
                openId.authorize(session, request("prompt", "login", "requested_at", "1." + "A".repeat(43))),
                "/sign-in/1");
    }

    @Test
    void core_3_1_2_1_max_age_asks_whoever_signed_in_longer_ago() {
        String session = openId.browser(JOHN, "{pwd}", Duration.ofMinutes(5));

        assertThat(sent(openId.authorize(session, request("max_age", "600")))).containsKey("code");
        assertPage(openId.authorize(session, request("max_age", "60")), "/sign-in/1");
        Reply now = openId.authorize(session, request("max_age", "0"));
        assertPage(now, "/sign-in/1");
        String back = PORTAL + "/authorize?" + now.header("Location").replaceFirst("[^?]*\\?", "");
        assertThat(sent(openId.follow(openId.browser(JOHN), back))).containsKey("code");
    }

    @Test
    void prompt_create_begins_at_the_registration() {
        assertPage(openId.authorize("", request("prompt", "create")), "/register/1");
    }

    @Test
    void prompt_create_registers_even_where_somebody_is_signed_in() {
        assertPage(openId.authorize(openId.browser(JOHN), request("prompt", "create")), "/register/1");
    }

    @Test
    void core_3_1_2_1_id_token_hint_wants_the_same_customer() {
        String hint = openId.tokens().text("id_token");

        assertThat(sent(openId.authorize(openId.browser(JOHN), request("id_token_hint", hint))))
                .containsKey("code");
        assertThat(error(openId.authorize(openId.browser(JANE), request("prompt", "none", "id_token_hint", hint))))
                .isEqualTo("login_required");
        Reply asked = openId.authorize(openId.browser(JANE), request("id_token_hint", hint));
        assertPage(asked, "/sign-in/1");
        String back = PORTAL + "/authorize?" + asked.header("Location").replaceFirst("[^?]*\\?", "");
        assertThat(error(openId.follow(openId.browser(JANE), back))).isEqualTo("login_required");
    }

    @Test
    void rfc_9470_4_a_second_factor_that_the_customer_has_is_asked_for() {
        openId.installation.sql("update customer set second_factor_at = now() where id = ?", JANE);

        assertPage(openId.authorize(openId.browser(JANE), request("acr_values", "aal2")), "/second-factor/1");
        assertThat(sent(openId.authorize(
                        openId.browser(JANE, "{pwd,otp,mfa}", Duration.ZERO), request("acr_values", "aal2"))))
                .containsKey("code");
        assertThat(sent(openId.authorize(openId.browser(JANE), request("acr_values", "urn:unknown"))))
                .as("a class that isn't known")
                .containsKey("code");
    }

    @Test
    void core_5_5_1_1_an_essential_class_that_cannot_be_met_is_an_error() {
        String claims = "{\"id_token\": {\"acr\": {\"essential\": true, \"values\": [\"%s\"]}}}";

        assertThat(error(openId.authorize(openId.browser(JOHN), request("claims", claims.formatted("aal2")))))
                .isEqualTo("unmet_authentication_requirements");
        assertThat(error(openId.authorize(openId.browser(JOHN), request("claims", claims.formatted("urn:x")))))
                .isEqualTo("unmet_authentication_requirements");
        assertThat(sent(openId.authorize(openId.browser(JOHN), request("acr_values", "aal2"))))
                .as("acr_values is a wish")
                .containsKey("code");
    }

    @Test
    void core_5_5_1_1_one_of_the_essential_classes_will_do_and_acr_values_change_nothing() {
        String claims = "{\"id_token\": {\"acr\": {\"essential\": true, \"values\": [%s]}}}";
        String second = claims.formatted("\"aal2\"");
        String either = claims.formatted("\"aal2\", \"aal1\"");

        assertThat(error(openId.authorize(openId.browser(JOHN), request("claims", second, "acr_values", "aal1"))))
                .isEqualTo("unmet_authentication_requirements");
        assertThat(error(openId.authorize(
                        openId.browser(JOHN), request("claims", claims.formatted("\"urn:x\""), "acr_values", "aal1"))))
                .isEqualTo("unmet_authentication_requirements");
        assertThat(sent(openId.authorize(openId.browser(JOHN), request("claims", either))))
                .as("whoever has no second factor signs in with one")
                .containsKey("code");
        assertThat(sent(openId.authorize(
                        openId.browser(JOHN), request("claims", claims.formatted("\"aal1\""), "acr_values", "aal2"))))
                .containsKey("code");
    }

    @Test
    void core_3_1_2_4_an_application_of_somebody_else_needs_consent() {
        openId.installation.sql(
                "update oauth_client set first_party = false where id = (select id from api_client where name = 'demo-web')");
        Map<String, String> third = request("client_id", "demo-web");

        assertPage(openId.authorize(openId.browser(JANE), third), "/consent/1");
        assertThat(error(openId.authorize(openId.browser(JANE), request("client_id", "demo-web", "prompt", "none"))))
                .isEqualTo("consent_required");
        openId.installation.sql("""
                insert into consent (customer_id, client_id, scopes)
                select 3, id, '{openid,email}' from api_client where name = 'demo-web'
                """);
        assertThat(sent(openId.authorize(openId.browser(JANE), third))).containsKey("code");
        assertPage(
                openId.authorize(openId.browser(JANE), request("client_id", "demo-web", "scope", "openid phone")),
                "/consent/1");
    }

    @Test
    void a_session_that_ended_signs_nobody_in() {
        String ended = openId.browser(JANE);
        openId.installation.sql("update customer_session set ended_at = now() where customer_id = ?", JANE);
        String disabled = openId.browser(4);

        assertPage(openId.authorize(ended, request()), "/sign-in/1");
        assertPage(openId.authorize(disabled, request()), "/sign-in/1");
        assertPage(openId.authorize("vestibule-1=invented", request()), "/sign-in/1");
        assertPage(openId.authorize("vestibule-2=invented; other=x", request()), "/sign-in/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/portals/99/authorize", "/portals/x/authorize"})
    void a_portal_that_is_not_there_is_a_page(String path) {
        Reply reply = openId.follow("", path + "?" + OpenId.form(request()));

        assertThat(reply.status()).isBetween(400, 404);
        assertThat(reply.header("Content-Type")).startsWith("text/html");
    }

    @Test
    void a_request_too_long_for_a_url_is_refused() {
        assertThat(error(openId.authorize("", request("login_hint", "x".repeat(8000)))))
                .isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @CsvSource({"nonce, 'a\0b'", "state, 'a\0b'", "scope, 'openid \0'", "claims, '{\"id_token\":{\"\\u0000\":null}}'"})
    void a_parameter_with_a_nul_is_refused(String name, String value) {
        assertThat(sent(openId.authorize(openId.browser(JOHN), request(name, value))))
                .containsEntry("error", "invalid_request");
        Reply pushed = openId.post("/par", Map.of(), request(name, value));
        assertThat(pushed.status()).as(pushed.body()).isEqualTo(400);
        assertThat(pushed.text("error")).isEqualTo("invalid_request");
    }

    @Test
    void a_name_with_a_nul_is_refused() {
        Map<String, String> request = request("a%00b", "x"); // values alone are encoded

        assertThat(error(openId.authorize(openId.browser(JOHN), request))).isEqualTo("invalid_request");
        Reply pushed = openId.post("/par", Map.of(), request);
        assertThat(pushed.status()).as(pushed.body()).isEqualTo(400);
        assertThat(pushed.text("error")).isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"code", "redirect_uri", "client_id"})
    void a_token_request_with_a_nul_is_refused(String name) {
        Reply reply = openId.redeem(openId.code(), name, "a\0b");

        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.text("error")).isEqualTo("invalid_request");
    }
}
