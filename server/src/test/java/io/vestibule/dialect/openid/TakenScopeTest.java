package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.JOHN;
import static io.vestibule.dialect.openid.OpenId.claims;
import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Browser;
import io.vestibule.support.Reply;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A scope that is taken from an application: RFC 6749 section 3.3 lets a server issue less than was asked for, and has it say so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TakenScopeTest {
    private static final String DEVICE = "urn:ietf:params:oauth:grant-type:device_code";

    private static final String ALL = "openid profile email offline_access orders:write";

    private final OpenId openId = new OpenId();

    @BeforeEach
    void give() {
        openId.installation.sql("""
                update oauth_client set grant_types = '{authorization_code,refresh_token,%s}' where id in (select id from api_client
                where name in ('demo-spa', 'demo-web'))
                """.formatted(DEVICE));
        leave(ALL);
    }

    @AfterAll
    void stop() {
        openId.close();
    }

    /** Comes back once the node knows: what it remembers of clients is a second old at most. */
    private void leave(String scopes) {
        openId.installation.sql("""
                update oauth_client set scopes = string_to_array(?, ' ') where id in (select id from api_client
                where name in ('demo-spa', 'demo-web'))
                """, scopes);
        until(() -> openId.tokens("scope", ALL).json().text("scope"), Optional.of(scopes)::equals);
    }

    private static void assertInvalidScope(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.text("error")).isEqualTo("invalid_scope");
    }

    @Test
    void a_refresh_gives_what_the_application_may_have_still() {
        Reply tokens = openId.tokens("scope", "openid email orders:write");
        leave("openid email");

        Reply less = openId.refresh(tokens.text("refresh_token"));

        assertThat(less.text("scope")).isEqualTo("openid email");
        assertThat(claims(less.text("access_token")).text("scope")).hasValue("openid email");
        Reply asked = openId.refresh(less.text("refresh_token"), "scope", "openid orders:write");
        assertThat(asked.text("scope")).isEqualTo("openid");
        leave("openid email orders:write");
        assertThat(openId.refresh(asked.text("refresh_token")).text("scope"))
                .as("given back")
                .isEqualTo("openid email orders:write");
    }

    @Test
    void a_refresh_of_which_nothing_is_left_is_refused_and_the_token_still_good() {
        String token = openId.tokens("scope", "openid orders:write").text("refresh_token");
        leave("email");

        assertInvalidScope(openId.refresh(token));
        leave("openid email");
        assertInvalidScope(openId.refresh(token, "scope", "orders:write"));
        assertThat(openId.refresh(token).text("scope")).isEqualTo("openid");
    }

    @Test
    void introspection_of_a_refresh_token_says_what_it_gives() {
        String code = openId.code("client_id", "demo-web", "scope", "openid email");
        Map<String, String> form = Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                OpenId.CALLBACK,
                "code_verifier",
                OpenId.VERIFIER);
        String token = openId.post("/token", OpenId.web(), form).text("refresh_token");
        leave("openid");

        until(
                () -> openId.post("/introspect", OpenId.web(), Map.of("token", token))
                        .text("scope"),
                "openid"::equals);
    }

    @Test
    void a_code_becomes_what_the_application_may_have_still() {
        String code = openId.code("scope", "openid offline_access orders:write");
        leave("openid email");

        Reply tokens = openId.redeem(code);

        assertThat(tokens.text("scope")).isEqualTo("openid");
        leave("openid email orders:write");
        assertThat(openId.refresh(tokens.text("refresh_token")).text("scope"))
                .as("the code became no more than that")
                .isEqualTo("openid");
    }

    @Test
    void a_code_of_which_nothing_is_left_is_refused_and_still_good() {
        String code = openId.code("scope", "orders:write");
        leave("openid");

        assertInvalidScope(openId.redeem(code));
        leave("openid orders:write");
        assertThat(openId.redeem(code).text("scope")).isEqualTo("orders:write");
    }

    @Test
    void a_single_claim_goes_with_the_scope_that_brings_it() {
        String request = "{\"id_token\": {\"email\": null, \"given_name\": null}, \"userinfo\": {\"email\": null}}";
        Reply tokens = openId.tokens("scope", "openid", "claims", request);
        String code = openId.code("scope", "openid", "claims", request);
        leave("openid profile");

        assertThat(openId.userInfo(tokens.text("access_token")).json().fields()).doesNotContainKey("email");
        assertThat(claims(openId.redeem(code).text("id_token")).fields())
                .containsKey("given_name")
                .doesNotContainKey("email");
    }

    @Test
    void a_devices_code_becomes_what_the_application_may_have_still() {
        Reply begun = openId.post(
                "/device_authorization", Map.of(), Map.of("client_id", "demo-spa", "scope", "openid orders:write"));
        Browser browser = new Browser(openId.client);
        browser.cookie("vestibule-1", openId.browser(JOHN).replace("vestibule-1=", ""));
        Browser.Page asked =
                browser.submit(browser.get("/device/1"), "/device/1", Map.of("code", begun.text("user_code")));
        browser.submit(asked, "/device/1", Map.of("agree", "yes"));
        leave("email");
        Map<String, String> poll =
                Map.of("grant_type", DEVICE, "client_id", "demo-spa", "device_code", begun.text("device_code"));

        assertInvalidScope(openId.post("/token", Map.of(), poll));
        leave("openid");
        assertThat(openId.post("/token", Map.of(), poll).text("scope")).isEqualTo("openid");
    }
}
