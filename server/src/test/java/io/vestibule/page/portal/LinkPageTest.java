package io.vestibule.page.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Protected;
import io.vestibule.support.RawConnection;
import io.vestibule.support.StoredCustomer;
import io.vestibule.support.Together;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in by a mailed link to a portal's own page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinkPageTest {
    private static final String REQUEST = "client_id=shop&redirect_uri=https%3A%2F%2Fshop.example.com%2F&state=a%2Bb";

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

    private Page asked(Browser browser, String login, String query) {
        Page second = browser.submit(browser.get("/sign-in/1" + query), "/sign-in/1", Map.of("login", login));
        return browser.submit(second, "/sign-in/1/link", Map.of());
    }

    /** The path that the mail leads to. */
    private String mailed(String email, String query) {
        Browser browser = new Browser(server);
        assertThat(asked(browser, email, query).status()).isEqualTo(200);
        return browser.mailedLink(email);
    }

    @Test
    void the_button_begins_the_session_in_the_browser_that_pressed_it_and_goes_on_with_the_request() {
        long id = StoredCustomer.of("link@example.com").store(installation);
        String path = mailed("link@example.com", "?" + REQUEST);
        assertThat(path).matches("/sign-in/1/link/" + id + "/[A-Za-z0-9_-]{43}\\?" + REQUEST.replace("+", "\\+"));
        Browser other = new Browser(server);
        Page button = other.get(path);
        assertThat(button.body()).contains("<strong>link@example.com</strong>");
        Page done = other.submit(button, "/sign-in/1/link/", Map.of());
        assertThat(done.location()).isEqualTo("/portals/1/authorize?" + REQUEST);
        assertThat(other.get("/account/1").body()).contains("link@example.com", "link by email");
        assertThat(installation.count(
                        "select count(*) from customer where id = ? and email_verified_at is not null", id))
                .isEqualTo(1);
    }

    @Test
    void what_follows_links_consumes_none_and_a_button_works_once() {
        StoredCustomer.of("scanner@example.com").store(installation);
        String path = mailed("scanner@example.com", "");
        Browser browser = new Browser(server);
        assertThat(browser.head(path).status()).isEqualTo(200);
        assertThat(browser.get(path).status()).isEqualTo(200);
        Page button = browser.get(path);
        assertThat(browser.submit(button, "/sign-in/1/link/", Map.of()).location())
                .isEqualTo("/account/1");
        Page again = browser.submit(button, "/sign-in/1/link/", Map.of());
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.heading()).isEqualTo("This link does not work");
        assertThat(browser.get(path).status()).isEqualTo(404);
    }

    @Test
    void of_32_who_press_at_once_on_two_nodes_one_is_signed_in() {
        long id = StoredCustomer.of("pressed@example.com").store(installation);
        String path = mailed("pressed@example.com", "");
        installation.withAnotherNode(second -> {
            List<Browser> browsers = IntStream.range(0, 32)
                    .mapToObj(i -> new Browser(i % 2 == 0 ? server : second))
                    .toList();
            List<Page> buttons =
                    browsers.stream().map(browser -> browser.get(path)).toList();
            List<Integer> statuses = Together.run(
                    32,
                    i -> browsers.get(i)
                            .submit(buttons.get(i), "/sign-in/1/link/", Map.of())
                            .status());
            assertThat(statuses).containsOnlyOnce(303).isSubsetOf(303, 404, 503);
            assertThat(installation.count("select count(*) from customer_session where customer_id = ?", id))
                    .isEqualTo(1);
        });
    }

    @Test
    void the_answer_does_not_tell_whether_anybody_has_the_login() {
        StoredCustomer.of("known@example.com").username("known1").store(installation);
        Browser browser = new Browser(server);
        String known = asked(browser, "known@example.com", "").body();
        assertThat(known).contains("Check your email");
        for (String login : new String[] {"known1", "nobody@example.com", "nobody1", "disabled@example.com", "ü@x"}) {
            assertThat(asked(browser, login, "").body()).isEqualTo(known);
        }
    }

    @Test
    void a_username_brings_the_link_to_the_stored_address() {
        StoredCustomer.of("named@example.com").username("named1").store(installation);
        Browser browser = new Browser(server);
        asked(browser, "named1", "");
        assertThat(browser.mailedLink("named@example.com")).startsWith("/sign-in/1/link/");
    }

    @Test
    void a_second_factor_is_asked_for_after_the_link_and_not_by_mail() {
        Protected customer = Protected.enrol(installation, server, "both@example.com");
        Browser browser = new Browser(server);
        Page code = browser.submit(browser.get(mailed(customer.email, "?state=1")), "/sign-in/1/link/", Map.of());
        assertThat(code.heading()).isEqualTo("Confirm that it is you");
        assertThat(code.body()).doesNotContain("Email me a code");
        assertThat(browser.submit(code, "/sign-in/1/code?state=1", Map.of("code", customer.app.code()))
                        .location())
                .isEqualTo("/account/1?state=1");
    }

    @Test
    void the_first_link_drops_the_sessions_that_somebody_else_began_in_public() {
        Browser squatter = new Browser(server);
        Page registered = squatter.submit(
                squatter.get("/register/1"),
                "/register/1",
                Map.of("email", "squatted@example.com", "password", "squatters own 9"));
        assertThat(registered.status()).isEqualTo(303);
        String verification = squatter.mailedLink("squatted@example.com");
        assertThat(verification).startsWith("/verify/");
        Browser owner = new Browser(server);
        asked(owner, "squatted@example.com", "");
        String path = owner.mailedLink("/sign-in/1/link/" + verification.split("/", -1)[2]);
        owner.submit(owner.get(path), "/sign-in/1/link/", Map.of());
        assertThat(owner.get("/account/1").status()).isEqualTo(200);
        assertThat(squatter.get("/account/1").status()).isEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sign-in/1/link/2/invented", "/sign-in/1/link/x/y", "/sign-in/1/link/0/x"})
    void an_unknown_link_is_a_page_that_leads_back(String path) {
        Page page = new Browser(server).get(path + "?state=1");
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.heading()).isEqualTo("This link does not work");
        assertThat(page.links()).containsExactly("/sign-in/1?state=1");
    }

    @Test
    void a_link_of_another_portal_shows_and_does_nothing() {
        StoredCustomer.of("portal@example.com").store(installation);
        String path = mailed("portal@example.com", "").replace("/sign-in/1/", "/sign-in/2/");
        Browser browser = new Browser(server);
        assertThat(browser.get(path).status()).isEqualTo(404);
        assertThat(browser.get(path).body()).doesNotContain("portal@example.com");
        String token = browser.get("/sign-in/2").forms().getFirst().fields().get("form");
        assertThat(browser.post(path, Map.of("form", token)).status()).isEqualTo(404);
    }

    @Test
    void a_hostile_query_does_not_break_out_of_the_mail() {
        StoredCustomer.of("hostile@example.com").store(installation);
        Browser browser = new Browser(server);
        String token = browser.get("/sign-in/1").forms().getFirst().fields().get("form");
        String body = "form=" + token + "&login=hostile%40example.com";
        int status = RawConnection.exchange(
                        server.port(),
                        "POST /sign-in/1/link?a=\"><script>'&b=<c> HTTP/1.1\r\nHost: localhost\r\nCookie: vestibule-form="
                                + browser.cookie("vestibule-form")
                                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                                + body.length() + "\r\n\r\n" + body)
                .status();
        assertThat(status).isEqualTo(200);
        assertThat(browser.mailedLink("hostile@example.com")).endsWith("?a=%22%3E%3Cscript%3E%27&b=%3Cc%3E");
    }

    @Test
    void a_full_limit_says_how_long_to_wait() {
        try (Installation strict = Installation.demo(
                Map.of("VESTIBULE_LIMIT_MAIL_ADDRESS_BURST", "1", "VESTIBULE_LIMIT_MAIL_ADDRESS_REFILL", "1/1h"))) {
            Client node = strict.node();
            for (String login : new String[] {"john.doe@example.com", "nobody@example.com"}) {
                Browser browser = new Browser(node);
                Page second = browser.submit(browser.get("/sign-in/1"), "/sign-in/1", Map.of("login", login));
                assertThat(browser.submit(second, "/sign-in/1/link", Map.of()).status())
                        .isEqualTo(200);
                Page full = browser.submit(second, "/sign-in/1/link", Map.of());
                assertThat(full.status()).isEqualTo(429);
                assertThat(full.alert()).startsWith("Too many attempts.");
            }
        }
    }
}
