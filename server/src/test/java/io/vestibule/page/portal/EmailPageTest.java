package io.vestibule.page.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Protected;
import io.vestibule.support.StoredCustomer;
import io.vestibule.support.Together;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The address of a customer who is signed in, on a portal's own page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmailPageTest {
    private static final String RIGHT = "correct horse 9";
    private static final String PAGE = "/account/1/email";

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

    private Browser signedIn(String login) {
        Browser browser = new Browser(server);
        assertThat(browser.signIn("/sign-in/1", login, RIGHT).location()).isEqualTo("/account/1");
        return browser;
    }

    /** Signed in by a mailed link, as who has no password does. */
    private Browser signedInByLink(String email) {
        Browser browser = new Browser(server);
        Page login = browser.submit(browser.get("/sign-in/1"), "/sign-in/1", Map.of("login", email));
        browser.submit(login, "/sign-in/1/link", Map.of());
        String link = browser.mailedLink(email);
        assertThat(browser.submit(browser.get(link), "/sign-in/1/link/", Map.of())
                        .location())
                .isEqualTo("/account/1");
        return browser;
    }

    private static Page change(Browser browser, Map<String, String> typed) {
        return browser.submit(browser.get(PAGE), PAGE, typed);
    }

    private long mails(long customer, String purpose) {
        return installation.count(
                "select count(*) from outbox where customer_id = ? and purpose = ?", customer, purpose);
    }

    private long withAddress(long customer, String email, boolean verified) {
        return installation.count(
                "select count(*) from customer where id = ? and email = ? and (email_verified_at is not null) = ?",
                customer,
                email,
                verified);
    }

    @Test
    void the_account_leads_to_it_and_it_shows_the_address() {
        long id = StoredCustomer.of("shown@example.com").password(RIGHT).store(installation);
        Browser browser = signedIn("shown@example.com");
        Page account = browser.get("/account/1?state=1");
        assertThat(account.links()).contains("/account/1/email?state=1");
        assertThat(account.body()).contains("(not confirmed yet)");
        assertThat(browser.get(PAGE).body()).contains("<strong>shown@example.com</strong>", "not confirmed yet");
        installation.sql("update customer set email_verified_at = now() where id = ?", id);
        Page confirmed = browser.get(PAGE);
        assertThat(confirmed.body()).contains(">confirmed</span>").doesNotContain("Email me a link to confirm it");
        assertThat(browser.get("/account/1").body()).doesNotContain("(not confirmed yet)");
    }

    @Test
    void a_change_takes_the_password_tells_both_addresses_and_the_session_goes_on() {
        long id = StoredCustomer.of("former@example.com").password(RIGHT).store(installation);
        installation.sql("update customer set email_verified_at = now() where id = ?", id);
        Browser browser = signedIn("former@example.com");
        Page wanted = change(browser, Map.of("newEmail", "New.One@example.com"));
        assertThat(wanted.status()).isEqualTo(422);
        assertThat(wanted.alert()).isEqualTo("Please enter your password.");
        assertThat(wanted.body()).contains("value=\"New.One@example.com\"");
        Page wrong = change(browser, Map.of("newEmail", "New.One@example.com", "password", "wrong one"));
        assertThat(wrong.alert()).isEqualTo("The password is wrong.");
        assertThat(withAddress(id, "former@example.com", true)).isEqualTo(1);

        Page done = change(browser, Map.of("newEmail", "New.One@example.com", "password", RIGHT));

        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(done.body())
                .contains("role=\"status\">Your email address is changed.")
                .contains("<strong>New.One@example.com</strong>", "not confirmed yet");
        assertThat(withAddress(id, "New.One@example.com", false)).isEqualTo(1);
        assertThat(browser.get("/account/1").status()).isEqualTo(200);
        assertThat(new Browser(server)
                        .signIn("/sign-in/1", "new.one@example.com", RIGHT)
                        .location())
                .isEqualTo("/account/1");
        assertThat(new Browser(server)
                        .signIn("/sign-in/1", "former@example.com", RIGHT)
                        .status())
                .isEqualTo(422);
        assertThat(installation.count(
                        "select count(*) from audit_event where event = 'user_email_changed' and customer_id = ? and dialect = 'openid'",
                        id))
                .isEqualTo(1);
        String link = browser.mailedLink("New.One@example.com");
        assertThat(link).startsWith("/verify/" + id + "/");
        assertThat(browser.post(link, Map.of()).status()).isEqualTo(200);
        assertThat(withAddress(id, "New.One@example.com", true)).isEqualTo(1);
        assertThat(mails(id, "email-changed-old")).isEqualTo(1);
        assertThat(mails(id, "email-changed-new")).isEqualTo(1);
    }

    @Test
    void where_a_second_factor_is_on_a_code_is_asked_for() {
        Protected customer = Protected.enrol(installation, server, "coded@example.com");
        Browser browser = new Browser(server);
        Page second = browser.signIn("/sign-in/1", customer.email, customer.password);
        browser.submit(second, "/sign-in/1/code", Map.of("code", customer.app.code()));
        customer.timePasses();
        Map<String, String> password = Map.of("newEmail", "coded2@example.com", "password", customer.password);
        assertThat(change(browser, password).alert()).isEqualTo("Please enter the code.");
        assertThat(change(browser, Map.of("newEmail", "coded2@example.com", "code", customer.app.wrong()))
                        .alert())
                .startsWith("This code is not right");
        assertThat(change(browser, Map.of("newEmail", "coded2@example.com", "code", customer.app.code()))
                        .status())
                .isEqualTo(200);
        assertThat(withAddress(customer.id, "coded2@example.com", false)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "invented"})
    void who_has_nothing_to_prove_it_with_must_have_signed_in_just_now(String password) {
        String email = "linked" + password + "@example.com";
        long id = StoredCustomer.of(email).store(installation);
        Browser browser = signedInByLink(email);
        installation.sql(
                "update customer_session set auth_time = now() - interval '6 minutes' where customer_id = ?", id);
        Map<String, String> typed = Map.of("newEmail", "other-" + email, "password", password);
        Page stale = change(browser, typed);
        assertThat(stale.status()).isEqualTo(422);
        assertThat(stale.alert()).startsWith("To change it, sign out and in again first");
        assertThat(withAddress(id, email, true)).isEqualTo(1);
        installation.sql("update customer_session set auth_time = now() where customer_id = ?", id);
        assertThat(change(browser, typed).status()).isEqualTo(200);
        assertThat(withAddress(id, "other-" + email, false)).isEqualTo(1);
    }

    @Test
    void what_will_not_do_is_told_at_the_field_and_nothing_changes() {
        long id = StoredCustomer.of("stays@example.com").password(RIGHT).store(installation);
        StoredCustomer.of("taken@example.com").store(installation);
        Browser browser = signedIn("stays@example.com");
        assertThat(change(browser, Map.of("newEmail", "nobody", "password", RIGHT))
                        .alert())
                .isEqualTo("This is not an email address that we can send mail to.");
        assertThat(change(browser, Map.of("newEmail", "stays@example.com", "password", RIGHT))
                        .alert())
                .isEqualTo("This is your email address already.");
        assertThat(change(browser, Map.of("newEmail", "TAKEN@example.com", "password", RIGHT))
                        .alert())
                .isEqualTo("There is an account with this email address already.");
        assertThat(change(browser, Map.of("newEmail", "taken@example.com", "password", "wrong one"))
                        .alert())
                .as("whether somebody has it is told to nobody without the password")
                .isEqualTo("The password is wrong.");
        assertThat(withAddress(id, "stays@example.com", false)).isEqualTo(1);
        assertThat(mails(id, "email-changed-new")).isZero();
    }

    @Test
    void another_spelling_stays_verified() {
        long id = StoredCustomer.of("spelled@example.com").password(RIGHT).store(installation);
        installation.sql("update customer set email_verified_at = now() where id = ?", id);
        assertThat(change(signedIn("spelled@example.com"), Map.of("newEmail", "Spelled@example.com", "password", RIGHT))
                        .status())
                .isEqualTo(200);
        assertThat(withAddress(id, "Spelled@example.com", true)).isEqualTo(1);
    }

    @Test
    void who_has_no_address_gets_one() {
        long id =
                StoredCustomer.of(null).username("addressless").password(RIGHT).store(installation);
        Browser browser = signedIn("addressless");
        assertThat(browser.get(PAGE).body()).contains("There is no email address yet.");
        assertThat(change(browser, Map.of("newEmail", "first-address@example.com", "password", RIGHT))
                        .status())
                .isEqualTo(200);
        assertThat(withAddress(id, "first-address@example.com", false)).isEqualTo(1);
        assertThat(browser.mailedLink("first-address@example.com")).startsWith("/verify/" + id + "/");
    }

    @Test
    void another_link_that_confirms_it_is_mailed_when_asked_for() {
        long id = StoredCustomer.of("unconfirmed@example.com").password(RIGHT).store(installation);
        Browser browser = signedIn("unconfirmed@example.com");
        Page sent = browser.submit(browser.get(PAGE), "/account/1/verification", Map.of());
        assertThat(sent.status()).isEqualTo(200);
        assertThat(sent.body()).contains("role=\"status\">We have sent you an email.");
        assertThat(browser.mailedLink("unconfirmed@example.com")).startsWith("/verify/" + id + "/");
    }

    @Test
    void of_many_who_want_the_same_address_one_gets_it() {
        List<Browser> browsers = Stream.of("race1@example.com", "race2@example.com", "race3@example.com")
                .map(email -> {
                    StoredCustomer.of(email).password(RIGHT).store(installation);
                    return signedIn(email);
                })
                .toList();
        List<Integer> statuses = Together.run(
                3,
                i -> change(browsers.get(i), Map.of("newEmail", "race@example.com", "password", RIGHT))
                        .status());
        assertThat(statuses).containsExactlyInAnyOrder(200, 422, 422);
    }

    @Test
    void nobody_who_is_not_signed_in_changes_anything() {
        Browser browser = new Browser(server);
        assertThat(browser.get(PAGE).location()).isEqualTo("/sign-in/1");
        String token = browser.get("/sign-in/1").forms().getFirst().fields().get("form");
        for (String path : List.of(PAGE, "/account/1/verification")) {
            assertThat(browser.post(path, Map.of("form", token, "newEmail", "x@example.com"))
                            .location())
                    .isEqualTo("/sign-in/1");
        }
    }
}
