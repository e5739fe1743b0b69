package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.PORTAL;
import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** UserInfo (OpenID Connect Core section 5.3), introspection (RFC 7662), revocation (RFC 7009), discovery. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UserInfoContractTest {
    private final OpenId openId = new OpenId();

    @AfterAll
    void stop() {
        openId.close();
    }

    private String accessToken(String scope) {
        return openId.tokens("scope", scope).text("access_token");
    }

    private Reply introspect(String token) {
        return openId.post("/introspect", OpenId.web(), Map.of("token", token));
    }

    private Reply revoke(String token) {
        return openId.post("/revoke", Map.of(), Map.of("token", token, "client_id", "demo-spa"));
    }

    @Test
    void core_5_4_scopes_bring_their_claims() {
        assertThat(openId.userInfo(accessToken("openid")).json()).hasToString("{\"sub\":\"2\"}");

        Json.Object all = openId.userInfo(accessToken("openid profile email phone address"))
                .json();
        assertThat(all.text("name")).hasValue("John Doe");
        assertThat(all.text("given_name")).hasValue("John");
        assertThat(all.text("family_name")).hasValue("Doe");
        assertThat(all.text("preferred_username")).hasValue("testtest123");
        assertThat(all.text("birthdate")).hasValue("1985-04-12");
        assertThat(all.text("email")).hasValue("john.doe@example.com");
        assertThat(all.get("email_verified")).isEqualTo(Json.Bool.TRUE);
        assertThat(all.text("phone_number")).hasValue("+12025550123");
        assertThat(((Json.Object) all.get("address")).text("country")).hasValue("US");
        assertThat(((Json.Object) all.get("address")).text("street_address"))
                .hasValue("12 Station Road\nFlat 3\nNorthside");
    }

    @Test
    void core_5_5_claims_can_be_asked_for_one_by_one() {
        String token = openId.tokens("claims", "{\"userinfo\": {\"phone_number\": null, \"unknown\": null}}")
                .text("access_token");

        assertThat(openId.userInfo(token).json().fields()).containsOnlyKeys("sub", "phone_number");
    }

    @Test
    void core_5_3_1_get_and_post_and_a_token_in_the_form() {
        String token = accessToken("openid");

        assertThat(openId.post("/userinfo", Client.bearer(token), Map.of()).status())
                .isEqualTo(200);
        assertThat(openId.post("/userinfo", Map.of(), Map.of("access_token", token))
                        .status())
                .isEqualTo(200);
        assertThat(openId.client
                        .get(PORTAL + "/userinfo?access_token=" + token, Map.of())
                        .status())
                .as("RFC 9700 section 4.3.2: not in a URL")
                .isEqualTo(401);
        assertThat(openId.post("/userinfo?access_token=" + token, Map.of(), Map.of())
                        .status())
                .as("nor in that of a POST")
                .isEqualTo(401);
        assertThat(openId.post("/userinfo", Client.bearer(token), Map.of("access_token", token))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void core_5_3_2_signed_for_a_client_that_is_registered_so() {
        try (OpenId fresh = new OpenId()) {
            fresh.installation.sql("update oauth_client set userinfo_signed_response_alg = 'ES256'");
            Reply reply = fresh.userInfo(fresh.tokens("scope", "openid email").text("access_token"));

            assertThat(reply.header("Content-Type")).isEqualTo("application/jwt");
            assertThat(OpenId.claims(reply.body()).text("iss")).hasValue(OpenId.ISSUER);
            assertThat(OpenId.claims(reply.body()).text("aud")).hasValue("demo-spa");
            assertThat(OpenId.claims(reply.body()).text("email")).hasValue("john.doe@example.com");
        }
    }

    @Test
    void rfc_6750_3_1_what_is_wrong_with_a_token() {
        Reply none = openId.client.get(PORTAL + "/userinfo", Map.of());
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"vestibule\"");

        Reply wrong = openId.userInfo(accessToken("openid") + "x");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.header("WWW-Authenticate")).contains("error=\"invalid_token\"");

        Reply idToken = openId.userInfo(openId.tokens().text("id_token"));
        assertThat(idToken.status()).as("RFC 9068 section 4: its type").isEqualTo(401);
    }

    @Test
    void rfc_6750_3_1_a_token_that_is_given_twice_is_an_invalid_request() {
        String token = accessToken("openid");
        Reply twice = openId.client.exchange(
                "POST",
                PORTAL + "/userinfo",
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "access_token=" + token + "&access_token=" + token);

        assertThat(twice.status()).isEqualTo(400);
        assertThat(twice.text("error")).isEqualTo("invalid_request");
    }

    @Test
    void rfc_7662_2_2_a_good_token_is_active() {
        Reply tokens = openId.tokens("scope", "openid email");
        Json.Object active = introspect(tokens.text("access_token")).json();

        assertThat(active.get("active")).isEqualTo(Json.Bool.TRUE);
        assertThat(active.text("client_id")).hasValue("demo-spa");
        assertThat(active.text("scope")).hasValue("openid email");
        assertThat(active.text("sub")).hasValue("2");
        assertThat(active.text("token_type")).hasValue("Bearer");
        assertThat(active.text("iss")).hasValue(OpenId.ISSUER);
        assertThat(active.fields()).containsKeys("exp", "iat", "jti", "aud", "acr", "amr", "auth_time");
    }

    @Test
    void rfc_7662_2_2_anything_else_is_not_active_and_that_is_all() {
        Reply tokens = openId.tokens();

        assertThat(introspect("nonsense").body()).isEqualTo("{\"active\":false}");
        assertThat(introspect(tokens.text("refresh_token")).body())
                .as("another client's refresh token")
                .isEqualTo("{\"active\":false}");
        revoke(tokens.text("access_token"));
        assertThat(introspect(tokens.text("access_token")).body()).isEqualTo("{\"active\":false}");
    }

    @Test
    void rfc_7662_2_2_a_token_of_a_client_that_is_disabled_is_not_active() {
        try (OpenId fresh = new OpenId()) {
            String token = fresh.tokens().text("access_token");
            fresh.installation.sql("update api_client set disabled_at = now() where name = 'demo-spa'");
            until(() -> fresh.userInfo(token).status() != 200); // every node knows within a second

            assertThat(fresh.post("/introspect", OpenId.web(), Map.of("token", token))
                            .body())
                    .isEqualTo("{\"active\":false}");
        }
    }

    @Test
    void rfc_7662_2_1_only_clients_with_credentials_may_ask() {
        String token = accessToken("openid");

        assertThat(openId.post("/introspect", Map.of(), Map.of("token", token)).status())
                .isEqualTo(401);
        assertThat(openId.post("/introspect", Map.of(), Map.of("token", token, "client_id", "demo-spa"))
                        .status())
                .isEqualTo(403);
        assertThat(openId.post("/introspect", OpenId.web(), Map.of()).text("error"))
                .isEqualTo("invalid_request");
    }

    @Test
    void rfc_7009_2_revoking_either_token_ends_both() {
        for (String kind : new String[] {"access_token", "refresh_token"}) {
            Reply tokens = openId.tokens("scope", "openid offline_access");

            assertThat(revoke(tokens.text(kind)).status()).isEqualTo(200);

            assertThat(openId.userInfo(tokens.text("access_token")).status()).isEqualTo(401);
            assertThat(openId.refresh(tokens.text("refresh_token")).text("error"))
                    .isEqualTo("invalid_grant");
        }
    }

    @Test
    void rfc_7009_2_1_and_2_2_another_clients_token_and_nonsense_are_left_alone() {
        Reply tokens = openId.tokens();

        assertThat(openId.post("/revoke", OpenId.web(), Map.of("token", tokens.text("access_token")))
                        .status())
                .isEqualTo(200);
        assertThat(openId.userInfo(tokens.text("access_token")).status()).isEqualTo(200);
        assertThat(revoke("nonsense").status()).isEqualTo(200);
    }

    @Test
    void rfc_7009_2_2_1_a_clients_own_token_is_not_called_revoked_while_it_is_good() {
        try (OpenId fresh = new OpenId()) {
            fresh.installation.sql("update oauth_client set grant_types = grant_types || '{client_credentials}'");
            String token = fresh.post("/token", OpenId.web(), Map.of("grant_type", "client_credentials"))
                    .text("access_token");

            Reply revoked = fresh.post("/revoke", OpenId.web(), Map.of("token", token));

            assertThat(fresh.post("/introspect", OpenId.web(), Map.of("token", token))
                            .text("active"))
                    .isEqualTo("true");
            assertThat(revoked.status()).isEqualTo(400);
            assertThat(revoked.text("error")).isEqualTo("unsupported_token_type");
        }
    }

    @Test
    void discovery_4_and_rfc_8414_3_the_same_document_at_each_place() {
        Reply discovery = openId.client.get(PORTAL + "/.well-known/openid-configuration", Map.of());

        assertThat(discovery.status()).isEqualTo(200);
        assertThat(discovery.text("issuer")).isEqualTo(OpenId.ISSUER);
        assertThat(discovery.text("token_endpoint")).isEqualTo(OpenId.ISSUER + "/token");
        assertThat(discovery.text("code_challenge_methods_supported")).isEqualTo("[\"S256\"]");
        assertThat(discovery.text("id_token_signing_alg_values_supported")).contains("RS256");
        assertThat(discovery.text("authorization_response_iss_parameter_supported"))
                .isEqualTo("true");
        for (String path : new String[] {
            PORTAL + "/.well-known/oauth-authorization-server",
            "/.well-known/oauth-authorization-server" + PORTAL,
            "/.well-known/openid-configuration" + PORTAL
        }) {
            assertThat(openId.client.get(path, Map.of()).body()).isEqualTo(discovery.body());
        }
        assertThat(openId.client
                        .get("/portals/99/.well-known/openid-configuration", Map.of())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void rfc_8414_2_each_endpoint_that_takes_assertions_names_their_algorithms() {
        Json.Object discovery = openId.client
                .get(PORTAL + "/.well-known/oauth-authorization-server", Map.of())
                .json();

        for (String endpoint : new String[] {"token", "revocation", "introspection"}) {
            assertThat(String.valueOf(discovery.get(endpoint + "_endpoint_auth_methods_supported")))
                    .contains("private_key_jwt");
            assertThat(String.valueOf(discovery.get(endpoint + "_endpoint_auth_signing_alg_values_supported")))
                    .isEqualTo("[\"RS256\",\"PS256\",\"ES256\"]");
        }
    }

    @Test
    void core_10_1_1_the_key_set_has_the_keys_that_tokens_name() {
        Reply tokens = openId.tokens();
        String keySet = openId.client.get("/.well-known/jwks.json", Map.of()).body();

        assertThat(keySet)
                .contains(OpenId.header(tokens.text("id_token")).text("kid").orElseThrow())
                .contains(OpenId.header(tokens.text("access_token")).text("kid").orElseThrow());
    }
}
