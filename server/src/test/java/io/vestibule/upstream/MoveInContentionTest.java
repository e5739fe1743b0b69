package io.vestibule.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.Together;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many sign in for the first time at the same moment, at two nodes. */
class MoveInContentionTest {
    private static final SignInDialect[] DOORS = SignInDialect.values();

    private final Move move = new Move();

    @AfterEach
    void stop() {
        move.close();
    }

    private List<Client> nodes() {
        return List.of(move.from(Kind.LOGICBOXES), move.here.node());
    }

    private static long admitted(List<Reply> replies) {
        long count = 0;
        for (int i = 0; i < replies.size(); i++) {
            count += DOORS[i % DOORS.length].admits(replies.get(i)) ? 1 : 0;
        }
        return count;
    }

    @Test
    void sixteen_equal_first_sign_ins_make_one_customer_and_ask_once() {
        move.signUp("ann@example.com");
        List<Client> nodes = nodes();

        List<Reply> replies = Together.run(
                16, i -> DOORS[i % DOORS.length].signIn(nodes.get(i % 2), "ann@example.com", Move.PASSWORD));

        assertThat(admitted(replies)).as(replies.toString()).isEqualTo(16);
        assertThat(move.asked()).isEqualTo(1);
        assertThat(move.here.count("select count(*) from customer where email = 'ann@example.com'"))
                .isEqualTo(1);
        assertThat(move.events("user_moved_in")).isEqualTo(1);
        assertThat(move.failures()).isZero();
        assertThat(move.here.count("select count(*) from move_in_claim")).isZero();
    }

    @Test
    void by_two_logins_of_one_customer_too_they_make_one() {
        move.name(move.signUp("ann@example.com"), "annie");
        List<Client> nodes = nodes();

        List<Reply> replies = Together.run(
                16,
                i -> DOORS[i % DOORS.length].signIn(
                        nodes.get(i % 2), i % 4 < 2 ? "ann@example.com" : "annie", Move.PASSWORD));

        assertThat(admitted(replies)).as(replies.toString()).isEqualTo(16);
        assertThat(move.asked()).isBetween(1L, 2L);
        assertThat(move.here.count("select count(*) from customer where email = 'ann@example.com'"))
                .isEqualTo(1);
        assertThat(move.events("user_moved_in")).isEqualTo(1);
    }

    @Test
    void of_any_number_of_guesses_the_upstream_hears_of_no_more_than_the_lock_allows() {
        move.signUp("ann@example.com");
        List<Client> nodes = nodes();

        List<Reply> replies = Together.run(
                24, i -> DOORS[i % DOORS.length].signIn(nodes.get(i % 2), "ann@example.com", "a guess " + i));

        for (int i = 0; i < replies.size(); i++) {
            Reply reply = replies.get(i);
            assertThat(DOORS[i % DOORS.length].refuses(reply)).as(reply.body()).isTrue();
        }
        assertThat(move.asked()).isEqualTo(5);
        assertThat(move.events("authn_login_lock")).isEqualTo(1);
        Reply right = SignInDialect.LOGICBOXES_JSON.signIn(nodes.getFirst(), "ann@example.com", Move.PASSWORD);
        assertThat(SignInDialect.remaining(right)).isZero();
        assertThat(move.asked()).as("while the lock holds, nobody is asked").isEqualTo(5);

        move.here.sql("delete from lockout");
        move.old.sql("delete from lockout");
        assertThat(SignInDialect.KEAZE.admits(
                        SignInDialect.KEAZE.signIn(nodes.getFirst(), "ann@example.com", Move.PASSWORD)))
                .isTrue();
    }

    @Test
    void a_claim_of_a_node_that_died_ends_by_itself() {
        move.signUp("ann@example.com");
        List<Client> nodes = nodes();
        SignInDialect.KEAZE.signIn(nodes.getFirst(), "nobody@example.com", "x"); // whose key is known then
        move.here.sql("insert into move_in_claim (subject, holder, expires_at)"
                + " select subject, gen_random_uuid(), now() - interval '1 second' from lockout");
        assertThat(SignInDialect.KEAZE.refuses(SignInDialect.KEAZE.signIn(nodes.getLast(), "nobody@example.com", "y")))
                .isTrue();
        assertThat(move.here.count("select count(*) from move_in_claim")).isZero();
    }

    @Test
    void no_more_than_64_ask_at_once_and_who_lives_here_waits_for_none_of_them() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Installation here = Installation.demo(Generous.limits());
                StubUpstream upstream = new StubUpstream()) {
            CountDownLatch full = new CountDownLatch(Bulkhead.AT_ONCE);
            CountDownLatch free = new CountDownLatch(1);
            AtomicInteger now = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            upstream.handler = exchange -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                full.countDown();
                try {
                    free.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                now.decrementAndGet(); // who asked may go on before all of this has ended
                exchange.getResponseHeaders().set("Retry-After", "1");
                StubUpstream.send(exchange, 429, "application/json", "{}");
            };
            Move.set(here, Kind.KEAZE, upstream.url());
            Client server = here.node(Map.of("VESTIBULE_UPSTREAM_ANSWER_TIMEOUT", "60s"));
            SignInDialect.KEAZE.signIn(server, "john.doe@example.com", "correct horse 9"); // warm
            Future<List<Reply>> strangers = threads.submit(() -> Together.run(
                    200, i -> SignInDialect.KEAZE.signIn(server, "stranger" + i + "@example.com", "whatever")));
            assertThat(full.await(30, TimeUnit.SECONDS)).isTrue();
            Reply john = SignInDialect.KEAZE.signIn(server, "john.doe@example.com", "correct horse 9");
            free.countDown();

            assertThat(SignInDialect.KEAZE.admits(john)).isTrue();
            assertThat(strangers.get(60, TimeUnit.SECONDS))
                    .allSatisfy(reply -> assertThat(reply.status()).isEqualTo(503));
            assertThat(most.get()).isEqualTo(Bulkhead.AT_ONCE);
        }
    }
}
