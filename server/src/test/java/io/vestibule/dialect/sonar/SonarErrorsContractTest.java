package io.vestibule.dialect.sonar;

import static io.vestibule.dialect.sonar.Sonar.AUTH;
import static io.vestibule.dialect.sonar.Sonar.LOOK_UP;
import static io.vestibule.dialect.sonar.Sonar.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Direct;
import io.vestibule.support.Reply;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** "Every 4xx and 5xx on /api/v1/, without exception, is a JSON object", by status. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SonarErrorsContractTest {
    private static final String SOMEONE = "{\"email_address\":\"someone@example.com\"}";

    private final Sonar sonar = new Sonar();

    @AfterAll
    void stop() {
        sonar.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "", "[]", "\"x\"", "null", "{\"a\":1,}", "{\"a\":1}{", "{'a':1}", "\u0000{}"})
    void malformed_json_is_400(String body) {
        Reply reply = sonar.lookUp(body);

        if (body.isEmpty()) {
            assertThat(reply.status()).as("no body is no malformed one").isEqualTo(422);
        } else {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("error", "status_code")).isEqualTo("400");
            assertThat(reply.text("error", "message")).startsWith("The body ");
        }
    }

    @Test
    void a_name_given_twice_in_a_json_body_is_400() {
        refused(
                sonar.lookUp("{\"email_address\":\"a@example.com\",\"email_address\":\"someone@example.com\"}"),
                400,
                "The body is not valid JSON.");
    }

    @ParameterizedTest
    @ValueSource(strings = {LOOK_UP, AUTH})
    void basic_is_required_401_with_www_authenticate(String path) {
        unauthorized(sonar.client.post(path, SOMEONE));
        unauthorized(sonar.client.post(path, Client.basic("demo", "wrong"), SOMEONE));
        unauthorized(sonar.client.post(path, Client.basic("nobody", "demo-secret"), SOMEONE));
        unauthorized(sonar.client.post(path, Client.basic("", ""), SOMEONE));
        unauthorized(sonar.client.post(path, Client.bearer("demo-secret"), SOMEONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic",
                "Basic ",
                "Basic !!!",
                "Basic ZGVtbw==",
                "Basic gP86eA==",
                "Basic AGRlbW86eA==",
                "\u00e9"
            })
    void an_authorization_that_cannot_be_read_is_401(String authorization) {
        unauthorized(sonar.client.post(AUTH, Map.of("Authorization", authorization), SOMEONE));
    }

    @Test
    void basic_is_required_on_every_path_also_where_no_call_is() {
        unauthorized(sonar.client.get(AUTH, Map.of()));
        unauthorized(sonar.client.get("/api/v1/nothing", Map.of()));
        unauthorized(sonar.client.exchange("OPTIONS", "/api/v1/nothing", Map.of(), null));
    }

    @Test
    void an_api_client_of_another_dialect_is_no_api_user_here() {
        unauthorized(sonar.client.post(AUTH, Client.basic("demo-reseller", "demo-key"), SOMEONE));
    }

    @Test
    void the_caller_is_known_before_the_request_is_looked_at() {
        unauthorized(sonar.client.post(AUTH, "{"));
        unauthorized(sonar.client.post(AUTH, "x".repeat(20_000)));
    }

    private static void unauthorized(Reply reply) {
        refused(reply, 401, "Unauthorized.");
        assertThat(reply.header("WWW-Authenticate")).startsWith("Basic ");
    }

    @Test
    void an_api_user_calling_from_a_network_that_is_not_theirs_is_403() {
        sonar.installation.sql("update api_client set networks = '{192.0.2.0/24}' where name = 'other'");

        refused(
                sonar.client.post(AUTH, Client.basic("other", "other-secret"), SOMEONE),
                403,
                "This API user may not call from here.");
        unauthorized(sonar.client.post(AUTH, Client.basic("other", "wrong"), SOMEONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/",
                "/api/v1/customer_portal",
                "/api/v1/customer_portal/",
                "/api/v1/customer_portal/auth/",
                "/api/v1/customer_portal/AUTH",
                "/api/v1/customer_portal/nothing",
                "/api/v1//customer_portal/auth"
            })
    void an_unknown_path_is_404(String path) {
        refused(sonar.client.post(path, Sonar.DEMO, SOMEONE), 404, "No item with that ID found.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO"})
    void another_verb_is_405_with_allow(String method) {
        for (String path : new String[] {LOOK_UP, AUTH}) {
            Reply reply = sonar.client.exchange(method, path, Sonar.DEMO, null);

            refused(reply, 405, "That method is not allowed here.");
            assertThat(reply.header("Allow")).isEqualTo("POST");
        }
    }

    @Test
    void head_is_405_without_a_body() {
        Reply reply = sonar.client.exchange("HEAD", AUTH, Sonar.DEMO, null);

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo("POST");
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void a_body_over_16_kib_is_413() {
        refused(
                sonar.auth("{\"username\":\"testtest123\",\"password\":\"" + "x".repeat(17_000) + "\"}"),
                413,
                "The request body is too large.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "multipart/form-data; boundary=x",
                "application/json; charset=iso-8859-1",
                "application/json; charset=utf-16",
                "nonsense"
            })
    void another_media_type_or_charset_is_415(String type) {
        Map<String, String> headers = new HashMap<>(Sonar.DEMO);
        headers.put("Content-Type", type);

        refused(
                sonar.client.exchange("POST", LOOK_UP, headers, SOMEONE),
                415,
                "The request body must be JSON or a form, in UTF-8.");
    }

    @Test
    void a_field_that_fails_validation_makes_the_message_an_object_and_otherwise_it_is_a_sentence() {
        assertThat(sonar.lookUp("{}").body())
                .isEqualTo("{\"error\":{\"message\":{\"email_address\":\"The email address field is required.\"},"
                        + "\"status_code\":422}}");
        assertThat(sonar.lookUp("{\"email_address\":\"nobody@example.com\"}").body())
                .isEqualTo("{\"error\":{\"message\":\"The email address was not found.\",\"status_code\":422}}");
    }

    @Test
    void every_answer_carries_a_request_id_and_is_not_stored() {
        Reply given = sonar.client.post(
                LOOK_UP,
                Map.of("Authorization", Sonar.DEMO.get("Authorization"), "X-Request-Id", "my-own-id.42"),
                SOMEONE);

        assertThat(given.header("X-Request-Id")).isEqualTo("my-own-id.42");
        assertThat(given.header("Cache-Control")).isEqualTo("no-store");
        assertThat(sonar.lookUp("{").header("X-Request-Id")).matches("[0-9a-f]{16}");
    }

    @Test
    void a_fault_is_500_and_tells_nothing() {
        try (Sonar broken = new Sonar()) {
            broken.installation.sql("alter table login rename to login_gone");

            refused(broken.auth("{\"username\":\"x\",\"password\":\"y\"}"), 500, "Something went wrong on our side.");
        }
    }

    @Test
    void while_the_database_is_away_it_is_503_with_retry_after() {
        try (Sonar cut = new Sonar()) {
            String right = "{\"username\":\"testtest123\",\"password\":\"correct horse 9\"}";
            assertThat(cut.auth(right).status()).isEqualTo(201);
            String name = cut.installation.place().url().replaceFirst(".*/([^?]*).*", "$1");
            var admin = Direct.sql(
                    cut.installation.place().url().replace(name, "postgres"),
                    cut.installation.place().user(),
                    cut.installation.place().password());
            admin.useHandle(h -> {
                h.execute("alter database " + name + " allow_connections false");
                h.statement("select pg_terminate_backend(pid) from pg_stat_activity where datname = :name")
                        .bind("name", name)
                        .mapTo(Boolean.class)
                        .list();
            });

            Reply away = cut.auth(right);

            refused(away, 503, "The service is unavailable. Please try again later.");
            assertThat(away.header("Retry-After")).matches("[1-9][0-9]*");
            admin.useHandle(h -> h.execute("alter database " + name + " allow_connections true"));
        }
    }
}
