package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Page: "Password full requests", "Registration" and "Login". */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PasswordContractTest {
    private static final String ASTRAL = "\uD83D\uDE00"; // one code point, two chars, four bytes

    private final Keaze keaze = Keaze.start();

    @AfterAll
    void stop() {
        keaze.close();
    }

    private Reply register(String password) {
        return keaze.post("password-register", "email", Keaze.newEmail(), "password", password);
    }

    @Test
    void register_201_and_a_resource_with_all_the_customer_fields() {
        String email = Keaze.newEmail();

        Reply reply = keaze.post(
                "password-register",
                "email",
                email,
                "password",
                Keaze.PASSWORD,
                "lastName",
                "Doe",
                "hasDisability",
                false);

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().fields().keySet())
                .isEqualTo(keaze.get(
                                "profile", keaze.session(email, Keaze.PASSWORD).access())
                        .json()
                        .fields()
                        .keySet())
                .hasSize(26)
                .doesNotContain("password");
        assertThat(reply.text("lastName")).isEqualTo("Doe");
        assertThat(reply.text("fullName")).isEqualTo("Doe");
        assertThat(reply.text("hasDisability")).isEqualTo("false");
        assertThat(reply.text("phone")).isEqualTo("null");
    }

    @Test
    void register_also_sends_a_mail_that_verifies_the_address() {
        long id = keaze.register(Keaze.newEmail());

        assertThat(keaze.mails(id, "verify")).isEqualTo(1);
        assertThat(keaze.verified(id)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"5, 422", "6, 201", "128, 201", "129, 422"})
    void passwords_have_6_to_128_characters_counted_in_code_points(int length, int status) {
        assertThat(register("aß9k".repeat(33).substring(0, length)).status()).isEqualTo(status);
        assertThat(register(ASTRAL.repeat(length)).status()).isEqualTo(status);
    }

    @Test
    void a_refused_password_has_a_sentence_on_password_and_stores_nothing() {
        long before = keaze.rows();

        assertThat(register("short").text("errors", "password"))
                .isEqualTo("[\"The password field must be at least 6 characters.\"]");
        assertThat(register("x".repeat(129)).text("errors", "password")).contains("128");
        for (String common : List.of("password", "123456", "qwerty123", "PASSWORD1")) {
            assertThat(register(common).text("errors", "password")).contains("too common");
        }
        assertThat(keaze.rows()).isEqualTo(before);
    }

    @Test
    void the_address_is_no_password() {
        String email = Keaze.newEmail();

        assertThat(keaze.post("password-register", "email", email, "password", email)
                        .status())
                .isEqualTo(422);
    }

    @Test
    void only_email_and_password_are_mandatory() {
        Reply reply = keaze.post("password-register", "firstName", "Nora");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(((Json.Object) Objects.requireNonNull(reply.json().get("errors")))
                        .fields()
                        .keySet())
                .isEqualTo(Set.of("email", "password"));
        assertThat(keaze.send("POST", "password-register", Map.of(), "").status())
                .isEqualTo(422);
    }

    @Test
    void it_should_not_exist_any_other_customer_registered_with_same_email() {
        long before = keaze.rows();

        Reply reply = keaze.post("password-register", "email", "John.Doe@example.com", "password", Keaze.PASSWORD);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text("errors", "email")).isEqualTo("[\"The email has already been taken.\"]");
        assertThat(keaze.rows()).isEqualTo(before);
    }

    @Test
    void the_same_address_in_another_portal_is_another_customer() {
        Reply reply = keaze.send(
                "POST",
                "password-register",
                Map.of("Portal-Id", "2"),
                Keaze.json("email", "john.doe@example.com", "password", "another fine one"));

        assertThat(reply.status()).isEqualTo(201);
        assertThat(keaze.login("john.doe@example.com", "another fine one").status())
                .isEqualTo(401);
        assertThat(keaze.login("john.doe@example.com", "correct horse 9").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\\r\\nBcc: x@example.com",
                "\\u0131nes@example.com x",
                "\\u0131nes@example.com",
                "a@\\u212Aelvin.example",
                "a@example",
                "a@@example.com",
                ".a@example.com",
                "a@-example.com",
                "a@example.com,b@example.com"
            })
    void an_email_must_be_one_address_in_ascii(String escaped) {
        Reply reply = keaze.send(
                "POST",
                "password-register",
                Map.of(),
                "{\"email\":\"" + escaped + "\",\"password\":\"" + Keaze.PASSWORD + "\"}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text("errors", "email")).contains("email field must");
    }

    @Test
    void login_gives_access_token_refresh_token_type_and_expiry() {
        Reply reply = keaze.login("john.doe@example.com", "correct horse 9");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("token_type")).isEqualTo("Bearer");
        assertThat(reply.text("expires_in")).isEqualTo("900");
        assertThat(Duration.between(Instant.now(), Instant.parse(reply.text("expires_at"))))
                .isBetween(Duration.ofSeconds(880), Duration.ofSeconds(900));
        assertThat(keaze.opens(reply.text("access_token"))).isTrue();
        assertThat(keaze.installation.count(
                        "select count(*) from token_grant where row_to_json(token_grant)::text like '%'"
                                + " || ? || '%'",
                        reply.text("refresh_token")))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"JOHN.DOE@Example.COM", "testtest123", "TestTest123"})
    void a_login_is_an_email_or_a_username_in_any_case(String login) {
        assertThat(keaze.login(login, "correct horse 9").status()).isEqualTo(200);
    }

    @Test
    void login_accepts_a_form_and_query_parameters() {
        assertThat(keaze.client
                        .exchange(
                                "POST",
                                "/api/rest/portal/password-login",
                                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                                "email=john.doe%40example.com&password=correct+horse+9")
                        .status())
                .isEqualTo(200);
        assertThat(keaze.send(
                                "POST",
                                "password-login?email=john.doe@example.com&password=correct%20horse%209",
                                Map.of())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void unknown_wrong_disabled_locked_no_password_and_overlong_are_one_and_the_same_401() {
        String locked = Keaze.newEmail();
        keaze.register(locked);
        for (int i = 0; i < 5; i++) {
            assertThat(keaze.login(locked, "wrong horse 9").status()).isEqualTo(401);
        }
        String wrong = Keaze.seen(keaze.login("jane.doe@example.com", "wrong horse 9"));

        assertThat(wrong).startsWith("401");
        assertThat(Keaze.seen(keaze.login("nobody@example.com", "correct horse 9")))
                .isEqualTo(wrong);
        assertThat(Keaze.seen(keaze.login("disabled@example.com", "correct horse 9")))
                .isEqualTo(wrong);
        assertThat(Keaze.seen(keaze.login("someone@example.com", "correct horse 9")))
                .isEqualTo(wrong);
        assertThat(Keaze.seen(keaze.login(locked, Keaze.PASSWORD))).isEqualTo(wrong);
        assertThat(Keaze.seen(keaze.login("jane.doe@example.com", "x".repeat(9000))))
                .isEqualTo(wrong);
        assertThat(Keaze.seen(keaze.login("x".repeat(9000), "correct horse 9"))).isEqualTo(wrong);
        assertThat(Keaze.seen(keaze.login("not an address\u0000", "correct horse 9")))
                .isEqualTo(wrong);
        assertThat(Keaze.seen(keaze.login("jane.doe@example.com", "Correct horse 9")))
                .isEqualTo(wrong);
        assertThat(Keaze.seen(keaze.login("jane.doe@example.com", " correct horse 9 ")))
                .isEqualTo(wrong);
        assertThat(Keaze.seen(keaze.login("\u212Aelvin@example.com", "correct horse 9")))
                .isEqualTo(wrong);
    }

    @Test
    void missing_fields_422() {
        for (String body : new String[] {"", "{}", "{\"email\":\"\",\"password\":\"\"}", "{\"email\":null}"}) {
            Reply reply = keaze.send("POST", "password-login", Map.of(), body);
            assertThat(reply.status()).isEqualTo(422);
            assertThat(reply.text("errors", "email")).isEqualTo("[\"The email field is required.\"]");
            assertThat(reply.text("errors", "password")).isEqualTo("[\"The password field is required.\"]");
        }
        assertThat(keaze.post("password-login", "email", "john.doe@example.com", "password", 123456)
                        .text("errors", "password"))
                .contains("must be a string");
    }

    @Test
    void the_right_password_clears_the_count_and_the_lock_opens_after_its_time() {
        String email = Keaze.newEmail();
        keaze.register(email);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 4; i++) {
                keaze.login(email, "wrong horse 9");
            }
            assertThat(keaze.login(email, Keaze.PASSWORD).status()).isEqualTo(200);
        }
        for (int i = 0; i < 5; i++) {
            keaze.login(email, "wrong horse 9");
        }
        assertThat(keaze.login(email, Keaze.PASSWORD).status()).isEqualTo(401);

        keaze.installation.sql("update lockout set last_failure = last_failure - interval '31 minutes',"
                + " locked_until = locked_until - interval '31 minutes'");
        assertThat(keaze.login(email, Keaze.PASSWORD).status()).isEqualTo(200);
    }
}
