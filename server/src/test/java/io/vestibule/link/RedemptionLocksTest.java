package io.vestibule.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.PasswordStore;
import io.vestibule.sql.Handle;
import io.vestibule.support.Client;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What redemptions, sign-ins and changes of password of one customer do to each other when they meet; the other one is played step by step. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedemptionLocksTest {
    private static final String URL = "\"url\":\"http://localhost:3000/\"";

    private final Installation installation = Installation.demo();
    private Client server;

    @BeforeAll
    void start() {
        server = installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    @Test
    void a_reset_also_ends_the_session_of_a_sign_in_that_it_waited_for() {
        String link = link("forgot-password", "john.doe@example.com");
        UUID session = UUID.randomUUID();
        CompletableFuture<Reply> reset;
        try (Handle signIn = signInUnderWay(2, session)) {
            reset = ask("POST", "reset-password" + link, "{\"newPassword\":\"quite another one\"}");
            awaitBlocked();
            signIn.execute("commit");
        }
        assertThat(reset.join().status()).isEqualTo(200);
        assertThat(alive(session)).isZero();
    }

    @Test
    void the_first_sign_in_link_also_ends_the_session_of_a_squatter_who_signs_in_at_that_moment() {
        long squatted = Long.parseLong(server.post(
                        "/api/rest/portal/password-register",
                        "{\"email\":\"victim@example.com\",\"password\":\"a squatter's word\"}")
                .text("id"));
        String link = link("passwordless-login", "victim@example.com");
        UUID session = UUID.randomUUID();
        CompletableFuture<Reply> redemption;
        try (Handle signIn = signInUnderWay(squatted, session)) {
            redemption = ask("GET", "auth-token" + link, null);
            awaitBlocked();
            signIn.execute("commit");
        }
        String token = redemption.join().text("accessToken");
        assertThat(alive(session)).isZero();
        assertThat(server.get("/api/rest/portal/profile", Client.bearer(token)).status())
                .isEqualTo(200);
    }

    @Test
    void a_redemption_that_waits_for_its_customer_holds_no_link() {
        String link = link("passwordless-login", "jane.doe@example.com");
        CompletableFuture<Reply> redemption;
        try (Handle other = installation.sql().open()) {
            other.execute("begin");
            other.execute("select 1 from customer where id = 3 for update");
            redemption = ask("GET", "auth-token" + link, null);
            awaitBlocked();
            other.execute("select 1 from link where customer_id = 3 for update nowait");
            other.execute("commit");
        }
        assertThat(redemption.join().status()).isEqualTo(200);
    }

    @Test
    void a_change_of_password_that_waited_for_a_reset_leaves_the_password_of_the_reset() {
        UUID session = UUID.randomUUID();
        CompletableFuture<Boolean> change;
        try (Handle reset = signInUnderWay(3, session)) {
            reset.execute("commit");
            reset.execute("begin");
            reset.execute("update customer set password = 'of the reset' where id = 3");
            reset.execute("update customer_session set ended_at = now() where id = ?", session);
            change = CompletableFuture.supplyAsync(() ->
                    new PasswordStore(installation.sql()).change(3, session, "of the session", AuditContext.COMMAND));
            awaitBlocked();
            reset.execute("commit");
        }
        assertThat(change.join()).isFalse();
        assertThat(installation.count("select count(*) from customer where id = 3 and password = 'of the reset'"))
                .isOne();
    }

    /** A sign-in between the statement that admits and its commit. */
    private Handle signInUnderWay(long customer, UUID session) {
        Handle handle = installation.sql().open();
        handle.execute("begin");
        handle.execute("select 1 from customer where id = ? for share", customer);
        handle.execute(
                "insert into customer_session (id, portal_id, customer_id, amr, expires_at)"
                        + " values (?, 1, ?, '{pwd}', now() + interval '1 day')",
                session,
                customer);
        return handle;
    }

    private long alive(UUID session) {
        return installation.count("select count(*) from customer_session where id = ? and ended_at is null", session);
    }

    /** {@code /id/token} of the link that a call mails. */
    private String link(String call, String email) {
        String link = server.post("/api/rest/portal/" + call, "{" + URL + ",\"email\":\"" + email + "\"}")
                .text("magicLink");
        return link.substring("http://localhost:3000".length());
    }

    private CompletableFuture<Reply> ask(String method, String call, String body) {
        return CompletableFuture.supplyAsync(() -> body == null
                ? server.exchange(method, "/api/rest/portal/" + call, Map.of(), null)
                : server.post("/api/rest/portal/" + call, body));
    }

    private void awaitBlocked() {
        Instant end = Instant.now().plus(Duration.ofSeconds(10));
        while (installation.count("""
                select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                """) == 0) {
            assertThat(Instant.now()).as("nobody waits for a lock").isBefore(end);
        }
    }
}
