package io.vestibule.page.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.StoredCustomer;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A form that was left open: another tab signed out or somebody else in meanwhile, or the customer went back to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeftOpenFormsTest {
    private static final String PASSWORD = "correct horse 9";
    private static final String SESSION = "vestibule-1";
    private static final String REQUEST = "client_id=demo-web&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback"
            + "&response_type=code&scope=openid&code_challenge_method=S256"
            + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final Installation installation = Installation.demo(Generous.limits());
    private Client server;
    private int customers;

    @BeforeAll
    void start() {
        server = installation.node();
        installation.sql("""
                update oauth_client set first_party = false,
                    grant_types = grant_types || '{urn:ietf:params:oauth:grant-type:device_code}'
                """);
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private String customer() {
        String email = "tabs" + customers++ + "@example.com";
        StoredCustomer.of(email).password(PASSWORD).store(installation);
        return email;
    }

    private Browser signedIn(String email) {
        Browser browser = new Browser(server);
        signIn(browser, email);
        return browser;
    }

    private static void signIn(Browser browser, String email) {
        assertThat(browser.signIn("/sign-in/1", email, PASSWORD).status()).isEqualTo(303);
    }

    private String userCode() {
        return server.exchange(
                        "POST",
                        "/portals/1/device_authorization",
                        Map.of("Content-Type", "application/x-www-form-urlencoded"),
                        "client_id=demo-spa&scope=openid")
                .text("user_code");
    }

    private static Page asked(Browser browser, String userCode) {
        return browser.submit(browser.get("/device/1"), "/device/1", Map.of("code", userCode));
    }

    private long consents(String email) {
        return installation.count(
                "select count(*) from consent k join customer c on c.id = k.customer_id where c.email = ?", email);
    }

    private long openSessions(String email) {
        return installation.count(
                "select count(*) from customer_session s join customer c on c.id = s.customer_id"
                        + " where c.email = ? and s.ended_at is null",
                email);
    }

    @ParameterizedTest
    @CsvSource({
        "/account/1, /account/1/password",
        "/account/1, /account/1/sessions",
        "/account/1/profile, /account/1/profile",
        "/account/1/email, /account/1/email",
        "/account/1/email, /account/1/verification",
        "/account/1/second-factor, /account/1/second-factor/app",
        "/account/1/passkeys, /account/1/passkeys",
        "/consent/1?" + REQUEST + ", /consent/1",
        "/device/1, /device/1"
    })
    void a_form_whose_session_has_ended_does_nothing_and_leads_to_the_sign_in(String path, String action) {
        String email = customer();
        Browser browser = signedIn(email);
        Page form = browser.get(path);
        browser.submit(browser.get("/sign-out/1"), "/sign-out/1", Map.of());

        Page late = browser.submit(
                form,
                action,
                Map.of("password", PASSWORD, "newPassword", "quite another one", "others", "yes", "agree", "yes"));

        assertThat(late.status()).as(late.body()).isEqualTo(303);
        assertThat(late.location()).startsWith("/sign-in/1");
        assertThat(consents(email)).isZero();
        signIn(browser, email);
    }

    @Test
    void agreeing_is_that_of_the_customer_who_was_asked() {
        String first = customer();
        String second = customer();
        Browser browser = signedIn(first);
        Page question = browser.get("/consent/1?" + REQUEST);
        signIn(browser, second);

        Page again = browser.submit(question, "/consent/1", Map.of("agree", "yes"));

        assertThat(again.status()).isEqualTo(422);
        assertThat(again.alert()).isEqualTo("Somebody else has signed in here since. Please look again.");
        assertThat(again.body()).contains("<strong>" + second + "</strong>").doesNotContain(first);
        assertThat(consents(first) + consents(second)).isZero();
        assertThat(browser.submit(again, "/consent/1", Map.of("agree", "yes")).status())
                .isEqualTo(303);
        assertThat(consents(second)).isEqualTo(1);
    }

    @Test
    void a_device_is_signed_in_as_the_customer_who_was_asked() {
        String first = customer();
        String second = customer();
        Browser browser = signedIn(first);
        Page question = asked(browser, userCode());
        signIn(browser, second);

        Page again = browser.submit(question, "/device/1", Map.of("agree", "yes"));

        assertThat(again.status()).isEqualTo(422);
        assertThat(again.alert()).isEqualTo("Somebody else has signed in here since. Please look again.");
        assertThat(again.body()).contains("<strong>" + second + "</strong>").doesNotContain(first);
        assertThat(browser.submit(again, "/device/1", Map.of("agree", "yes")).heading())
                .isEqualTo("Your device is signed in");
    }

    @Test
    void what_an_account_shows_is_changed_in_that_account_alone() {
        String first = customer();
        String second = customer();
        Browser browser = signedIn(first);
        Page account = browser.get("/account/1");
        signedIn(second);
        signIn(browser, second);

        Page led = browser.submit(account, "/account/1/sessions", Map.of("others", "yes", "password", PASSWORD));

        assertThat(led.location()).isEqualTo("/account/1");
        assertThat(openSessions(second)).isEqualTo(2);
        assertThat(browser.follow(led).body()).contains("<strong>" + second + "</strong>");
    }

    @Test
    void an_address_is_changed_in_the_account_that_was_shown_alone() {
        String first = customer();
        String second = customer();
        Browser browser = signedIn(first);
        Page form = browser.get("/account/1/email");
        signIn(browser, second);

        Page led = browser.submit(
                form, "/account/1/email", Map.of("newEmail", "tabs-new@example.com", "password", PASSWORD));

        assertThat(led.location()).isEqualTo("/account/1");
        assertThat(installation.count("select count(*) from customer where email = 'tabs-new@example.com'"))
                .isZero();
    }

    @Test
    void a_sign_in_that_was_begun_before_another_tabs_makes_a_session_of_its_own_cookie() {
        String email = customer();
        Browser browser = new Browser(server);
        Page begun = browser.submit(browser.get("/sign-in/1"), "/sign-in/1", Map.of("login", email));
        signIn(browser, email);
        String other = Objects.requireNonNull(browser.cookie(SESSION));

        assertThat(browser.submit(begun, "/sign-in/1", Map.of("password", PASSWORD))
                        .location())
                .isEqualTo("/account/1");

        assertThat(browser.cookie(SESSION)).isNotEqualTo(other);
        assertThat(openSessions(email)).as("it goes on").isEqualTo(1);
        Browser before = new Browser(server);
        before.cookie(SESSION, other);
        assertThat(before.get("/account/1").location()).isEqualTo("/sign-in/1");
    }

    @Test
    void going_back_to_what_was_agreed_to_asks_for_another_code_and_keeps_one_consent() {
        String email = customer();
        Browser browser = signedIn(email);
        Page question = browser.get("/consent/1?" + REQUEST);
        Page first = browser.follow(browser.submit(question, "/consent/1", Map.of("agree", "yes")));

        Page second = browser.follow(browser.submit(question, "/consent/1", Map.of("agree", "yes")));

        assertThat(first.location()).contains("?code=");
        assertThat(second.location()).contains("?code=").isNotEqualTo(first.location());
        assertThat(consents(email)).isEqualTo(1);
    }

    @Test
    void going_back_to_a_device_that_is_signed_in_signs_in_no_other() {
        Browser browser = signedIn(customer());
        Page question = asked(browser, userCode());
        browser.submit(question, "/device/1", Map.of("agree", "yes"));

        Page again = browser.submit(question, "/device/1", Map.of("agree", "yes"));

        assertThat(again.status()).isEqualTo(422);
        assertThat(again.alert()).startsWith("There is no such code");
    }

    @Test
    void nothing_that_a_customer_goes_back_to_was_kept_by_the_browser() {
        Browser browser = signedIn(customer());
        for (String path : new String[] {"/account/1", "/consent/1?" + REQUEST, "/device/1", "/account/1/passkeys"}) {
            assertThat(browser.get(path).header("Cache-Control")).as(path).contains("no-store");
        }
    }

    /** A browser that was closed meanwhile has forgotten the cookie that the form's token goes with. */
    @Test
    void asvs_3_5_1_a_form_that_outlived_its_cookie_is_refused_with_a_way_back() {
        String email = customer();
        Browser browser = signedIn(email);
        Page question = browser.get("/consent/1?" + REQUEST);
        browser.forget("vestibule-form");
        browser.get("/account/1");

        Page stale = browser.submit(question, "/consent/1", Map.of("agree", "yes"));

        assertThat(stale.status()).isEqualTo(403);
        assertThat(stale.heading()).isEqualTo("Please try again");
        assertThat(consents(email)).isZero();
        assertThat(browser.submit(browser.get("/consent/1?" + REQUEST), "/consent/1", Map.of("agree", "yes"))
                        .status())
                .isEqualTo(303);
    }
}
