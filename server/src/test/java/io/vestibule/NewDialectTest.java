package io.vestibule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.dialect.example.ExampleSite;
import io.vestibule.support.Client;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * "A new dialect" ({@code docs/architecture.md}): one made by that recipe is a dialect like the others. What it has done for it in {@code
 * dialect.example} and its contract is all that it takes; the client of the tests holds each exchange against the contract.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NewDialectTest {
    private static final Map<String, String> DEMO = Client.basic("demo", "demo-secret");
    private static final String RIGHT = "{\"login\":\"testtest123\",\"password\":\"correct horse 9\"}";
    private static final String WRONG = "{\"login\":\"testtest123\",\"password\":\"wrong\"}";

    private final Installation installation = Installation.demo();
    private Client server;

    @BeforeAll
    void start() {
        installation.sql("update api_client set scopes = array['sonar', 'example'] where name = 'demo'");
        server = installation.node(
                Map.of(),
                (config, database, keys) -> Server.start(
                        config,
                        database,
                        keys,
                        parts -> List.of(new ExampleSite(parts.callers(), parts.lookUp(), parts.signIn()))));
    }

    @BeforeEach
    void forgetFailures() {
        installation.sql("delete from lockout");
        installation.sql("delete from throttle");
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    @Test
    void it_looks_logins_up() {
        assertThat(server.get("/api/example/logins/testtest123", DEMO).body()).isEqualTo("{\"known\":true}");
        assertThat(server.get("/api/example/logins/nobody", DEMO).body()).isEqualTo("{\"known\":false}");
    }

    @Test
    void it_signs_customers_in() {
        assertThat(signIn(RIGHT).body()).isEqualTo("{\"customer\":2}");
        refused(signIn(WRONG), 403, "Not with these.");
    }

    @Test
    void its_failures_lock_the_customer_in_every_dialect() {
        for (int i = 0; i < 5; i++) {
            refused(signIn(WRONG), 403, "Not with these.");
        }
        refused(signIn(RIGHT), 403, "Not with these.");
        assertThat(SignInDialect.SONAR.refuses(SignInDialect.SONAR.signIn(server, "testtest123", "correct horse 9")))
                .isTrue();
    }

    @Test
    void it_has_clients_of_its_own() {
        refused(server.get("/api/example/logins/nobody", Map.of()), 401, "Who calls?");
        refused(server.get("/api/example/logins/nobody", Client.basic("other", "other-secret")), 401, "Who calls?");
    }

    @Test
    void what_goes_wrong_reads_as_its_contract_says() {
        refused(server.get("/api/example/other", DEMO), 404, "Not found.");
        Reply verb = server.get("/api/example/sign-in", DEMO);
        refused(verb, 405, "That method is not allowed here.");
        assertThat(verb.header("Allow")).isEqualTo("POST");
        refused(signIn("{\"login\":\"testtest123\"}"), 422, "The password field is required.");
        assertThat(signIn("{").status()).isEqualTo(400);
    }

    @Test
    void its_contract_is_shown() {
        Reply document = server.get("/openapi/example.yaml", Map.of());
        assertThat(document.status()).isEqualTo(200);
        assertThat(document.body()).startsWith("openapi: 3.1.0").contains("/api/example/sign-in");
    }

    @Test
    void metrics_and_audit_call_it_by_its_name() {
        signIn(RIGHT);
        assertThat(server.management("/metrics").body())
                .contains(
                        "vestibule_requests_total{dialect=\"example\",method=\"POST\",outcome=\"answered\",route=\"/api/example/sign-in\"");
        assertThat(installation.count("select count(*) from audit_event where dialect = 'example' and customer_id = 2"))
                .isPositive();
    }

    private Reply signIn(String json) {
        return server.post("/api/example/sign-in", DEMO, json);
    }

    private static void refused(Reply reply, int status, String sentence) {
        assertThat(reply.body()).isEqualTo("{\"fault\":\"" + sentence + "\"}");
        assertThat(reply.status()).isEqualTo(status);
    }
}
