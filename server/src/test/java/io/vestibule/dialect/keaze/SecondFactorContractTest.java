package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.CustomerAdministrationStore;
import io.vestibule.dialect.keaze.Keaze.Magic;
import io.vestibule.json.Json;
import io.vestibule.secret.Tokens;
import io.vestibule.support.Protected;
import io.vestibule.support.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** docs/dialects/keaze.md: "A second factor"; docs/decisions/0009. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondFactorContractTest {
    private final Keaze keaze = Keaze.start();

    @AfterAll
    void stop() {
        keaze.close();
    }

    private static List<String> kinds(Reply reply) {
        return ((Json.Array) reply.json().get("secondFactor"))
                .items().stream().map(kind -> ((Json.Text) kind).value()).toList();
    }

    private long sessions(long customer) {
        return keaze.installation.count(
                "select count(*) from customer_session where customer_id = ? and ended_at is null", customer);
    }

    /** Told apart from a wrong code: the sign-in has to begin again. */
    private void beginAgain(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(422);
        assertThat(reply.text("errors", "challenge")).isEqualTo("[\"The sign-in has expired. Please sign in again.\"]");
    }

    @Test
    void password_login_is_a_401_with_the_challenge_and_no_session() {
        Protected customer = keaze.protectedCustomer();
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
        Protected customer = keaze.protectedCustomer();

        Reply reply = customer.complete(customer.challenge(), customer.app.code());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().fields().keySet())
                .containsExactly("access_token", "refresh_token", "token_type", "expires_in", "expires_at");
        assertThat(keaze.opens(reply.text("access_token"))).isTrue();
        assertThat(keaze.refresh(reply.text("refresh_token")).status()).isEqualTo(200);
    }

    @Test
    void a_sign_in_link_is_a_401_with_the_challenge_and_is_used_up_all_the_same() {
        Protected customer = keaze.protectedCustomer();
        Magic link = keaze.magic("passwordless-login", customer.email);
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
    void a_reset_sets_the_password_signs_nobody_in_and_leaves_the_factor_on() {
        Protected customer = keaze.protectedCustomer();
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
        Protected customer = keaze.protectedCustomer();
        assertThat(Keaze.seen(customer.login(keaze.client, "wrong")))
                .isEqualTo(Keaze.seen(keaze.login(Keaze.newEmail(), "wrong")));
    }

    @Test
    void a_challenge_works_for_one_success() {
        Protected customer = keaze.protectedCustomer();
        String challenge = customer.challenge();
        Keaze.unauthorized(customer.complete(challenge, customer.app.wrong()));
        assertThat(customer.complete(challenge, customer.app.code()).status()).isEqualTo(200);
        customer.timePasses();

        beginAgain(customer.complete(challenge, customer.app.code()));
        beginAgain(customer.complete(challenge, customer.recovery.getFirst()));
        assertThat(keaze.failures(customer.id)).isZero();
        assertThat(customer.complete(customer.challenge(), customer.recovery.getFirst())
                        .status())
                .as("a dead challenge uses no code up")
                .isEqualTo(200);
    }

    @Test
    void a_challenge_holds_ten_minutes() {
        Protected customer = keaze.protectedCustomer();
        String challenge = customer.challenge();
        keaze.installation.sql("update challenge set expires_at = expires_at - interval '599 seconds'");
        assertThat(keaze.installation.count("select count(*) from challenge where expires_at > now()"))
                .isPositive();
        keaze.installation.sql("update challenge set expires_at = expires_at - interval '1 second'");

        beginAgain(customer.complete(challenge, customer.app.code()));
        beginAgain(customer.complete(challenge, customer.app.wrong()));
        beginAgain(customer.askForMail(challenge));
        assertThat(keaze.failures(customer.id)).as("no code was judged").isZero();
    }

    @Test
    void a_challenge_of_another_portal_or_an_invented_one_is_as_one_out_of_date() {
        Protected customer = keaze.protectedCustomer();
        String challenge = customer.challenge();
        String body = Keaze.json("challenge", challenge, "code", customer.app.code());

        beginAgain(keaze.send("POST", "second-factor", Map.of("Portal-Id", "2"), body));
        beginAgain(customer.complete(Tokens.random(), customer.app.code()));
        beginAgain(customer.complete("\u0000", customer.app.code()));
        assertThat(customer.complete(challenge, customer.app.code()).status()).isEqualTo(200);
    }

    @Test
    void without_recovery_codes_or_a_verified_address_the_challenge_does_not_list_them() {
        Protected customer = keaze.protectedCustomer();
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
    void a_reset_a_change_of_address_and_disabling_void_what_waits_for_its_second_step() {
        Protected customer = keaze.protectedCustomer();
        String challenge = customer.challenge();
        customer.askForMail(challenge);
        Magic reset = keaze.magic("forgot-password", customer.email);
        keaze.post("reset-password/" + reset.path(), "newPassword", customer.password + "!");
        beginAgain(customer.complete(challenge, customer.app.code()));
        assertThat(keaze.installation.count("select count(*) from mail_code where customer_id = ?", customer.id))
                .isZero();

        Protected moved = keaze.protectedCustomer();
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

        Protected disabled = keaze.protectedCustomer();
        String waiting = disabled.challenge();
        var customers = new CustomerAdministrationStore(keaze.installation.sql());
        customers.disable(1, disabled.id, true, null, AuditContext.COMMAND);
        beginAgain(disabled.complete(waiting, disabled.app.code()));
        customers.disable(1, disabled.id, false, null, AuditContext.COMMAND);
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
    void missing_fields_are_422_and_change_nothing() {
        Protected customer = keaze.protectedCustomer();
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
        assertThat(keaze.failures(customer.id)).isZero();
    }

    @Test
    void audit_tells_each_step_and_no_secret() {
        Protected customer = keaze.protectedCustomer();
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
