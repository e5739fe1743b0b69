package io.vestibule.admin;

import static io.vestibule.admin.Admin.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Operators;
import io.vestibule.support.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Operators, API keys, signing keys and the epoch: what owners of all portals alone may touch. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorsApiTest {
    private final Installation installation = Installation.demo(Generous.limits());
    private final Operators operators = new Operators(installation.place(), Generous.limits());
    private Client server;
    private Admin owner;

    @BeforeAll
    void start() {
        server = installation.node();
        owner = Admin.of(installation, server, Role.OWNER, PortalScope.ALL);
        operators.ready("root@example.com", Role.OWNER, PortalScope.ALL);
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    @Test
    void an_operator_is_made_with_a_link_changed_disabled_and_deleted() {
        Reply made = owner.post("/operators", "{\"email\":\"ann@example.com\",\"role\":\"support\",\"portals\":[1]}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.text("link")).startsWith("http://localhost:8080/console/setup/");
        String path = made.header("Location").replace(Admin.ROOT, "");
        assertThat(owner.get(path).text("ready")).isEqualTo("false");
        Reply changed = owner.patch(path, "{\"role\":\"owner\",\"portals\":null,\"name\":\"Ann\"}");
        assertThat(changed.text("role") + changed.text("portals") + changed.text("name"))
                .isEqualTo("ownernullAnn");
        assertThat(owner.patch(path, "{\"disabled\":true}").text("disabled")).isEqualTo("true");
        assertThat(owner.post(path + "/reset", null).text("link")).contains("/console/setup/");
        assertThat(owner.change("DELETE", path, null).status()).isEqualTo(204);
        assertThat(problem(owner.get(path))).isEqualTo("not-found 404");

        assertThat(problem(owner.post("/operators", "{\"email\":\"ROOT@example.com\",\"role\":\"viewer\"}")))
                .isEqualTo("conflict 409");
        assertThat(problem(owner.post("/operators", "{\"email\":\"x\",\"role\":\"king\"}")))
                .isEqualTo("invalid 422");
        assertThat(problem(
                        owner.post("/operators", "{\"email\":\"b@example.com\",\"role\":\"viewer\",\"portals\":[77]}")))
                .isEqualTo("invalid 422");
    }

    @Test
    void the_last_owner_stays_and_a_stale_change_is_refused() {
        String path = "/operators/"
                + operators
                        .administration
                        .byEmail("root@example.com")
                        .orElseThrow()
                        .id();
        assertThat(problem(owner.patch(path, "{\"disabled\":true}"))).isEqualTo("conflict 409");
        assertThat(problem(owner.change("DELETE", path, null))).isEqualTo("conflict 409");
        assertThat(problem(owner.send("DELETE", path, Map.of(), null))).isEqualTo("precondition-required 428");
        assertThat(problem(owner.send("PATCH", path, Map.of("If-Match", "\"x\""), "{\"name\":\"Root\"}")))
                .isEqualTo("stale 412");
    }

    @Test
    void sessions_of_an_operator_are_listed_and_ended() {
        Operators.Ready ready = operators.ready("session@example.com", Role.VIEWER, PortalScope.ALL);
        operators.signIn(ready);
        String path = "/operators/" + ready.id() + "/sessions";
        assertThat(owner.all(path)).hasSize(1);
        assertThat(owner.delete(path).text("ended")).isEqualTo("1");
        assertThat(owner.all(path)).isEmpty();
        assertThat(problem(owner.get("/operators/999/sessions"))).isEqualTo("not-found 404");
    }

    @Test
    void an_api_key_is_shown_once_and_revoked() {
        Reply made = owner.post(
                "/api-keys",
                "{\"name\":\"ci\",\"role\":\"viewer\",\"portals\":[2],\"expiresAt\":\"2099-01-01T00:00:00Z\"}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        Admin ci = new Admin(server, made.text("key"));
        assertThat(ci.all("/portals")).hasSize(1);
        String path = made.header("Location").replace(Admin.ROOT, "");
        assertThat(owner.get(path).body()).doesNotContain(made.text("key")).contains("lastUsedAt\":\"2");
        assertThat(problem(owner.delete(path))).isEqualTo("precondition-required 428");
        assertThat(problem(owner.send("DELETE", path, Map.of("If-Match", "\"x\""), null)))
                .isEqualTo("stale 412");
        String etag = owner.etag(path);
        installation.sql("update api_key set last_used_at = now() - interval '1 day' where name = 'ci'");
        assertThat(owner.etag(path)).as("that it is used is no change").isEqualTo(etag);
        assertThat(owner.send("DELETE", path, Map.of("If-Match", etag), null).status())
                .isEqualTo(204);
        assertThat(problem(ci.get("/portals"))).isEqualTo("unauthenticated 401");
        assertThat(problem(owner.post("/api-keys", "{\"name\":\"CI\",\"role\":\"viewer\"}")))
                .isEqualTo("conflict 409");
        for (String end : List.of("soon", "2001-01-01T00:00:00Z", "+300000-01-01T00:00:00Z")) {
            Reply refused =
                    owner.post("/api-keys", "{\"name\":\"ends\",\"role\":\"viewer\",\"expiresAt\":\"" + end + "\"}");
            assertThat(problem(refused)).as(end).isEqualTo("invalid 422");
            assertThat(refused.body()).contains("/expiresAt");
        }
        assertThat(problem(owner.post("/api-keys", "{\"name\":\"x y\",\"role\":\"viewer\"}")))
                .isEqualTo("invalid 422");
        assertThat(problem(owner.send("DELETE", "/api-keys/99999", Map.of("If-Match", "*"), null)))
                .isEqualTo("not-found 404");
        assertThat(owner.all("/api-keys?limit=1")).isEqualTo(owner.all("/api-keys"));
    }

    @Test
    void an_owner_of_some_portals_may_not_touch_what_all_share() {
        Admin some = Admin.of(installation, server, Role.OWNER, PortalScope.of(List.of(1L, 2L)));
        for (String path : List.of("/operators", "/api-keys", "/keys")) {
            assertThat(problem(some.get(path))).isEqualTo("forbidden 403");
        }
        assertThat(problem(some.post("/portals", "{\"name\":\"x\"}"))).isEqualTo("forbidden 403");
    }

    @Test
    void signing_keys_rotate_and_an_epoch_ends_sessions() {
        int before = owner.all("/keys").size();
        assertThat(Admin.items(owner.post("/keys/rotate", null))).hasSize(before + 1);
        server.post(
                "/api/rest/portal/password-login",
                "{\"email\":\"john.doe@example.com\",\"password\":\"correct horse 9\"}");
        operators.signIn(operators.ready("ended@example.com", Role.VIEWER, PortalScope.ALL));
        assertThat(Integer.parseInt(owner.post("/epoch", null).text("sessionsEnded")))
                .isPositive();
        assertThat(owner.all("/customers/2/sessions")).isEmpty();
        assertThat(installation.count("select count(*) from operator_session")).isZero();
    }
}
