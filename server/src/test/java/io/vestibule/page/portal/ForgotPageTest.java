package io.vestibule.page.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.StoredCustomer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A forgotten password, on a portal's own page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgotPageTest {
    private final Installation installation = Installation.demo(Generous.limits());
    private Client server;

    @BeforeAll
    void start() {
        server = installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private static Page asked(Browser browser, String login) {
        return browser.submit(browser.get("/forgot/1?state=1"), "/forgot/1?state=1", Map.of("login", login));
    }

    @Test
    void the_link_in_the_mail_sets_a_new_password_and_ends_the_sessions() {
        long id = StoredCustomer.of("forgot@example.com")
                .username("forgot1")
                .password("the old one 9")
                .store(installation);
        Browser signedIn = new Browser(server);
        signedIn.signIn("/sign-in/1", "forgot1", "the old one 9");
        Browser browser = new Browser(server);
        Page sent = asked(browser, "forgot1");
        assertThat(sent.status()).isEqualTo(200);
        assertThat(sent.links()).containsExactly("/sign-in/1?state=1");
        String reset = browser.mailedLink("forgot@example.com");
        assertThat(reset).startsWith("/reset/" + id + "/");
        assertThat(browser.post(reset, Map.of("password", "my own new one")).status())
                .isEqualTo(200);
        assertThat(signedIn.get("/account/1").location()).isEqualTo("/sign-in/1");
        assertThat(browser.signIn("/sign-in/1", "forgot1", "my own new one").location())
                .isEqualTo("/account/1");
    }

    /** The page behind the link, saved. */
    private static Page reset(Browser browser, String link) {
        Page asked = browser.get(link);
        assertThat(asked.status()).as(asked.body()).isEqualTo(200);
        return browser.post(link, Map.of("password", "my own new one"));
    }

    @Test
    void an_applications_request_goes_on_after_the_new_password() {
        long id = StoredCustomer.of("shopper@example.com")
                .password("the old one 9")
                .store(installation);
        String request = "client_id=shop&redirect_uri=https%3A%2F%2Fshop.example.com%2F&prompt=create&state=a%2Bb";
        Browser browser = new Browser(server);
        browser.submit(
                browser.get("/forgot/1?" + request), "/forgot/1?" + request, Map.of("login", "shopper@example.com"));
        String link = browser.mailedLink("/reset/" + id + "/");
        assertThat(link).endsWith("?" + request);
        Page done = reset(browser, link);
        assertThat(done.links()).containsExactly("/sign-in/1/login?" + request);
        assertThat(done.header("Referrer-Policy")).isEqualTo("no-referrer");
        Page entered = browser.signIn(done.links().getFirst(), "shopper@example.com", "my own new one");
        assertThat(entered.location()).isEqualTo("/portals/1/authorize?" + request);
    }

    @Test
    void the_longest_request_goes_on_and_a_longer_one_is_a_page() {
        long id = StoredCustomer.of("longest@example.com").store(installation);
        String query = "state=" + "a".repeat(CarriedQuery.LONGEST - 6);
        Browser browser = new Browser(server);
        browser.submit(browser.get("/forgot/1?" + query), "/forgot/1?", Map.of("login", "longest@example.com"));
        String link = browser.mailedLink("/reset/" + id + "/");
        Page longer = browser.get(link + "a");
        assertThat(longer.status()).isEqualTo(400);
        assertThat(longer.heading()).isEqualTo("This link does not work");
        assertThat(browser.post(link + "a", Map.of("password", "my own new one"))
                        .status())
                .isEqualTo(400);
        assertThat(reset(browser, link).links()).containsExactly("/sign-in/1/login?" + query);
    }

    @Test
    void a_link_without_a_request_leads_to_the_portals_own_sign_in() {
        long id = StoredCustomer.of("plain@example.com").store(installation);
        Browser browser = new Browser(server);
        browser.submit(browser.get("/forgot/1"), "/forgot/1", Map.of("login", "plain@example.com"));
        String link = browser.mailedLink("/reset/" + id + "/");
        assertThat(link).doesNotContain("?");
        assertThat(reset(browser, link).links()).containsExactly("/sign-in/1/login");
    }

    @Test
    void what_stands_behind_a_reset_link_sets_no_password_and_leads_nowhere_else() {
        long id = StoredCustomer.of("tampered@example.com").store(installation);
        Browser browser = new Browser(server);
        browser.submit(browser.get("/forgot/1"), "/forgot/1", Map.of("login", "tampered@example.com"));
        String link = browser.mailedLink("/reset/" + id + "/");
        Page refused = browser.post(link + "?password=somebody+elses", Map.of());
        assertThat(refused.status()).isEqualTo(422);
        Page done = reset(browser, link + "?next=//evil.example&password=somebody+elses");
        assertThat(done.links()).containsExactly("/sign-in/1/login?next=//evil.example&password=somebody+elses");
        assertThat(browser.signIn("/sign-in/1", "tampered@example.com", "my own new one")
                        .location())
                .isEqualTo("/account/1");
    }

    @Test
    void the_page_behind_the_link_speaks_the_language_that_the_application_asks_for() {
        long id = StoredCustomer.of("langue@example.com").store(installation);
        Browser browser = new Browser(server);
        browser.submit(
                browser.get("/forgot/1?ui_locales=fr"),
                "/forgot/1?ui_locales=fr",
                Map.of("login", "langue@example.com"));
        Page asked = browser.get(browser.mailedLink("/reset/" + id + "/"));
        assertThat(asked.body()).contains("<html lang=\"fr\">");
    }

    @Test
    void the_answer_does_not_tell_whether_anybody_has_the_login() {
        Browser browser = new Browser(server);
        String known = asked(browser, "john.doe@example.com").body();
        assertThat(known).contains("Check your email");
        for (String login : new String[] {"nobody@example.com", "nobody", "disabled@example.com"}) {
            assertThat(asked(browser, login).body()).isEqualTo(known);
        }
    }

    @Test
    void a_login_must_be_given_and_may_be_hinted_at() {
        Browser browser = new Browser(server);
        Page missing = asked(browser, "");
        assertThat(missing.status()).isEqualTo(422);
        assertThat(missing.alert()).contains("Please enter your email address or username.");
        assertThat(browser.get("/forgot/1?login_hint=a%40example.com")
                        .form("/forgot/1")
                        .fields())
                .containsEntry("login", "a@example.com");
    }
}
