package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Authenticator;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Protected;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.Together;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** 32 at once, on two nodes: a code is accepted once, and guesses learn no more than the lock allows. */
class SecondFactorContentionTest {
    private final Installation installation = Installation.demo(Generous.limits());
    private Client one;
    private Client two;
    private Protected customer;

    @BeforeEach
    void start() {
        one = installation.node();
        two = installation.node();
        customer = Protected.enrol(installation, one, "many@example.org");
    }

    @AfterEach
    void stop() {
        installation.close();
    }

    private Client node(int i) {
        return i % 2 == 0 ? one : two;
    }

    private static long count(List<Reply> replies, int status) {
        return replies.stream().filter(reply -> reply.status() == status).count();
    }

    /** 32 challenges, made by 32 right passwords at once. */
    private List<String> challenges() {
        List<Reply> replies = Together.run(32, i -> customer.login(node(i), customer.password));
        assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isEqualTo(401));
        return replies.stream().map(reply -> reply.text("challenge")).distinct().toList();
    }

    private long sessions() {
        return installation.count("select count(*) from customer_session where customer_id = ?", customer.id)
                - 1; // the enrolment's
    }

    private void clearFailures() {
        installation.sql("delete from lockout");
    }

    @Test
    void one_code_completes_one_of_32_sign_ins() {
        List<String> challenges = challenges();
        assertThat(challenges).hasSize(32);
        String code = customer.app.code();
        installation.sql("update totp set last_step = last_step - 10");
        List<Reply> replies = Together.run(32, i -> customer.complete(node(i), challenges.get(i), code));
        assertThat(count(replies, 200)).isEqualTo(1);
        assertThat(sessions()).isEqualTo(1);
    }

    @Test
    void one_recovery_code_completes_one_of_32_sign_ins() {
        List<String> challenges = challenges();
        List<Reply> replies =
                Together.run(32, i -> customer.complete(node(i), challenges.get(i), customer.recovery.getFirst()));
        assertThat(count(replies, 200)).isEqualTo(1);
        assertThat(installation.count("select count(*) from recovery_code")).isEqualTo(9);
        assertThat(sessions()).isEqualTo(1);
    }

    @Test
    void one_challenge_is_completed_by_one_of_many_right_codes_and_the_others_stay_good() {
        String challenge = customer.challenge();
        List<Reply> replies = Together.run(10, i -> customer.complete(node(i), challenge, customer.recovery.get(i)));
        assertThat(count(replies, 200)).isEqualTo(1);
        assertThat(installation.count("select count(*) from recovery_code")).isEqualTo(9);
        assertThat(installation.count("select count(*) from lockout"))
                .as("no guess was wrong")
                .isZero();
        assertThat(sessions()).isEqualTo(1);
    }

    @Test
    void of_32_wrong_guesses_five_are_judged() {
        String challenge = customer.challenge();
        String wrong = customer.app.wrong();
        List<Reply> replies = Together.run(
                32,
                i -> i % 4 == 0
                        ? SignInDialect.SONAR.signIn(node(i), customer.email, "wrong")
                        : customer.complete(node(i), challenge, wrong));
        assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isIn(401, 422));
        assertThat(installation.count("select failures from lockout where subject = int8send(?)", customer.id))
                .isEqualTo(5);
        assertThat(installation.count("select count(*) from audit_event where event = 'authn_login_lock'"))
                .isEqualTo(1);
        assertThat(customer.complete(challenge, customer.app.code()).status()).isEqualTo(401);
    }

    /** The right code among 32 different ones gets in only if fewer than five wrong ones were judged before it. */
    @Test
    void a_right_code_among_wrong_ones_never_follows_a_fifth() {
        for (int round = 0; round < 6; round++) {
            clearFailures();
            customer.timePasses();
            String challenge = customer.challenge();
            String right = customer.app.code();
            String wrong = customer.app.wrong();
            long before = installation.count("select coalesce(max(id), 0) from audit_event");
            Together.run(32, i -> customer.complete(node(i), challenge, i == 20 ? right : wrong));
            assertThat(installation.count("""
                            select count(*) from audit_event w
                            where w.event in ('authn_factor_fail', 'authn_login_lock') and w.id > ?
                              and w.id < (select max(s.id) from audit_event s where s.event = 'authn_login_success' and s.id > ?)
                            """, before, before)).isLessThan(5);
        }
    }

    @Test
    void one_secret_is_confirmed_once_and_one_set_of_recovery_codes_is_good() {
        Map<String, String> bearer = customer.signIn();
        String secret = one.post(
                        "/api/rest/portal/second-factor/totp", bearer, "{\"code\":\"" + customer.app.code() + "\"}")
                .text("secret");
        String code = new Authenticator(secret).code();
        List<Reply> replies = Together.run(
                32,
                i -> node(i).post(
                                "/api/rest/portal/second-factor/totp/confirm", bearer, "{\"code\":\"" + code + "\"}"));
        assertThat(count(replies, 200)).isEqualTo(1);
        assertThat(installation.count("select count(*) from recovery_code")).isEqualTo(10);
        Reply winner = replies.stream()
                .filter(reply -> reply.status() == 200)
                .findFirst()
                .orElseThrow();
        assertThat(customer.complete(
                                customer.challenge(), Protected.codes(winner).getFirst())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_reset_voids_the_challenge_of_a_sign_in_that_it_had_to_wait_for() {
        String link = one.post("/api/rest/portal/forgot-password", """
                {"email":"many@example.org","url":"http://localhost:3000/"}""").text("magicLink");
        String path = link.substring("http://localhost:3000".length());
        List<Reply> replies = Together.run(
                16,
                i -> i == 8
                        ? node(i).post(
                                        "/api/rest/portal/reset-password" + path,
                                        "{\"newPassword\":\"another one for many\"}")
                        : customer.login(node(i), customer.password));
        assertThat(replies.get(8).status()).isEqualTo(200);
        assertThat(installation.count("select count(*) from challenge")).isZero();
    }
}
