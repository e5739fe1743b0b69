package io.vestibule.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.support.Browser;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.Together;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While the upstream is away, who lives here signs in as ever, and the others hear that they may try again. */
class UpstreamOutageTest {
    private static final String RIGHT = "correct horse 9";

    private final Installation here = Installation.demo(Generous.limits());
    private final StubUpstream upstream = new StubUpstream();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        here.close();
        upstream.close();
        threads.shutdownNow();
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

    /** It is in order: whatever one customer sends, or is asked for there, the others are served. */
    @Test
    void an_answer_that_is_about_one_request_keeps_nobody_else_out() {
        upstream.handler = exchange -> {
            String body = StubUpstream.current().body();
            if (body.contains("second@example.com")) {
                StubUpstream.send(
                        exchange, 401, "application/json", "{\"challenge\":\"x\",\"secondFactor\":[\"totp\"]}");
            } else if (body.contains("temporary@example.com")) {
                StubUpstream.send(exchange, 403, "application/json", "{\"message\":\"Set a new password first.\"}");
            } else if (body.contains("long@example.com")) {
                StubUpstream.send(exchange, 413, "text/html", "");
            } else {
                StubUpstream.send(exchange, 401, "application/json", "{\"message\":\"Unauthorized.\"}");
            }
        };
        Client server = Move.from(here, Kind.KEAZE, upstream.url());

        for (String address : List.of("second@example.com", "temporary@example.com", "long@example.com")) {
            for (int i = 0; i < CircuitBreaker.FAULTS; i++) {
                unavailable(
                        SignInDialect.KEAZE, SignInDialect.KEAZE.signIn(server, address, "right as far as it goes"));
            }
            Reply another = SignInDialect.KEAZE.signIn(server, "ann@example.com", "wrong");
            assertThat(SignInDialect.KEAZE.refuses(another)).as(another.body()).isTrue();
            here.sql("delete from lockout");
        }
        assertThat(here.count("select count(*) from audit_event where event = 'portal_upstream_fault'"))
                .isEqualTo(3L * CircuitBreaker.FAULTS);
        assertThat(server.management("/metrics").body())
                .containsPattern("(?m)^vestibule_upstream_open 0(\\.0)?$")
                .containsPattern("(?m)^vestibule_upstream_faults_total 15(\\.0)?$");
    }

    @Test
    void a_page_says_so_too_in_the_portals_name_and_leads_back() {
        upstream.answers(502, "");
        Client server = Move.from(here, Kind.SONAR, upstream.url());
        Browser browser = new Browser(server);
        String asked = "/sign-in/1?ui_locales=de&state=kept";

        Browser.Page page = browser.signIn(asked, "ann@example.com", "whatever it is");

        assertThat(page.status()).isEqualTo(503);
        assertThat(page.header("Retry-After")).isNotNull();
        assertThat(page.heading()).isEqualTo("Bitte versuchen Sie es später noch einmal");
        assertThat(page.body()).contains("Demo portal");
        assertThat(page.links()).contains(asked);
        assertThat(server.management("/metrics").body())
                .contains("outcome=\"unavailable\",route=\"/sign-in/{portal}\",status=\"503\"} 1");
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
    void registrations_that_wait_for_the_upstream_hold_no_place_to_hash_in() throws Exception {
        int places = 4; // of one thread that hashes
        CountDownLatch asked = new CountDownLatch(places);
        CountDownLatch answered = new CountDownLatch(1);
        upstream.handler = exchange -> {
            asked.countDown();
            try {
                answered.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(404, -1);
        };
        Move.set(here, Kind.KEAZE, upstream.url());
        Client server =
                here.node(Map.of("VESTIBULE_UPSTREAM_ANSWER_TIMEOUT", "30s", "VESTIBULE_PASSWORD_HASH_THREADS", "1"));
        Future<List<Reply>> registrations = threads.submit(() -> Together.run(
                places + 1,
                i -> server.post(
                        "/api/rest/portal/password-register",
                        "{\"email\":\"new" + i + "@example.com\",\"password\":\"a new one 99\"}")));
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

        Reply resident = SignInDialect.KEAZE.signIn(server, "john.doe@example.com", RIGHT);

        assertThat(SignInDialect.KEAZE.admits(resident)).as(resident.body()).isTrue();
        answered.countDown();
        assertThat(registrations.get(60, TimeUnit.SECONDS))
                .allSatisfy(reply -> assertThat(reply.status()).isEqualTo(201));
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
