package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One customer, three dialects: what happens in one holds in all. Two nodes answer in turn, on one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneCustomerThreeDialectsTest {
    private static final String PORTAL = "/api/rest/portal/";
    private static final String PASSWORD = "a fine long one";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Installation installation = Installation.demo(Generous.limits());
    private Client here;
    private Client there;

    @BeforeAll
    void start() {
        here = installation.node();
        there = installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private record Registered(String id, String email) {}

    private Registered register() {
        String email = "customer" + NUMBER.incrementAndGet() + "@example.com";
        Reply reply = post(here, "password-register", "email", email, "password", PASSWORD);
        assertThat(reply.status()).isEqualTo(201);
        return new Registered(reply.text("id"), email);
    }

    private static Reply post(Client server, String call, String... fields) {
        Json.Builder body = Json.object();
        for (int i = 0; i < fields.length; i += 2) {
            body.put(fields[i], fields[i + 1]);
        }
        return server.post(PORTAL + call, body.build().toString());
    }

    /** The id and token of a link that test mode shows. */
    private static String link(Reply reply) {
        return reply.text("magicLink").replaceFirst(".*/in/", "");
    }

    private void admits(Registered customer, String password) {
        for (SignInDialect dialect : SignInDialect.values()) {
            Reply reply = dialect.signIn(there, customer.email(), password);
            assertThat(dialect.admits(reply)).as(dialect + ": " + reply).isTrue();
        }
    }

    private void refuses(Registered customer, String password) {
        for (SignInDialect dialect : SignInDialect.values()) {
            Reply reply = dialect.signIn(there, customer.email(), password);
            assertThat(dialect.refuses(reply)).as(dialect + ": " + reply).isTrue();
        }
    }

    @Test
    void who_registers_in_keaze_is_the_same_customer_in_all_three() {
        Registered nora = register();

        admits(nora, PASSWORD);
        assertThat(SignInDialect.SONAR.signIn(here, nora.email(), PASSWORD).text("data", "contact_id"))
                .isEqualTo(nora.id());
        assertThat(SignInDialect.LOGICBOXES_JSON
                        .signIn(here, nora.email(), PASSWORD)
                        .text("customerid"))
                .isEqualTo(nora.id());
        assertThat(SignInDialect.SONAR
                        .signIn(here, nora.email().toUpperCase(Locale.ROOT), PASSWORD)
                        .status())
                .as("the login without case")
                .isEqualTo(201);
    }

    @ParameterizedTest
    @EnumSource
    void five_failures_at_one_door_lock_them_all(SignInDialect dialect) {
        Registered victim = register();
        for (int i = 0; i < 5; i++) {
            assertThat(dialect.refuses(dialect.signIn(i % 2 == 0 ? here : there, victim.email(), "wrong")))
                    .isTrue();
        }

        refuses(victim, PASSWORD);
    }

    @Test
    void failures_at_different_doors_make_one_count() {
        Registered victim = register();
        SignInDialect.SONAR.signIn(here, victim.email(), "wrong");
        SignInDialect.KEAZE.signIn(there, victim.email(), "wrong");

        assertThat(SignInDialect.remaining(SignInDialect.LOGICBOXES_JSON.signIn(here, victim.email(), "wrong")))
                .isEqualTo(2);
        assertThat(SignInDialect.SONAR.admits(SignInDialect.SONAR.signIn(there, victim.email(), PASSWORD)))
                .isTrue();
        assertThat(SignInDialect.remaining(SignInDialect.LOGICBOXES_JSON.signIn(here, victim.email(), "wrong")))
                .as("a success at one door clears the count of all")
                .isEqualTo(4);
    }

    @Test
    void a_reset_in_keaze_opens_what_logicboxes_locked_with_the_new_password_alone() {
        Registered owner = register();
        for (int i = 0; i < 5; i++) {
            SignInDialect.LOGICBOXES_XML.signIn(here, owner.email(), "wrong");
        }
        Reply asked = post(here, "forgot-password", "email", owner.email(), "url", "https://portal.example.com/in");
        Reply reset = post(there, "reset-password/" + link(asked), "newPassword", "another fine one");

        assertThat(reset.status()).isEqualTo(200);
        admits(owner, "another fine one");
        refuses(owner, PASSWORD);
    }

    @Test
    void a_magic_link_signs_in_while_logicboxes_keeps_the_customer_locked_out() {
        Registered owner = register();
        for (int i = 0; i < 5; i++) {
            SignInDialect.LOGICBOXES_JSON.signIn(here, owner.email(), "wrong");
        }
        Reply asked = post(here, "passwordless-login", "email", owner.email(), "url", "https://portal.example.com/in");

        assertThat(there.get(PORTAL + "auth-token/" + link(asked), Map.of()).status())
                .isEqualTo(200);
    }

    @Test
    void after_a_change_of_address_in_keaze_the_new_one_is_the_login_everywhere() {
        Registered mover = register();
        Reply asked =
                post(here, "passwordless-change-email", "email", mover.email(), "url", "https://portal.example.com/in");
        Registered moved = new Registered(mover.id(), "moved." + mover.email());
        Reply changed = there.json(
                "PATCH",
                PORTAL + "passwordless-change-email/" + link(asked),
                Map.of(),
                Json.object()
                        .put("currentEmail", mover.email())
                        .put("newEmail", moved.email())
                        .build()
                        .toString());

        assertThat(changed.status()).isEqualTo(200);
        admits(moved, PASSWORD);
        refuses(mover, PASSWORD);
    }

    @Test
    void a_customer_who_is_disabled_is_refused_at_every_door_and_their_session_is_over() {
        Registered gone = register();
        String token = SignInDialect.KEAZE.signIn(here, gone.email(), PASSWORD).text("access_token");
        installation.sql("update customer set disabled_at = now() where id = ?", Long.parseLong(gone.id()));

        refuses(gone, PASSWORD);
        assertThat(there.get(PORTAL + "profile", Client.bearer(token)).status()).isEqualTo(401);
    }

    @Test
    void a_session_that_one_node_revokes_is_over_on_the_other_while_passwords_go_on() {
        Registered owner = register();
        String token = SignInDialect.KEAZE.signIn(here, owner.email(), PASSWORD).text("access_token");
        assertThat(there.get(PORTAL + "profile", Client.bearer(token)).status()).isEqualTo(200);

        assertThat(here.exchange("POST", PORTAL + "revoke-token", Client.bearer(token), null)
                        .status())
                .isEqualTo(200);
        assertThat(there.get(PORTAL + "profile", Client.bearer(token)).status()).isEqualTo(401);
        admits(owner, PASSWORD);
    }

    @Test
    void a_profile_that_keaze_changes_shows_in_the_others() {
        Registered owner = register();
        String token = SignInDialect.KEAZE.signIn(here, owner.email(), PASSWORD).text("access_token");
        here.json(
                "PATCH",
                PORTAL + "profile",
                Client.bearer(token),
                "{\"firstName\":\"Nora\",\"lastName\":\"Quist\",\"homePostcode\":\"AB1 2CD\"}");

        assertThat(SignInDialect.SONAR.signIn(there, owner.email(), PASSWORD).text("data", "contact_name"))
                .isEqualTo("Nora Quist");
        Reply details = SignInDialect.LOGICBOXES_JSON.signIn(there, owner.email(), PASSWORD);
        assertThat(details.text("name")).isEqualTo("Nora Quist");
        assertThat(details.text("zip")).isEqualTo("AB1 2CD");
    }
}
