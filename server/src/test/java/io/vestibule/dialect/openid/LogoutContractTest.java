package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.PORTAL;
import static io.vestibule.dialect.openid.OpenId.form;
import static io.vestibule.dialect.openid.OpenId.request;
import static io.vestibule.dialect.openid.OpenId.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenID Connect RP-Initiated Logout 1.0. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogoutContractTest {
    private static final String AFTER = "http://localhost:3000/";

    private final OpenId openId = new OpenId();

    @AfterAll
    void stop() {
        openId.close();
    }

    /** A browser, and the tokens that an application got in it. */
    private record SignedIn(String cookie, Reply tokens) {}

    private SignedIn signedIn() {
        String cookie = openId.browser(OpenId.JOHN);
        return new SignedIn(
                cookie, openId.redeem(sent(openId.authorize(cookie, request())).get("code")));
    }

    private Reply logOut(String cookie, Map<String, String> parameters) {
        return openId.follow(cookie, PORTAL + "/logout?" + form(parameters));
    }

    private boolean isOver(SignedIn who) {
        return sent(openId.authorize(who.cookie(), request("prompt", "none"))).containsKey("error");
    }

    @Test
    void section_2_with_the_sessions_id_token_it_ends_at_once_and_leads_back() {
        SignedIn who = signedIn();

        Reply reply = logOut(
                who.cookie(),
                Map.of(
                        "id_token_hint",
                        who.tokens().text("id_token"),
                        "post_logout_redirect_uri",
                        AFTER,
                        "state",
                        "a&b"));

        assertThat(reply.header("Location")).isEqualTo(AFTER + "?state=a%26b");
        assertThat(reply.header("Set-Cookie")).startsWith("vestibule-1=; ").contains("Max-Age=0");
        assertThat(isOver(who)).isTrue();
        assertThat(openId.userInfo(who.tokens().text("access_token")).status()).isEqualTo(401);
        assertThat(openId.refresh(who.tokens().text("refresh_token")).status()).isEqualTo(400);
    }

    @Test
    void section_2_a_request_may_be_posted_by_a_page_of_another_site() {
        SignedIn who = signedIn();

        Reply reply = openId.client.exchange(
                "POST",
                PORTAL + "/logout",
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                form(Map.of("id_token_hint", who.tokens().text("id_token"))));

        assertThat(openId.follow(who.cookie(), reply.header("Location")).header("Location"))
                .isEqualTo("/signed-out/1");
        assertThat(isOver(who)).isTrue();
    }

    @Test
    void section_2_a_request_too_long_for_a_url_is_refused_and_nobody_told_that_they_are_signed_out() {
        SignedIn who = signedIn();

        // A form of another site comes without the cookie
        Reply reply = openId.client.exchange(
                "POST",
                PORTAL + "/logout",
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                form(Map.of("id_token_hint", who.tokens().text("id_token"), "state", "x".repeat(8000))));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(isOver(who)).isFalse();
    }

    @Test
    void section_2_without_it_the_customer_is_asked() {
        Browser browser = new Browser(openId.client);
        browser.signIn("/sign-in/1", "john.doe@example.com", "correct horse 9");
        Page asked = browser.get(PORTAL + "/logout?client_id=demo-spa&state=s&post_logout_redirect_uri="
                + "http%3A%2F%2Flocalhost%3A3000%2F");
        assertThat(asked.location()).startsWith("/sign-out/1?");
        Page page = browser.follow(asked);
        assertThat(page.status()).isEqualTo(200);
        assertThat(browser.get("/account/1").status()).as("still signed in").isEqualTo(200);

        Page out = browser.follow(browser.submit(page, "/sign-out/1", Map.of()));

        assertThat(out.location()).isEqualTo(AFTER + "?state=s");
        assertThat(browser.get("/account/1").location()).isEqualTo("/sign-in/1");
    }

    @Test
    void section_2_another_sessions_id_token_asks_too() {
        SignedIn other = signedIn();
        SignedIn who = signedIn();

        Reply reply =
                logOut(who.cookie(), Map.of("id_token_hint", other.tokens().text("id_token")));

        assertThat(reply.header("Location")).startsWith("/sign-out/1?");
        assertThat(isOver(who)).isFalse();
    }

    @Test
    void section_3_whoever_is_signed_out_already_goes_on() {
        SignedIn who = signedIn();
        logOut(who.cookie(), Map.of("id_token_hint", who.tokens().text("id_token")));

        assertThat(logOut("", Map.of("id_token_hint", who.tokens().text("id_token"), "post_logout_redirect_uri", AFTER))
                        .header("Location"))
                .isEqualTo(AFTER);
        assertThat(logOut("", Map.of()).header("Location")).isEqualTo("/signed-out/1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "http://localhost:3000/callback",
                "http://localhost:3000/?x=1",
                "http://localhost:3000@evil.example/"
            })
    void section_3_a_uri_that_is_not_registered_leads_nowhere(String uri) {
        SignedIn who = signedIn();

        Reply reply = logOut(
                who.cookie(), Map.of("id_token_hint", who.tokens().text("id_token"), "post_logout_redirect_uri", uri));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("Location")).isNull();
        assertThat(isOver(who)).isFalse();
    }

    @Test
    void section_4_a_hint_that_cannot_be_verified_has_the_customer_asked_and_leads_back_to_no_application() {
        Browser browser = new Browser(openId.client);
        browser.signIn("/sign-in/1", "john.doe@example.com", "correct horse 9");
        String wish = PORTAL + "/logout?"
                + form(Map.of(
                        "id_token_hint", "e30.e30.x",
                        "client_id", "demo-spa",
                        "post_logout_redirect_uri", AFTER,
                        "state", "s",
                        "ui_locales", "de"));
        Page asked = browser.get(wish);
        assertThat(asked.location()).isEqualTo("/sign-out/1?ui_locales=de");
        Page page = browser.follow(asked);
        assertThat(page.heading()).endsWith(" abmelden");
        assertThat(browser.get("/account/1").status()).as("still signed in").isEqualTo(200);

        Page out = browser.submit(page, "/sign-out/1", Map.of());

        assertThat(out.location()).isEqualTo("/signed-out/1?ui_locales=de");
        assertThat(browser.get("/account/1").location()).isEqualTo("/sign-in/1");
        assertThat(browser.get(wish).location()).as("nobody is there").isEqualTo("/signed-out/1?ui_locales=de");
    }

    @Test
    void section_4_of_a_hint_that_was_changed_nothing_counts() {
        SignedIn who = signedIn();
        String hint = who.tokens().text("id_token") + "x";

        Reply asked = logOut(who.cookie(), Map.of("id_token_hint", hint, "post_logout_redirect_uri", AFTER));

        assertThat(asked.header("Location")).isEqualTo("/sign-out/1");
        assertThat(isOver(who)).isFalse();
    }

    @Test
    void section_4_what_is_wrong_is_a_page() {
        SignedIn who = signedIn();
        String hint = who.tokens().text("id_token");

        assertThat(logOut(who.cookie(), Map.of("id_token_hint", hint, "client_id", "demo-web"))
                        .status())
                .isEqualTo(400);
        assertThat(logOut(who.cookie(), Map.of("post_logout_redirect_uri", AFTER))
                        .status())
                .as("of no client")
                .isEqualTo(400);
        assertThat(isOver(who)).isFalse();
    }
}
