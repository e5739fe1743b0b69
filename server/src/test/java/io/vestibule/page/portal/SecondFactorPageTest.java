package io.vestibule.page.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Protected;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The second step of a sign-in on a portal's own page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondFactorPageTest {
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

    private Page asked(Browser browser, Protected customer, String query) {
        Page page = browser.signIn("/sign-in/1" + query, customer.email, customer.password);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.heading()).isEqualTo("Confirm that it is you");
        assertThat(browser.cookie("vestibule-1")).isNull();
        return page;
    }

    @Test
    void the_apps_code_opens_the_session_which_knows_both_steps() {
        Protected customer = Protected.enrol(installation, server, "app@example.com");
        Browser browser = new Browser(server);
        Page page = asked(browser, customer, "?client_id=x&state=y");
        assertThat(page.body()).contains("autocomplete=\"one-time-code\"", "<label for=\"code\">");
        Page done = browser.submit(page, "/sign-in/1/code", Map.of("code", customer.app.code()));
        assertThat(done.location()).isEqualTo("/portals/1/authorize?client_id=x&state=y");
        assertThat(browser.get("/account/1").body()).contains("app@example.com");
        assertThat(installation.count("""
                        select count(*) from browser_session b join customer_session s on s.id = b.session_id
                        where s.customer_id = ? and s.amr = array['pwd', 'otp', 'mfa']
                        """, customer.id)).isEqualTo(1);
    }

    @Test
    void a_wrong_code_leaves_the_sign_in_as_it_is() {
        Protected customer = Protected.enrol(installation, server, "wrong@example.com");
        Browser browser = new Browser(server);
        Page page = asked(browser, customer, "");
        Page wrong = browser.submit(page, "/sign-in/1/code", Map.of("code", customer.app.wrong()));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.alert()).startsWith("This code is not right");
        assertThat(wrong.body()).contains("Email me a code");
        Page missing = browser.submit(wrong, "/sign-in/1/code", Map.of("code", " "));
        assertThat(missing.alert()).isEqualTo("Please enter the code.");
        assertThat(browser.submit(missing, "/sign-in/1/code", Map.of("code", customer.app.code()))
                        .location())
                .isEqualTo("/account/1");
    }

    @Test
    void a_recovery_code_opens_the_session_once() {
        Protected customer = Protected.enrol(installation, server, "recovery@example.com");
        Browser browser = new Browser(server);
        Map<String, String> code = Map.of("code", customer.recovery.getFirst());
        assertThat(browser.submit(asked(browser, customer, ""), "/sign-in/1/code", code)
                        .status())
                .isEqualTo(303);
        Browser other = new Browser(server);
        assertThat(other.submit(asked(other, customer, ""), "/sign-in/1/code", code)
                        .status())
                .isEqualTo(422);
    }

    @Test
    void a_button_mails_a_code() {
        Protected customer = Protected.enrol(installation, server, "mailed@example.com");
        Browser browser = new Browser(server);
        Page page = asked(browser, customer, "");
        Page mailed = browser.submit(page, "/sign-in/1/code", Map.of("mail", "yes"));
        assertThat(mailed.status()).isEqualTo(200);
        assertThat(mailed.body()).contains("role=\"status\">We have sent you an email with a code.");
        assertThat(browser.submit(mailed, "/sign-in/1/code", Map.of("code", customer.mailedCode(1)))
                        .status())
                .isEqualTo(303);
    }

    @Test
    void a_challenge_that_is_used_or_invented_begins_the_sign_in_anew() {
        Protected customer = Protected.enrol(installation, server, "used@example.com");
        Browser browser = new Browser(server);
        Page page = asked(browser, customer, "?state=1");
        browser.submit(page, "/sign-in/1/code", Map.of("code", customer.app.code()));
        customer.timePasses();
        Page used = browser.submit(page, "/sign-in/1/code", Map.of("code", customer.app.code()));
        assertThat(used.status()).isEqualTo(422);
        assertThat(used.alert()).startsWith("Your sign-in took too long");
        assertThat(used.form("/sign-in/1?state=1").fields()).containsKey("login");
        assertThat(browser.submit(page, "/sign-in/1/code", Map.of("challenge", "invented", "mail", "yes"))
                        .alert())
                .startsWith("Your sign-in took too long");
    }

    @Test
    void a_challenge_of_one_portal_opens_nothing_at_another() {
        Protected customer = Protected.enrol(installation, server, "portal@example.com");
        Browser browser = new Browser(server);
        String challenge =
                asked(browser, customer, "").form("/sign-in/1/code").fields().get("challenge");
        String token = browser.get("/sign-in/2").forms().getFirst().fields().get("form");
        Page other = browser.post(
                "/sign-in/2/code", Map.of("form", token, "challenge", challenge, "code", customer.app.code()));
        assertThat(other.status()).isEqualTo(422);
        assertThat(browser.cookie("vestibule-2")).isNull();
    }

    @Test
    void wrong_codes_lock_and_the_right_one_is_refused_alike() {
        Protected customer = Protected.enrol(installation, server, "lock@example.com");
        Browser browser = new Browser(server);
        Page page = asked(browser, customer, "");
        for (int i = 0; i < 5; i++) {
            browser.submit(page, "/sign-in/1/code", Map.of("code", customer.app.wrong()));
        }
        Page locked = browser.submit(page, "/sign-in/1/code", Map.of("code", customer.app.code()));
        assertThat(locked.status()).isEqualTo(422);
        assertThat(locked.alert()).startsWith("This code is not right");
    }

    @Test
    void the_account_shows_what_is_set_up() {
        Protected customer = Protected.enrol(installation, server, "shown@example.com");
        Browser browser = new Browser(server);
        browser.submit(asked(browser, customer, ""), "/sign-in/1/code", Map.of("code", customer.app.code()));
        assertThat(browser.get("/account/1").links()).contains("/account/1/second-factor");
        assertThat(browser.get("/account/1/second-factor").body())
                .contains("Codes of your app", "Recovery codes (10)", "Codes by email");
        Browser john = new Browser(server);
        john.signIn("/sign-in/1", "john.doe@example.com", "correct horse 9");
        assertThat(john.get("/account/1/second-factor").body()).contains("No second factor is set up.");
        assertThat(new Browser(server).get("/account/1/second-factor").location())
                .isEqualTo("/sign-in/1");
    }
}
