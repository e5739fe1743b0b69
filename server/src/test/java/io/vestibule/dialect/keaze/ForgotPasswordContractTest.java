package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.dialect.keaze.Keaze.Magic;
import io.vestibule.dialect.keaze.Keaze.Session;
import io.vestibule.secret.Tokens;
import io.vestibule.support.Reply;
import io.vestibule.support.StoredCustomer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Page: "Forgot password"; docs/dialects/keaze.md: "forgot-password", "reset-password". That unknown looks like known is in LiveModeContractTest. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgotPasswordContractTest {
    private static final String NEW = "quite another one";

    private final Keaze keaze = Keaze.start();

    @AfterAll
    void stop() {
        keaze.close();
    }

    private Reply reset(Magic link, String password) {
        return keaze.post("reset-password/" + link.path(), "newPassword", password);
    }

    @Test
    void two_hundred_whether_or_not_the_address_is_known_and_mail_only_where_it_is() {
        assertThat(keaze.post("forgot-password", "url", Keaze.PAGE, "email", "John.Doe@example.com")
                        .status())
                .isEqualTo(200);
        assertThat(keaze.mails(2, "reset")).isEqualTo(1);
        assertThat(keaze.installation.count("select count(*) from link where customer_id = 2 and purpose = 'reset'"
                        + " and expires_at between now() + interval '29 minutes' and now() + interval '30 minutes'"))
                .isEqualTo(1);

        long before = keaze.rows();
        Reply unknown = keaze.post("forgot-password", "url", Keaze.PAGE, "email", "nobody@example.com");
        Reply disabled = keaze.post("forgot-password", "url", Keaze.PAGE, "email", "disabled@example.com");
        assertThat(unknown.status()).isEqualTo(200);
        assertThat(Keaze.seen(disabled)).isEqualTo(Keaze.seen(unknown));
        assertThat(keaze.rows()).isEqualTo(before);
    }

    @Test
    void the_new_password_holds_and_the_old_one_does_not() {
        String email = Keaze.newEmail();
        long id = keaze.register(email);

        assertThat(reset(keaze.magic("forgot-password", email), NEW).status()).isEqualTo(200);

        assertThat(keaze.login(email, NEW).status()).isEqualTo(200);
        assertThat(keaze.login(email, Keaze.PASSWORD).status()).isEqualTo(401);
        assertThat(keaze.verified(id)).isTrue();
        assertThat(keaze.mails(id, "password-changed")).isEqualTo(1);
        assertThat(keaze.events("authn_password_change", id)).isEqualTo(1);
    }

    @Test
    void a_customer_without_password_gets_one() {
        String email = Keaze.newEmail();
        keaze.magic("passwordless-access", email);

        assertThat(reset(keaze.magic("forgot-password", email), NEW).status()).isEqualTo(200);

        assertThat(keaze.login(email, NEW).status()).isEqualTo(200);
    }

    @Test
    void a_password_that_is_refused_does_not_consume_the_token() {
        String email = Keaze.newEmail();
        keaze.register(email);
        Magic link = keaze.magic("forgot-password", email);

        for (String refused : new String[] {"", "short", "password", "x".repeat(129)}) {
            Reply reply = reset(link, refused);
            assertThat(reply.status()).isEqualTo(422);
            assertThat(reply.text("errors", "newPassword")).contains("password");
        }
        assertThat(reset(link, NEW).status()).isEqualTo(200);
    }

    @Test
    void what_the_customer_signs_in_with_is_no_password_and_does_not_consume_the_token() {
        String email = Keaze.newEmail();
        String username = "owner-of-" + email.substring(0, email.indexOf('@'));
        StoredCustomer.of(email).username(username).store(keaze.installation);
        Magic link = keaze.magic("forgot-password", email);

        for (String refused : List.of(email, email.toUpperCase(Locale.ROOT), username)) {
            assertThat(reset(link, refused).text("errors", "newPassword"))
                    .contains("different from the email address and username");
        }
        assertThat(reset(link, NEW).status()).isEqualTo(200);
    }

    @Test
    void whose_a_link_is_shows_in_no_other_portal() {
        String email = Keaze.newEmail();
        keaze.register(email);
        Magic link = keaze.magic("forgot-password", email);
        Reply reply = keaze.send(
                "POST", "reset-password/" + link.path(), Map.of("Portal-Id", "2"), Keaze.json("newPassword", email));
        assertThat(reply.status()).isEqualTo(404);
    }

    @Test
    void all_sessions_and_other_links_of_that_customer_end() {
        String email = Keaze.newEmail();
        long id = keaze.register(email);
        Session session = keaze.session(email, Keaze.PASSWORD);
        Magic signIn = keaze.magic("passwordless-login", email);
        Magic change = keaze.magic("passwordless-change-email", email);
        Magic other = keaze.magic("forgot-password", email);
        Session bystander = keaze.session("john.doe@example.com", "correct horse 9");

        assertThat(reset(keaze.magic("forgot-password", email), NEW).status()).isEqualTo(200);

        assertThat(keaze.opens(session.access())).isFalse();
        assertThat(keaze.refresh(session.refresh()).status()).isEqualTo(401);
        assertThat(keaze.events("authn_token_reuse", id)).isZero();
        assertThat(keaze.authToken(signIn).status()).isEqualTo(404);
        assertThat(reset(other, "a third fine one").status()).isEqualTo(404);
        assertThat(keaze.patch(
                                "passwordless-change-email/" + change.path(),
                                "currentEmail",
                                email,
                                "newEmail",
                                Keaze.newEmail())
                        .status())
                .isEqualTo(404);
        assertThat(keaze.opens(bystander.access())).isTrue();
    }

    @Test
    void a_reset_works_while_locked_and_clears_the_lock() {
        String email = Keaze.newEmail();
        keaze.register(email);
        for (int i = 0; i < 5; i++) {
            keaze.login(email, "wrong horse 9");
        }
        assertThat(keaze.login(email, Keaze.PASSWORD).status()).isEqualTo(401);

        assertThat(reset(keaze.magic("forgot-password", email), NEW).status()).isEqualTo(200);

        assertThat(keaze.login(email, NEW).status()).isEqualTo(200);
    }

    @Test
    void used_expired_wrong_id_token_purpose_portal_and_a_disabled_customer_are_the_same_404() {
        String email = Keaze.newEmail();
        keaze.register(email);
        Magic link = keaze.magic("forgot-password", email);
        String invalid = Keaze.seen(reset(new Magic(link.id(), Tokens.random()), NEW));
        assertThat(invalid).startsWith("404");

        assertThat(Keaze.seen(reset(new Magic(2, link.token()), NEW))).isEqualTo(invalid);
        assertThat(Keaze.seen(keaze.post("reset-password/x/" + link.token(), "newPassword", NEW)))
                .isEqualTo(invalid);
        assertThat(Keaze.seen(reset(keaze.magic("passwordless-login", email), NEW)))
                .isEqualTo(invalid);
        assertThat(Keaze.seen(keaze.send(
                        "POST",
                        "reset-password/" + link.path(),
                        Map.of("Portal-Id", "2"),
                        Keaze.json("newPassword", NEW))))
                .isEqualTo(invalid);
        keaze.installation.sql("update customer set disabled_at = now() where id = ?", link.id());
        assertThat(Keaze.seen(reset(link, NEW))).isEqualTo(invalid);
        keaze.installation.sql("update customer set disabled_at = null where id = ?", link.id());

        Magic late = keaze.magic("forgot-password", email);
        keaze.installation.sql("update link set expires_at = now() where hash = sha256(?::bytea)", late.token());
        assertThat(Keaze.seen(reset(late, NEW))).isEqualTo(invalid);
        assertThat(keaze.login(email, Keaze.PASSWORD).status()).isEqualTo(200);

        assertThat(reset(link, NEW).status()).isEqualTo(200);
        assertThat(Keaze.seen(reset(link, NEW))).isEqualTo(invalid);
    }

    @Test
    void newPassword_is_required() {
        Magic link = keaze.magic("forgot-password", "john.doe@example.com");

        assertThat(keaze.post("reset-password/" + link.path()).text("errors", "newPassword"))
                .isEqualTo("[\"The new password field is required.\"]");
    }
}
