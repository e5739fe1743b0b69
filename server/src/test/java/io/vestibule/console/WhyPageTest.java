package io.vestibule.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The box says why something was refused: by which rule, since when, and what to do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WhyPageTest {
    private static final String LOGIN = "/api/rest/portal/password-login";

    private final Consoles consoles = new Consoles();
    private Browser viewer;
    private Browser other;

    @BeforeAll
    void start() {
        viewer = consoles.browser(Role.VIEWER);
        other = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(2L))));
    }

    @AfterAll
    void stop() {
        consoles.close();
    }

    private static String why(Browser browser, String typed, String portal) {
        Page page = browser.post(
                "/console/why", Map.of("Origin", "http://localhost:8080"), Map.of("sought", typed, "portal", portal));
        assertThat(page.status()).isEqualTo(200);
        return page.body().replaceAll("\\s+", " ").replace("&lt;", "<").replace("&#39;", "'");
    }

    private String why(String typed) {
        return why(viewer, typed, "1");
    }

    private Reply signIn(String email, String password) {
        return consoles.server.post(LOGIN, "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}");
    }

    @Test
    void a_url_is_refused_by_the_portals_allowed_urls_and_says_which_they_are() {
        assertThat(why("https://evil.example/sign-in"))
                .contains(
                        "a URL",
                        "Links in mail may not lead there",
                        "https://portal.example.com/",
                        "An owner allows it: <a href=\"/console/portals/1/allow-url\">/console/portals/1/allow-url</a>.")
                .doesNotContain("vestibule portal");
        assertThat(why("https://portal.example.com/sign-in")).contains("Links in mail may lead there");
        assertThat(why("https://portal.example.com/a/../b")).contains("dot segments");
        assertThat(why(viewer, "https://evil.example/sign-in", "")).contains("lets a link lead there");
    }

    @Test
    void a_redirect_uri_that_differs_by_a_slash_is_said_to() {
        assertThat(why("http://localhost:3000/callback"))
                .contains("The application demo-web may have customers sent back there");
        assertThat(why("http://localhost:3000/Callback/"))
                .contains(
                        "http://localhost:3000/callback",
                        "the very same characters (RFC 9700 section 4.1.3)",
                        "or register this one, on its page: <a href=\"/console/clients?portal=1&amp;q=demo-spa\">");
    }

    @Test
    void a_redirect_uri_of_a_disabled_application_says_how_to_enable_it() {
        consoles.installation.sql("update api_client set disabled_at = now() where name = 'demo-web'");
        assertThat(why("http://localhost:3000/callback"))
                .contains(
                        "but it is disabled",
                        "An owner enables it again, on its page: <a href=\"/console/clients?portal=1&amp;q=demo-web\">");
        consoles.installation.sql("update api_client set disabled_at = null where name = 'demo-web'");
    }

    @Test
    void with_more_portals_than_are_looked_at_nothing_is_said_of_the_others() {
        consoles.installation.sql(
                "insert into portal (id, name) select 1000 + n, 'Many ' || n from generate_series(1, 120) n");
        assertThat(why(viewer, "https://evil.example/sign-in", ""))
                .contains("None of the first 100 portals lets a link lead there");
        assertThat(why(viewer, "no-such-anywhere@example.com", "")).contains("only the first 100 portals were asked");
        consoles.installation.sql("delete from portal where id > 1000");
    }

    @Test
    void an_address_says_disabled_and_since_when() {
        assertThat(why("Disabled@Example.com"))
                .contains("what a customer signs in with", "They are disabled", "Since <time", "Enable them");
        assertThat(why("disabled1")).contains("They are disabled");
        assertThat(why("someone@example.com")).contains("They have no password", "Nothing keeps them");
    }

    @Test
    void an_address_says_locked_until_when_and_by_which_setting() {
        for (int i = 0; i < 5; i++) {
            signIn("jane.doe@example.com", "wrong");
        }
        assertThat(why("jane.doe@example.com"))
                .contains(
                        "Locked after 5 failed sign-ins: even the right password is refused.",
                        "Until <time datetime=",
                        "VESTIBULE_LOCK_ATTEMPTS",
                        "Unlock them",
                        "Sign-in refused");
        consoles.installation.sql("delete from lockout");
    }

    @Test
    void an_address_that_nobody_has_says_so_and_what_was_counted() {
        for (int i = 0; i < 5; i++) {
            signIn("no-such@example.com", "wrong");
        }
        assertThat(why("no-such@example.com"))
                .contains(
                        "Nobody signs in with it in portal 1",
                        "Locked after 5 failed sign-ins",
                        "Wait until then: nobody has this login, so that nobody can be unlocked")
                .doesNotContain("Unlock them");
        consoles.installation.sql("delete from lockout");
    }

    @Test
    void who_may_be_at_the_portals_upstream_is_said_to() {
        consoles.installation.sql(
                "insert into portal_upstream (portal_id, kind, url, sealed, revision, fault, fault_at) values"
                        + " (1, 'sonar', 'https://old.example.com', 'x', gen_random_uuid(), 'it answered 502', '2026-11-28T10:00:00Z')");
        consoles.installation.sql("update customer set awaits_upstream = true where email = 'someone@example.com'");
        assertThat(why("someone@example.com"))
                .contains(
                        "Their password is known to the system alone that their portal comes from (sonar)",
                        "Its last fault: it answered 502. <span class=\"quiet\">At <time datetime=\"2026-11-28T10:00:00Z\">",
                        "Ask it who has the login: <a href=\"/console/portals/1/upstream\">")
                .doesNotContain("any is refused");
        assertThat(why("no-such-one@example.com"))
                .contains("Portal 1 comes from a system that may know them (sonar): it is asked when they sign in");
        consoles.installation.sql("delete from portal_upstream");
        consoles.installation.sql("update customer set awaits_upstream = false where email = 'someone@example.com'");
    }

    @Test
    void a_request_is_found_by_its_id() {
        String id = signIn("john.doe@example.com", "wrong").header("X-Request-Id");
        assertThat(why(id)).contains("a request's id", "authn_login_fail", "Customer 2");
        assertThat(why(other, id, "")).doesNotContain("authn_login_fail", "Customer 2");
        consoles.installation.sql("delete from lockout");
    }

    @Test
    void a_request_that_was_refused_for_its_url_its_form_or_its_origin_says_so() {
        Reply url = consoles.server.post(
                "/api/rest/portal/passwordless-login",
                "{\"url\":\"https://evil.example.com/\",\"email\":\"john.doe@example.com\"}");
        assertThat(url.status()).isEqualTo(422);
        assertThat(why(url.header("X-Request-Id")))
                .contains(
                        "was answered 422 (portal 1)",
                        "The url https://evil.example.com/ is not allowed for this portal")
                .doesNotContain("Nobody signs in with it");
        Reply form = consoles.server.post("/api/rest/portal/password-register", "{\"email\":\"x\"}");
        assertThat(form.status()).isEqualTo(422);
        assertThat(why(form.header("X-Request-Id"))).contains("was answered 422 (portal 1)", "email:", "password:");
        Reply origin = consoles.server.post(
                LOGIN, Map.of("Origin", "https://foreign.example"), "{\"email\":\"x@example.com\",\"password\":\"x\"}");
        assertThat(origin.status()).isEqualTo(403);
        assertThat(why(origin.header("X-Request-Id")))
                .contains("was answered 403 (portal 1)", "Pages of this origin may not call for this portal");
    }

    @Test
    void an_id_of_ours_that_left_nothing_says_what_that_means() {
        assertThat(why("8f3a5c7e9b1d2f40"))
                .contains("a request's id", "It left no event", "the log of the node")
                .doesNotContain("Nobody signs in with it");
    }

    @Test
    void an_origin_says_whether_its_pages_may_call() {
        assertThat(why("https://portal.example.com"))
                .contains("Pages of https://portal.example.com may call (portal 1");
        assertThat(why("https://foreign.example"))
                .contains(
                        "Pages of https://foreign.example may not call (portal 1", "the origins of the allowed URLs:");
        assertThat(why(viewer, "https://portal.example.com", "")).contains("may call (portal 1");
    }

    @Test
    void an_access_token_says_alive_ended_and_out_of_date_and_is_shown_nowhere() {
        String token = signIn("john.doe@example.com", "correct horse 9").text("access_token");
        String alive = why(token);
        assertThat(alive)
                .contains(
                        "an access token",
                        "This installation signed it, for portal 1",
                        "Its session is alive",
                        "Customer 2");
        assertThat(why("Bearer " + token)).contains("Its session is alive");
        assertThat(alive).doesNotContain(token, token.substring(token.length() - 20));
        consoles.installation.sql("update customer_session set ended_at = now() where customer_id = 2");
        assertThat(why(token)).contains("Its session was ended", "Since <time");
        assertThat(why(token.substring(0, token.length() - 4) + "AAAA")).contains("This installation didn't issue it");
    }

    @Test
    void a_token_of_another_portal_is_as_unknown_as_an_invented_one() {
        Reply reply = signIn("john.doe@example.com", "correct horse 9");
        for (String part : new String[] {"access_token", "refresh_token"}) {
            String told = why(other, reply.text(part), "");
            assertThat(told).contains("This installation didn't issue it, or not for a portal of yours");
            assertThat(told).doesNotContain("Customer 2", "portal 1");
        }
    }

    @Test
    void a_refresh_token_says_used_already() {
        Reply reply = signIn("john.doe@example.com", "correct horse 9");
        String first = reply.text("refresh_token");
        assertThat(why(first)).contains("a refresh token", "It is the current one of its chain");
        Reply next = consoles.server.post("/api/rest/portal/refresh-token", "{\"refresh_token\":\"" + first + "\"}");
        assertThat(next.status()).isEqualTo(200);
        assertThat(why(first)).contains("It was used, and another took its place", "VESTIBULE_SESSION_REFRESH_GRACE");
        assertThat(why(next.text("refresh_token"))).contains("It is the current one of its chain");
    }

    @Test
    void a_mailed_link_says_good_used_or_voided() {
        String link = consoles.server
                .post(
                        "/api/rest/portal/passwordless-login",
                        "{\"url\":\"https://portal.example.com/in\",\"email\":\"john.doe@example.com\"}")
                .text("magicLink");
        assertThat(why(link))
                .contains(
                        "a mailed link", "It is good (sign-in), once. <span class=\"quiet\">Until <time", "Customer 2")
                .doesNotContain(link);
        assertThat(why(other, link, "")).contains("There is no such open link").doesNotContain("Customer 2");
        consoles.installation.sql("update link set expires_at = now() - interval '1 minute'");
        assertThat(why(link)).contains("It has expired", "VESTIBULE_LINK_SIGN_IN");
        consoles.installation.sql("delete from link");
        assertThat(why(link)).contains("There is no such open link: it was used");
    }

    @ParameterizedTest
    @CsvSource({
        "'<script>alert(1)</script>'",
        "'\"><img src=x onerror=alert(1)>'",
        "'\u0000'",
        "'eyJ.a.b'",
        "'eyJhbGciOiJub25lIn0.e30.'",
        "'https://[::1'",
        "'javascript:alert(1)'",
        "'%'",
        "'../../etc'"
    })
    void whatever_is_pasted_is_answered_and_runs_nowhere(String typed) {
        assertThat(why(typed)).doesNotContain("<script>alert", "<img");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   "})
    void nothing_is_asked_for_again(String typed) {
        Page page = viewer.post("/console/why", Map.of("sought", typed));
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.alert()).isEqualTo("Type or paste what was refused.");
        assertThat(viewer.post("/console/why", Map.of("sought", "x".repeat(4001)))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void what_may_be_a_secret_is_in_no_url_and_kept_by_no_page() {
        Page page = viewer.get("/console/why?sought=abc");
        assertThat(page.form("/console/why").fields().get("sought")).isEmpty();
        Page asked = new Browser(consoles.server).post("/console/why", Map.of("sought", "a-secret-token"));
        assertThat(asked.status()).isEqualTo(401);
        assertThat(asked.body()).doesNotContain("a-secret-token");
    }
}
