package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.dialect.keaze.Keaze.Magic;
import io.vestibule.dialect.keaze.Keaze.Session;
import io.vestibule.json.Json;
import io.vestibule.support.Client;
import io.vestibule.support.Protected;
import io.vestibule.support.Reply;
import io.vestibule.support.StoredCustomer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A signed-in customer's own password (ASVS 6.2.2, 6.2.3), sessions (ASVS 7.5.2) and address. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountContractTest {
    private static final String NEXT = "the next fine one";

    private final Keaze keaze = Keaze.start();

    @AfterAll
    void stop() {
        keaze.close();
    }

    private record Customer(long id, String email, Session session) {}

    private Customer customer() {
        String email = Keaze.newEmail();
        long id = keaze.register(email);
        return new Customer(id, email, keaze.session(email, Keaze.PASSWORD));
    }

    private Reply send(String method, String call, String access, Object... fields) {
        return keaze.send(method, call, Client.bearer(access), Keaze.json(fields));
    }

    private Reply change(String access, String password, String wanted) {
        return send("POST", "change-password", access, "password", password, "newPassword", wanted);
    }

    private List<Json.Object> sessions(String access) {
        return ((Json.Array) keaze.get("sessions", access).json().get("sessions"))
                .items().stream().map(session -> (Json.Object) session).toList();
    }

    @Test
    void change_password_takes_the_old_one_ends_the_other_sessions_and_mails() {
        Customer customer = customer();
        Session other = keaze.session(customer.email(), Keaze.PASSWORD);

        Reply reply = change(customer.session().access(), Keaze.PASSWORD, NEXT);

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(keaze.opens(customer.session().access())).isTrue();
        assertThat(keaze.refresh(customer.session().refresh()).status()).isEqualTo(200);
        assertThat(keaze.opens(other.access())).isFalse();
        assertThat(keaze.refresh(other.refresh()).status()).isEqualTo(401);
        assertThat(keaze.login(customer.email(), Keaze.PASSWORD).status()).isEqualTo(401);
        assertThat(keaze.login(customer.email(), NEXT).status()).isEqualTo(200);
        assertThat(keaze.mails(customer.id(), "password-changed")).isEqualTo(1);
        assertThat(keaze.events("authn_password_change", customer.id())).isEqualTo(1);
    }

    @Test
    void a_wrong_old_password_is_422_changes_nothing_and_counts_towards_the_lock() {
        Customer customer = customer();

        for (int i = 1; i <= 5; i++) {
            Reply wrong = change(customer.session().access(), "wrong", NEXT);
            assertThat(wrong.status()).isEqualTo(422);
            assertThat(wrong.text("errors", "password")).isEqualTo("[\"The password is wrong.\"]");
            assertThat(keaze.failures(customer.id())).isEqualTo(i);
        }

        assertThat(change(customer.session().access(), Keaze.PASSWORD, NEXT).text("errors", "password"))
                .as("locked")
                .isEqualTo("[\"The password is wrong.\"]");
        assertThat(keaze.login(customer.email(), Keaze.PASSWORD).status()).isEqualTo(401);
        keaze.installation.sql("delete from lockout where subject = int8send(?)", customer.id());
        assertThat(keaze.login(customer.email(), Keaze.PASSWORD).status()).isEqualTo(200);
        assertThat(keaze.mails(customer.id(), "password-changed")).isZero();
    }

    @Test
    void guesses_are_throttled_as_at_a_sign_in() {
        try (Keaze strict = Keaze.start(
                Map.of("VESTIBULE_LIMIT_SIGN_IN_LOGIN_BURST", "2", "VESTIBULE_LIMIT_SIGN_IN_LOGIN_REFILL", "1/1h"))) {
            Map<String, String> bearer = Client.bearer(
                    strict.session("john.doe@example.com", "correct horse 9").access());
            String body = Keaze.json("password", "wrong", "newPassword", NEXT);
            assertThat(strict.send("POST", "change-password", bearer, body).status())
                    .isEqualTo(422);
            assertThat(strict.send("POST", "change-password", bearer, body).status())
                    .isEqualTo(422);
            assertThat(strict.send("POST", "change-password", bearer, body).status())
                    .isEqualTo(429);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "password1"})
    void the_new_password_obeys_the_policy_of_every_other_call(String wanted) {
        Customer customer = customer();

        assertThat(change(customer.session().access(), Keaze.PASSWORD, wanted).text("errors", "newPassword"))
                .isNotEmpty();
        assertThat(change(customer.session().access(), Keaze.PASSWORD, customer.email())
                        .text("errors", "newPassword"))
                .isNotEmpty();
        assertThat(keaze.failures(customer.id())).as("nothing was verified").isZero();
    }

    @Test
    void the_customers_username_is_no_password() {
        String username = "a-name-of-one's-own";
        StoredCustomer.of(Keaze.newEmail())
                .username(username)
                .password(Keaze.PASSWORD)
                .store(keaze.installation);

        assertThat(change(keaze.session(username, Keaze.PASSWORD).access(), Keaze.PASSWORD, username)
                        .text("errors", "newPassword"))
                .contains("different from the email address and username");
    }

    @Test
    void missing_fields_are_422() {
        Reply reply = send("POST", "change-password", customer().session().access());

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text("errors", "password")).contains("required");
        assertThat(reply.text("errors", "newPassword")).contains("required");
    }

    @Test
    void who_has_no_password_hears_so() {
        String email = Keaze.newEmail();
        String access =
                keaze.authToken(keaze.magic("passwordless-access", email)).text("accessToken");

        assertThat(change(access, "anything at all", NEXT).status()).isEqualTo(409);
        assertThat(send("DELETE", "sessions", access).status())
                .as("none to ask for")
                .isEqualTo(200);
    }

    /** Else whoever registered with somebody else's address would keep a password there. */
    @Test
    void a_password_set_in_public_stays_one_when_it_is_changed() {
        Customer squatter = customer();
        change(squatter.session().access(), Keaze.PASSWORD, NEXT);

        keaze.authToken(keaze.magic("passwordless-access", squatter.email()));

        assertThat(keaze.login(squatter.email(), NEXT).status()).isEqualTo(401);
        assertThat(keaze.opens(squatter.session().access())).isFalse();
    }

    @Test
    void changing_the_password_clears_no_count_of_wrong_codes() {
        Protected customer = Protected.enrol(keaze.installation, keaze.client, Keaze.newEmail());
        String access = customer.signIn().get("Authorization").substring("Bearer ".length());
        customer.complete(customer.challenge(), customer.app.wrong());

        assertThat(change(access, customer.password, NEXT).status()).isEqualTo(200);

        assertThat(keaze.failures(customer.id)).isEqualTo(1);
    }

    @Test
    void links_and_sign_ins_that_wait_are_void_after_it() {
        Customer customer = customer();
        Magic link = keaze.magic("passwordless-change-email", customer.email());

        change(customer.session().access(), Keaze.PASSWORD, NEXT);

        assertThat(keaze.patch(
                                "passwordless-change-email/" + link.path(),
                                "currentEmail",
                                customer.email(),
                                "newEmail",
                                Keaze.newEmail())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void sessions_lists_those_that_are_alive_the_newest_first() {
        Customer customer = customer();
        Session ended = keaze.session(customer.email(), Keaze.PASSWORD);
        keaze.revoke(ended.access());
        Session newest = keaze.session(customer.email(), Keaze.PASSWORD);
        keaze.refresh(newest.refresh());
        keaze.installation.sql(
                "update customer_session s set auth_time = s.auth_time - interval '1 hour' from token_grant g"
                        + " where g.session_id = s.id and g.customer_id = ? and g.rotated_at is null",
                customer.id());

        List<Json.Object> sessions = sessions(customer.session().access());

        assertThat(sessions).hasSize(2);
        assertThat(sessions.getFirst().get("current")).isEqualTo(Json.of(false));
        assertThat(sessions.getFirst().text("refreshedAt")).isPresent();
        assertThat(sessions.getLast().get("current")).isEqualTo(Json.of(true));
        assertThat(sessions.getLast().text("signedInBy")).contains("password");
        assertThat(sessions.getLast().get("refreshedAt")).isEqualTo(Json.Null.NULL);
    }

    @Test
    void a_session_is_ended_by_its_id_and_the_password() {
        Customer customer = customer();
        Session other = keaze.session(customer.email(), Keaze.PASSWORD);
        String access = customer.session().access();
        String id = sessions(other.access()).stream()
                .filter(session -> Json.of(true).equals(session.get("current")))
                .findFirst()
                .flatMap(session -> session.text("id"))
                .orElseThrow();

        assertThat(send("DELETE", "sessions/" + id, access).text("errors", "password"))
                .contains("required");
        assertThat(send("DELETE", "sessions/" + id, access, "password", "wrong").status())
                .isEqualTo(422);
        assertThat(keaze.failures(customer.id())).isEqualTo(1);
        assertThat(keaze.opens(other.access())).isTrue();
        assertThat(send("DELETE", "sessions/" + id, access, "password", Keaze.PASSWORD)
                        .status())
                .isEqualTo(200);

        assertThat(keaze.opens(other.access())).isFalse();
        assertThat(keaze.refresh(other.refresh()).status()).isEqualTo(401);
        assertThat(keaze.opens(access)).isTrue();
        assertThat(keaze.events("authn_token_revoked", customer.id())).isEqualTo(1);
        assertThat(send("DELETE", "sessions/" + id, access, "password", Keaze.PASSWORD)
                        .status())
                .as("it is over")
                .isEqualTo(404);
    }

    @Test
    void nobody_ends_anothers_session() {
        Customer customer = customer();
        Customer stranger = customer();
        String id = sessions(stranger.session().access()).getFirst().text("id").orElseThrow();

        for (String given : new String[] {id, UUID.randomUUID().toString(), "x", "%00"}) {
            assertThat(send("DELETE", "sessions/" + given, customer.session().access(), "password", Keaze.PASSWORD)
                            .status())
                    .as(given)
                    .isEqualTo(404);
        }
        assertThat(keaze.opens(stranger.session().access())).isTrue();
    }

    @Test
    void all_other_sessions_are_ended_at_once() {
        Customer customer = customer();
        Session second = keaze.session(customer.email(), Keaze.PASSWORD);
        Session third = keaze.session(customer.email(), Keaze.PASSWORD);
        String access = customer.session().access();

        assertThat(send("DELETE", "sessions", access).status()).isEqualTo(422);
        assertThat(send("DELETE", "sessions", access, "password", Keaze.PASSWORD)
                        .status())
                .isEqualTo(200);

        assertThat(keaze.opens(second.access())).isFalse();
        assertThat(keaze.opens(third.access())).isFalse();
        assertThat(keaze.opens(access)).isTrue();
        assertThat(sessions(access)).hasSize(1);
    }

    @Test
    void the_verification_mail_is_sent_again_until_the_address_is_verified() {
        Customer customer = customer();
        String access = customer.session().access();

        Reply again = send("POST", "resend-verification", access);

        assertThat(again.status()).isEqualTo(200);
        assertThat(keaze.mails(customer.id(), "verify")).isEqualTo(2);
        assertThat(keaze.verify(Keaze.magic(again))).isEqualTo(200);
        assertThat(keaze.verified(customer.id())).isTrue();
        assertThat(send("POST", "resend-verification", access).status()).isEqualTo(409);
        assertThat(keaze.mails(customer.id(), "verify")).isEqualTo(2);
    }

    @Test
    void the_verification_mail_is_throttled_by_address() {
        try (Keaze strict = Keaze.start(
                Map.of("VESTIBULE_LIMIT_MAIL_ADDRESS_BURST", "2", "VESTIBULE_LIMIT_MAIL_ADDRESS_REFILL", "1/1h"))) {
            String email = Keaze.newEmail();
            strict.register(email);
            Map<String, String> bearer =
                    Client.bearer(strict.session(email, Keaze.PASSWORD).access());
            assertThat(strict.send("POST", "resend-verification", bearer).status())
                    .isEqualTo(200);
            assertThat(strict.send("POST", "resend-verification", bearer).status())
                    .isEqualTo(429);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, change-password",
        "POST, resend-verification",
        "GET, sessions",
        "DELETE, sessions",
        "DELETE, sessions/0f5b1a52-9a3c-4a53-9c86-0f4f3c1d2e7b"
    })
    void without_a_good_access_token_each_is_401(String method, String call) {
        Reply reply = method.equals("GET")
                ? keaze.send(method, call, Client.bearer("invented"))
                : keaze.send(method, call, Client.bearer("invented"), "{}");
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).contains("invalid_token");
        assertThat(keaze.send(method, call, Map.of()).status()).isEqualTo(401);
    }
}
