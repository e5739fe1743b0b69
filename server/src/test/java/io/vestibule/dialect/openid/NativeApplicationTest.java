package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.PORTAL;
import static io.vestibule.dialect.openid.OpenId.form;
import static io.vestibule.dialect.openid.OpenId.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Applications on the customer's own device (RFC 8252). Any other program there can claim their redirect URI and begin the same flow, so none
 * has a code without the customer's doing something for it (section 8.6).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NativeApplicationTest {
    private static final String OWN_SCHEME = "com.example.app:/callback";
    private static final String JOHN = "john.doe@example.com";
    private static final String PASSWORD = "correct horse 9";

    private final OpenId openId = new OpenId();

    @BeforeAll
    void register() {
        openId.installation.sql(
                "update oauth_client set redirect_uris = redirect_uris || ? where id in (select id from api_client where name = 'demo-spa')",
                OWN_SCHEME);
    }

    @AfterAll
    void stop() {
        openId.close();
    }

    private static String authorize(String redirectUri, String... changes) {
        var all = request(changes);
        all.put("redirect_uri", redirectUri);
        return PORTAL + "/authorize?" + form(all);
    }

    private Browser signedIn() {
        Browser browser = new Browser(openId.client);
        assertThat(browser.signIn("/sign-in/1", JOHN, PASSWORD).location()).isEqualTo("/account/1");
        return browser;
    }

    @ParameterizedTest
    @ValueSource(strings = {OWN_SCHEME, "http://127.0.0.1:49152/callback"})
    void rfc_8252_8_6_who_is_signed_in_is_asked_each_time(String redirectUri) {
        Browser browser = signedIn();
        for (int i = 0; i < 2; i++) {
            Page asked = browser.get(authorize(redirectUri, "scope", "openid offline_access"));
            assertThat(asked.location()).startsWith("/consent/1?");

            Page back = browser.follow(browser.submit(browser.follow(asked), "/consent/1", Map.of("agree", "yes")));

            assertThat(back.location()).startsWith(redirectUri + "?code=");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {OWN_SCHEME, "http://127.0.0.1:49152/callback"})
    void rfc_8252_8_6_nothing_is_given_in_silence(String redirectUri) {
        Page reply = signedIn().get(authorize(redirectUri, "prompt", "none"));

        assertThat(reply.location()).startsWith(redirectUri + "?error=consent_required&");
    }

    @Test
    void a_sign_in_for_the_request_is_enough() {
        Browser browser = new Browser(openId.client);
        Page asked = browser.get(authorize(OWN_SCHEME));
        assertThat(asked.location()).startsWith("/sign-in/1?");

        Page back = browser.follow(browser.signIn(asked.location(), JOHN, PASSWORD));

        assertThat(back.location()).startsWith(OWN_SCHEME + "?code=");
        assertThat(browser.get(authorize(OWN_SCHEME)).location())
                .as("but for no later one")
                .startsWith("/consent/1?");
    }

    @Test
    void an_address_of_the_web_assures_who_gets_the_code() {
        Page reply = signedIn().get(authorize(OpenId.CALLBACK, "prompt", "none"));

        assertThat(reply.location()).startsWith(OpenId.CALLBACK + "?code=");
    }
}
