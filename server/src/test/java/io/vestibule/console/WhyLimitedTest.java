package io.vestibule.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The box says which limit refuses, and by which settings. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WhyLimitedTest {
    private final Consoles consoles = new Consoles(Map.of(
            "VESTIBULE_LIMIT_SIGN_IN_LOGIN_BURST", "2",
            "VESTIBULE_LIMIT_SIGN_IN_LOGIN_REFILL", "1/1h",
            "VESTIBULE_LIMIT_LOOK_UP_ADDRESS_BURST", "2",
            "VESTIBULE_LIMIT_LOOK_UP_ADDRESS_REFILL", "1/1h"));
    private Browser viewer;
    private Browser other;

    @BeforeAll
    void start() {
        viewer = consoles.browser(Role.VIEWER);
        other = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(2L))));
    }

    @BeforeEach
    void forget() {
        consoles.installation.sql("delete from throttle");
        consoles.installation.sql("delete from lockout");
    }

    @AfterAll
    void stop() {
        consoles.close();
    }

    private static String why(Browser browser, String typed, String portal) {
        Page page = browser.post(
                "/console/why", Map.of("Origin", "http://localhost:8080"), Map.of("sought", typed, "portal", portal));
        assertThat(page.status()).isEqualTo(200);
        return page.body().replaceAll("\\s+", " ");
    }

    private static Reply signIn(Client server, String email) {
        return server.post("/api/rest/portal/password-login", "{\"email\":\"" + email + "\",\"password\":\"wrong\"}");
    }

    private Reply throttled(String email) {
        signIn(consoles.server, email);
        signIn(consoles.server, email);
        Reply refused = signIn(consoles.server, email);
        assertThat(refused.status()).isEqualTo(429);
        return refused;
    }

    @Test
    void a_request_that_a_limit_refused_says_which_limit_and_setting() {
        String id = throttled("flooded@example.com").header("X-Request-Id");
        assertThat(why(viewer, id, "1"))
                .contains(
                        "a request's id",
                        "A limit refused it: POST /api/rest/portal/password-login was answered 429 (portal 1)",
                        "Full at this moment: sign-ins with one login by one API client or network, for",
                        "VESTIBULE_LIMIT_SIGN_IN_LOGIN_BURST",
                        "VESTIBULE_LIMIT_SIGN_IN_NETWORK_BURST",
                        "Only this node knows of it")
                .doesNotContain("Nobody signs in with it", "flooded@example.com");
        consoles.installation.sql("delete from throttle");
        assertThat(why(viewer, id, "1")).contains("A limit refused it", "have room again by now");
    }

    @Test
    void a_refused_request_of_another_portal_or_node_is_one_that_left_nothing() {
        String id = throttled("elsewhere@example.com").header("X-Request-Id");
        assertThat(why(other, id, "")).contains("It left no event").doesNotContain("password-login");
        consoles.installation.withAnotherNode(node -> {
            String there = signIn(node, "elsewhere@example.com").header("X-Request-Id");
            assertThat(why(viewer, there, "1")).contains("It left no event", "Ask for it at the node");
        });
    }

    @Test
    void a_login_says_from_where_it_is_refused_by_a_limit_whether_or_not_anybody_has_it() {
        for (String login : List.of("no-such@example.com", "john.doe@example.com")) {
            throttled(login);
            assertThat(why(viewer, login, "1"))
                    .contains(
                            "Too many sign-ins with one login by one API client or network: each from 127.0.0.1 is refused (429) for",
                            "VESTIBULE_LIMIT_SIGN_IN_LOGIN_BURST, VESTIBULE_LIMIT_SIGN_IN_LOGIN_REFILL")
                    .doesNotContain("Nothing keeps them from signing in");
        }
        assertThat(why(viewer, "someone@example.com", "1")).doesNotContain("Too many");
    }

    @Test
    void an_address_says_that_its_look_ups_are_refused_and_asking_takes_nothing() {
        signIn(consoles.server, "somebody-else@example.com"); // an event that tells of the network
        for (int i = 0; i < 2; i++) {
            consoles.server.exchange("HEAD", "/api/rest/portal/customers/email/john.doe@example.com", Map.of(), null);
        }
        long before = consoles.installation.count("select count(*) from throttle");
        String told = why(viewer, "john.doe@example.com", "1");
        assertThat(told).contains("look-ups of one address", "VESTIBULE_LIMIT_LOOK_UP_ADDRESS_BURST");
        assertThat(consoles.installation.count("select count(*) from throttle")).isEqualTo(before);
    }
}
