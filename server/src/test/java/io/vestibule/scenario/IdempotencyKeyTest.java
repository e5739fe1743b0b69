package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.secret.Tokens;
import io.vestibule.support.Client;
import io.vestibule.support.DatabaseLine;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.Together;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Clients and proxies send a request again whose answer was lost: with an Idempotency-Key it is done once. Two nodes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdempotencyKeyTest {
    private static final String KEAZE = "/api/rest/portal/";
    private static final String JOHN = "{\"email\":\"john.doe@example.com\",\"password\":\"correct horse 9\"}";
    private static final String WRONG = "{\"email\":\"john.doe@example.com\",\"password\":\"wrong\"}";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Installation installation = Installation.demo(Generous.limits());
    private Client here;
    private Client there;

    @BeforeAll
    void start() {
        here = installation.node();
        there = installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private static Map<String, String> key(String key) {
        return Map.of("Idempotency-Key", key);
    }

    private static Map<String, String> fresh() {
        return key(UUID.randomUUID().toString());
    }

    private static Reply post(Client node, String call, Map<String, String> headers, String body) {
        return node.post(KEAZE + call, headers, body);
    }

    private static String registration() {
        return "{\"email\":\"once" + NUMBER.incrementAndGet() + "@example.com\",\"password\":\"a fine long one\"}";
    }

    private long failures() {
        return installation.count("select coalesce(max(failures), 0) from lockout where subject = int8send(2)");
    }

    @Test
    void a_registration_sent_again_gets_the_same_answer_and_is_made_once() {
        Map<String, String> key = fresh();
        String body = registration();

        Reply first = post(here, "password-register", key, body);
        Reply again = post(there, "password-register", key, body);

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(again.header("X-Request-Id")).isNotEqualTo(first.header("X-Request-Id"));
        assertThat(installation.count(
                        "select count(*) from outbox where customer_id = ?", Long.parseLong(first.text("id"))))
                .isEqualTo(1);
    }

    @Test
    void a_wrong_password_sent_again_counts_once() {
        installation.sql("delete from lockout");
        Map<String, String> key = fresh();

        assertThat(post(here, "password-login", key, WRONG).status()).isEqualTo(401);
        Reply again = post(there, "password-login", key, WRONG);

        assertThat(again.status()).isEqualTo(401);
        assertThat(again.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(failures()).isEqualTo(1);
        installation.sql("delete from lockout");
    }

    @Test
    void a_sign_in_sent_again_opens_one_session() {
        Map<String, String> key = fresh();
        long before = installation.count("select count(*) from customer_session");

        Reply first = post(here, "password-login", key, JOHN);
        Reply again = post(there, "password-login", key, JOHN);

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(installation.count("select count(*) from customer_session")).isEqualTo(before + 1);
    }

    @Test
    void a_link_redeemed_again_with_the_key_gets_the_same_token_and_without_it_404() {
        String link = post(
                        here,
                        "passwordless-login",
                        Map.of(),
                        "{\"email\":\"john.doe@example.com\",\"url\":\"https://portal.example.com/in\"}")
                .text("magicLink")
                .replace("https://portal.example.com/in/", KEAZE + "auth-token/");
        Map<String, String> key = fresh();
        long before = installation.count("select count(*) from customer_session");

        Reply first = here.get(link, key);
        assertThat(first.status()).isEqualTo(200);
        assertThat(there.get(link, key).body()).isEqualTo(first.body());
        assertThat(there.get(link, Map.of()).status()).isEqualTo(404);
        assertThat(there.get(link, fresh()).status()).isEqualTo(404);
        assertThat(installation.count("select count(*) from customer_session")).isEqualTo(before + 1);
    }

    @Test
    void the_key_with_another_request_is_422() {
        Map<String, String> key = fresh();
        post(here, "password-login", key, JOHN);

        Reply other = post(there, "password-login", key, WRONG);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("errors", "Idempotency-Key")).contains("another request");
        assertThat(post(here, "password-register", key, registration()).status())
                .isEqualTo(422);
        assertThat(failures()).isZero();
    }

    @Test
    void the_key_with_another_list_of_a_form_is_422() {
        Map<String, String> form = new HashMap<>(fresh());
        form.put("Content-Type", "application/x-www-form-urlencoded");
        String list = "email=nobody&ids[]=1&ids[]=";

        Reply first = here.exchange("POST", KEAZE + "password-register", form, list + "2");
        assertThat(first.text("errors")).contains("The ids field is unknown.");
        assertThat(there.exchange("POST", KEAZE + "password-register", form, list + "2")
                        .body())
                .isEqualTo(first.body());
        assertThat(there.exchange("POST", KEAZE + "password-register", form, list + "3")
                        .text("errors", "Idempotency-Key"))
                .contains("another request");
    }

    @Test
    void of_many_at_once_one_is_done_and_the_others_wait_or_get_its_answer() {
        Map<String, String> key = fresh();
        String body = registration();

        List<Reply> replies = Together.run(16, i -> post(i % 2 == 0 ? here : there, "password-register", key, body));

        assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isIn(201, 409));
        assertThat(replies).anySatisfy(reply -> assertThat(reply.status()).isEqualTo(201));
        assertThat(replies.stream()
                        .filter(reply -> reply.status() == 201)
                        .map(Reply::body)
                        .distinct())
                .hasSize(1);
        assertThat(post(there, "password-register", key, body).status()).isEqualTo(201);
    }

    @Test
    void while_the_first_runs_another_is_409_with_retry_after_and_once_it_died_it_begins_anew() {
        Map<String, String> key = fresh();
        String body = registration();
        post(here, "password-register", key, body);
        installation.sql("update idempotency_key set sealed = null, expires_at = now() + interval '1 minute'"
                + " where expires_at = (select max(expires_at) from idempotency_key)");

        Reply running = post(there, "password-register", key, body);
        assertThat(running.status()).isEqualTo(409);
        assertThat(running.header("Retry-After")).isEqualTo("1");

        installation.sql("update idempotency_key set expires_at = now() where sealed is null");
        assertThat(post(there, "password-register", key, body).text("errors", "email"))
                .contains("taken");
    }

    @Test
    void an_hour_later_the_key_is_new() {
        Map<String, String> key = fresh();
        Reply first = post(here, "password-login", key, JOHN);
        assertThat(installation.count("""
                        select count(*) from idempotency_key where expires_at > now() + interval '61 minutes'
                        """)).isZero();
        installation.sql("update idempotency_key set expires_at = now()");

        assertThat(post(there, "password-login", key, JOHN).body()).isNotEqualTo(first.body());
    }

    @Test
    void a_key_is_its_callers_own() {
        Map<String, String> key = fresh();
        String access = post(here, "password-login", Map.of(), JOHN).text("access_token");
        String other = post(here, "password-login", Map.of(), JOHN).text("access_token");
        Map<String, String> headers = new HashMap<>(key);
        headers.putAll(Client.bearer(access));

        assertThat(here.exchange("POST", KEAZE + "revoke-token", headers, null).status())
                .isEqualTo(200);
        assertThat(there.exchange("POST", KEAZE + "revoke-token", headers, null).status())
                .as("again")
                .isEqualTo(200);
        headers.putAll(Client.bearer(other));
        assertThat(there.exchange("POST", KEAZE + "revoke-token", headers, null).status())
                .as("another's")
                .isEqualTo(200);
        assertThat(there.get(KEAZE + "profile", Client.bearer(other)).status()).isEqualTo(401);
    }

    @Test
    void what_was_not_decided_is_not_kept() {
        Map<String, String> key = fresh();
        String body = registration();
        try (DatabaseLine line = new DatabaseLine(installation)) {
            Client away = installation.node(Map.of("VESTIBULE_DATABASE_URL", line.url()));
            line.cut();
            assertThat(post(away, "password-register", key, body).status()).isEqualTo(503);
            line.restore();
        }

        assertThat(post(here, "password-register", key, body).status()).isEqualTo(201);
    }

    @Test
    void our_own_pages_take_it_too() {
        String body = registration();
        long id = Long.parseLong(post(here, "password-register", Map.of(), body).text("id"));
        String token = Tokens.random();
        installation.sql("update link set hash = ? where customer_id = ?", Tokens.hash(token), id);
        Map<String, String> key = fresh();

        assertThat(here.exchange("POST", "/verify/" + id + "/" + token, key, null)
                        .status())
                .isEqualTo(200);
        assertThat(there.exchange("POST", "/verify/" + id + "/" + token, key, null)
                        .status())
                .isEqualTo(200);
        assertThat(there.exchange("POST", "/verify/" + id + "/" + token, Map.of(), null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_key_that_is_none_is_400() {
        for (String key : List.of("\"\"", "two words", "x".repeat(256))) {
            assertThat(post(here, "password-login", key(key), JOHN).status())
                    .as(key)
                    .isEqualTo(400);
        }
    }

    @Test
    void in_quotes_or_bare_it_is_the_same_key() {
        String key = UUID.randomUUID().toString();
        Reply first = post(here, "password-login", key(key), JOHN);
        assertThat(post(here, "password-login", key("\"" + key + "\""), JOHN).body())
                .isEqualTo(first.body());
    }

    @Test
    void kept_answers_are_sealed() {
        Reply reply = post(here, "password-login", fresh(), JOHN);
        assertThat(installation.count(
                        "select count(*) from idempotency_key where position(? in encode(sealed, 'escape')) > 0",
                        reply.text("refresh_token")))
                .isZero();
    }

    @Test
    void the_stored_hash_of_a_request_can_not_be_tried_without_the_key() {
        installation.sql("delete from idempotency_key");
        post(here, "password-login", fresh(), JOHN);
        post(here, "password-login", fresh(), JOHN);

        assertThat(installation.count("select count(distinct request) from idempotency_key"))
                .as("the same request under two keys")
                .isEqualTo(2);
    }

    @Test
    void one_network_has_so_many_keys_at_a_time() {
        installation.sql("""
                insert into idempotency_key (key, network, request, expires_at)
                select int8send(n), k.network, '', now() + interval '1 hour'
                from generate_series(1, 4000) n, (select network from idempotency_key limit 1) k
                """);
        Reply full = post(here, "password-login", fresh(), JOHN);
        installation.sql("delete from idempotency_key");

        assertThat(full.status()).isEqualTo(429);
        assertThat(post(here, "password-login", fresh(), JOHN).status()).isEqualTo(200);
    }
}
