package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.Together;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** "A flood of sign-ins: memory bounded by hash permits; then 503 with Retry-After" (security). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FloodTest {
    /** Takes the one thread for the better part of a second. */
    private static final String EXPENSIVE =
            "$argon2id$v=19$m=65536,t=8,p=1$c2l4dGVlbiBzYWx0eSBieQ$" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private final Installation installation = Installation.demo(settings());
    private Client server;

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(Generous.limits());
        settings.put("VESTIBULE_PASSWORD_HASH_THREADS", "1");
        settings.put("VESTIBULE_PASSWORD_HASH_QUEUE", "0");
        settings.put("VESTIBULE_PASSWORD_HASH_WAIT", "PT0.4S"); // a refusal waits a quarter of it
        return settings;
    }

    @BeforeAll
    void start() {
        server = installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private int figure(String name) {
        return server.management("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    @Test
    void with_the_queue_full_a_sign_in_is_told_to_come_back_and_a_refresh_goes_on() {
        String refresh = SignInDialect.KEAZE
                .signIn(server, "john.doe@example.com", "correct horse 9")
                .text("refresh_token");
        installation.sql("update customer set password = ? where id = 3", EXPENSIVE);
        CompletableFuture<Reply> expensive =
                CompletableFuture.supplyAsync(() -> SignInDialect.KEAZE.signIn(server, "jane.doe@example.com", "any"));
        while (figure("vestibule_hash_pool_running") == 0) {
            assertThat(expensive).isNotDone();
        }

        List<SignInDialect> doors = List.of(SignInDialect.values());
        List<Reply> refusals = Together.run(doors.size(), i -> doors.get(i).signIn(server, "testtest123", "wrong"));
        for (SignInDialect dialect : doors) {
            Reply refused = refusals.get(doors.indexOf(dialect));
            assertThat(refused.status()).isEqualTo(dialect.name().startsWith("LOGICBOXES") ? 500 : 503);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.body()).contains("The service is unavailable.");
        }
        assertThat(server.post("/api/rest/portal/refresh-token", "{\"refreshToken\":\"" + refresh + "\"}")
                        .status())
                .isEqualTo(200);

        assertThat(expensive.join().status()).isEqualTo(401);
        assertThat(figure("vestibule_hash_pool_rejected_total")).isGreaterThanOrEqualTo(4);
        assertThat(installation.count("select count(*) from lockout")).isEqualTo(1);
        assertThat(SignInDialect.KEAZE
                        .signIn(server, "john.doe@example.com", "correct horse 9")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void every_request_of_a_flood_is_answered_one_way_or_the_other() {
        int before = figure("vestibule_hash_pool_completed_total") + figure("vestibule_hash_pool_rejected_total");
        List<Integer> statuses = Together.run(
                64,
                i -> SignInDialect.KEAZE
                        .signIn(server, "john.doe@example.com", "correct horse 9")
                        .status());
        assertThat(statuses).containsOnly(200, 503);
        assertThat(figure("vestibule_hash_pool_completed_total") + figure("vestibule_hash_pool_rejected_total"))
                .isEqualTo(before + 64);
        assertThat(figure("vestibule_hash_pool_size")).isEqualTo(1);
    }
}
