package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Protected;
import io.vestibule.support.Reply;
import io.vestibule.support.StoredCustomer;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes of a second factor: which are right, how often, and what wrong ones count. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondFactorCodesContractTest {
    private final Keaze keaze = Keaze.start();

    @AfterAll
    void stop() {
        keaze.close();
    }

    @Test
    void after_a_link_a_code_by_mail_is_no_second_factor() {
        Protected customer = keaze.protectedCustomer();
        customer.askForMail(customer.challenge());
        String mailed = Protected.mailedCode(keaze.client, customer.email, 1);
        String challenge = keaze.authToken(keaze.magic("passwordless-login", customer.email))
                .text("challenge");

        assertThat(customer.askForMail(challenge).status()).isEqualTo(409);
        Keaze.unauthorized(customer.complete(challenge, mailed));
    }

    @Test
    void a_code_is_accepted_once_and_no_earlier_one_after_it() {
        Protected customer = keaze.protectedCustomer();
        String code = customer.app.code();
        assertThat(customer.complete(customer.challenge(), code).status()).isEqualTo(200);

        Keaze.unauthorized(customer.complete(customer.challenge(), code));
        Keaze.unauthorized(customer.complete(customer.challenge(), customer.app.code(-1)));
        assertThat(customer.complete(customer.challenge(), customer.app.code(1)).status())
                .isEqualTo(200);
    }

    @Test
    void a_code_of_half_a_minute_ago_is_good_and_an_older_one_is_not() {
        Protected customer = keaze.protectedCustomer();
        Keaze.unauthorized(customer.complete(customer.challenge(), customer.app.code(-3)));
        Keaze.unauthorized(customer.complete(customer.challenge(), customer.app.code(3)));
        assertThat(customer.complete(customer.challenge(), customer.app.code(-1))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_code_of_another_customer_is_wrong() {
        Protected customer = keaze.protectedCustomer();
        Protected other = keaze.protectedCustomer();
        String challenge = customer.challenge();
        Keaze.unauthorized(customer.complete(challenge, other.recovery.getFirst()));
        Keaze.unauthorized(customer.complete(challenge, other.app.code()));
    }

    @Test
    void a_recovery_code_works_once_however_it_is_typed() {
        Protected customer = keaze.protectedCustomer();
        String code = customer.recovery.get(3);
        assertThat(customer.complete(
                                customer.challenge(),
                                " " + code.toUpperCase(Locale.ROOT).replace("-", " "))
                        .status())
                .isEqualTo(200);
        Keaze.unauthorized(customer.complete(customer.challenge(), code));
        assertThat(keaze.installation.count("select count(*) from recovery_code where customer_id = ?", customer.id))
                .isEqualTo(9);
    }

    @Test
    void a_mailed_code_works_once_and_the_latest_alone() {
        Protected customer = keaze.protectedCustomer();
        String challenge = customer.challenge();
        assertThat(customer.askForMail(challenge).status()).isEqualTo(200);
        String first = customer.mailedCode(1);
        customer.askForMail(challenge);
        String second = customer.mailedCode(2);

        assertThat(first).isNotEqualTo(second);
        Keaze.unauthorized(customer.complete(challenge, first));
        assertThat(customer.complete(challenge, second).status()).isEqualTo(200);
        Keaze.unauthorized(customer.complete(customer.challenge(), second));
        assertThat(keaze.installation.count(
                        "select count(*) from outbox where customer_id = ? and purpose = 'code' and sealed is not null",
                        customer.id))
                .as("wiped when sent")
                .isZero();
    }

    @Test
    void a_mailed_code_holds_ten_minutes() {
        Protected customer = keaze.protectedCustomer();
        String challenge = customer.challenge();
        customer.askForMail(challenge);
        String code = customer.mailedCode(1);
        assertThat(keaze.installation.count("""
                        select count(*) from mail_code
                        where customer_id = ? and expires_at between now() + interval '9 minutes' and now() + interval '10 minutes'
                        """, customer.id)).isEqualTo(1);
        keaze.installation.sql("update mail_code set expires_at = now() where customer_id = ?", customer.id);

        Keaze.unauthorized(customer.complete(challenge, code));
    }

    @Test
    void a_right_password_does_not_clear_the_count_but_the_second_step_does() {
        Protected customer = keaze.protectedCustomer();
        Keaze.unauthorized(customer.complete(customer.challenge(), customer.app.wrong()));
        Keaze.unauthorized(customer.complete(customer.challenge(), customer.app.wrong()));
        assertThat(keaze.failures(customer.id)).isEqualTo(2);
        String challenge = customer.challenge();
        assertThat(keaze.failures(customer.id)).isEqualTo(2);

        assertThat(customer.complete(challenge, customer.app.code()).status()).isEqualTo(200);
        assertThat(keaze.failures(customer.id)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "12345", "1234567", "00000000", "x", "abcdef-ghijkl-mnopqr-stuvwx", "\u0000\u0007", "１２３４５６"
            })
    void what_is_no_code_is_a_wrong_one(String code) {
        Protected customer = keaze.protectedCustomer();
        Keaze.unauthorized(customer.complete(customer.challenge(), code));
        assertThat(keaze.failures(customer.id)).isEqualTo(1);
    }

    @Test
    void five_wrong_codes_lock_the_customer_and_then_the_right_one_gets_the_same_answer() {
        Protected customer = keaze.protectedCustomer();
        String challenge = customer.challenge();
        Reply wrong = customer.complete(challenge, customer.app.wrong());
        for (int i = 0; i < 4; i++) {
            customer.complete(challenge, customer.app.wrong());
        }
        assertThat(keaze.events("authn_login_lock", customer.id)).isEqualTo(1);

        Reply right = customer.complete(challenge, customer.app.code());
        assertThat(Keaze.seen(right)).isEqualTo(Keaze.seen(wrong));
        Keaze.unauthorized(customer.complete(challenge, customer.recovery.getFirst()));
        Keaze.unauthorized(customer.login());
        keaze.installation.sql("update lockout set locked_until = now() where subject = int8send(?)", customer.id);
        assertThat(customer.complete(challenge, customer.app.code()).status()).isEqualTo(200);
    }

    @Test
    void wrong_passwords_and_wrong_codes_are_one_count() {
        Protected customer = keaze.protectedCustomer();
        customer.complete(customer.challenge(), customer.app.wrong());
        customer.login(keaze.client, "wrong");
        customer.complete(customer.challenge(), customer.app.wrong());
        assertThat(keaze.failures(customer.id)).isEqualTo(3);
    }

    @Test
    void the_code_that_confirmed_the_app_is_used_up_by_that() {
        String email = Keaze.newEmail();
        long id = StoredCustomer.of(email).password("correct horse 9").store(keaze.installation);
        Protected customer = Protected.enrol(keaze.installation, keaze.client, id, email, "correct horse 9");
        keaze.installation.sql("update totp set last_step = last_step + 10 where customer_id = ?", id); // as confirmed
        long confirmed = keaze.installation.count("select last_step from totp where customer_id = ?", id);

        Keaze.unauthorized(customer.complete(customer.challenge(), customer.app.codeOfStep(confirmed)));
        assertThat(customer.complete(customer.challenge(), customer.app.code(1)).status())
                .isEqualTo(200);
    }
}
