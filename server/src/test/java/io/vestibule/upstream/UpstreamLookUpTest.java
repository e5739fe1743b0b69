package io.vestibule.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Look-ups, registrations and links where the portal's upstream has the customer. */
class UpstreamLookUpTest {
    private static final String KEAZE = "/api/rest/portal/";
    private static final String ANN = "ann@example.com";

    private final Move move = new Move();
    private long ann;

    @BeforeEach
    void signUp() {
        ann = move.signUp(ANN);
    }

    @AfterEach
    void stop() {
        move.close();
    }

    private static Reply head(Client server, String email) {
        return server.exchange("HEAD", KEAZE + "customers/email/" + email, Map.of(), null);
    }

    private static Reply link(Client server, String call, String email) {
        return server.post(KEAZE + call, "{\"url\":\"http://localhost:3000/page\",\"email\":\"" + email + "\"}");
    }

    private long here(String email) {
        return move.here.count("select count(*) from customer where email = ?", email);
    }

    @ParameterizedTest
    @EnumSource(names = {"SONAR", "LOGICBOXES", "KEAZE"})
    void whether_an_address_is_known_is_asked_and_stores_nothing(Kind kind) {
        Client server = move.from(kind);

        assertThat(head(server, ANN).status()).isEqualTo(200);
        assertThat(head(server, "nobody@example.com").status()).isEqualTo(404);
        assertThat(here(ANN)).isZero();

        move.old.stop();
        assertThat(head(server, ANN).status()).as("known for a minute").isEqualTo(200);
        assertThat(head(server, "nobody@example.com").status()).isEqualTo(404);
        assertThat(head(server, "somebody@example.com").status()).isEqualTo(503);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOGICBOXES", "KEAZE"})
    void a_customer_who_is_disabled_there_is_said_to_be(Kind kind) {
        move.old.sql("update customer set disabled_at = now() where id = ?", ann);
        Client server = move.from(kind);

        assertThat(head(server, ANN).status()).isEqualTo(409);
        assertThat(link(server, "passwordless-access", ANN).status()).isEqualTo(422);
        assertThat(link(server, "forgot-password", ANN).header("magicLink")).isNull();
        assertThat(here(ANN)).isZero();
        assertThat(move.events("user_created")).isZero();
    }

    @Test
    void a_hardened_portal_asks_nobody() {
        move.here.sql("update portal set hardened = true where id = 1");
        Client server = move.from(Kind.KEAZE);
        move.old.stop();
        assertThat(head(server, ANN).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(names = {"SONAR", "LOGICBOXES", "KEAZE"})
    void a_portals_server_that_looks_somebody_up_can_go_on_by_their_id(Kind kind) {
        Client server = move.from(kind);

        Reply found = Move.emailLookup(server, ANN, true);

        assertThat(found.status()).as(found.body()).isEqualTo(201);
        assertThat(found.text("data", "email_address")).isEqualTo(ANN);
        String contact = "/api/v1/accounts/" + found.text("data", "account_id") + "/contacts/"
                + found.text("data", "contact_id");
        if (kind != Kind.KEAZE) {
            assertThat(found.text("data", "contact_id")).isEqualTo(Long.toString(ann));
        }
        assertThat(server.get(contact, Client.basic("demo", "demo-secret")).status())
                .isEqualTo(200);
        assertThat(Move.emailLookup(server, ANN, false).status()).isEqualTo(422);
        assertThat(Move.emailLookup(server, "nobody@example.com", false).status())
                .isEqualTo(422);
        // the password is the upstream's still
        assertThat(move.events("user_moved_in")).isZero();
        assertThat(SignInDialect.KEAZE.admits(SignInDialect.KEAZE.signIn(server, ANN, Move.PASSWORD)))
                .isTrue();
        assertThat(move.events("user_moved_in")).isEqualTo(1);
        assertThat(Move.details(server, ANN).text("name")).isEqualTo("Ann Mary Doe");
    }

    @Test
    void details_are_those_that_the_upstream_tells() {
        Client server = move.from(Kind.LOGICBOXES);

        Reply details = Move.details(server, ANN);

        assertThat(details.text("customerid")).isEqualTo(Long.toString(ann));
        assertThat(details.text("name")).isEqualTo("Ann Mary Doe");
        assertThat(details.text("zip")).isEqualTo("80201");
        assertThat(details.text("langpref")).isEqualTo("de");
        assertThat(Move.details(server, "nobody@example.com").body()).contains("not found");
    }

    @ParameterizedTest
    @EnumSource(names = {"SONAR", "LOGICBOXES", "KEAZE"})
    void an_address_that_the_upstream_has_is_taken(Kind kind) {
        Client server = move.from(kind);

        assertThat(server.post(KEAZE + "password-register", "{\"email\":\"" + ANN + "\",\"password\":\"a new one 99\"}")
                        .body())
                .contains("already been taken");
        assertThat(link(server, "passwordless-register", ANN).body()).contains("already been taken");
        assertThat(server.exchange(
                                "POST",
                                "/api/customers/v2/signup.json?auth-userid=1&api-key=demo-key",
                                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                                "username=" + ANN
                                        + "&passwd=anewone+99&name=Ann+Doe&company=Doe&address-line-1=1+High+Street"
                                        + "&city=Denver&state=Colorado&country=US&zipcode=80201&phone-cc=1&phone=2025550123"
                                        + "&lang-pref=en")
                        .body())
                .contains("ERROR");
        assertThat(here(ANN)).isZero();
        assertThat(link(server, "passwordless-register", "new@example.com").status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @EnumSource(names = {"SONAR", "LOGICBOXES", "KEAZE"})
    void nobody_changes_their_address_to_one_that_the_upstream_has(Kind kind) {
        Client server = move.from(kind);
        String john = "john.doe@example.com";
        String path = link(server, "passwordless-change-email", john)
                .text("magicLink")
                .replace("http://localhost:3000/page", KEAZE + "passwordless-change-email");

        assertThat(changed(server, path, john, ANN).body()).contains("already been taken");
        assertThat(changed(server, path + "x", john, ANN).status())
                .as("who has no link is told nothing")
                .isEqualTo(404);
        assertThat(changed(server, path, john, "john@example.com").status())
                .as("the link is good still")
                .isEqualTo(200);
        assertThat(SignInDialect.KEAZE.admits(SignInDialect.KEAZE.signIn(server, ANN, Move.PASSWORD)))
                .isTrue();
    }

    private static Reply changed(Client server, String path, String current, String wanted) {
        return server.exchange(
                "PATCH",
                path,
                Map.of("Content-Type", "application/json"),
                "{\"currentEmail\":\"" + current + "\",\"newEmail\":\"" + wanted + "\"}");
    }

    @ParameterizedTest
    @EnumSource(names = {"SONAR", "LOGICBOXES", "KEAZE"})
    void a_portals_server_gives_nobody_a_login_that_the_upstream_has(Kind kind) {
        Client server = move.from(kind);

        assertThat(server.exchange(
                                "POST",
                                "/api/customers/modify.json?auth-userid=1&api-key=demo-key",
                                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                                "customer-id=2&username=" + ANN)
                        .body())
                .contains("is taken by another customer");
        Reply made = server.post(
                "/api/v1/accounts/2/contacts",
                Client.basic("demo", "demo-secret"),
                "{\"name\":\"Eve Doe\",\"email_message_categories\":[],\"primary\":false,\"email_address\":\"" + ANN
                        + "\",\"username\":\"eve\",\"password\":\"a new one 99\"}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.text("data", "email_address")).as("mail goes there").isEqualTo(ANN);
        SignInDialect door = SignInDialect.LOGICBOXES_JSON; // Sonar's own is for primary contacts alone
        assertThat(door.admits(door.signIn(server, "eve", "a new one 99"))).isTrue();
        assertThat(SignInDialect.KEAZE.admits(SignInDialect.KEAZE.signIn(server, ANN, Move.PASSWORD)))
                .as("whose login it is")
                .isTrue();
    }

    @Test
    void a_username_that_the_upstream_has_is_taken() {
        move.name(ann, "annie");
        Client server = move.from(Kind.LOGICBOXES);

        Reply made = server.post(
                "/api/v1/accounts/2/contacts",
                Client.basic("demo", "demo-secret"),
                "{\"name\":\"Eve Doe\",\"email_message_categories\":[],\"primary\":false,"
                        + "\"username\":\"annie\",\"password\":\"a new one 99\"}");

        assertThat(made.status()).isEqualTo(422);
        assertThat(made.body()).contains("The username has already been taken.");
    }

    @ParameterizedTest
    @EnumSource(names = {"SONAR", "LOGICBOXES", "KEAZE"})
    void the_mailbox_is_the_proof_for_whom_only_the_upstream_knows(Kind kind) {
        Client server = move.from(kind);

        Reply access = link(server, "passwordless-access", ANN);
        assertThat(access.status()).as("they were a customer already").isEqualTo(200);
        String token = access.text("magicLink").replace("http://localhost:3000/page", "");
        assertThat(server.get(KEAZE + "auth-token" + token, Map.of()).status()).isEqualTo(200);

        String reset = link(server, "forgot-password", ANN).text("magicLink").replace("http://localhost:3000/page", "");
        assertThat(server.post(KEAZE + "reset-password" + reset, "{\"newPassword\":\"a new one 99\"}")
                        .status())
                .isEqualTo(200);
        assertThat(SignInDialect.KEAZE.admits(SignInDialect.KEAZE.signIn(server, ANN, "a new one 99")))
                .isTrue();
        assertThat(SignInDialect.KEAZE.refuses(SignInDialect.KEAZE.signIn(server, ANN, Move.PASSWORD)))
                .isTrue();
        assertThat(move.asked()).as("who chose a password here isn't asked for").isZero();
        assertThat(move.events("user_moved_in")).isZero();
    }

    /** Else the look-up would give an attacker as many guesses again, and tell by the count whom the upstream knows. */
    @Test
    void guesses_go_on_counting_once_a_look_up_has_made_the_customer() {
        Client server = move.from(Kind.LOGICBOXES);
        for (int i = 0; i < 5; i++) {
            SignInDialect.LOGICBOXES_JSON.signIn(server, ANN, "a guess " + i);
        }
        assertThat(link(server, "forgot-password", ANN).status()).isEqualTo(200);
        assertThat(move.here.count("select count(*) from customer where email = ?", ANN))
                .isEqualTo(1);

        Reply sixth = SignInDialect.LOGICBOXES_JSON.signIn(server, ANN, "a guess more");

        assertThat(SignInDialect.remaining(sixth)).isZero();
        assertThat(move.asked()).isEqualTo(5);
    }

    @Test
    void who_was_deleted_here_may_register_anew() {
        Client server = move.from(Kind.LOGICBOXES);
        SignInDialect.KEAZE.signIn(server, ANN, Move.PASSWORD);
        move.here.sql("delete from customer where email = ?", ANN);

        assertThat(head(server, ANN).status()).isEqualTo(404);
        assertThat(link(server, "passwordless-login", ANN).status()).isEqualTo(404);
        assertThat(link(server, "passwordless-register", ANN).status()).isEqualTo(201);
    }
}
