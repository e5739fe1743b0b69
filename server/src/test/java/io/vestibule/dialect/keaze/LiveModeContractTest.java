package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.dialect.keaze.Keaze.Magic;
import io.vestibule.support.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Page: "In the live environment, this field is not sent"; docs/dialects/keaze.md: "Test mode". No mail server answers: nobody waits for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveModeContractTest {
    private final Keaze live = Keaze.start(Map.of(
            "VESTIBULE_MODE", "live",
            "VESTIBULE_PUBLIC_URL", "https://signin.example.com",
            "VESTIBULE_SMTP_URL", "smtp://127.0.0.1:9"));

    @AfterAll
    void stop() {
        live.close();
    }

    @Test
    void the_field_magicLink_is_not_sent() {
        String email = Keaze.newEmail();
        for (String call :
                List.of("passwordless-access", "passwordless-login", "passwordless-change-email", "forgot-password")) {
            Reply reply = live.post(call, "url", Keaze.PAGE, "email", email);
            assertThat(reply.status()).isIn(200, 201);
            assertThat(reply.json().fields().keySet()).containsExactly("message");
        }
        Reply registered = live.post("passwordless-register", "url", Keaze.PAGE, "email", Keaze.newEmail());
        assertThat(registered.status()).isEqualTo(201);
        assertThat(registered.json().fields().keySet()).containsExactly("message");
    }

    @Test
    void the_link_works_all_the_same() {
        live.post("passwordless-login", "url", Keaze.PAGE, "email", "jane.doe@example.com");
        Magic link = live.stored(3, "sign-in");

        assertThat(live.opens(live.authToken(link).text("accessToken"))).isTrue();
    }

    @Test
    void plain_http_is_for_test_mode_even_where_the_portal_lists_it() {
        Reply reply = live.post(
                "passwordless-login", "url", "http://localhost:3000/welcome", "email", "john.doe@example.com");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text("errors", "url")).contains("http://localhost:3000/welcome");
        assertThat(live.mails(2, "sign-in")).isZero();
    }

    @Test
    void pages_of_this_machine_are_foreign_even_where_the_portal_lists_them() {
        for (String origin : List.of("http://localhost:3000", "http://localhost:5173", "http://127.0.0.1:3000")) {
            Reply reply = live.send("GET", "profile", Map.of("Origin", origin));

            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.header("Access-Control-Allow-Origin")).isNull();
        }
    }

    @Test
    void forgot_password_gives_one_and_the_same_answer_whether_or_not_the_address_is_known() {
        String known = Keaze.seen(live.post("forgot-password", "url", Keaze.PAGE, "email", "john.doe@example.com"));

        assertThat(known).startsWith("200");
        for (String email : List.of("nobody@example.com", "disabled@example.com", "someone@example.com")) {
            assertThat(Keaze.seen(live.post("forgot-password", "url", Keaze.PAGE, "email", email)))
                    .isEqualTo(known);
        }
        assertThat(live.installation.count("select count(*) from outbox where purpose = 'reset' and customer_id = 4"))
                .isZero();
    }

    @Test
    void a_hardened_portal_gives_login_one_and_the_same_answer() {
        try (Keaze hardened = Keaze.start(Map.of(
                "VESTIBULE_MODE", "live",
                "VESTIBULE_PUBLIC_URL", "https://signin.example.com",
                "VESTIBULE_SMTP_URL", "smtp://127.0.0.1:9"))) {
            hardened.installation.sql("update portal set hardened = true where id = 1");
            String known =
                    Keaze.seen(hardened.post("passwordless-login", "url", Keaze.PAGE, "email", "john.doe@example.com"));
            assertThat(known).startsWith("200");
            for (String email : List.of("nobody@example.com", "disabled@example.com")) {
                assertThat(Keaze.seen(hardened.post("passwordless-login", "url", Keaze.PAGE, "email", email)))
                        .isEqualTo(known);
            }
        }
    }

    @Test
    void there_is_no_inbox_to_read() {
        assertThat(live.client.get("/dev/inbox", Map.of()).status()).isEqualTo(404);
    }
}
