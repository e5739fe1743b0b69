package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.dialect.keaze.Keaze.Magic;
import io.vestibule.dialect.keaze.Keaze.Session;
import io.vestibule.secret.Tokens;
import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import io.vestibule.support.Together;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Page: "Updating the email address"; docs/dialects/keaze.md: "Change of email"; docs/decisions/0003. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangeEmailContractTest {
    private final Keaze keaze = Keaze.start();

    @AfterAll
    void stop() {
        keaze.close();
    }

    private Reply change(Magic link, String current, String wanted) {
        return keaze.patch("passwordless-change-email/" + link.path(), "currentEmail", current, "newEmail", wanted);
    }

    @Test
    void the_first_step_mails_a_link_to_a_known_customer_and_is_404_or_422_else() {
        assertThat(keaze.post("passwordless-change-email", "url", Keaze.PAGE, "email", "john.doe@example.com")
                        .status())
                .isEqualTo(200);
        assertThat(keaze.mails(2, "change-email")).isEqualTo(1);

        long before = keaze.rows();
        assertThat(keaze.post("passwordless-change-email", "url", Keaze.PAGE, "email", "nobody@example.com")
                        .status())
                .isEqualTo(404);
        assertThat(keaze.post("passwordless-change-email", "url", Keaze.PAGE, "email", "disabled@example.com")
                        .status())
                .isEqualTo(422);
        assertThat(keaze.rows()).isEqualTo(before);
    }

    @Test
    void the_second_step_moves_the_login_tells_both_addresses_and_leaves_the_new_one_unverified() {
        String old = Keaze.newEmail();
        String wanted = Keaze.newEmail();
        long id = keaze.register(old);
        keaze.verify(keaze.stored(id, "verify"));
        Session session = keaze.session(old, Keaze.PASSWORD);
        Magic other = keaze.magic("passwordless-login", old);
        Magic reset = keaze.magic("forgot-password", old);
        Magic link = keaze.magic("passwordless-change-email", old);

        assertThat(change(link, old, wanted).status()).isEqualTo(200);

        assertThat(keaze.login(wanted, Keaze.PASSWORD).status()).isEqualTo(200);
        assertThat(keaze.login(old, Keaze.PASSWORD).status()).isEqualTo(401);
        assertThat(keaze.get("profile", session.access()).text("email")).isEqualTo(wanted);
        assertThat(keaze.refresh(session.refresh()).status()).isEqualTo(200);
        assertThat(keaze.mails(id, "email-changed-old")).isEqualTo(1);
        assertThat(keaze.mails(id, "email-changed-new")).isEqualTo(1);
        assertThat(keaze.events("user_email_changed", id)).isEqualTo(1);
        assertThat(keaze.verified(id)).isFalse();
        assertThat(keaze.authToken(other).status()).isEqualTo(404);
        assertThat(keaze.post("reset-password/" + reset.path(), "newPassword", Keaze.PASSWORD)
                        .status())
                .isEqualTo(404);
        assertThat(keaze.verify(keaze.stored(id, "verify"))).isEqualTo(200);
        assertThat(keaze.verified(id)).isTrue();
    }

    @Test
    void the_former_address_is_free_again() {
        String old = Keaze.newEmail();
        Magic link = changeLink(old);
        assertThat(change(link, old, Keaze.newEmail()).status()).isEqualTo(200);

        assertThat(keaze.post("passwordless-access", "url", Keaze.PAGE, "email", old)
                        .status())
                .isEqualTo(201);
    }

    private Magic changeLink(String email) {
        keaze.magic("passwordless-access", email);
        return keaze.magic("passwordless-change-email", email);
    }

    @Test
    void current_email_matches_in_any_case_and_only_the_spelling_of_the_address_may_change() {
        String email = Keaze.newEmail();
        Magic link = changeLink(email);
        String spelled = email.replace("customer", "Customer");

        assertThat(change(link, email.replace("example", "EXAMPLE"), spelled).status())
                .isEqualTo(200);

        assertThat(keaze.installation.count(
                        "select count(*) from customer where id = ? and email = ?", link.id(), spelled))
                .isEqualTo(1);
        assertThat(keaze.authToken(keaze.magic("passwordless-login", email)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"john.doe@example.com", "JOHN.DOE@example.com", "disabled@example.com"})
    void a_new_email_that_is_taken_is_422_consumes_nothing_and_leaves_nothing_half_done(String taken) {
        String email = Keaze.newEmail();
        Magic link = changeLink(email);
        Magic other = keaze.magic("passwordless-login", email);
        long before = keaze.rows();

        Reply reply = change(link, email, taken);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text("errors", "newEmail")).contains("taken");
        assertThat(keaze.rows()).isEqualTo(before);
        assertThat(keaze.events("user_email_changed", link.id())).isZero();
        assertThat(keaze.installation.count(
                        "select count(*) from login where customer_id = ? and is_email and value = ?",
                        link.id(),
                        email))
                .isEqualTo(1);
        assertThat(keaze.authToken(other).status()).isEqualTo(200);
        assertThat(change(link, email, Keaze.newEmail()).status()).isEqualTo(200);
    }

    @Test
    void that_an_address_is_taken_is_said_only_to_the_holder_of_a_valid_link() {
        String email = Keaze.newEmail();
        Magic link = changeLink(email);
        Magic invented = new Magic(link.id(), Tokens.random());
        String none = Keaze.seen(change(invented, email, Keaze.newEmail()));
        assertThat(none).startsWith("404");

        assertThat(Keaze.seen(change(invented, email, "john.doe@example.com"))).isEqualTo(none);
        assertThat(Keaze.seen(change(new Magic(2, link.token()), email, "john.doe@example.com")))
                .isEqualTo(none);
        assertThat(Keaze.seen(change(link, "john.doe@example.com", "jane.doe@example.com")))
                .isEqualTo(none);
        assertThat(Keaze.seen(change(keaze.magic("passwordless-login", email), email, "john.doe@example.com")))
                .isEqualTo(none);
        assertThat(Keaze.seen(change(keaze.magic("forgot-password", email), email, "john.doe@example.com")))
                .isEqualTo(none);
        assertThat(Keaze.seen(keaze.send(
                        "PATCH",
                        "passwordless-change-email/" + link.path(),
                        Map.of("Portal-Id", "2"),
                        Keaze.json("currentEmail", email, "newEmail", Keaze.newEmail()))))
                .isEqualTo(none);
        assertThat(change(link, email, Keaze.newEmail()).status()).isEqualTo(200);
    }

    @Test
    void a_used_an_expired_and_a_disabled_customers_link_are_404() {
        String email = Keaze.newEmail();
        String wanted = Keaze.newEmail();
        Magic link = changeLink(email);
        assertThat(change(link, email, wanted).status()).isEqualTo(200);
        assertThat(change(link, email, Keaze.newEmail()).status()).isEqualTo(404);
        assertThat(change(link, wanted, Keaze.newEmail()).status()).isEqualTo(404);

        Magic late = keaze.magic("passwordless-change-email", wanted);
        keaze.installation.sql("update link set expires_at = now() where customer_id = ?", late.id());
        assertThat(change(late, wanted, Keaze.newEmail()).status()).isEqualTo(404);

        Magic disabled = keaze.magic("passwordless-change-email", wanted);
        keaze.installation.sql("update customer set disabled_at = now() where id = ?", disabled.id());
        assertThat(change(disabled, wanted, Keaze.newEmail()).status()).isEqualTo(404);
    }

    @Test
    void the_payload_needs_both_addresses() {
        Magic link = changeLink(Keaze.newEmail());

        Reply reply = keaze.patch("passwordless-change-email/" + link.path(), "newEmail", "no address");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text("errors", "currentEmail")).isEqualTo("[\"The current email field is required.\"]");
        assertThat(reply.text("errors", "newEmail"))
                .isEqualTo("[\"The new email field must be a valid email address.\"]");
    }

    @Test
    void one_link_moves_to_one_address_however_many_try_at_once_on_two_nodes() {
        String email = Keaze.newEmail();
        Magic link = changeLink(email);
        Client second = keaze.installation.node();

        List<Integer> statuses = Together.run(8, i -> {
            Client node = i % 2 == 0 ? keaze.client : second;
            String body = Keaze.json("currentEmail", email, "newEmail", Keaze.newEmail());
            String call = "/api/rest/portal/passwordless-change-email/" + link.path();
            return node.json("PATCH", call, Map.of(), body).status();
        });

        assertThat(statuses).containsOnly(200, 404).containsOnlyOnce(200);
        assertThat(keaze.mails(link.id(), "email-changed-old")).isEqualTo(1);
    }

    @Test
    void one_address_goes_to_one_of_two_customers_who_want_it_at_once() {
        String wanted = Keaze.newEmail();
        List<String> emails = Stream.generate(Keaze::newEmail).limit(6).toList();
        List<Magic> links = emails.stream().map(this::changeLink).toList();

        List<Integer> statuses =
                Together.run(6, i -> change(links.get(i), emails.get(i), wanted).status());

        assertThat(statuses).containsOnly(200, 422).containsOnlyOnce(200);
        assertThat(keaze.installation.count("select count(*) from customer where email = ?", wanted))
                .isEqualTo(1);
        assertThat(
                        keaze.installation.count(
                                "select count(*) from customer c where not exists (select 1 from login l where l.customer_id = c.id)"))
                .isZero();
    }

    @Test
    void whoever_holds_the_new_mailbox_drops_a_password_that_was_set_before_it_with_their_first_link() {
        String old = Keaze.newEmail();
        String victims = Keaze.newEmail();
        keaze.magic("passwordless-access", old);
        Magic reset = keaze.magic("forgot-password", old);
        keaze.post("reset-password/" + reset.path(), "newPassword", Keaze.PASSWORD);
        Session squatter = keaze.session(old, Keaze.PASSWORD);
        assertThat(change(keaze.magic("passwordless-change-email", old), old, victims)
                        .status())
                .isEqualTo(200);

        Reply victim = keaze.authToken(keaze.magic("passwordless-access", victims));

        assertThat(victim.status()).isEqualTo(200);
        assertThat(keaze.opens(squatter.access())).isFalse();
        assertThat(keaze.login(victims, Keaze.PASSWORD).status()).isEqualTo(401);
        assertThat(keaze.mails(reset.id(), "password-dropped")).isEqualTo(1);
    }

    @Test
    void whoever_verifies_the_new_mailbox_by_the_mail_about_the_change_keeps_password_and_sessions() {
        String old = Keaze.newEmail();
        String wanted = Keaze.newEmail();
        long id = keaze.register(old);
        Session session = keaze.session(old, Keaze.PASSWORD);
        change(keaze.magic("passwordless-change-email", old), old, wanted);
        assertThat(keaze.verify(keaze.stored(id, "verify"))).isEqualTo(200);

        keaze.authToken(keaze.magic("passwordless-login", wanted));

        assertThat(keaze.opens(session.access())).isTrue();
        assertThat(keaze.login(wanted, Keaze.PASSWORD).status()).isEqualTo(200);
        assertThat(keaze.mails(id, "password-dropped")).isZero();
    }
}
