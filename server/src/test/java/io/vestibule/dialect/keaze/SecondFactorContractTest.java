package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.customer.CustomerStore;
import io.vestibule.dialect.keaze.Keaze.Magic;
import io.vestibule.json.Json;
import io.vestibule.secret.Tokens;
import io.vestibule.support.Protected;
import io.vestibule.support.Reply;
import io.vestibule.support.StoredCustomer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Issue 3, "Second factor", the rows of its table for Keaze; decision 9. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondFactorContractTest {
    private final Keaze keaze = Keaze.start();

    @AfterAll
    void stop() {
        keaze.close();
    }

    private Protected customer() {
        return Protected.enrol(keaze.installation, keaze.client, Keaze.newEmail());
    }

    private static List<String> kinds(Reply reply) {
        return ((Json.Array) reply.json().get("secondFactor"))
                .items().stream().map(kind -> ((Json.Text) kind).value()).toList();
    }

    private long sessions(long customer) {
        return keaze.installation.count(
                "select count(*) from session where customer_id = ? and ended_at is null", customer);
    }

    private long failures(long customer) {
        return keaze.installation.count(
                "select coalesce(max(failures), 0) from lockout where subject = int8send(?)", customer);
    }

    private Magic magic(Protected customer) {
        return keaze.magic("passwordless-login", customer.email);
    }

    private void unauthorized(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(401);
        assertThat(reply.body()).isEqualTo("{\"message\":\"Unauthorized.\"}");
    }

    /** Told apart from a wrong code: the sign-in has to begin again. */
    private void beginAgain(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(422);
        assertThat(reply.text("errors", "challenge")).isEqualTo("[\"The sign-in has expired. Please sign in again.\"]");
    }

    @Test
    void password_login_is_a_401_with_the_challenge_and_no_session() {
        Protected customer = customer();
        long before = sessions(customer.id);

        Reply reply = customer.login();

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.json().fields().keySet()).containsExactly("message", "secondFactor", "challenge");
        assertThat(kinds(reply)).containsExactly("totp", "recovery", "email");
        assertThat(reply.text("challenge")).hasSize(43);
        assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(sessions(customer.id)).isEqualTo(before);
    }

    @Test
    void the_code_completes_it_with_the_answer_of_password_login() {
        Protected customer = customer();

        Reply reply = customer.complete(customer.challenge(), customer.app.code());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().fields().keySet())
                .containsExactly("access_token", "refresh_token", "token_type", "expires_in", "expires_at");
        assertThat(keaze.opens(reply.text("access_token"))).isTrue();
        assertThat(keaze.refresh(reply.text("refresh_token")).status()).isEqualTo(200);
    }

    @Test
    void a_sign_in_link_is_a_401_with_the_challenge_and_is_used_up_all_the_same() {
        Protected customer = customer();
        Magic link = magic(customer);
        long before = sessions(customer.id);

        Reply reply = keaze.authToken(link);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(kinds(reply)).containsExactly("totp", "recovery");
        assertThat(sessions(customer.id)).isEqualTo(before);
        assertThat(keaze.authToken(link).status()).isEqualTo(404);
        Reply done = customer.complete(reply.text("challenge"), customer.app.code());
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.json().fields().keySet()).containsExactly("accessToken", "expiresAt");
        assertThat(keaze.opens(done.text("accessToken"))).isTrue();
    }

    @Test
    void after_a_link_a_code_by_mail_is_no_second_factor() {
        Protected customer = customer();
        customer.askForMail(customer.challenge());
        String mailed = Protected.mailedCode(keaze.client, customer.email, 1);
        String challenge = keaze.authToken(magic(customer)).text("challenge");

        assertThat(customer.askForMail(challenge).status()).isEqualTo(409);
        unauthorized(customer.complete(challenge, mailed));
    }

    @Test
    void a_reset_sets_the_password_signs_nobody_in_and_leaves_the_factor_on() {
        Protected customer = customer();
        Magic link = keaze.magic("forgot-password", customer.email);

        Reply reply = keaze.post("reset-password/" + link.path(), "newPassword", "the next fine one");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().fields().keySet()).containsExactly("message");
        assertThat(sessions(customer.id)).isZero();
        Reply login = customer.login(keaze.client, "the next fine one");
        assertThat(login.status()).isEqualTo(401);
        assertThat(customer.complete(login.text("challenge"), customer.app.code())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_wrong_password_is_the_401_of_everybody_else() {
        Protected customer = customer();
        assertThat(Keaze.seen(customer.login(keaze.client, "wrong")))
                .isEqualTo(Keaze.seen(keaze.login(Keaze.newEmail(), "wrong")));
    }

    @Test
    void a_code_is_accepted_once_and_no_earlier_one_after_it() {
        Protected customer = customer();
        String code = customer.app.code();
        assertThat(customer.complete(customer.challenge(), code).status()).isEqualTo(200);

        unauthorized(customer.complete(customer.challenge(), code));
        unauthorized(customer.complete(customer.challenge(), customer.app.code(-1)));
        assertThat(customer.complete(customer.challenge(), customer.app.code(1)).status())
                .isEqualTo(200);
    }

    @Test
    void a_code_of_half_a_minute_ago_is_good_and_an_older_one_is_not() {
        Protected customer = customer();
        unauthorized(customer.complete(customer.challenge(), customer.app.code(-3)));
        unauthorized(customer.complete(customer.challenge(), customer.app.code(3)));
        assertThat(customer.complete(customer.challenge(), customer.app.code(-1))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_challenge_works_for_one_success() {
        Protected customer = customer();
        String challenge = customer.challenge();
        unauthorized(customer.complete(challenge, customer.app.wrong()));
        assertThat(customer.complete(challenge, customer.app.code()).status()).isEqualTo(200);
        customer.timePasses();

        beginAgain(customer.complete(challenge, customer.app.code()));
        beginAgain(customer.complete(challenge, customer.recovery.getFirst()));
        assertThat(failures(customer.id)).isZero();
        assertThat(customer.complete(customer.challenge(), customer.recovery.getFirst())
                        .status())
                .as("a dead challenge uses no code up")
                .isEqualTo(200);
    }

    @Test
    void a_challenge_holds_ten_minutes() {
        Protected customer = customer();
        String challenge = customer.challenge();
        keaze.installation.sql("update challenge set expires_at = expires_at - interval '599 seconds'");
        assertThat(keaze.installation.count("select count(*) from challenge where expires_at > now()"))
                .isPositive();
        keaze.installation.sql("update challenge set expires_at = expires_at - interval '1 second'");

        beginAgain(customer.complete(challenge, customer.app.code()));
        beginAgain(customer.complete(challenge, customer.app.wrong()));
        beginAgain(customer.askForMail(challenge));
        assertThat(failures(customer.id)).as("no code was judged").isZero();
    }

    @Test
    void a_challenge_of_another_portal_or_an_invented_one_is_as_one_out_of_date() {
        Protected customer = customer();
        String challenge = customer.challenge();
        String body = Keaze.json("challenge", challenge, "code", customer.app.code());

        beginAgain(keaze.send("POST", "second-factor", Map.of("Portal-Id", "2"), body));
        beginAgain(customer.complete(Tokens.random(), customer.app.code()));
        beginAgain(customer.complete("\u0000", customer.app.code()));
        assertThat(customer.complete(challenge, customer.app.code()).status()).isEqualTo(200);
    }

    @Test
    void a_code_of_another_customer_is_wrong() {
        Protected customer = customer();
        Protected other = customer();
        String challenge = customer.challenge();
        unauthorized(customer.complete(challenge, other.recovery.getFirst()));
        unauthorized(customer.complete(challenge, other.app.code()));
    }

    @Test
    void a_recovery_code_works_once_however_it_is_typed() {
        Protected customer = customer();
        String code = customer.recovery.get(3);
        assertThat(customer.complete(
                                customer.challenge(),
                                " " + code.toUpperCase(Locale.ROOT).replace("-", " "))
                        .status())
                .isEqualTo(200);
        unauthorized(customer.complete(customer.challenge(), code));
        assertThat(keaze.installation.count("select count(*) from recovery_code where customer_id = ?", customer.id))
                .isEqualTo(9);
    }

    @Test
    void without_recovery_codes_or_a_verified_address_the_challenge_does_not_list_them() {
        Protected customer = customer();
        keaze.installation.sql("delete from recovery_code where customer_id = ?", customer.id);
        assertThat(kinds(customer.login())).containsExactly("totp", "email");
        keaze.installation.sql("update customer set email_verified_at = null where id = ?", customer.id);
        Reply reply = customer.login();
        assertThat(kinds(reply)).containsExactly("totp");
        assertThat(customer.askForMail(reply.text("challenge")).status()).isEqualTo(409);
        keaze.installation.sql("update customer set email = null, email_verified_at = now() where id = ?", customer.id);
        assertThat(kinds(customer.login())).containsExactly("totp");
    }

    @Test
    void a_mailed_code_works_once_and_the_latest_alone() {
        Protected customer = customer();
        String challenge = customer.challenge();
        assertThat(customer.askForMail(challenge).status()).isEqualTo(200);
        String first = customer.mailedCode(1);
        customer.askForMail(challenge);
        String second = customer.mailedCode(2);

        assertThat(first).isNotEqualTo(second);
        unauthorized(customer.complete(challenge, first));
        assertThat(customer.complete(challenge, second).status()).isEqualTo(200);
        unauthorized(customer.complete(customer.challenge(), second));
        assertThat(keaze.installation.count(
                        "select count(*) from outbox where customer_id = ? and purpose = 'code' and sealed is not null",
                        customer.id))
                .as("wiped when sent")
                .isZero();
    }

    @Test
    void a_mailed_code_holds_ten_minutes() {
        Protected customer = customer();
        String challenge = customer.challenge();
        customer.askForMail(challenge);
        String code = customer.mailedCode(1);
        assertThat(keaze.installation.count("""
                        select count(*) from mail_code
                        where customer_id = ? and expires_at between now() + interval '9 minutes' and now() + interval '10 minutes'
                        """, customer.id)).isEqualTo(1);
        keaze.installation.sql("update mail_code set expires_at = now() where customer_id = ?", customer.id);

        unauthorized(customer.complete(challenge, code));
    }

    @Test
    void a_right_password_does_not_clear_the_count_but_the_second_step_does() {
        Protected customer = customer();
        unauthorized(customer.complete(customer.challenge(), customer.app.wrong()));
        unauthorized(customer.complete(customer.challenge(), customer.app.wrong()));
        assertThat(failures(customer.id)).isEqualTo(2);
        String challenge = customer.challenge();
        assertThat(failures(customer.id)).isEqualTo(2);

        assertThat(customer.complete(challenge, customer.app.code()).status()).isEqualTo(200);
        assertThat(failures(customer.id)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "12345", "1234567", "00000000", "x", "abcdef-ghijkl-mnopqr-stuvwx", "\u0000\u0007", "１２３４５６"
            })
    void what_is_no_code_is_a_wrong_one(String code) {
        Protected customer = customer();
        unauthorized(customer.complete(customer.challenge(), code));
        assertThat(failures(customer.id)).isEqualTo(1);
    }

    @Test
    void five_wrong_codes_lock_the_customer_and_then_the_right_one_gets_the_same_answer() {
        Protected customer = customer();
        String challenge = customer.challenge();
        Reply wrong = customer.complete(challenge, customer.app.wrong());
        for (int i = 0; i < 4; i++) {
            customer.complete(challenge, customer.app.wrong());
        }
        assertThat(keaze.events("authn_login_lock", customer.id)).isEqualTo(1);

        Reply right = customer.complete(challenge, customer.app.code());
        assertThat(Keaze.seen(right)).isEqualTo(Keaze.seen(wrong));
        unauthorized(customer.complete(challenge, customer.recovery.getFirst()));
        unauthorized(customer.login());
        keaze.installation.sql("update lockout set locked_until = now() where subject = int8send(?)", customer.id);
        assertThat(customer.complete(challenge, customer.app.code()).status()).isEqualTo(200);
    }

    @Test
    void wrong_passwords_and_wrong_codes_are_one_count() {
        Protected customer = customer();
        customer.complete(customer.challenge(), customer.app.wrong());
        customer.login(keaze.client, "wrong");
        customer.complete(customer.challenge(), customer.app.wrong());
        assertThat(failures(customer.id)).isEqualTo(3);
    }

    @Test
    void a_reset_a_change_of_address_and_disabling_void_what_waits_for_its_second_step() {
        Protected customer = customer();
        String challenge = customer.challenge();
        customer.askForMail(challenge);
        Magic reset = keaze.magic("forgot-password", customer.email);
        keaze.post("reset-password/" + reset.path(), "newPassword", customer.password + "!");
        beginAgain(customer.complete(challenge, customer.app.code()));
        assertThat(keaze.installation.count("select count(*) from mail_code where customer_id = ?", customer.id))
                .isZero();

        Protected moved = customer();
        String before = moved.challenge();
        moved.askForMail(before);
        Magic change = keaze.magic("passwordless-change-email", moved.email);
        assertThat(keaze.patch(
                                "passwordless-change-email/" + change.path(),
                                "currentEmail",
                                moved.email,
                                "newEmail",
                                Keaze.newEmail())
                        .status())
                .isEqualTo(200);
        beginAgain(moved.complete(before, moved.app.code()));
        assertThat(keaze.installation.count("select count(*) from mail_code where customer_id = ?", moved.id))
                .isZero();

        Protected disabled = customer();
        String waiting = disabled.challenge();
        var customers = new CustomerStore(keaze.installation.sql());
        customers.disable(disabled.id, true, "{}");
        beginAgain(disabled.complete(waiting, disabled.app.code()));
        customers.disable(disabled.id, false, "{}");
        beginAgain(disabled.complete(waiting, disabled.app.code()));
    }

    @Test
    void the_first_proof_of_a_mailbox_voids_a_sign_in_that_a_squatter_began() {
        String email = Keaze.newEmail();
        long id = keaze.register(email);
        Protected squatter = Protected.enrol(keaze.installation, keaze.client, id, email, Keaze.PASSWORD);
        String challenge = squatter.challenge();

        assertThat(keaze.authToken(keaze.magic("passwordless-login", email)).status())
                .isEqualTo(200);

        beginAgain(squatter.complete(challenge, squatter.app.code()));
        assertThat(squatter.login().status()).as("the password is gone").isEqualTo(401);
        assertThat(sessions(id)).as("the holder's").isEqualTo(1);
    }

    @Test
    void the_code_that_confirmed_the_app_is_used_up_by_that() {
        String email = Keaze.newEmail();
        long id = StoredCustomer.of(email).password("correct horse 9").store(keaze.installation);
        Protected customer = Protected.enrol(keaze.installation, keaze.client, id, email, "correct horse 9");
        keaze.installation.sql("update totp set last_step = last_step + 10 where customer_id = ?", id); // as confirmed
        long confirmed = keaze.installation.count("select last_step from totp where customer_id = ?", id);
        int ago = (int) (confirmed - Instant.now().getEpochSecond() / 30);

        unauthorized(customer.complete(customer.challenge(), customer.app.code(ago)));
        assertThat(customer.complete(customer.challenge(), customer.app.code(1)).status())
                .isEqualTo(200);
    }

    @Test
    void missing_fields_are_422_and_change_nothing() {
        Protected customer = customer();
        String challenge = customer.challenge();
        long rows = keaze.rows();
        Reply reply = keaze.post("second-factor");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text("errors", "challenge")).contains("The challenge field is required.");
        assertThat(reply.text("errors", "code")).contains("The code field is required.");
        assertThat(keaze.post("second-factor", "challenge", challenge, "code", 123456)
                        .status())
                .isEqualTo(422);
        assertThat(keaze.post("second-factor", "challenge", challenge, "code", "")
                        .status())
                .isEqualTo(422);
        assertThat(keaze.send("POST", "second-factor", Map.of(), "{\"code\":\"1\",\"code\":\"2\"}")
                        .status())
                .isEqualTo(400);
        assertThat(keaze.send("POST", "second-factor", Map.of(), "{\"code\":").status())
                .isEqualTo(400);
        assertThat(keaze.post("second-factor/email").status()).isEqualTo(422);
        assertThat(keaze.rows()).isEqualTo(rows);
        assertThat(failures(customer.id)).isZero();
    }

    @Test
    void audit_tells_each_step_and_no_secret() {
        Protected customer = customer();
        customer.askForMail(customer.challenge());
        customer.complete(customer.challenge(), customer.app.wrong());
        customer.complete(customer.challenge(), customer.app.code());

        assertThat(keaze.events("authn_factor_added", customer.id)).isEqualTo(1);
        assertThat(keaze.events("authn_login_incomplete", customer.id)).isEqualTo(3);
        assertThat(keaze.events("authn_code_mailed", customer.id)).isEqualTo(1);
        assertThat(keaze.events("authn_factor_fail", customer.id)).isEqualTo(1);
        assertThat(keaze.installation.count("""
                        select count(*) from audit_event where customer_id = ? and event = 'authn_login_success'
                          and detail = '{"by": "password", "factor": "totp"}'
                        """, customer.id)).isEqualTo(1);
    }
}
