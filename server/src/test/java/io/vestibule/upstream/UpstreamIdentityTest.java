package io.vestibule.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.audit.AuditContext;
import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.StoredCustomer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who the upstream knows by a login is who gets in by it here, however alike addresses and usernames are. */
class UpstreamIdentityTest {
    private static final SignInDialect SONAR = SignInDialect.SONAR;
    private static final SignInDialect KEAZE = SignInDialect.KEAZE;
    private static final String ANN = "ann@example.com";

    private final Installation here = Installation.demo(Generous.limits());
    private final StubUpstream place = new StubUpstream();
    private final OldSystem old = new OldSystem();

    @AfterEach
    void stop() {
        here.close();
        place.close();
    }

    private Client from(Kind kind) {
        old.serve(place);
        return Move.from(here, kind, place.url());
    }

    private long upstreamFaults() {
        return here.count("select count(*) from audit_event where event = 'portal_upstream_fault'");
    }

    /** Somebody who was imported without a password; the file had this id, or none. */
    private void imported(String email, String username, @Nullable Long id) {
        long customer = StoredCustomer.of(email).username(username).store(here);
        here.sql(
                "update customer set password = null, password_origin = null, awaits_upstream = true, upstream_id = ? where id = ?",
                id,
                customer);
    }

    @Test
    void whose_username_there_is_somebodys_address_does_not_become_them() {
        old.with(7001, "annie", ANN, "right one 11").with(9001, ANN, "mallory@evil.example", "mallory's 11");
        Client server = from(Kind.SONAR);
        assertThat(Move.emailLookup(server, ANN, false).status()).isEqualTo(201);

        assertThat(KEAZE.signIn(server, ANN, "mallory's 11").status()).isEqualTo(503);

        assertThat(upstreamFaults()).isEqualTo(1);
        assertThat(here.count("select count(*) from moved_in")).isZero();
        assertThat(SONAR.admits(SONAR.signIn(server, "annie", "right one 11"))).isTrue();
        assertThat(here.count("select customer_id from moved_in")).isEqualTo(7001);
        assertThat(here.count("select count(*) from customer where upstream_id is not null"))
                .isZero();
    }

    @Test
    void an_address_that_mail_goes_to_there_is_not_another_customers_login() {
        old.with(8003, "client2@example.com", "boss@example.com", "right one 11")
                .with(8004, "boss@example.com", "boss@example.com", "the boss's 1");
        Client server = from(Kind.LOGICBOXES);
        assertThat(Move.details(server, "client2@example.com").text("customerid"))
                .isEqualTo("8003");

        assertThat(KEAZE.admits(KEAZE.signIn(server, "boss@example.com", "the boss's 1")))
                .isTrue();

        assertThat(here.count("select customer_id from moved_in")).isEqualTo(8004);
        assertThat(here.count("select customer_id from login where value = 'boss@example.com'"))
                .isEqualTo(8004);
    }

    @Test
    void who_moves_in_leaves_others_their_logins() {
        old.with(8001, "client1@example.com", "agency@example.com", "right one 11")
                .with(8002, "agency@example.com", "agency@example.com", "the agency's 1");
        Client server = from(Kind.LOGICBOXES);
        assertThat(KEAZE.admits(KEAZE.signIn(server, "client1@example.com", "right one 11")))
                .isTrue();
        assertThat(here.count("select count(*) from customer where id = 8001 and email = 'agency@example.com'"))
                .as("mail goes there")
                .isEqualTo(1);

        assertThat(KEAZE.admits(KEAZE.signIn(server, "agency@example.com", "the agency's 1")))
                .isTrue();
        assertThat(here.count("select customer_id from login where value = 'agency@example.com'"))
                .isEqualTo(8002);
    }

    @Test
    void an_address_that_nobody_has_as_a_username_is_a_login_too() {
        old.with(8001, "client1@example.com", "one@example.com", "right one 11");
        Client server = from(Kind.LOGICBOXES);
        KEAZE.signIn(server, "client1@example.com", "right one 11");
        assertThat(KEAZE.admits(KEAZE.signIn(server, "one@example.com", "right one 11")))
                .isTrue();
    }

    @Test
    void who_was_imported_with_an_id_moves_in_by_that_id_alone() {
        old.with(7001, "annie", ANN, "right one 11").with(9001, ANN, ANN, "mallory's 11");
        imported(ANN, "annie", 7001L);
        Client server = from(Kind.SONAR);
        assertThat(KEAZE.signIn(server, ANN, "mallory's 11").status()).isEqualTo(503);
        assertThat(SONAR.admits(SONAR.signIn(server, "annie", "right one 11"))).isTrue();
    }

    /** Address and username have to say the same where ids say nothing. */
    @Test
    void who_was_imported_without_an_id_moves_in_by_a_login_of_the_same_kind() {
        old.with(7001, "annie", ANN, "right one 11")
                .with(9001, ANN, "mallory@evil.example", "mallory's 11")
                .with(7002, "bob", "bob@example.com", "right one 22")
                .with(9002, "bob@example.com", "bob@example.com", "mallory's 22")
                .with(7003, "cid", "cid@example.com", "right one 33");
        imported(ANN, "annie", null);
        imported("bob@example.com", "bob", null);
        imported("cid@example.com", "cid", null);
        Client server = from(Kind.SONAR);
        assertThat(KEAZE.signIn(server, ANN, "mallory's 11").status()).isEqualTo(503);
        assertThat(KEAZE.signIn(server, "bob@example.com", "mallory's 22").status())
                .isEqualTo(503);
        assertThat(SONAR.admits(SONAR.signIn(server, "annie", "right one 11"))).isTrue();
        assertThat(SONAR.admits(SONAR.signIn(server, "bob", "right one 22"))).isTrue();
        assertThat(SONAR.refuses(SONAR.signIn(server, "cid", "right one 11"))).isTrue();
        assertThat(SONAR.admits(SONAR.signIn(server, "cid", "right one 33"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"email_address\":\"ann@example.com\",\"name\":\"Ann D\"}",
                "{\"email_address\":\"Ann@Example.com\"}",
                "{\"username\":\"annie\",\"name\":\"Ann D\"}",
                "{\"email_address\":\"other@example.com\"}"
            })
    void a_change_that_leaves_the_login_leaves_the_way_in(String change) {
        old.with(7001, "annie", ANN, "right one 11");
        Client server = from(Kind.SONAR);
        Move.emailLookup(server, ANN, false);
        assertThat(patch(server, change).status()).isEqualTo(201);
        if (change.contains("other")) {
            assertThat(patch(server, "{\"email_address\":\"ann@example.com\"}").status())
                    .isEqualTo(201);
        }
        assertThat(SONAR.admits(SONAR.signIn(server, "annie", "right one 11"))).isTrue();
        assertThat(here.count("select customer_id from login where value = 'ann@example.com'"))
                .isEqualTo(7001);
    }

    private static Reply patch(Client server, String body) {
        Map<String, String> headers = new HashMap<>(Client.basic("demo", "demo-secret"));
        headers.put("Content-Type", "application/json");
        return server.exchange("PATCH", "/api/v1/accounts/7001/contacts/7001", headers, body);
    }

    @Test
    void a_login_that_another_customer_gave_up_opens_nothing() {
        old.with(7001, ANN, ANN, "right one 11");
        Client server = from(Kind.SONAR);
        SONAR.signIn(server, ANN, "right one 11");
        here.sql("delete from login where value = 'ann@example.com'");
        imported(ANN, "annie", null);
        assertThat(KEAZE.refuses(KEAZE.signIn(server, ANN, "right one 11"))).isTrue();
    }

    @Test
    void which_logins_were_given_up_is_forgotten_with_the_upstream() {
        old.with(7001, ANN, ANN, "right one 11");
        Client server = from(Kind.SONAR);
        SONAR.signIn(server, ANN, "right one 11");
        here.sql("delete from customer where id = 7001");
        assertThat(here.count("select count(*) from given_up_login")).isEqualTo(1);
        new UpstreamStore(here.sql()).remove(1, AuditContext.COMMAND);
        assertThat(here.count("select count(*) from given_up_login")).isZero();
    }
}
