package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.Together;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** "Failed logins and the lock" (contracts/logicboxes.md), over all dialects and two nodes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LockTest {
    private static final String RIGHT = "correct horse 9";

    private final Installation installation = Installation.demo(Generous.limits());
    private Client one;
    private Client two;

    @BeforeAll
    void start() {
        one = installation.node();
        two = installation.node();
    }

    @BeforeEach
    void forgetFailures() {
        installation.sql("delete from lockout");
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private int fail(String login) {
        return SignInDialect.remaining(SignInDialect.LOGICBOXES_JSON.signIn(one, login, "wrong"));
    }

    private void lock(String login) {
        for (int remaining = 4; remaining >= 0; remaining--) {
            assertThat(fail(login)).isEqualTo(remaining);
        }
    }

    private void passes(String interval) {
        installation.sql("update lockout set last_failure = last_failure - interval '" + interval
                + "', locked_until = locked_until - interval '" + interval + "'");
    }

    @Test
    void failures_are_counted_over_all_dialects_in_one_count() {
        assertThat(SignInDialect.KEAZE
                        .signIn(one, "john.doe@example.com", "wrong")
                        .status())
                .isEqualTo(401);
        assertThat(SignInDialect.SONAR.signIn(two, "TESTTEST123", "wrong").status())
                .isEqualTo(422);
        assertThat(fail("john.doe@example.com")).isEqualTo(2);
        assertThat(SignInDialect.LOGICBOXES_XML
                        .signIn(two, "testtest123", "wrong")
                        .body())
                .contains("<maxAttempts>5</maxAttempts><remainingLoginAttempts>1</remainingLoginAttempts>");
        assertThat(fail("Testtest123")).isZero();
        for (SignInDialect dialect : SignInDialect.values()) {
            assertThat(dialect.refuses(dialect.signIn(two, "testtest123", RIGHT)))
                    .isTrue();
        }
    }

    @Test
    void while_locked_the_right_password_gets_zero_and_nothing_counts_or_extends() {
        lock("testtest123");
        String before = state();
        long events = installation.count("select count(*) from audit_event where event = 'authn_login_lock'");

        Reply right = SignInDialect.LOGICBOXES_JSON.signIn(two, "testtest123", RIGHT);
        Reply wrong = SignInDialect.LOGICBOXES_JSON.signIn(two, "testtest123", "wrong");

        assertThat(SignInDialect.remaining(right)).isZero();
        assertThat(right.body()).isEqualTo(wrong.body());
        assertThat(state()).isEqualTo(before);
        assertThat(installation.count("select count(*) from audit_event where event = 'authn_login_lock'"))
                .isEqualTo(events);
    }

    private String state() {
        return installation
                .sql()
                .withHandle(h -> h.statement("select string_agg(l::text, '|' order by subject) from lockout l")
                        .mapTo(String.class)
                        .one());
    }

    @Test
    void the_lock_holds_thirty_minutes_and_then_the_full_number_is_back() {
        lock("testtest123");
        passes("29 minutes");
        assertThat(SignInDialect.KEAZE
                        .signIn(one, "john.doe@example.com", RIGHT)
                        .status())
                .isEqualTo(401);
        passes("1 minute");
        assertThat(fail("testtest123")).isEqualTo(4);
        assertThat(SignInDialect.KEAZE
                        .signIn(one, "john.doe@example.com", RIGHT)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_count_is_forgotten_thirty_minutes_after_the_last_failure() {
        for (String login : List.of("testtest123", "nobody@example.com")) {
            assertThat(fail(login)).isEqualTo(4);
            passes("29 minutes");
            assertThat(fail(login)).isEqualTo(3);
            passes("29 minutes");
            assertThat(fail(login)).isEqualTo(2);
            passes("30 minutes");
            assertThat(fail(login)).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource(SignInDialect.class)
    void a_success_clears_the_count(SignInDialect dialect) {
        fail("testtest123");
        fail("testtest123");
        assertThat(dialect.admits(dialect.signIn(two, "testtest123", RIGHT))).isTrue();
        assertThat(fail("testtest123")).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody@example.com", "nobody", "disabled1", "someone@example.com", "\u0000"})
    void whoever_cannot_sign_in_counts_down_just_the_same(String login) {
        lock(login);
        assertThat(fail(login)).isZero();
        passes("30 minutes");
        assertThat(fail(login)).isEqualTo(4);
    }

    @Test
    void the_right_password_of_a_disabled_customer_counts_as_a_wrong_one() {
        assertThat(SignInDialect.remaining(SignInDialect.LOGICBOXES_JSON.signIn(one, "disabled1", RIGHT)))
                .isEqualTo(4);
        assertThat(SignInDialect.SONAR.signIn(one, "disabled1", RIGHT).status()).isEqualTo(422);
        assertThat(fail("disabled@example.com")).isEqualTo(2);
    }

    @Test
    void at_sonar_the_right_password_of_a_contact_who_is_not_primary_counts_as_a_wrong_one() {
        assertThat(SignInDialect.SONAR.signIn(one, "janedoe", RIGHT).status()).isEqualTo(422);
        assertThat(fail("janedoe")).isEqualTo(3);
        assertThat(SignInDialect.LOGICBOXES_JSON.signIn(one, "janedoe", RIGHT).status())
                .isEqualTo(200);
    }

    @Test
    void an_unknown_login_is_kept_as_a_keyed_hash_only() {
        fail("a.secret.name@example.com");
        assertThat(state()).doesNotContain("secret");
        assertThat(installation.count("select octet_length(subject) from lockout"))
                .isEqualTo(32);
    }

    @Test
    void parallel_guesses_on_two_nodes_reveal_five_verdicts() {
        for (String login : List.of("testtest123", "nobody@example.com")) {
            List<Integer> verdicts = new ArrayList<>(Together.run(
                    32,
                    i -> SignInDialect.remaining(
                            SignInDialect.LOGICBOXES_JSON.signIn(i % 2 == 0 ? one : two, login, "guess " + i))));
            verdicts.sort(Collections.reverseOrder());
            List<Integer> expected = new ArrayList<>(Collections.nCopies(32, 0));
            expected.subList(0, 4).clear();
            expected.addAll(0, List.of(4, 3, 2, 1));
            assertThat(verdicts).isEqualTo(expected);
        }
    }

    @Test
    void parallel_guesses_after_the_lock_do_not_get_in_with_the_right_one_among_them() {
        lock("testtest123");
        List<Reply> replies = Together.run(
                32,
                i -> SignInDialect.LOGICBOXES_JSON.signIn(
                        i % 2 == 0 ? one : two, "testtest123", i % 4 == 0 ? RIGHT : "wrong"));
        assertThat(replies)
                .allSatisfy(reply -> assertThat(SignInDialect.remaining(reply)).isZero());
    }

    @Test
    void a_success_among_parallel_guesses_gives_at_most_a_fresh_count_and_never_erases_the_lock() {
        List<Reply> replies = Together.run(
                32,
                i -> SignInDialect.LOGICBOXES_JSON.signIn(
                        i % 2 == 0 ? one : two, "testtest123", i == 16 ? RIGHT : "guess " + i));
        long admitted =
                replies.stream().filter(SignInDialect.LOGICBOXES_JSON::admits).count();
        for (int remaining = 1; remaining <= 4; remaining++) {
            int told = remaining;
            assertThat(replies.stream()
                            .filter(SignInDialect.LOGICBOXES_JSON::refuses)
                            .filter(reply -> SignInDialect.remaining(reply) == told))
                    .hasSizeBetween(1, (int) admitted + 1);
        }
        assertThat(SignInDialect.KEAZE
                        .signIn(two, "john.doe@example.com", RIGHT)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void parallel_correct_sign_ins_all_succeed() {
        fail("testtest123");
        List<SignInDialect> doors = List.of(SignInDialect.values());
        List<Boolean> admitted = Together.run(32, i -> {
            SignInDialect dialect = doors.get(i % doors.size());
            return dialect.admits(dialect.signIn(i % 2 == 0 ? one : two, "testtest123", RIGHT));
        });
        assertThat(admitted).hasSize(32).containsOnly(true);
        assertThat(fail("testtest123")).isEqualTo(4);
    }

    @Test
    void a_link_works_while_the_customer_is_locked() {
        lock("testtest123");
        String link = one.post(
                        "/api/rest/portal/passwordless-login",
                        "{\"email\":\"john.doe@example.com\",\"url\":\"http://localhost:3000/in\"}")
                .text("magicLink");
        assertThat(two.get(
                                "/api/rest/portal/auth-token" + link.substring("http://localhost:3000/in".length()),
                                Map.of())
                        .status())
                .isEqualTo(200);
        assertThat(fail("testtest123")).isZero();
    }

    @Test
    void a_password_reset_clears_the_lock() {
        lock("jane.doe@example.com");
        String link = one.post(
                        "/api/rest/portal/forgot-password",
                        "{\"email\":\"jane.doe@example.com\",\"url\":\"http://localhost:3000/reset\"}")
                .text("magicLink");
        assertThat(two.post(
                                "/api/rest/portal/reset-password"
                                        + link.substring("http://localhost:3000/reset".length()),
                                "{\"newPassword\":\"quite another one\"}")
                        .status())
                .isEqualTo(200);
        assertThat(fail("janedoe")).isEqualTo(4);
        assertThat(SignInDialect.KEAZE
                        .signIn(one, "jane.doe@example.com", "quite another one")
                        .status())
                .isEqualTo(200);
        installation.sql("update customer set password = (select password from customer where id = 2) where id = 3");
    }

    @Test
    void a_lock_after_one_attempt_works() {
        Client strict = installation.node(Map.of("VESTIBULE_LOCK_ATTEMPTS", "1"));
        assertThat(SignInDialect.remaining(SignInDialect.LOGICBOXES_JSON.signIn(strict, "testtest123", "wrong")))
                .isZero();
        assertThat(SignInDialect.remaining(SignInDialect.LOGICBOXES_JSON.signIn(strict, "testtest123", RIGHT)))
                .isZero();
        passes("30 minutes");
        assertThat(SignInDialect.LOGICBOXES_JSON
                        .signIn(strict, "testtest123", RIGHT)
                        .status())
                .isEqualTo(200);
    }
}
