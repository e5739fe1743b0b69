package io.vestibule.page.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.StoredCustomer;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What customers who are signed in see and do on a portal's own page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountPageTest {
    private static final String RIGHT = "correct horse 9";

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

    private Browser signedIn(String email) {
        Browser browser = new Browser(server);
        assertThat(browser.signIn("/sign-in/1", email, RIGHT).location()).isEqualTo("/account/1");
        return browser;
    }

    private static boolean isIn(Browser browser) {
        return browser.get("/account/1").status() == 200;
    }

    private static List<String> sessions(Page page) {
        return Pattern.compile("name=\"session\" value=\"([^\"]*)\"")
                .matcher(page.body())
                .results()
                .map(session -> session.group(1))
                .toList();
    }

    @Test
    void nobody_who_is_not_signed_in_sees_it() {
        Browser browser = new Browser(server);
        assertThat(browser.get("/account/1?ui_locales=de").location()).isEqualTo("/sign-in/1?ui_locales=de");
        String token = browser.get("/sign-in/1").forms().getFirst().fields().get("form");
        for (String form : new String[] {"password", "sessions"}) {
            assertThat(browser.post("/account/1/" + form, Map.of("form", token)).location())
                    .isEqualTo("/sign-in/1");
        }
    }

    @Test
    void one_session_is_ended_by_its_button_and_the_password() {
        StoredCustomer.of("end@example.com").password(RIGHT).store(installation);
        Browser first = signedIn("end@example.com");
        Browser second = signedIn("end@example.com");
        Page page = second.get("/account/1");
        List<String> sessions = sessions(page);
        assertThat(sessions).hasSize(2);
        assertThat(page.body()).containsOnlyOnce("<strong>this browser</strong>");

        Map<String, String> oldest = Map.of("session", sessions.getLast());
        Page wanted = second.submit(page, "/account/1/sessions", oldest);
        assertThat(wanted.status()).isEqualTo(422);
        assertThat(wanted.alert()).isEqualTo("Please enter your password.");
        Page wrong = second.submit(
                page, "/account/1/sessions", Map.of("session", sessions.getLast(), "password", "wrong one"));
        assertThat(wrong.alert()).isEqualTo("The password is wrong.");
        assertThat(isIn(first)).isTrue();
        Map<String, String> right = Map.of("session", sessions.getLast(), "password", RIGHT);
        Page done = second.submit(page, "/account/1/sessions", right);
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.body()).contains("role=\"status\">Done");
        assertThat(sessions(done)).containsExactly(sessions.getFirst());
        assertThat(isIn(first)).isFalse();
        assertThat(isIn(second)).isTrue();
        assertThat(second.submit(page, "/account/1/sessions", right).alert())
                .isEqualTo("There is no such session any more.");
    }

    @Test
    void all_others_end_and_the_one_that_asks_goes_on() {
        StoredCustomer.of("others@example.com").password(RIGHT).store(installation);
        Browser first = signedIn("others@example.com");
        Browser second = signedIn("others@example.com");
        Page done = second.submit(
                second.get("/account/1"), "/account/1/sessions", Map.of("others", "yes", "password", RIGHT));
        assertThat(done.status()).isEqualTo(200);
        assertThat(isIn(first)).isFalse();
        assertThat(isIn(second)).isTrue();
    }

    @Test
    void ending_the_own_session_signs_out() {
        StoredCustomer.of("own@example.com").password(RIGHT).store(installation);
        Browser browser = signedIn("own@example.com");
        Page page = browser.get("/account/1");
        Page done = browser.submit(
                page, "/account/1/sessions", Map.of("session", sessions(page).getFirst(), "password", RIGHT));
        assertThat(done.location()).isEqualTo("/signed-out/1");
        assertThat(browser.cookie("vestibule-1")).isNull();
    }

    @Test
    void nobody_ends_somebody_elses_session() {
        StoredCustomer.of("victim@example.com").password(RIGHT).store(installation);
        StoredCustomer.of("attacker@example.com").password(RIGHT).store(installation);
        Browser victim = signedIn("victim@example.com");
        Browser attacker = signedIn("attacker@example.com");
        String session = sessions(victim.get("/account/1")).getFirst();
        attacker.submit(
                attacker.get("/account/1"), "/account/1/sessions", Map.of("session", session, "password", RIGHT));
        assertThat(isIn(victim)).isTrue();
    }

    @Test
    void a_changed_password_ends_the_other_sessions() {
        StoredCustomer.of("change@example.com").password(RIGHT).store(installation);
        Browser first = signedIn("change@example.com");
        Browser second = signedIn("change@example.com");
        Page page = second.get("/account/1");
        String path = "/account/1/password";
        assertThat(second.submit(page, path, Map.of("password", RIGHT, "newPassword", "short"))
                        .alert())
                .startsWith("It is too short.");
        assertThat(second.submit(page, path, Map.of("newPassword", "my own new one"))
                        .alert())
                .isEqualTo("Please enter your password.");
        assertThat(second.submit(page, path, Map.of("password", "wrong one", "newPassword", "my own new one"))
                        .alert())
                .isEqualTo("The password is wrong.");
        Page done = second.submit(page, path, Map.of("password", RIGHT, "newPassword", "my own new one"));
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.body()).contains("Your new password is saved.").doesNotContain("my own new one");
        assertThat(isIn(first)).isFalse();
        assertThat(isIn(second)).isTrue();
        assertThat(first.signIn("/sign-in/1", "change@example.com", "my own new one")
                        .status())
                .isEqualTo(303);
    }

    @Test
    void signing_out_takes_a_button_ends_the_session_and_is_audited() {
        long id = StoredCustomer.of("out@example.com").password(RIGHT).store(installation);
        Browser browser = signedIn("out@example.com");
        String cookie = browser.cookie("vestibule-1");
        Page asked = browser.get("/sign-out/1?state=1");
        assertThat(asked.body()).contains("<strong>out@example.com</strong>");
        assertThat(isIn(browser)).isTrue();
        Page done = browser.submit(asked, "/sign-out/1?state=1", Map.of());
        assertThat(done.location()).isEqualTo("/signed-out/1?state=1");
        assertThat(browser.follow(done).heading()).isEqualTo("You are signed out");
        assertThat(browser.cookie("vestibule-1")).isNull();
        browser.cookie("vestibule-1", cookie);
        assertThat(isIn(browser)).isFalse();
        assertThat(browser.get("/sign-out/1").location()).isEqualTo("/signed-out/1");
        assertThat(installation.count(
                        "select count(*) from audit_event where event = 'authn_logout' and customer_id = ? and dialect = 'openid'",
                        id))
                .isEqualTo(1);
        assertThat(installation.count(
                        "select count(*) from customer_session where customer_id = ? and ended_at is null", id))
                .isZero();
    }

    @Test
    void signing_out_ends_what_applications_were_granted_in_the_session() {
        long id = StoredCustomer.of("granted@example.com").password(RIGHT).store(installation);
        Browser browser = signedIn("granted@example.com");
        installation.sql("""
                insert into token_grant (id, session_id, portal_id, customer_id, expires_at)
                select gen_random_uuid(), id, portal_id, customer_id, expires_at from customer_session where customer_id = ?
                """, id);
        browser.signIn("/sign-in/1", "granted@example.com", RIGHT);
        assertThat(installation.count("select count(*) from token_grant where customer_id = ?", id))
                .isEqualTo(1);
        browser.submit(browser.get("/sign-out/1"), "/sign-out/1", Map.of());
        assertThat(installation.count("select count(*) from token_grant where customer_id = ?", id))
                .isZero();
    }

    @Test
    void a_session_of_another_dialect_is_listed_too() {
        StoredCustomer.of("both@example.com").password(RIGHT).store(installation);
        server.post(
                "/api/rest/portal/password-login", "{\"email\":\"both@example.com\",\"password\":\"" + RIGHT + "\"}");
        assertThat(sessions(signedIn("both@example.com").get("/account/1"))).hasSize(2);
    }
}
