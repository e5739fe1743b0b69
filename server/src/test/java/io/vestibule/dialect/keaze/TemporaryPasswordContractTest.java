package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.dialect.keaze.Keaze.Magic;
import io.vestibule.support.Protected;
import io.vestibule.support.Reply;
import io.vestibule.support.StoredCustomer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** docs/dialects/keaze.md: "A temporary password". */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TemporaryPasswordContractTest {
    private static final String LENT = "lent for three days";

    private final Keaze keaze = Keaze.start();

    @AfterAll
    void stop() {
        keaze.close();
    }

    private long lend(long id) {
        keaze.installation.sql("update customer set password_until = now() + interval '3 days' where id = ?", id);
        return id;
    }

    private long customer(String email) {
        return lend(StoredCustomer.of(email).password(LENT).store(keaze.installation));
    }

    private long sessions(long id) {
        return keaze.installation.count("select count(*) from customer_session where customer_id = ?", id);
    }

    @Test
    void the_right_one_is_a_403_with_a_sentence_and_a_reset_link_by_mail_and_no_session() {
        String email = Keaze.newEmail();
        long id = customer(email);

        Reply reply = keaze.login(email, LENT);

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body())
                .isEqualTo(
                        "{\"message\":\"This is a temporary password. Please choose a new one: we have sent you an email with a link.\"}");
        assertThat(keaze.mails(id, "reset")).isEqualTo(1);
        assertThat(sessions(id)).isZero();
    }

    @Test
    void the_link_leads_to_our_own_page_where_a_new_password_ends_it() {
        String email = Keaze.newEmail();
        long id = customer(email);
        keaze.login(email, LENT);
        Magic link = keaze.stored(id, "reset");

        assertThat(keaze.client.get("/reset/" + link.path(), Map.of()).status()).isEqualTo(200);
        assertThat(keaze.client
                        .exchange(
                                "POST",
                                "/reset/" + link.path(),
                                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                                "password=a+lasting+one")
                        .status())
                .isEqualTo(200);
        assertThat(keaze.login(email, LENT).status()).isEqualTo(401);
        assertThat(keaze.login(email, "a lasting one").status()).isEqualTo(200);
    }

    @Test
    void a_wrong_one_is_the_401_of_everybody_else_and_an_outdated_one_is_no_password_at_all() {
        String email = Keaze.newEmail();
        long id = customer(email);
        assertThat(keaze.login(email, "wrong").body()).isEqualTo("{\"message\":\"Unauthorized.\"}");
        keaze.installation.sql("update customer set password_until = now() where id = ?", id);
        assertThat(keaze.login(email, LENT).body()).isEqualTo("{\"message\":\"Unauthorized.\"}");
        assertThat(keaze.mails(id, "reset")).isZero();
    }

    @Test
    void with_a_second_factor_on_the_403_comes_first() {
        Protected customer = Protected.enrol(keaze.installation, keaze.client, Keaze.newEmail());
        lend(customer.id);
        assertThat(customer.login().status()).isEqualTo(403);
        assertThat(keaze.installation.count("select count(*) from challenge where customer_id = ?", customer.id))
                .isZero();
    }

    @Test
    void without_an_address_nothing_is_mailed() {
        String username = "lent-" + System.nanoTime();
        long id = lend(StoredCustomer.of(null).username(username).password(LENT).store(keaze.installation));
        Reply reply = keaze.login(username, LENT);
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body()).isEqualTo("{\"message\":\"This is a temporary password. Please choose a new one.\"}");
        assertThat(keaze.installation.count("select count(*) from outbox where customer_id = ?", id))
                .isZero();
    }

    @Test
    void its_audit_event_is_no_success() {
        String email = Keaze.newEmail();
        long id = customer(email);
        keaze.login(email, LENT);
        assertThat(keaze.events("authn_login_success", id)).isZero();
        assertThat(keaze.installation.count("""
                        select count(*) from audit_event where customer_id = ? and event = 'authn_login_incomplete'
                          and detail = '{"needs": "new-password"}'
                        """, id)).isEqualTo(1);
    }
}
