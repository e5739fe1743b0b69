package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.dialect.keaze.Keaze.Magic;
import io.vestibule.json.Json;
import io.vestibule.support.Reply;
import io.vestibule.support.Together;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Page: "Passwordless access", "Passwordless registration", "Passwordless login"; docs/dialects/keaze.md: "The link", "`url`". */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PasswordlessContractTest {
    private final Keaze keaze = Keaze.start();

    @AfterAll
    void stop() {
        keaze.close();
    }

    @Test
    void access_201_if_the_customer_was_created_200_if_the_customer_already_existed() {
        String email = Keaze.newEmail();

        Reply first = keaze.post("passwordless-access", "url", Keaze.PAGE, "email", email);
        Reply second = keaze.post("passwordless-access", "url", Keaze.PAGE, "email", email);

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(200);
        assertThat(Keaze.magic(second).id()).isEqualTo(Keaze.magic(first).id());
        assertThat(keaze.mails(Keaze.magic(first).id(), "sign-in")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "https://portal.example.com, https://portal.example.com",
        "https://portal.example.com/, https://portal.example.com",
        "https://portal.example.com//, https://portal.example.com",
        "https://portal.example.com/a/b, https://portal.example.com/a/b",
        "https://portal.example.com/a/b/, https://portal.example.com/a/b",
        "https://portal.example.com/app/#/magic, https://portal.example.com/app/#/magic",
        "https://portal.example.com/app/#/, https://portal.example.com/app/#",
        "HTTPS://portal.example.com/x, ",
        "http://localhost:3000/x/, http://localhost:3000/x"
    })
    void the_magic_link_is_url_id_token_without_a_double_slash(String url, String start) {
        Reply reply = keaze.post("passwordless-login", "url", url, "email", "john.doe@example.com");

        if (start == null) {
            assertThat(reply.status()).isEqualTo(422);
        } else {
            assertThat(reply.text("magicLink")).startsWith(start + "/2/");
            assertThat(reply.text("magicLink").substring(start.length() + 3)).matches("[A-Za-z0-9_-]{43}");
        }
    }

    @Test
    void only_the_hash_of_a_token_is_stored_bound_to_its_purpose_for_15_minutes() {
        Magic link = keaze.magic("passwordless-login", "jane.doe@example.com");

        assertThat(keaze.installation.count(
                        "select count(*) from link where hash = sha256(?::bytea) and purpose = 'sign-in' and customer_id = 3"
                                + " and expires_at > now() + interval '14 minutes' and expires_at <= now() + interval '15 minutes'",
                        link.token()))
                .isEqualTo(1);
        assertThat(keaze.installation.count(
                        "select count(*) from outbox o where row_to_json(o)::text like '%' || ? || '%'", link.token()))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "http://portal.example.com/",
                "https://portal.example.com.evil.example/",
                "https://portal.example.com@evil.example/",
                "https://user:secret@portal.example.com/",
                "https://portal.example.com:8443/",
                "https://portal.example.com/../x",
                "https://portal.example.com/a/%2e%2e/x",
                "https://portal.example.com\\@evil.example/",
                "https://portal.example.com/?next=https://evil.example/",
                "//portal.example.com/",
                "javascript:alert(1)",
                "welcome"
            })
    void a_url_that_is_not_allowed_is_422_on_url_with_the_value_and_nothing_comes_of_it(String url) {
        long before = keaze.rows();

        for (String call : List.of(
                "passwordless-access",
                "passwordless-register",
                "passwordless-login",
                "passwordless-change-email",
                "forgot-password")) {
            String email =
                    call.endsWith("access") || call.endsWith("register") ? Keaze.newEmail() : "john.doe@example.com";
            Reply reply = keaze.post(call, "url", url, "email", email);
            assertThat(reply.status()).isEqualTo(422);
            assertThat(reply.text("errors", "url"))
                    .contains(Json.of(url).toString().replace("\"", ""));
        }
        assertThat(keaze.rows()).isEqualTo(before);
    }

    @Test
    void a_prefix_of_a_portal_covers_what_is_below_it_segment_by_segment() {
        keaze.installation.sql("insert into allowed_url (portal_id, url, origin) values"
                + " (2, 'https://other.example.com/app/', 'https://other.example.com')");
        for (String allowed : new String[] {"/app", "/app/", "/app/in", "/app/#in"}) {
            assertThat(otherPortal("https://other.example.com" + allowed)).isEqualTo(201);
        }
        for (String refused :
                new String[] {"", "/", "/ap", "/apple", "/app#/in", "/#/app/", "#/app/", "/App/", "//app/"}) {
            assertThat(otherPortal("https://other.example.com" + refused)).isEqualTo(422);
        }
    }

    private int otherPortal(String url) {
        return keaze.send(
                        "POST",
                        "passwordless-access",
                        Map.of("Portal-Id", "2"),
                        Keaze.json("url", url, "email", Keaze.newEmail()))
                .status();
    }

    @Test
    void no_host_or_forwarding_header_ever_shapes_a_link() {
        Reply reply = keaze.send(
                "POST",
                "passwordless-login",
                Map.of(
                        "X-Forwarded-Host",
                        "evil.example",
                        "Forwarded",
                        "host=evil.example",
                        "X-Forwarded-Proto",
                        "http"),
                Keaze.json("url", Keaze.PAGE, "email", "john.doe@example.com"));

        assertThat(reply.text("magicLink")).startsWith(Keaze.PAGE + "/2/");
    }

    @Test
    void validation_errors_are_422_with_message_and_errors_by_parameter() {
        Reply reply = keaze.post("passwordless-access", "email", "no address");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.body())
                .isEqualTo("{\"message\":\"The given data was invalid.\",\"errors\":{"
                        + "\"url\":[\"The url field is required.\"],"
                        + "\"email\":[\"The email field must be a valid email address.\"]}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "passwordless-access",
                "passwordless-register",
                "passwordless-login",
                "passwordless-change-email",
                "forgot-password"
            })
    void an_empty_string_a_null_and_an_empty_body_are_missing_fields(String call) {
        String required = "{\"message\":\"The given data was invalid.\",\"errors\":{"
                + "\"url\":[\"The url field is required.\"],\"email\":[\"The email field is required.\"]}}";
        for (String body : new String[] {"{\"url\":\"\",\"email\":\"\"}", "{\"url\":null,\"email\":null}", "{}", ""}) {
            Reply reply = keaze.send("POST", call, Map.of(), body);
            assertThat(reply.status()).isEqualTo(422);
            assertThat(reply.body()).isEqualTo(required);
        }
        assertThat(keaze.post(call, "url", 1, "email", true).status()).isEqualTo(422);
    }

    @Test
    void access_of_a_disabled_customer_is_422_and_sends_nothing() {
        Reply reply = keaze.post("passwordless-access", "url", Keaze.PAGE, "email", "disabled@example.com");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text("errors", "email")).contains("disabled");
        assertThat(keaze.mails(4, "sign-in")).isZero();
    }

    @Test
    void two_calls_at_once_for_a_new_address_create_one_customer() {
        String email = Keaze.newEmail();

        List<Reply> replies =
                Together.run(8, i -> keaze.post("passwordless-access", "url", Keaze.PAGE, "email", email));

        assertThat(replies).extracting(Reply::status).containsOnly(200, 201).containsOnlyOnce(201);
        for (Reply reply : replies) {
            assertThat(keaze.authToken(Keaze.magic(reply)).status()).isEqualTo(200);
        }
        assertThat(keaze.installation.count("select count(*) from customer where email = ?", email))
                .isEqualTo(1);
    }

    @Test
    void register_201_with_any_of_the_customer_update_fields() {
        String email = Keaze.newEmail();

        Reply reply = keaze.post(
                "passwordless-register",
                "url",
                Keaze.PAGE,
                "email",
                email,
                "firstName",
                "Nora",
                "dependants",
                2,
                "phone",
                "");

        assertThat(reply.status()).isEqualTo(201);
        String access = keaze.authToken(Keaze.magic(reply)).text("accessToken");
        Reply profile = keaze.get("profile", access);
        assertThat(profile.text("email")).isEqualTo(email);
        assertThat(profile.text("firstName")).isEqualTo("Nora");
        assertThat(profile.text("dependants")).isEqualTo("2");
        assertThat(profile.text("phone")).isEqualTo("null");
        assertThat(keaze.mails(Keaze.magic(reply).id(), "sign-in")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"john.doe@example.com", "JOHN.doe@Example.com", "disabled@example.com"})
    void register_of_an_address_in_use_is_422_on_email(String email) {
        long before = keaze.rows();

        Reply reply = keaze.post("passwordless-register", "url", Keaze.PAGE, "email", email);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text("errors", "email")).isEqualTo("[\"The email has already been taken.\"]");
        assertThat(keaze.rows()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"id", "status", "verified", "emailVerifiedAt", "fullName", "disabled", "password", "nonsense"})
    void register_refuses_a_field_that_the_profile_does_not_know_by_name(String field) {
        long before = keaze.rows();

        Reply reply = keaze.post("passwordless-register", "url", Keaze.PAGE, "email", Keaze.newEmail(), field, "1");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text("errors", field)).contains(field);
        assertThat(keaze.rows()).isEqualTo(before);
    }

    @Test
    void every_wrong_parameter_is_told_at_once() {
        Reply reply =
                keaze.post("passwordless-register", "email", "x", "keyworker", "maybe", "dateOfBirth", "31/12/1990");

        assertThat(reply.status()).isEqualTo(422);
        for (String field : new String[] {"url", "email", "keyworker", "dateOfBirth"}) {
            assertThat(reply.text("errors", field)).contains("field");
        }
    }

    @Test
    void login_only_differs_if_the_customer_is_not_registered_404() {
        assertThat(keaze.post("passwordless-login", "url", Keaze.PAGE, "email", "someone@example.com")
                        .status())
                .isEqualTo(200);
        assertThat(keaze.mails(1, "sign-in")).isEqualTo(1);

        long before = keaze.rows();
        assertThat(keaze.post("passwordless-login", "url", Keaze.PAGE, "email", "nobody@example.com")
                        .status())
                .isEqualTo(404);
        assertThat(keaze.post("passwordless-login", "url", Keaze.PAGE, "email", "disabled@example.com")
                        .status())
                .isEqualTo(422);
        assertThat(keaze.rows()).isEqualTo(before);
    }

    @Test
    void a_hardened_portal_answers_login_200_to_all_and_mails_only_whom_it_knows() {
        try (Keaze hardened = Keaze.start()) {
            hardened.installation.sql("update portal set hardened = true where id = 1");
            for (String call : List.of("passwordless-login", "passwordless-change-email")) {
                Reply unknown = hardened.post(call, "url", Keaze.PAGE, "email", "nobody@example.com");
                Reply disabled = hardened.post(call, "url", Keaze.PAGE, "email", "disabled@example.com");
                assertThat(unknown.status()).isEqualTo(200);
                assertThat(Keaze.seen(disabled)).isEqualTo(Keaze.seen(unknown));
            }
            assertThat(hardened.installation.count("select count(*) from outbox"))
                    .isZero();
            assertThat(hardened.post("passwordless-login", "url", Keaze.PAGE, "email", "john.doe@example.com")
                            .status())
                    .isEqualTo(200);
            assertThat(hardened.mails(2, "sign-in")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'de-CH, en;q=0.5', de",
        "FR, fr",
        "es, es",
        "'*', ",
        "'', ",
        "'tlh', ",
        "'pt-BR,pt;q=0.9,es;q=0.8,en;q=0.7', es",
        "'en;q=0.2, fr;q=0.8', fr",
        "'de;q=0, es;q=0.1', es",
        "'de;q=0', ",
        "'de;q=x', "
    })
    void the_mail_language_is_the_one_of_ours_that_the_browser_likes_best(String header, String language) {
        Reply reply = keaze.send(
                "POST",
                "passwordless-access",
                header.isEmpty() ? Map.of() : Map.of("Accept-Language", header),
                Keaze.json("url", Keaze.PAGE, "email", Keaze.newEmail()));

        assertThat(keaze.installation.count(
                        "select count(*) from customer where id = ? and language is not distinct from cast(? as text)",
                        Keaze.magic(reply).id(),
                        language))
                .isEqualTo(1);
    }

    @Test
    void mail_is_throttled_by_address() {
        try (Keaze strict = Keaze.start(
                Map.of("VESTIBULE_LIMIT_MAIL_ADDRESS_BURST", "1", "VESTIBULE_LIMIT_MAIL_ADDRESS_REFILL", "1/1h"))) {
            assertThat(strict.post("passwordless-login", "url", Keaze.PAGE, "email", "john.doe@example.com")
                            .status())
                    .isEqualTo(200);
            for (String call : List.of("passwordless-access", "passwordless-login", "forgot-password")) {
                Reply more = strict.post(call, "url", Keaze.PAGE, "email", "John.Doe@example.com");
                assertThat(more.status()).isEqualTo(429);
                assertThat(more.header("Retry-After")).matches("[1-9][0-9]*");
            }
            assertThat(strict.installation.count("select count(*) from outbox")).isEqualTo(1);
        }
    }
}
