package io.vestibule.dialect.logicboxes;

import static io.vestibule.dialect.logicboxes.LogicBoxes.failed;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** "The account will be temporarily locked out for 30 minutes if remainingLoginAttempts is 0"; docs/dialects/logicboxes.md: "The lock". */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LockContractTest {
    private static final String RIGHT = "correct+horse+9";

    private final LogicBoxes logicBoxes = new LogicBoxes();

    @AfterAll
    void stop() {
        logicBoxes.close();
    }

    @BeforeEach
    void forgetFailures() {
        logicBoxes.installation.sql("delete from lockout");
    }

    private void lock(String username) {
        for (int remaining = 4; remaining >= 0; remaining--) {
            failed(logicBoxes.authenticate(username, "wrong"), remaining);
        }
    }

    /** Somebody known, by either login; nobody; disabled; without a password; two ways to write what can't be a login. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "testtest123",
                "JOHN.doe@example.com",
                "nobody",
                "disabled1",
                "someone@example.com",
                "%00",
                "%ef%bf%bd"
            })
    void each_failure_takes_one_of_the_remaining_attempts_whoever_it_is(String username) {
        lock(username);
    }

    @Test
    void the_countdown_and_the_lock_read_the_same_for_a_customer_and_for_nobody() {
        for (int i = 0; i < 7; i++) {
            Reply customer = logicBoxes.authenticate("testtest123", "wrong");
            Reply nobody = logicBoxes.authenticate("nobody", "wrong");

            assertThat(customer.body()).isEqualTo(nobody.body());
            assertThat(customer.status()).isEqualTo(nobody.status());
            assertThat(customer.headers().keySet()).isEqualTo(nobody.headers().keySet());
        }
    }

    @Test
    void one_count_a_customer_whichever_login_is_used() {
        failed(logicBoxes.authenticate("testtest123", "wrong"), 4);
        failed(logicBoxes.authenticate("john.doe@example.com", "wrong"), 3);
    }

    @Test
    void while_locked_the_right_password_gets_the_same_answer_with_0() {
        lock("testtest123");

        Reply right = logicBoxes.authenticate("testtest123", RIGHT);
        Reply wrong = logicBoxes.authenticate("testtest123", "wrong");

        failed(right, 0);
        assertThat(right.body()).isEqualTo(wrong.body());
    }

    @Test
    void while_locked_attempts_neither_count_nor_extend_the_lock() {
        lock("testtest123");
        String until = lockedUntil();
        logicBoxes.pass("10 minutes");
        String aged = lockedUntil();
        assertThat(aged).isNotEqualTo(until);

        failed(logicBoxes.authenticate("testtest123", "wrong"), 0);
        failed(logicBoxes.authenticate("testtest123", RIGHT), 0);

        assertThat(lockedUntil()).isEqualTo(aged);
        assertThat(logicBoxes.installation.count("select failures from lockout"))
                .isEqualTo(5);
    }

    private String lockedUntil() {
        return logicBoxes
                .installation
                .sql()
                .withHandle(h -> h.statement("select locked_until from lockout")
                        .mapTo(String.class)
                        .one());
    }

    @Test
    void the_lock_holds_for_30_minutes() {
        lock("testtest123");
        logicBoxes.pass("29 minutes 50 seconds");
        failed(logicBoxes.authenticate("testtest123", RIGHT), 0);

        logicBoxes.pass("10 seconds");
        assertThat(logicBoxes.authenticate("testtest123", RIGHT).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"testtest123", "nobody"})
    void after_it_ends_the_full_number_returns(String username) {
        lock(username);
        logicBoxes.pass("30 minutes");

        failed(logicBoxes.authenticate(username, "wrong"), 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"testtest123", "nobody"})
    void counts_are_forgotten_30_minutes_after_the_last_failure(String username) {
        failed(logicBoxes.authenticate(username, "wrong"), 4);
        logicBoxes.pass("29 minutes 50 seconds");
        failed(logicBoxes.authenticate(username, "wrong"), 3);
        logicBoxes.pass("30 minutes");
        failed(logicBoxes.authenticate(username, "wrong"), 4);
    }

    @Test
    void a_success_clears_the_count() {
        failed(logicBoxes.authenticate("testtest123", "wrong"), 4);
        failed(logicBoxes.authenticate("testtest123", "wrong"), 3);
        assertThat(logicBoxes.authenticate("testtest123", RIGHT).status()).isEqualTo(200);

        failed(logicBoxes.authenticate("testtest123", "wrong"), 4);
    }

    @Test
    void attempts_are_counted_across_all_dialects() {
        failed(logicBoxes.authenticate("testtest123", "wrong"), 4);
        logicBoxes.client.post(
                "/api/v1/customer_portal/auth",
                Client.basic("demo", "demo-secret"),
                "{\"username\":\"testtest123\",\"password\":\"wrong\"}");
        logicBoxes.client.post(
                "/api/rest/portal/password-login", "{\"email\":\"john.doe@example.com\",\"password\":\"wrong\"}");

        failed(logicBoxes.authenticate("testtest123", "wrong"), 1);
    }

    @Test
    void a_login_that_matched_nobody_is_kept_only_under_a_keyed_hash() {
        logicBoxes.authenticate("secret-looking-name", "wrong");

        assertThat(logicBoxes.installation.count(
                        "select count(*) from lockout where position('secret-looking'::bytea in subject) > 0"))
                .isZero();
        assertThat(logicBoxes.installation.count(
                        "select count(*) from audit_event where audit_event::text like '%secret-looking%'"))
                .isZero();
    }

    @Test
    void another_portals_failures_are_not_mixed_in() {
        lock("nobody");

        failed(logicBoxes.query(LogicBoxes.JSON, "auth-userid=2&api-key=other-key&username=nobody&passwd=wrong"), 4);
    }

    @ParameterizedTest
    @CsvSource({"janedoe,janedoe", "disabled1,disabled1"})
    void one_customers_lock_is_nobody_elses(String locked, String same) {
        lock(locked);
        failed(logicBoxes.authenticate(same, RIGHT), 0);

        assertThat(logicBoxes.authenticate("testtest123", RIGHT).status()).isEqualTo(200);
    }
}
