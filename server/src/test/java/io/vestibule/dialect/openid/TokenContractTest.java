package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.ISSUER;
import static io.vestibule.dialect.openid.OpenId.JOHN;
import static io.vestibule.dialect.openid.OpenId.claims;
import static io.vestibule.dialect.openid.OpenId.header;
import static io.vestibule.dialect.openid.OpenId.request;
import static io.vestibule.dialect.openid.OpenId.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The token endpoint: RFC 6749 sections 4.1.3, 4.4, 5 and 6, OpenID Connect Core section 3.1.3, RFC 7636 section 4.6, RFC 9068. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenContractTest {
    private final OpenId openId = new OpenId();

    @AfterAll
    void stop() {
        openId.close();
    }

    private static void assertError(Reply reply, int status, String error) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.text("error")).isEqualTo(error);
    }

    private static Map<String, String> form(String... pairs) {
        Map<String, String> form = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            form.put(pairs[i], pairs[i + 1]);
        }
        return form;
    }

    @Test
    void rfc_6749_5_1_a_code_becomes_tokens() {
        Reply reply = openId.tokens("scope", "openid email unknown");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.text("token_type")).isEqualTo("Bearer");
        assertThat(reply.text("expires_in")).isEqualTo("900");
        assertThat(reply.text("scope")).isEqualTo("openid email");
        assertThat(reply.text("refresh_token")).isNotEmpty();
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.header("Pragma")).isEqualTo("no-cache");
    }

    @Test
    void core_2_the_id_token_says_who_signed_in_how_and_when() {
        String idToken = openId.tokens().text("id_token");
        Json.Object claims = claims(idToken);

        assertThat(claims.text("iss")).hasValue(ISSUER);
        assertThat(claims.text("aud")).hasValue("demo-spa");
        assertThat(claims.text("sub")).hasValue(Long.toString(JOHN));
        assertThat(claims.text("nonce")).hasValue("n1");
        assertThat(claims.text("acr")).hasValue("aal1");
        assertThat(claims.get("amr")).hasToString("[\"pwd\"]");
        assertThat(claims.text("sid")).isPresent();
        assertThat(claims.fields()).containsKeys("exp", "iat", "auth_time");
    }

    @Test
    void core_15_1_rs256_for_a_client_that_is_registered_so() {
        try (OpenId fresh = new OpenId()) {
            fresh.installation.sql("update oauth_client set id_token_signed_response_alg = 'RS256'");

            assertThat(header(fresh.tokens().text("id_token")).text("alg")).hasValue("RS256");
            assertThat(fresh.client.get("/.well-known/jwks.json", Map.of()).body())
                    .contains("\"kty\":\"RSA\"");
        }
    }

    @Test
    void core_2_es256_for_a_client_that_is_registered_so() {
        String code = sent(openId.authorize(openId.browser(JOHN), request("client_id", "demo-web")))
                .get("code");
        Reply reply = openId.post(
                "/token",
                OpenId.web(),
                form(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        OpenId.CALLBACK,
                        "code_verifier",
                        OpenId.VERIFIER));

        assertThat(header(reply.text("id_token")).text("alg")).hasValue("ES256");
    }

    @Test
    void rfc_9068_2_the_access_token_is_a_jwt_of_its_own_type() {
        String token = openId.tokens("scope", "openid profile").text("access_token");

        assertThat(header(token).text("typ")).hasValue("at+jwt");
        Json.Object claims = claims(token);
        assertThat(claims.text("iss")).hasValue(ISSUER);
        assertThat(claims.text("aud")).hasValue(ISSUER);
        assertThat(claims.text("client_id")).hasValue("demo-spa");
        assertThat(claims.text("scope")).hasValue("openid profile");
        assertThat(claims.fields()).containsKeys("sub", "exp", "iat", "jti", "auth_time", "acr", "amr");
    }

    @Test
    void rfc_9700_2_2_a_portals_own_dialect_takes_no_application_token() {
        String token = openId.tokens().text("access_token");

        assertThat(openId.client
                        .get("/api/rest/portal/profile", Client.bearer(token))
                        .status())
                .isEqualTo(401);
        Reply keaze = openId.client.post(
                "/api/rest/portal/password-login",
                "{\"email\":\"john.doe@example.com\",\"password\":\"correct horse 9\"}");
        assertThat(openId.userInfo(keaze.text("access_token")).status()).isEqualTo(401);
        assertError(openId.refresh(keaze.text("refresh_token")), 400, "invalid_grant");
        assertThat(openId.client
                        .post(
                                "/api/rest/portal/refresh-token",
                                "{\"refreshToken\":\"" + openId.tokens().text("refresh_token") + "\"}")
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "code, invented, invalid_grant",
        "code, '', invalid_request",
        "redirect_uri, http://127.0.0.1:3000/callback, invalid_grant",
        "redirect_uri, '', invalid_request",
        "code_verifier, '', invalid_grant", // RFC 9700 section 4.8.2: the challenge needs its verifier
        "code_verifier, dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXX, invalid_grant",
        "code_verifier, short, invalid_request",
        "grant_type, '', invalid_request",
        "grant_type, password, unsupported_grant_type",
        "grant_type, implicit, unsupported_grant_type",
        "grant_type, client_credentials, unauthorized_client"
    })
    void rfc_6749_5_2_what_is_wrong_is_refused_and_the_code_still_good(String name, String value, String error) {
        String code = openId.code();

        assertError(openId.redeem(code, name, value), 400, error);
        assertThat(openId.redeem(code).status()).isEqualTo(200);
    }

    @Test
    void rfc_9700_4_8_2_a_verifier_without_a_challenge_is_refused() {
        String code = sent(openId.authorize(
                        openId.browser(JOHN),
                        request("client_id", "demo-web", "code_challenge", "", "code_challenge_method", "")))
                .get("code");
        Map<String, String> form =
                form("grant_type", "authorization_code", "code", code, "redirect_uri", OpenId.CALLBACK);
        Map<String, String> withVerifier = new LinkedHashMap<>(form);
        withVerifier.put("code_verifier", OpenId.VERIFIER);

        assertError(openId.post("/token", OpenId.web(), withVerifier), 400, "invalid_grant");
        assertThat(openId.post("/token", OpenId.web(), form).status()).isEqualTo(200);
    }

    @Test
    void rfc_9700_4_5_a_code_is_good_for_its_own_client_alone() {
        String code = openId.code();
        Reply injected = openId.post(
                "/token",
                OpenId.web(),
                form(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        OpenId.CALLBACK,
                        "code_verifier",
                        OpenId.VERIFIER));

        assertError(injected, 400, "invalid_grant");
        assertThat(openId.redeem(code).status()).isEqualTo(200);
    }

    @Test
    void rfc_6749_4_1_2_a_code_that_comes_again_ends_what_it_became() {
        String code = openId.code();
        Reply tokens = openId.redeem(code);
        assertThat(openId.userInfo(tokens.text("access_token")).status()).isEqualTo(200);

        assertError(openId.redeem(code), 400, "invalid_grant");

        assertThat(openId.userInfo(tokens.text("access_token")).status()).isEqualTo(401);
        assertError(openId.refresh(tokens.text("refresh_token")), 400, "invalid_grant");
    }

    @Test
    void rfc_6749_4_1_2_a_code_is_out_of_date_after_a_minute() {
        String code = openId.code();
        openId.installation.sql("update authorization_code set expires_at = now() where expires_at > now()");

        assertError(openId.redeem(code), 400, "invalid_grant");
    }

    @Test
    void a_code_of_a_session_that_has_ended_is_worth_nothing() {
        String code = openId.code();
        openId.installation.sql("update customer_session set ended_at = now() where customer_id = ?", JOHN);

        assertError(openId.redeem(code), 400, "invalid_grant");
    }

    @Test
    void rfc_6749_6_a_refresh_token_gives_the_next_ones() {
        Reply first = openId.tokens("scope", "openid email");
        Reply next = openId.refresh(first.text("refresh_token"));

        assertThat(next.status()).as(next.body()).isEqualTo(200);
        assertThat(next.text("refresh_token")).isNotEqualTo(first.text("refresh_token"));
        assertThat(claims(next.text("id_token")).get("sub"))
                .isEqualTo(claims(first.text("id_token")).get("sub"));
        assertThat(claims(next.text("id_token")).get("auth_time"))
                .as("core 12.2")
                .isEqualTo(claims(first.text("id_token")).get("auth_time"));
        assertThat(claims(next.text("id_token")).fields()).doesNotContainKey("nonce");
        assertThat(openId.userInfo(next.text("access_token")).status()).isEqualTo(200);
    }

    @Test
    void rfc_9700_4_14_2_a_refresh_token_used_twice_ends_its_grant() {
        Reply first = openId.tokens();
        Reply second = openId.refresh(first.text("refresh_token"));
        openId.refresh(second.text("refresh_token"));

        assertError(openId.refresh(first.text("refresh_token")), 400, "invalid_grant");
        assertThat(openId.userInfo(second.text("access_token")).status()).isEqualTo(401);
    }

    @Test
    void rfc_9700_4_14_2_a_refresh_token_used_twice_ends_no_more_than_its_grant() {
        String cookie = openId.browser(JOHN);
        Reply first = openId.redeem(sent(openId.authorize(cookie, request())).get("code"));
        Reply other = openId.redeem(sent(openId.authorize(cookie, request())).get("code"));
        Reply second = openId.refresh(first.text("refresh_token"));
        openId.refresh(second.text("refresh_token"));

        assertError(openId.refresh(first.text("refresh_token")), 400, "invalid_grant");

        assertThat(openId.userInfo(second.text("access_token")).status()).isEqualTo(401);
        assertThat(openId.userInfo(other.text("access_token")).status())
                .as("what another page was granted in the session")
                .isEqualTo(200);
        assertThat(sent(openId.authorize(cookie, request("prompt", "none"))))
                .as("the customer's own session")
                .containsKey("code");
    }

    @Test
    void rfc_9700_4_14_2_a_refresh_token_is_good_for_its_own_client_alone() {
        String token = openId.tokens().text("refresh_token");

        assertError(
                openId.post("/token", OpenId.web(), form("grant_type", "refresh_token", "refresh_token", token)),
                400,
                "invalid_grant");
        assertThat(openId.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void rfc_6749_6_a_refresh_may_ask_for_less_and_never_for_more() {
        String token = openId.tokens("scope", "openid email").text("refresh_token");

        assertError(openId.refresh(token, "scope", "openid email phone"), 400, "invalid_scope");
        Reply less = openId.refresh(token, "scope", "openid");
        assertThat(less.text("scope")).isEqualTo("openid");
        assertThat(openId.userInfo(less.text("access_token")).json().fields()).doesNotContainKey("email");
        Reply all = openId.refresh(less.text("refresh_token"));
        assertThat(all.text("scope")).isEqualTo("openid email");
    }

    @Test
    void core_11_offline_access_outlives_the_browser() {
        String cookie = openId.browser(JOHN);
        Reply offline = openId.redeem(sent(openId.authorize(cookie, request("scope", "openid offline_access")))
                .get("code"));
        Reply online = openId.redeem(sent(openId.authorize(cookie, request())).get("code"));
        openId.installation.sql(
                "update customer_session set ended_at = now() where id = cast(? as uuid)",
                claims(offline.text("id_token")).text("sid").orElseThrow());

        assertThat(openId.refresh(offline.text("refresh_token")).status()).isEqualTo(200);
        assertError(openId.refresh(online.text("refresh_token")), 400, "invalid_grant");
        assertThat(openId.userInfo(online.text("access_token")).status()).isEqualTo(401);
    }

    @Test
    void core_3_1_2_1_without_openid_there_is_no_id_token() {
        Reply reply = openId.tokens("scope", "email");

        assertThat(reply.json().fields()).doesNotContainKey("id_token");
        assertThat(openId.userInfo(reply.text("access_token")).status()).isEqualTo(403);
    }

    @Test
    void core_5_5_a_claim_that_is_asked_for_the_id_token_is_in_it() {
        Reply reply =
                openId.tokens("claims", "{\"id_token\": {\"email\": null, \"given_name\": {\"essential\": true}}}");

        assertThat(claims(reply.text("id_token")).text("email")).hasValue("john.doe@example.com");
        assertThat(claims(reply.text("id_token")).text("given_name")).hasValue("John");
    }

    @Test
    void rfc_6749_3_3_no_scope_is_left_out_and_not_empty() {
        try (OpenId fresh = new OpenId()) {
            fresh.installation.sql(
                    "update oauth_client set scopes = '{}', grant_types = '{client_credentials}' where id = (select id from api_client where name = 'demo-web')");
            Reply own = fresh.post("/token", OpenId.web(), form("grant_type", "client_credentials"));

            assertThat(own.status()).as(own.body()).isEqualTo(200);
            assertThat(own.json().fields()).doesNotContainKey("scope");
            assertThat(claims(own.text("access_token")).fields()).doesNotContainKey("scope");
            assertThat(fresh.post("/introspect", OpenId.web(), form("token", own.text("access_token")))
                            .json()
                            .fields())
                    .containsKey("sub")
                    .doesNotContainKey("scope");
        }
    }

    @Test
    void rfc_6749_2_3_1_a_client_with_a_secret_has_to_show_it() {
        Map<String, String> form =
                form("grant_type", "authorization_code", "code", "x", "redirect_uri", OpenId.CALLBACK);
        Map<String, String> named = new LinkedHashMap<>(form);
        named.put("client_id", "demo-web");

        Reply wrong = openId.post("/token", Client.basic("demo-web", "wrong"), form);
        assertError(wrong, 401, "invalid_client");
        assertThat(wrong.header("WWW-Authenticate")).startsWith("Basic");
        assertError(openId.post("/token", Map.of(), named), 401, "invalid_client");
        assertError(openId.post("/token", Map.of(), form), 401, "invalid_client");
        assertError(openId.post("/token", Client.basic("nobody", "x"), form), 401, "invalid_client");
    }

    @Test
    void rfc_6749_3_2_parameters_are_in_the_body_once_and_a_form() {
        String code = openId.code();
        Map<String, String> formType = Map.of("Content-Type", "application/x-www-form-urlencoded");

        assertError(
                openId.client.exchange("POST", OpenId.PORTAL + "/token?client_id=demo-spa", formType, "code=" + code),
                400,
                "invalid_request");
        assertError(
                openId.client.exchange("POST", OpenId.PORTAL + "/token", formType, "client_id=demo-spa&code=a&code=b"),
                400,
                "invalid_request");
        assertError(
                openId.client.post(OpenId.PORTAL + "/token", "{\"client_id\":\"demo-spa\"}"), 415, "invalid_request");
        assertError(openId.client.get(OpenId.PORTAL + "/token", Map.of()), 405, "invalid_request");
        assertError(openId.client.get("/portals/99/userinfo", Map.of()), 404, "not_found");
    }

    @Test
    void a_page_of_any_origin_may_ask_for_tokens() {
        Reply preflight = openId.client.exchange(
                "OPTIONS",
                OpenId.PORTAL + "/token",
                Map.of("Origin", "https://app.example", "Access-Control-Request-Method", "POST"),
                null);

        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(openId.tokens().header("Access-Control-Allow-Origin")).isEqualTo("*");
    }

    @Test
    void rfc_6749_3_1_a_scope_of_blanks_is_one_that_was_left_out() {
        Reply first = openId.tokens("scope", "openid email");

        assertThat(openId.refresh(first.text("refresh_token"), "scope", " ").text("scope"))
                .isEqualTo("openid email");
    }
}
