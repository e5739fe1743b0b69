package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.dialect.keaze.Keaze.Magic;
import io.vestibule.dialect.keaze.Keaze.Session;
import io.vestibule.secret.Tokens;
import io.vestibule.support.Client;
import io.vestibule.support.Protected;
import io.vestibule.support.Reply;
import io.vestibule.support.StoredCustomer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Page: "Getting the authorization token from the magic link"; docs/dialects/keaze.md: "Redeeming", "Proof of the mailbox". */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthTokenContractTest {
    private final Keaze keaze = Keaze.start();

    @AfterAll
    void stop() {
        keaze.close();
    }

    private String invalid() {
        Reply reply = keaze.get("auth-token/2/" + Tokens.random());
        assertThat(reply.status()).isEqualTo(404);
        return Keaze.seen(reply);
    }

    @Test
    void the_answer_has_accessToken_and_expiresAt_24_hours_ahead_in_UTC() {
        Reply reply = keaze.authToken(keaze.magic("passwordless-login", "john.doe@example.com"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(Duration.between(Instant.now(), Instant.parse(reply.text("expiresAt"))))
                .isBetween(Duration.ofHours(24).minusMinutes(1), Duration.ofHours(24));
        assertThat(keaze.get("profile", reply.text("accessToken")).text("id")).isEqualTo("2");
    }

    @Test
    void magic_links_can_only_be_used_once() {
        Magic link = keaze.magic("passwordless-login", "john.doe@example.com");

        assertThat(keaze.authToken(link).status()).isEqualTo(200);
        assertThat(Keaze.seen(keaze.authToken(link))).isEqualTo(invalid());
    }

    @Test
    void each_magic_link_works_whatever_was_asked_for_after_it() {
        Magic first = keaze.magic("passwordless-login", "john.doe@example.com");
        Magic second = keaze.magic("passwordless-login", "john.doe@example.com");

        assertThat(keaze.authToken(second).status()).isEqualTo(200);
        assertThat(keaze.authToken(first).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-2", "02", "2.0", "x", "3", "999999999999999999999", "%20"})
    void a_wrong_id_is_the_same_404_and_nothing_is_consumed(String id) {
        Magic link = keaze.magic("passwordless-login", "john.doe@example.com");

        assertThat(Keaze.seen(keaze.get("auth-token/" + id + "/" + link.token())))
                .isEqualTo(invalid());
        assertThat(keaze.authToken(link).status()).isEqualTo(200);
    }

    @Test
    void a_wrong_token_is_the_same_404_and_nothing_is_consumed() {
        Magic link = keaze.magic("passwordless-login", "john.doe@example.com");

        for (String token : new String[] {link.token().toLowerCase(Locale.ROOT), link.token() + "=", "x", "%00"}) {
            assertThat(Keaze.seen(keaze.get("auth-token/2/" + token))).isEqualTo(invalid());
        }
        assertThat(keaze.authToken(link).status()).isEqualTo(200);
    }

    @Test
    void an_expired_link_is_the_same_404() {
        Magic link = keaze.magic("passwordless-login", "jane.doe@example.com");
        keaze.installation.sql("update link set expires_at = now() where customer_id = 3");

        assertThat(Keaze.seen(keaze.authToken(link))).isEqualTo(invalid());
    }

    @ParameterizedTest
    @CsvSource({"forgot-password", "passwordless-change-email"})
    void a_link_for_another_purpose_is_the_same_404_and_is_not_consumed(String call) {
        String email = Keaze.newEmail();
        keaze.register(email);
        Magic link = keaze.magic(call, email);

        assertThat(Keaze.seen(keaze.authToken(link))).isEqualTo(invalid());
        assertThat(keaze.installation.count("select count(*) from link where hash = sha256(?::bytea)", link.token()))
                .isEqualTo(1);
    }

    @Test
    void a_link_of_a_disabled_customer_is_the_same_404_and_works_again_with_them() {
        String email = Keaze.newEmail();
        Magic link = keaze.magic("passwordless-access", email);

        keaze.installation.sql("update customer set disabled_at = now() where id = ?", link.id());
        assertThat(Keaze.seen(keaze.authToken(link))).isEqualTo(invalid());

        keaze.installation.sql("update customer set disabled_at = null where id = ?", link.id());
        assertThat(keaze.authToken(link).status()).isEqualTo(200);
    }

    @Test
    void a_link_of_another_portal_is_the_same_404_and_is_not_consumed() {
        Magic link = keaze.magic("passwordless-login", "john.doe@example.com");

        assertThat(Keaze.seen(keaze.send("GET", "auth-token/" + link.path(), Map.of("Portal-Id", "2"))))
                .isEqualTo(invalid());
        assertThat(keaze.authToken(link).status()).isEqualTo(200);
    }

    @Test
    void a_link_from_before_the_address_changed_is_the_same_404() {
        String email = Keaze.newEmail();
        Magic link = keaze.magic("passwordless-access", email);
        Magic change = keaze.magic("passwordless-change-email", email);
        keaze.patch("passwordless-change-email/" + change.path(), "currentEmail", email, "newEmail", Keaze.newEmail());

        assertThat(Keaze.seen(keaze.authToken(link))).isEqualTo(invalid());
    }

    @Test
    void a_link_from_before_an_operator_changed_the_address_is_the_same_404() {
        Magic link = keaze.magic("passwordless-access", Keaze.newEmail());
        keaze.installation.sql("update customer set email = ? where id = ?", Keaze.newEmail(), link.id());

        assertThat(Keaze.seen(keaze.authToken(link))).isEqualTo(invalid());
    }

    @Test
    void a_link_from_before_the_password_changed_is_the_same_404() {
        String email = Keaze.newEmail();
        Magic link = keaze.magic("passwordless-access", email);
        Magic reset = keaze.magic("forgot-password", email);
        assertThat(keaze.post("reset-password/" + reset.path(), "newPassword", Keaze.PASSWORD)
                        .status())
                .isEqualTo(200);

        assertThat(Keaze.seen(keaze.authToken(link))).isEqualTo(invalid());
    }

    @Test
    void a_head_consumes_nothing() {
        Magic link = keaze.magic("passwordless-login", "john.doe@example.com");

        Reply head = keaze.send("HEAD", "auth-token/" + link.path(), Map.of());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(keaze.authToken(link).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"Sec-Purpose, prefetch", "Sec-Purpose, prefetch;prerender", "Purpose, prefetch"})
    void a_prefetch_consumes_nothing_and_gets_no_token(String header, String value) {
        Magic link = keaze.magic("passwordless-login", "john.doe@example.com");

        Reply ahead = keaze.send("GET", "auth-token/" + link.path(), Map.of(header, value));
        assertThat(ahead.body()).doesNotContain("accessToken");
        assertThat(ahead.header("Cache-Control")).isEqualTo("no-store");
        assertThat(keaze.authToken(link).status()).isEqualTo(200);
    }

    @Test
    void the_first_proof_by_a_sign_in_link_drops_a_public_password_and_its_sessions_and_a_mail_says_so() {
        String email = Keaze.newEmail();
        long id = keaze.register(email);
        Session squatter = keaze.session(email, Keaze.PASSWORD);
        assertThat(keaze.opens(squatter.access())).isTrue();

        Reply holder = keaze.authToken(keaze.magic("passwordless-access", email));

        assertThat(holder.status()).isEqualTo(200);
        assertThat(keaze.opens(squatter.access())).isFalse();
        assertThat(keaze.refresh(squatter.refresh()).status()).isEqualTo(401);
        assertThat(keaze.login(email, Keaze.PASSWORD).status()).isEqualTo(401);
        assertThat(keaze.opens(holder.text("accessToken"))).isTrue();
        assertThat(keaze.mails(id, "password-dropped")).isEqualTo(1);
        assertThat(keaze.verified(id)).isTrue();
    }

    @Test
    void the_first_proof_by_a_sign_in_link_drops_a_second_factor_set_up_in_public() {
        Protected squatter = squatter();

        Reply holder = keaze.authToken(keaze.magic("passwordless-access", squatter.email));

        assertThat(holder.status()).as(holder.body()).isEqualTo(200);
        assertThat(keaze.get("second-factor", holder.text("accessToken")).text("enabled"))
                .isEqualTo("false");
        assertThat(squatter.login().json().fields().keySet()).containsExactly("message");
        assertThat(keaze.mails(squatter.id, "password-dropped")).isEqualTo(1);
        assertThat(keaze.mails(squatter.id, "second-factor-off")).isZero();
        assertThat(keaze.events("authn_factor_removed", squatter.id)).isEqualTo(1);
        assertThat(keaze.authToken(keaze.magic("passwordless-access", squatter.email))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void the_first_proof_by_a_reset_link_drops_a_second_factor_set_up_in_public() {
        Protected squatter = squatter();
        Magic reset = keaze.magic("forgot-password", squatter.email);

        assertThat(keaze.post("reset-password/" + reset.path(), "newPassword", "the owner's own")
                        .status())
                .isEqualTo(200);

        assertThat(keaze.login(squatter.email, "the owner's own").status()).isEqualTo(200);
        assertThat(keaze.mails(squatter.id, "second-factor-off")).isEqualTo(1);
    }

    @Test
    void a_second_factor_set_up_in_public_is_dropped_though_an_operator_set_a_password_since() {
        Protected squatter = squatter();
        keaze.installation.sql("update customer set password_origin = 'operator' where id = ?", squatter.id);

        assertThat(keaze.authToken(keaze.magic("passwordless-access", squatter.email))
                        .status())
                .isEqualTo(200);

        assertThat(keaze.login(squatter.email, Keaze.PASSWORD).status()).isEqualTo(200);
        assertThat(keaze.mails(squatter.id, "second-factor-off")).isEqualTo(1);
    }

    @Test
    void a_second_factor_is_not_dropped_once_the_mailbox_was_verified() {
        Protected customer = squatter();
        assertThat(keaze.verify(keaze.stored(customer.id, "verify"))).isEqualTo(200);

        assertThat(keaze.authToken(keaze.magic("passwordless-access", customer.email))
                        .text("secondFactor"))
                .isEqualTo("[\"totp\",\"recovery\"]");
    }

    @Test
    void a_second_factor_set_up_with_an_operators_password_is_never_dropped() {
        String email = Keaze.newEmail();
        long id = StoredCustomer.of(email).password("correct horse 9").store(keaze.installation);
        Protected.enrol(keaze.installation, keaze.client, id, email, "correct horse 9");

        assertThat(keaze.authToken(keaze.magic("passwordless-access", email)).text("secondFactor"))
                .isEqualTo("[\"totp\",\"recovery\"]");
    }

    @Test
    void a_secret_that_a_squatter_was_shown_is_dropped_before_its_first_code() {
        String email = Keaze.newEmail();
        long id = keaze.register(email);
        Session squatter = keaze.session(email, Keaze.PASSWORD);
        keaze.send(
                "POST", "second-factor/totp", Client.bearer(squatter.access()), Keaze.json("password", Keaze.PASSWORD));

        keaze.authToken(keaze.magic("passwordless-access", email));

        assertThat(keaze.installation.count("select count(*) from totp_offer where customer_id = ?", id))
                .isZero();
    }

    /** Somebody who registered with an address that they haven't shown to be theirs, and set up their app. */
    private Protected squatter() {
        String email = Keaze.newEmail();
        return Protected.enrol(keaze.installation, keaze.client, keaze.register(email), email, Keaze.PASSWORD);
    }

    @Test
    void a_password_is_not_dropped_once_the_mailbox_was_verified() {
        String email = Keaze.newEmail();
        long id = keaze.register(email);
        Session session = keaze.session(email, Keaze.PASSWORD);
        assertThat(keaze.verify(keaze.stored(id, "verify"))).isEqualTo(200);

        assertThat(keaze.authToken(keaze.magic("passwordless-access", email)).status())
                .isEqualTo(200);

        assertThat(keaze.opens(session.access())).isTrue();
        assertThat(keaze.login(email, Keaze.PASSWORD).status()).isEqualTo(200);
        assertThat(keaze.mails(id, "password-dropped")).isZero();
    }

    @Test
    void the_verification_link_acts_on_a_button_not_on_get_and_once() {
        long id = keaze.register(Keaze.newEmail());
        Magic link = keaze.stored(id, "verify");

        assertThat(keaze.client.get("/verify/" + link.path(), Map.of()).status())
                .isEqualTo(200);
        assertThat(keaze.verified(id)).isFalse();
        assertThat(keaze.verify(link)).isEqualTo(200);
        assertThat(keaze.verified(id)).isTrue();
        assertThat(keaze.verify(link)).isEqualTo(404);
    }

    @Test
    void a_password_from_a_reset_is_never_dropped_in_its_mailbox() {
        String email = Keaze.newEmail();
        long id = keaze.register(email);
        Magic reset = keaze.magic("forgot-password", email);
        keaze.post("reset-password/" + reset.path(), "newPassword", "another fine one");
        assertThat(keaze.verified(id)).isTrue();

        keaze.authToken(keaze.magic("passwordless-login", email));

        assertThat(keaze.login(email, "another fine one").status()).isEqualTo(200);
        assertThat(keaze.mails(id, "password-dropped")).isZero();
    }

    @Test
    void a_password_from_an_operator_is_never_dropped() {
        Session session = keaze.session("jane.doe@example.com", "correct horse 9");
        assertThat(keaze.verified(3)).isFalse();

        keaze.authToken(keaze.magic("passwordless-login", "jane.doe@example.com"));

        assertThat(keaze.verified(3)).isTrue();
        assertThat(keaze.opens(session.access())).isTrue();
        assertThat(keaze.login("jane.doe@example.com", "correct horse 9").status())
                .isEqualTo(200);
    }

    @Test
    void a_change_of_email_link_drops_nothing() {
        String email = Keaze.newEmail();
        String wanted = Keaze.newEmail();
        long id = keaze.register(email);
        Session session = keaze.session(email, Keaze.PASSWORD);
        Magic change = keaze.magic("passwordless-change-email", email);

        assertThat(keaze.patch("passwordless-change-email/" + change.path(), "currentEmail", email, "newEmail", wanted)
                        .status())
                .isEqualTo(200);

        assertThat(keaze.opens(session.access())).isTrue();
        assertThat(keaze.login(wanted, Keaze.PASSWORD).status()).isEqualTo(200);
        assertThat(keaze.mails(id, "password-dropped")).isZero();
    }
}
