package io.vestibule.scenario;

import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.http.Edge;
import io.vestibule.support.Client;
import io.vestibule.support.DatabaseLine;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.LogLines;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.Together;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** "Database down: 503 with Retry-After within 2 s, never 'wrong password', no count changed; recovers by itself" (security). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseOutageTest {
    private static final String RIGHT = "correct horse 9";

    private final Installation installation = Installation.demo(Generous.limits());
    private final DatabaseLine line = new DatabaseLine(installation);
    private Client server;
    private Map<String, String> bearer = Map.of();
    private String refresh = "";

    /** How the database goes away. */
    @SuppressWarnings("ImmutableEnumChecker") // the functions are method references
    enum Fault {
        CUT {
            @Override
            void befall(DatabaseLine line) {
                line.cut();
            }
        },
        SILENT {
            @Override
            void befall(DatabaseLine line) {
                line.silence();
            }
        };

        abstract void befall(DatabaseLine line);
    }

    @BeforeAll
    void start() {
        server = installation.node(Map.of("VESTIBULE_DATABASE_URL", line.url()));
        Reply opened = SignInDialect.KEAZE.signIn(server, "john.doe@example.com", RIGHT);
        bearer = Client.bearer(opened.text("access_token"));
        refresh = opened.text("refresh_token");
    }

    @BeforeEach
    void forgetFailures() {
        installation.sql("delete from lockout");
    }

    @AfterEach
    void restore() {
        line.restore();
        answered(() -> server.management("/readyz"), 200);
    }

    @AfterAll
    void stop() {
        installation.close();
        line.close();
    }

    private static Reply answered(Supplier<Reply> ask, int status) {
        return until(ask, reply -> reply.status() == status);
    }

    private static void unavailable(Reply reply) {
        assertThat(reply.status()).isIn(500, 503);
        assertThat(reply.header("Retry-After")).isNotNull();
        assertThat(reply.body()).contains("The service is unavailable. Please try again later.");
    }

    private List<Supplier<Reply>> calls(Client server) {
        return List.of(
                () -> SignInDialect.SONAR.signIn(server, "testtest123", RIGHT),
                () -> SignInDialect.LOGICBOXES_JSON.signIn(server, "testtest123", "wrong"),
                () -> SignInDialect.LOGICBOXES_XML.signIn(server, "testtest123", RIGHT),
                () -> SignInDialect.KEAZE.signIn(server, "john.doe@example.com", "wrong"),
                () -> server.get("/api/rest/portal/profile", bearer),
                () -> server.post(
                        "/api/rest/portal/refresh-token",
                        Map.of("Origin", "http://localhost:3000"),
                        "{\"refreshToken\":\"%s\"}".formatted(refresh)),
                () -> server.get("/api/rest/portal/auth-token/2/abcdefgh", Map.of()),
                () -> server.post("/api/rest/portal/forgot-password", """
                        {"email":"john.doe@example.com","url":"http://localhost:3000/reset"}"""),
                () -> server.post(
                        "/api/v1/customer_portal/email_lookup",
                        Client.basic("demo", "demo-secret"),
                        "{\"email_address\":\"john.doe@example.com\"}"));
    }

    @Test
    void the_log_tells_each_way_of_being_away_once_a_minute_however_many_ask() {
        Client other = installation.node(Map.of("VESTIBULE_DATABASE_URL", line.url()));
        line.cut();
        try (LogLines log = LogLines.of(Edge.class)) {
            for (int asked = 0; asked < 10; asked++) {
                calls(other).forEach(call -> unavailable(call.get()));
            }

            assertThat(log.with("unavailable")).isNotEmpty().doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_dialect_says_when_to_come_back_and_counts_nothing(Fault fault) {
        assertThat(SignInDialect.remaining(SignInDialect.LOGICBOXES_JSON.signIn(server, "testtest123", "wrong")))
                .isEqualTo(4);
        Map<String, String> page = Map.of("Origin", "http://localhost:3000");
        assertThat(server.post("/api/rest/portal/refresh-token", page, "{}").status())
                .isEqualTo(422);
        fault.befall(line);

        for (Supplier<Reply> call : calls(server)) {
            long start = System.nanoTime();
            unavailable(call.get());
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
        assertThat(server.management("/livez").status()).isEqualTo(200);
        assertThat(server.management("/readyz").status()).isEqualTo(503);
        Reply metrics = server.management("/metrics");
        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.body()).contains("vestibule_requests_total{").doesNotContain("vestibule_outbox_mails{");

        line.restore();
        Reply back = answered(() -> SignInDialect.KEAZE.signIn(server, "nobody@example.com", "wrong"), 401);
        assertThat(back.header("Retry-After")).isNull();
        assertThat(SignInDialect.remaining(SignInDialect.LOGICBOXES_JSON.signIn(server, "testtest123", "wrong")))
                .isEqualTo(3);
        assertThat(SignInDialect.SONAR.signIn(server, "testtest123", RIGHT).status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @EnumSource
    void many_requests_at_once_do_not_wait_for_each_other(Fault fault) {
        fault.befall(line);
        List<Supplier<Reply>> calls = calls(server);
        List<Duration> times = Together.run(32, i -> {
            long start = System.nanoTime();
            unavailable(calls.get(i % calls.size()).get());
            return Duration.ofNanos(System.nanoTime() - start);
        });
        assertThat(times).allMatch(time -> time.compareTo(Duration.ofSeconds(3)) < 0, "under three seconds");
    }

    @Test
    void a_session_outlives_the_outage() {
        line.cut();
        unavailable(server.get("/api/rest/portal/profile", bearer));
        line.restore();
        answered(() -> server.get("/api/rest/portal/profile", bearer), 200);
    }
}
