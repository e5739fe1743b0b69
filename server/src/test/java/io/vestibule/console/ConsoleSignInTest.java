package io.vestibule.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Authenticator;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Operators;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an operator comes in and goes out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleSignInTest {
    private final Consoles consoles = new Consoles();
    private Operators.Ready owner;

    @BeforeAll
    void start() {
        owner = consoles.operator(Role.OWNER, PortalScope.ALL);
    }

    @AfterAll
    void stop() {
        consoles.close();
    }

    private Page password(Browser browser, Page page) {
        return browser.submit(page, "/console/sign-in", Map.of("email", owner.email(), "password", Operators.PASSWORD));
    }

    private Page signIn(Browser browser, Page page) {
        consoles.forgetCodes(owner);
        return browser.submit(
                password(browser, page),
                "/console/sign-in/code",
                Map.of("code", owner.app().code()));
    }

    @Test
    void the_link_sets_password_and_app_once_and_they_sign_in() {
        var added = consoles.operators.add("new@example.com", Role.VIEWER, PortalScope.ALL);
        String path = "/console/setup/" + Operators.token(added.link());
        Browser browser = new Browser(consoles.server);
        Page page = browser.get(path);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("<svg", "new@example.com");
        String secret = page.body()
                .replaceAll("(?s).*Secret: <code>([A-Z2-7 ]+)</code>.*", "$1")
                .replace(" ", "");
        var app = new Authenticator(secret);

        Page weak = browser.submit(page, path, Map.of("password", "short", "code", app.code()));
        assertThat(weak.status()).isEqualTo(422);
        assertThat(weak.alert()).contains("at least 8 characters");
        Page wrong = browser.submit(weak, path, Map.of("password", "a fine long one", "code", "000000"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.alert()).contains("isn't the code");

        Page done = browser.submit(wrong, path, Map.of("password", "a fine long one", "code", app.code()));
        assertThat(done.heading()).isEqualTo("Your account is set up");
        assertThat(browser.get(path).status()).isEqualTo(404);
        assertThat(browser.post(path, Map.of("password", "a finer long one", "code", app.code()))
                        .status())
                .isEqualTo(404);

        Page second = browser.submit(
                browser.get("/console"),
                "/console/sign-in",
                Map.of("email", "new@example.com", "password", "a fine long one"));
        Page in = browser.submit(second, "/console/sign-in/code", Map.of("code", app.code(1)));
        assertThat(browser.follow(in).heading()).isEqualTo("Overview");
    }

    @Test
    void nothing_is_shown_to_nobody_and_after_the_sign_in_they_are_where_they_were() {
        Browser browser = new Browser(consoles.server);
        Page asked = browser.get("/console/sessions?portal=1");
        assertThat(asked.status()).isEqualTo(401);
        assertThat(asked.heading()).isEqualTo("Sign in to the console");
        Page in = signIn(browser, asked);
        assertThat(in.location()).isEqualTo("/console/sessions?portal=1");
        assertThat(in.header("Set-Cookie"))
                .matches("vestibule-console=[A-Za-z0-9_-]{43}; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict");
        assertThat(browser.follow(in).body()).contains("this browser");
    }

    @Test
    void wrong_answers_alike_whoever_it_is() {
        Browser browser = new Browser(consoles.server);
        Page first = browser.get("/console");
        for (String email : new String[] {owner.email(), "nobody@example.com", "\0", ""}) {
            Page refused = browser.submit(first, "/console/sign-in", Map.of("email", email, "password", "wrong"));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.alert()).startsWith("That address and password don't sign anybody in.");
        }
        assertThat(browser.cookie(Consoles.COOKIE)).isNull();
    }

    @Test
    void a_wrong_code_is_asked_again_and_a_made_up_sign_in_starts_over() {
        Browser browser = new Browser(consoles.server);
        Page second = password(browser, browser.get("/console"));
        Page wrong = browser.submit(second, "/console/sign-in/code", Map.of("code", "12345"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.alert()).startsWith("That code isn't right");
        Page expired = browser.submit(
                wrong,
                "/console/sign-in/code",
                Map.of("token", "made-up", "code", owner.app().code()));
        assertThat(expired.status()).isEqualTo(422);
        assertThat(expired.alert()).startsWith("That took too long.");
        assertThat(expired.form("/console/sign-in").fields()).containsKey("email");
    }

    @Test
    void session_fixation_a_cookie_from_before_is_never_the_one_that_signs_in() {
        Browser attacker = new Browser(consoles.server);
        attacker.cookie(Consoles.COOKIE, "A".repeat(43));
        Browser victim = new Browser(consoles.server);
        victim.cookie(Consoles.COOKIE, "A".repeat(43));
        Page in = signIn(victim, victim.get("/console"));
        assertThat(in.status()).isEqualTo(303);
        assertThat(victim.cookie(Consoles.COOKIE)).isNotEqualTo("A".repeat(43));
        assertThat(attacker.get("/console").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "http://localhost", "null", "http://localhost:8080.evil.example"})
    void asvs_3_5_1_a_form_of_another_page_does_nothing(String origin) {
        Browser browser = consoles.browser(owner);
        for (String path : new String[] {"/console/sign-out", "/console/sessions", "/console/sign-in"}) {
            Page refused = browser.post(path, Map.of("Origin", origin), Map.of("all", "yes"));
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.heading()).isEqualTo("Nothing was done");
        }
        assertThat(browser.post("/console/sign-out", Map.of(), Map.of()).status())
                .as("neither header: no browser of today")
                .isEqualTo(403);
        assertThat(browser.post(
                                "/console/sign-out",
                                Map.of("Sec-Fetch-Site", "same-site", "Origin", "http://localhost:8080"),
                                Map.of())
                        .status())
                .isEqualTo(403);
        assertThat(browser.get("/console").status()).isEqualTo(200);
    }

    @Test
    void signing_out_ends_the_session_itself() {
        Browser browser = consoles.browser(owner);
        String cookie = browser.cookie(Consoles.COOKIE);
        Page out = browser.submit(browser.get("/console"), "/console/sign-out", Map.of());
        assertThat(out.status()).isEqualTo(200);
        assertThat(browser.cookie(Consoles.COOKIE)).isNull();
        browser.cookie(Consoles.COOKIE, cookie);
        assertThat(browser.get("/console").status()).isEqualTo(401);
    }

    @Test
    void one_session_or_all_are_ended_from_another() {
        Browser here = consoles.browser(owner);
        Browser there = consoles.browser(owner);
        Page list = here.get("/console/sessions");
        String other = list.body().replaceAll("(?s).*name=\"session\" value=\"([0-9a-f-]{36})\".*", "$1");
        Page done = here.submit(list, "/console/sessions", Map.of("session", other));
        assertThat(done.body()).contains("The session is ended.");
        assertThat(here.submit(list, "/console/sessions", Map.of("session", "x"))
                        .body())
                .contains("had ended before");
        Browser third = consoles.browser(owner);
        here.submit(list, "/console/sessions", Map.of("all", "yes"));
        assertThat(here.get("/console").status()).isEqualTo(401);
        assertThat(third.get("/console").status()).isEqualTo(401);
        assertThat(there.get("/console").status()).isEqualTo(401);
    }

    @Test
    void a_browser_that_a_link_elsewhere_leads_here_is_asked_once_more_with_its_cookie() {
        Browser browser = new Browser(consoles.server);
        Page arrival = browser.get("/console", Map.of("Sec-Fetch-Site", "cross-site"));
        assertThat(arrival.status()).isEqualTo(200);
        assertThat(arrival.body()).contains("http-equiv=\"refresh\"").doesNotContain("<form");
    }

    @Test
    void nobody_is_led_off_the_console() {
        for (String next : new String[] {
            "//evil.example", "https://evil.example", "/console//..//evil", "/consolex", "/console\r\nX: y"
        }) {
            Browser browser = new Browser(consoles.server);
            Page in = signIn(browser, withNext(browser, next));
            assertThat(in.location())
                    .startsWith("/console")
                    .doesNotStartWith("/consolex")
                    .doesNotContain("\n");
        }
    }

    private static Page withNext(Browser browser, String next) {
        Page page = browser.get("/console");
        return new Page(
                page.status(), page.headers(), page.body().replace("value=\"/console\"", "value=\"" + next + "\""));
    }

    @Test
    void what_is_no_page_says_so_and_what_only_a_form_may_isnt_read() {
        Browser browser = consoles.browser(owner);
        assertThat(browser.get("/console/nowhere").status()).isEqualTo(404);
        assertThat(browser.get("/console/sign-out").status()).isEqualTo(405);
    }

    @Test
    void whoever_lost_their_second_factor_is_told_where_an_owner_makes_a_new_link() {
        Page page = new Browser(consoles.server).get("/console");
        assertThat(page.body()).contains("<a href=\"/console/operators\">Operators</a>");
    }
}
