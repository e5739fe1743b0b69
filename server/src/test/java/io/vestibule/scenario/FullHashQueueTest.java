package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.sql.Handle;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.Together;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** "Who finds no room for a hash costs the database nothing, and no refresh waits behind sign-ins" (security). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FullHashQueueTest {
    private static final String RIGHT = "correct horse 9";
    private static final int ATTEMPTS = 12;

    /** Takes the one thread for the better part of a second. */
    private static final String EXPENSIVE =
            "$argon2id$v=19$m=65536,t=8,p=1$c2l4dGVlbiBzYWx0eSBieQ$" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private final Installation installation = Installation.demo(Generous.limits());

    @AfterAll
    void stop() {
        installation.close();
    }

    private long waitingForALock() {
        return installation.count("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                + " and datname = current_database()");
    }

    /** Every attempt's first statement takes some. */
    private long permits() {
        return installation.count("select count(*) from throttle");
    }

    /** Whoever signs in as John stops at the last statement, with the hash done and the place kept. */
    private Handle holdJohn() {
        Handle held = installation.sql().open();
        held.execute("begin");
        held.execute("select from customer where id = 2 for update");
        return held;
    }

    private List<CompletableFuture<Reply>> signingIn(Client server, int many) {
        List<CompletableFuture<Reply>> all = IntStream.range(0, many)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> SignInDialect.KEAZE.signIn(server, "john.doe@example.com", RIGHT),
                        task -> Thread.ofVirtual().start(task)))
                .toList();
        while (waitingForALock() == 0) {
            assertThat(all).noneMatch(CompletableFuture::isDone);
        }
        return all;
    }

    @Test
    void with_the_queue_full_an_attempt_asks_the_database_nothing_whoever_it_is_of() {
        Client server = installation.node(Map.of(
                "VESTIBULE_PASSWORD_HASH_THREADS",
                "1",
                "VESTIBULE_PASSWORD_HASH_QUEUE",
                "0",
                "VESTIBULE_PASSWORD_HASH_WAIT",
                "PT0.4S"));
        for (SignInDialect dialect : SignInDialect.values()) { // who calls is known from here on
            dialect.signIn(server, "nobody@example.com", "wrong");
        }
        installation.sql("update customer set password = ? where id = 4", EXPENSIVE);
        CompletableFuture<Reply> inside =
                CompletableFuture.supplyAsync(() -> SignInDialect.KEAZE.signIn(server, "disabled@example.com", "any"));
        while (!server.management("/metrics").body().contains("vestibule_hash_pool_running 1")) {
            assertThat(inside).isNotDone();
        }

        long permits = permits();
        List<SignInDialect> doors = List.of(SignInDialect.values());
        List<String> logins = List.of("john.doe@example.com", "nobody@example.com", "jane.doe@example.com");
        List<Reply> refused = Together.run(
                ATTEMPTS,
                i -> doors.get(i % doors.size())
                        .signIn(server, logins.get(i % logins.size()), i % 2 == 0 ? RIGHT : "wrong"));
        assertThat(permits()).isLessThanOrEqualTo(permits);
        assertThat(refused).allSatisfy(reply -> {
            assertThat(reply.status()).isIn(500, 503);
            assertThat(reply.header("Retry-After")).isEqualTo("1");
            assertThat(reply.body()).contains("The service is unavailable.");
        });
        assertThat(inside.join().status()).isEqualTo(401);
    }

    @Test
    void sign_ins_that_wait_for_a_hash_keep_no_refresh_from_being_answered() {
        Client server =
                installation.node(Map.of("VESTIBULE_PASSWORD_HASH_THREADS", "1", "VESTIBULE_PASSWORD_HASH_WAIT", "3s"));
        String refresh = SignInDialect.KEAZE
                .signIn(server, "jane.doe@example.com", RIGHT)
                .text("refresh_token");
        installation.sql("update customer set password = ? where id = 4", EXPENSIVE);
        List<CompletableFuture<Reply>> waiting = IntStream.range(0, 400)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> SignInDialect.KEAZE.signIn(server, "disabled@example.com", "any"),
                        task -> Thread.ofVirtual().start(task)))
                .toList();
        while (queued(server) < 250) {
            assertThat(waiting).anyMatch(sign -> !sign.isDone());
        }

        Reply renewed = server.post("/api/rest/portal/refresh-token", "{\"refreshToken\":\"%s\"}".formatted(refresh));
        assertThat(renewed.status()).isEqualTo(200);
        assertThat(waiting.stream().map(CompletableFuture::join))
                .allSatisfy(reply -> assertThat(reply.status()).isIn(401, 409, 503));
    }

    private static int queued(Client server) {
        return server.management("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("vestibule_hash_pool_queued "))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void sign_ins_leave_connections_to_refreshes() {
        Client server = installation.node(Map.of("VESTIBULE_DATABASE_POOL", "4"));
        String refresh = SignInDialect.KEAZE
                .signIn(server, "jane.doe@example.com", RIGHT)
                .text("refresh_token");
        List<CompletableFuture<Reply>> inside;
        try (Handle held = holdJohn()) {
            inside = signingIn(server, 8);
            while (waitingForALock() < 2) {
                assertThat(inside).noneMatch(CompletableFuture::isDone);
            }
            Reply renewed =
                    server.post("/api/rest/portal/refresh-token", "{\"refreshToken\":\"%s\"}".formatted(refresh));
            assertThat(renewed.status()).isEqualTo(200);
            assertThat(inside).noneMatch(CompletableFuture::isDone);
            held.execute("rollback");
        }
        inside.forEach(CompletableFuture::join);
    }
}
