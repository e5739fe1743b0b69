package io.vestibule.page.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.mail.Language;
import io.vestibule.page.PageWords;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.StoredCustomer;
import io.vestibule.support.Together;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in with a login and a password on a portal's own page, and the session that the browser gets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInPageTest {
    private static final String JOHN = "john.doe@example.com";
    private static final String RIGHT = "correct horse 9";
    private static final String REQUEST =
            "client_id=shop&redirect_uri=https%3A%2F%2Fshop.example.com%2Fback&state=a%2Bb%26c&scope=openid+email";

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

    private Browser browser() {
        return new Browser(server);
    }

    @Test
    void the_login_then_the_password_lead_to_the_account() {
        Browser browser = browser();
        Page first = browser.get("/sign-in/1");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.heading()).isEqualTo("Sign in to Demo portal");
        assertThat(first.body()).contains("autocomplete=\"username webauthn\"", "<label for=\"login\">");

        Page second = browser.submit(first, "/sign-in/1", Map.of("login", JOHN));
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).contains("value=\"" + JOHN + "\"", "autocomplete=\"current-password\" required");

        Page done = browser.submit(second, "/sign-in/1", Map.of("password", RIGHT));
        assertThat(done.location()).isEqualTo("/account/1");
        assertThat(done.headers().get("set-cookie"))
                .singleElement()
                .asString()
                .matches("vestibule-1=[A-Za-z0-9_-]{43}; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax");
        assertThat(browser.follow(done).body()).contains("<strong>" + JOHN + "</strong>");
    }

    @Test
    void a_password_manager_that_fills_in_both_needs_one_form() {
        Browser browser = browser();
        Page done = browser.submit(
                browser.get("/sign-in/1"), "/sign-in/1", Map.of("login", "testtest123", "password", RIGHT));
        assertThat(done.location()).isEqualTo("/account/1");
    }

    @Test
    void an_applications_request_travels_as_it_was_sent_and_goes_on_where_it_came_from() {
        Browser browser = browser();
        Page done = browser.signIn("/sign-in/1?" + REQUEST, JOHN, RIGHT);
        assertThat(done.location()).isEqualTo("/portals/1/authorize?" + REQUEST);
        assertThat(browser.get("/sign-in/1?" + REQUEST).links())
                .containsExactly("/forgot/1?" + REQUEST, "/register/1?" + REQUEST);
    }

    @Test
    void what_the_query_says_is_no_field_of_the_form() {
        Browser browser = browser();
        Page first = browser.get("/sign-in/1?login=x&password=y&form=z");
        Page second = browser.submit(first, "/sign-in/1?login=x", Map.of("login", JOHN));
        assertThat(browser.submit(second, "/sign-in/1", Map.of("password", RIGHT))
                        .status())
                .isEqualTo(303);
    }

    @Test
    void unknown_wrong_disabled_locked_and_without_a_password_look_the_same() {
        StoredCustomer.of("no-password@example.com").store(installation);
        StoredCustomer.of("locked@example.com").password(RIGHT).store(installation);
        StoredCustomer.of("wrong@example.com").password(RIGHT).store(installation);
        Browser browser = browser();
        for (int i = 0; i < 5; i++) {
            browser.signIn("/sign-in/1", "locked@example.com", "wrong one");
        }
        String wrong = refused(browser, "wrong@example.com", "wrong one");
        assertThat(List.of(
                        refused(browser, "nobody@example.com", RIGHT),
                        refused(browser, "disabled@example.com", RIGHT),
                        refused(browser, "locked@example.com", RIGHT),
                        refused(browser, "no-password@example.com", RIGHT)))
                .allSatisfy(answer -> assertThat(answer).isEqualTo(wrong));
    }

    /** The answer without the login. */
    private static String refused(Browser browser, String login, String password) {
        Page answer = browser.signIn("/sign-in/1", login, password);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.alert()).contains("the login or the password is wrong");
        assertThat(answer.body()).contains("aria-invalid=\"true\" aria-describedby=\"fault\"");
        assertThat(browser.cookie("vestibule-1")).isNull();
        return answer.body().replace(login, "LOGIN");
    }

    @Test
    void missing_fields_are_asked_for() {
        Browser browser = browser();
        Page first = browser.submit(browser.get("/sign-in/1"), "/sign-in/1", Map.of("login", " "));
        assertThat(first.status()).isEqualTo(422);
        assertThat(first.alert()).contains("enter your email address or username");
        Page second = browser.submit(first, "/sign-in/1", Map.of("login", JOHN));
        Page again = browser.submit(second, "/sign-in/1", Map.of("password", ""));
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.alert()).contains("enter your password");
    }

    @Test
    void a_full_limit_says_how_long_to_wait() {
        try (Installation strict = Installation.demo(Map.of(
                "VESTIBULE_LIMIT_SIGN_IN_NETWORK_BURST", "1", "VESTIBULE_LIMIT_SIGN_IN_NETWORK_REFILL", "1/1h"))) {
            Browser browser = new Browser(strict.node());
            browser.signIn("/sign-in/1", JOHN, "wrong one");
            Page full = browser.signIn("/sign-in/1", JOHN, RIGHT);
            assertThat(full.status()).isEqualTo(429);
            assertThat(full.header("Retry-After")).isNotNull();
            assertThat(full.alert()).matches("Too many attempts. Please try again in (59|60) min.");
        }
    }

    @Test
    void a_temporary_password_brings_a_link_for_another_and_no_session() {
        long id = StoredCustomer.of("temporary@example.com").password(RIGHT).store(installation);
        installation.sql("update customer set password_until = now() + interval '3 days' where id = ?", id);
        Browser browser = browser();
        Page told = browser.signIn("/sign-in/1?client_id=shop&state=1", "temporary@example.com", RIGHT);
        assertThat(told.status()).isEqualTo(200);
        assertThat(told.body()).contains("Your password is a temporary one.");
        assertThat(browser.cookie("vestibule-1")).isNull();
        assertThat(browser.mailedLink("temporary@example.com"))
                .startsWith("/reset/" + id + "/")
                .endsWith("?client_id=shop&state=1");
    }

    @Test
    void a_cookie_that_was_there_before_the_sign_in_is_never_adopted() {
        String planted = "A".repeat(43);
        Browser browser = browser();
        browser.cookie("vestibule-1", planted);
        browser.signIn("/sign-in/1", JOHN, RIGHT);
        assertThat(browser.cookie("vestibule-1")).isNotEqualTo(planted);

        Browser attacker = browser();
        attacker.cookie("vestibule-1", planted);
        assertThat(attacker.get("/account/1").location()).isEqualTo("/sign-in/1");
    }

    private long alive(long customer) {
        return installation.count(
                "select count(*) from customer_session where customer_id = ? and ended_at is null", customer);
    }

    @Test
    void each_sign_in_of_the_same_customer_has_another_cookie_and_the_session_goes_on() {
        long id = StoredCustomer.of("again@example.com").password(RIGHT).store(installation);
        Browser browser = browser();
        browser.signIn("/sign-in/1", "again@example.com", RIGHT);
        String before = browser.cookie("vestibule-1");
        installation.sql("update customer_session set auth_time = now() - interval '1 hour' where customer_id = ?", id);

        browser.signIn("/sign-in/1", "again@example.com", RIGHT);
        assertThat(browser.cookie("vestibule-1")).isNotEqualTo(before);
        assertThat(alive(id)).isEqualTo(1);
        assertThat(installation.count(
                        "select count(*) from customer_session where customer_id = ? and auth_time > now() - interval '1 minute'",
                        id))
                .isEqualTo(1);
        assertThat(browser.get("/account/1").status()).isEqualTo(200);
        browser.cookie("vestibule-1", before);
        assertThat(browser.get("/account/1").status()).isEqualTo(303);
    }

    @Test
    void a_sign_in_as_somebody_else_voids_the_cookie_and_leaves_the_others_session() {
        long one = StoredCustomer.of("one@example.com").password(RIGHT).store(installation);
        long two = StoredCustomer.of("two@example.com").password(RIGHT).store(installation);
        Browser browser = browser();
        browser.signIn("/sign-in/1", "one@example.com", RIGHT);
        String former = browser.cookie("vestibule-1");
        browser.signIn("/sign-in/1", "two@example.com", RIGHT);
        assertThat(browser.get("/account/1").body()).contains("two@example.com").doesNotContain("one@example.com");
        assertThat(alive(one)).isEqualTo(1);
        assertThat(alive(two)).isEqualTo(1);
        browser.cookie("vestibule-1", former);
        assertThat(browser.get("/account/1").status()).isEqualTo(303);
    }

    @Test
    void a_refused_sign_in_leaves_the_session_that_is_there() {
        Browser browser = browser();
        browser.signIn("/sign-in/1", "testtest123", RIGHT);
        browser.signIn("/sign-in/1", "nobody-at-all@example.com", "wrong one");
        assertThat(browser.get("/account/1").status()).isEqualTo(200);
    }

    @Test
    void each_portal_has_a_session_of_its_own() {
        StoredCustomer.of("elsewhere@example.com").in(2).password(RIGHT).store(installation);
        Browser browser = browser();
        browser.signIn("/sign-in/1", JOHN, RIGHT);
        assertThat(browser.get("/account/2").location()).isEqualTo("/sign-in/2");
        browser.signIn("/sign-in/2", "elsewhere@example.com", RIGHT);
        assertThat(browser.get("/account/2").body()).contains("elsewhere@example.com", "Other portal");
        assertThat(browser.get("/account/1").body()).contains(JOHN);
        browser.cookie("vestibule-2", browser.cookie("vestibule-1"));
        assertThat(browser.get("/account/2").status()).isEqualTo(303);
    }

    @Test
    void a_customer_who_is_disabled_is_signed_out_at_once() {
        long id = StoredCustomer.of("gone@example.com").password(RIGHT).store(installation);
        Browser browser = browser();
        browser.signIn("/sign-in/1", "gone@example.com", RIGHT);
        installation.sql("update customer set disabled_at = now() where id = ?", id);
        assertThat(browser.get("/account/1").location()).isEqualTo("/sign-in/1");
    }

    @Test
    void a_session_ends_when_its_time_is_over() {
        long id = StoredCustomer.of("old@example.com").password(RIGHT).store(installation);
        Browser browser = browser();
        browser.signIn("/sign-in/1", "old@example.com", RIGHT);
        installation.sql("update customer_session set expires_at = now() where customer_id = ?", id);
        assertThat(browser.get("/account/1").location()).isEqualTo("/sign-in/1");
    }

    @Test
    void the_query_may_begin_with_registration_and_with_a_login() {
        Browser browser = browser();
        assertThat(browser.get("/sign-in/1?prompt=create&state=1").location())
                .isEqualTo("/register/1?prompt=create&state=1");
        Page register = browser.get("/register/1?prompt=create&state=1");
        assertThat(register.links()).containsExactly("/sign-in/1/login?prompt=create&state=1");
        assertThat(browser.get(register.links().getFirst()).status()).isEqualTo(200);
        assertThat(browser.get("/sign-in/1?login_hint=a%22b%40example.com")
                        .form("/sign-in/1")
                        .fields())
                .containsEntry("login", "a\"b@example.com");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | de-AT,de;q=0.9 | de | Bei Demo portal anmelden",
                "'' | it | en | Sign in to Demo portal",
                "?ui_locales=fr-CA%20en | de | fr | Se connecter à Demo portal",
                "?ui_locales=it+es | de | es | Iniciar sesión en Demo portal",
                "?ui_locales=it | de | de | Bei Demo portal anmelden",
                "?ui_locales=%3Cscript%3E | de | de | Bei Demo portal anmelden"
            })
    void a_page_speaks_the_language_of_the_request_or_of_the_browser(
            String query, String wanted, String language, String heading) {
        Page page = browser().speaking(wanted).get("/sign-in/1" + query);
        assertThat(page.heading()).isEqualTo(heading);
        assertThat(page.body()).contains("<html lang=\"" + language + "\">");
        assertThat(page.header("Content-Language")).isEqualTo(language);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sign-in/3",
                "/sign-in/x",
                "/sign-in/99999999999999999999",
                "/sign-in/",
                "/sign-in/1/more",
                "/account/",
                "/register/0",
                "/forgot/3",
                "/signed-out/3",
                "/account/1/x"
            })
    void what_is_not_there_is_a_page_too(String path) {
        Page page = browser().speaking("de").get(path);
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.heading()).isEqualTo("Diese Seite gibt es nicht");
        assertThat(browser().head(path).status()).isEqualTo(404);
    }

    @Test
    void a_head_is_answered_as_its_get_without_the_page() {
        Page head = browser().head("/sign-in/1");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(browser().head("/account/1").status()).isEqualTo(303);
    }

    @Test
    void an_outage_is_a_page_that_says_when_to_come_back() {
        PageWords words = PageWords.in(Language.SPANISH);
        Answer away = Notice.of(new Problem.Unavailable(Duration.ofSeconds(2)), words);
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.header("Retry-After")).isEqualTo("2");
        assertThat(away.header("Content-Language")).isEqualTo("es");
        assertThat(Notice.of(new Problem.Fault(), words).status()).isEqualTo(500);
    }

    /** Two tabs: each has a session that lives, and no cookie of before leads anywhere. */
    @Test
    void sign_ins_at_once_in_one_browser_leave_no_cookie_of_before() {
        StoredCustomer.of("tabs@example.com").password(RIGHT).store(installation);
        Browser browser = browser();
        browser.signIn("/sign-in/1", "tabs@example.com", RIGHT);
        String before = browser.cookie("vestibule-1");
        String form = browser.get("/sign-in/1").form("/sign-in/1").fields().get("form");
        String formCookie = browser.cookie("vestibule-form");
        Map<String, String> fields = Map.of("form", form, "login", "tabs@example.com", "password", RIGHT);
        List<Browser> tabs = Together.run(4, i -> {
            Browser tab = browser();
            tab.cookie("vestibule-form", formCookie);
            tab.cookie("vestibule-1", before);
            assertThat(tab.post("/sign-in/1", fields).status()).isEqualTo(303);
            return tab;
        });
        assertThat(tabs)
                .allSatisfy(tab -> assertThat(tab.get("/account/1").status()).isEqualTo(200));
        assertThat(tabs.stream().map(tab -> tab.cookie("vestibule-1")).distinct())
                .hasSize(4);
        assertThat(browser.get("/account/1").status()).isEqualTo(303);
    }

    @Test
    void whatever_goes_wrong_is_a_page() {
        Browser browser = browser();
        Page verb = browser.get("/sign-in/1/code");
        assertThat(verb.status()).isEqualTo(405);
        assertThat(verb.header("Allow")).isEqualTo("POST");
        assertThat(verb.heading()).isEqualTo("This did not work");
        assertThat(browser.post("/sign-in/1", Map.of("login", "x".repeat(17_000)))
                        .status())
                .isEqualTo(413);
        assertThat(browser.post("/sign-in/1", Map.of("Content-Type", "text/plain"), Map.of("a", "b"))
                        .status())
                .isEqualTo(415);
        assertThat(browser.get("/sign-in/1?a=%ff").heading()).isEqualTo("This did not work");
        assertThat(browser.get("/sign-in/1?a=%ff").status()).isEqualTo(400);
        assertThat(browser.get("/sign-in/1?a=" + "x".repeat(8190)).status()).isEqualTo(200);
        assertThat(browser.get("/sign-in/1?a=" + "x".repeat(8191)).status()).isEqualTo(400);
    }
}
