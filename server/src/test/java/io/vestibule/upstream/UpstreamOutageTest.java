package io.vestibule.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.support.Browser;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While the upstream is away, who lives here signs in as ever, and the others hear that they may try again. */
class UpstreamOutageTest {
    private static final String RIGHT = "correct horse 9";

    private final Installation here = Installation.demo(Generous.limits());
    private final StubUpstream upstream = new StubUpstream();

    @AfterEach
    void stop() {
        here.close();
        upstream.close();
    }

    private static void unavailable(SignInDialect door, Reply reply) {
        boolean reseller = door == SignInDialect.LOGICBOXES_JSON || door == SignInDialect.LOGICBOXES_XML;
        assertThat(reply.status()).as(reply.body()).isEqualTo(reseller ? 500 : 503);
        assertThat(reply.body()).contains("The service is unavailable").doesNotContain("remainingLoginAttempts");
        assertThat(Integer.parseInt(Objects.requireNonNull(reply.header("Retry-After"))))
                .isBetween(1, 10);
    }

    @Test
    void every_door_says_so_in_its_own_shape_and_nothing_counts() {
        upstream.answers(502, "");
        Client server = Move.from(here, Kind.SONAR, upstream.url());

        for (int i = 0; i < 3; i++) {
            for (SignInDialect door : SignInDialect.values()) {
                unavailable(door, door.signIn(server, "ann@example.com", "whatever it is"));
            }
        }
        assertThat(server.management("/metrics").body())
                .containsPattern("(?m)^vestibule_upstream_open 1(\\.0)?$")
                .containsPattern("(?m)^vestibule_upstream_faults_total 5(\\.0)?$")
                .containsPattern("(?m)^vestibule_upstream_turned_away_total 7(\\.0)?$");
        assertThat(upstream.asked.get()).as("then it is left alone").isEqualTo(CircuitBreaker.FAULTS);
        assertThat(here.count("select count(*) from audit_event where event = 'portal_upstream_fault'"))
                .isEqualTo(CircuitBreaker.FAULTS);
        assertThat(here.count("select count(*) from lockout")).isZero();
        for (SignInDialect door : SignInDialect.values()) {
            assertThat(door.admits(door.signIn(server, "john.doe@example.com", RIGHT)))
                    .isTrue();
            assertThat(door.refuses(door.signIn(server, "disabled@example.com", RIGHT)))
                    .isTrue();
        }
        assertThat(upstream.asked.get()).isEqualTo(CircuitBreaker.FAULTS);
    }

    @Test
    void a_page_says_so_too() {
        upstream.answers(502, "");
        Client server = Move.from(here, Kind.SONAR, upstream.url());
        Browser browser = new Browser(server);

        Browser.Page page = browser.signIn("/sign-in/1", "ann@example.com", "whatever it is");

        assertThat(page.status()).isEqualTo(503);
        assertThat(page.header("Retry-After")).isNotNull();
    }

    @Test
    void a_registration_waits_until_it_is_known_whether_the_upstream_has_the_address() {
        upstream.answers(502, "");
        Client server = Move.from(here, Kind.SONAR, upstream.url());

        Reply reply = server.post(
                "/api/rest/portal/password-register", "{\"email\":\"new@example.com\",\"password\":\"a new one 99\"}");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(here.count("select count(*) from customer where email = 'new@example.com'"))
                .isZero();
    }

    @Test
    void a_portal_without_an_upstream_asks_nobody() {
        Client server = here.node();
        assertThat(SignInDialect.KEAZE.refuses(SignInDialect.KEAZE.signIn(server, "ann@example.com", RIGHT)))
                .isTrue();
        assertThat(server.exchange("HEAD", "/api/rest/portal/customers/email/ann@example.com", Map.of(), null)
                        .status())
                .isEqualTo(404);
    }
}
