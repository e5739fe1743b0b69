package io.vestibule.admin;

import static io.vestibule.admin.Admin.items;
import static io.vestibule.admin.Admin.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What becomes of an API client after it was made: networks, overlap, being disabled, and when it called last. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsApiTest {
    private static final String CONTACTS = "/api/v1/accounts/1/contacts";

    private final Installation installation = Installation.demo(Generous.limits());
    private Client server;
    private Admin owner;

    @BeforeAll
    void start() {
        server = installation.node();
        owner = Admin.of(installation, server, Role.OWNER, PortalScope.ALL);
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    /** Makes a client of Sonar's API; its secret. */
    private String add(String name) {
        return owner.post("/portals/1/clients", "{\"name\":\"" + name + "\",\"scopes\":[\"sonar\"]}")
                .text("secret");
    }

    /** Whether it may call, on a node that hasn't heard of it a moment ago. */
    private int calls(Client node, String name, String secret) {
        return node.get(CONTACTS, Client.basic(name, secret)).status();
    }

    @Test
    void a_client_tells_when_and_from_where_it_called_last() {
        String secret = add("seen");
        assertThat(owner.get("/clients/seen/last-use").body()).isEqualTo("{\"lastUse\":null}");
        assertThat(calls(server, "seen", "wrong")).isEqualTo(401);
        assertThat(owner.get("/clients/seen/last-use").body()).isEqualTo("{\"lastUse\":null}");
        String etag = owner.etag("/clients/seen");

        assertThat(calls(server, "seen", secret)).isEqualTo(200);

        Reply used = owner.get("/clients/seen/last-use");
        assertThat(used.text("lastUse", "network")).isEqualTo("127.0.0.1");
        assertThat(Instant.parse(used.text("lastUse", "at")))
                .isAfter(Instant.now().minus(Duration.ofMinutes(2)));
        assertThat(owner.etag("/clients/seen"))
                .as("that it calls makes no change stale")
                .isEqualTo(etag);
        assertThat(items(owner.get("/portals/1/clients?limit=200")))
                .filteredOn(client -> client.get("name").equals(Json.of("seen")))
                .singleElement()
                .satisfies(
                        client -> assertThat(client.get("lastUse").toString()).contains("127.0.0.1"));
    }

    @Test
    void a_client_that_calls_and_calls_is_written_once_a_minute() {
        String secret = add("busy");
        for (int i = 0; i < 5; i++) {
            calls(server, "busy", secret);
        }
        owner.get("/clients/busy/last-use");
        installation.sql("update api_client_use set used_at = '2020-01-01T00:00:00Z'"
                + " where client_id = (select id from api_client where name = 'busy')");
        calls(server, "busy", secret);
        assertThat(owner.get("/clients/busy/last-use").text("lastUse", "at")).isEqualTo("2020-01-01T00:00:00Z");
    }

    @Test
    void a_node_that_ends_writes_what_it_knows_and_an_older_use_replaces_no_newer_one() {
        String secret = add("leaving");
        Client leaving = installation.node();
        assertThat(calls(leaving, "leaving", secret)).isEqualTo(200);
        assertThat(installation.count("select count(*) from api_client_use u join api_client c on c.id = u.client_id"
                        + " where c.name = 'leaving'"))
                .as("no call waits for it")
                .isZero();
        installation.sql(
                "insert into api_client_use (client_id, used_at) select id, '2100-01-01T00:00:00Z' from api_client"
                        + " where name = 'leaving'");
        installation.stop();
        assertThat(installation.count("select count(*) from api_client_use u join api_client c on c.id = u.client_id"
                        + " where c.name = 'leaving' and used_at = '2100-01-01T00:00:00Z'"))
                .isOne();
        start();
    }

    @Test
    void a_public_client_tells_no_network_since_that_is_a_customers() {
        String form = "grant_type=authorization_code&code=invented&redirect_uri=http%3A%2F%2Fx%2F&client_id=demo-spa";
        Map<String, String> headers = Map.of("Content-Type", "application/x-www-form-urlencoded");
        server.exchange("POST", "/portals/1/token", headers, form);
        Reply used = owner.get("/clients/demo-spa/last-use");
        assertThat(used.text("lastUse", "network")).isEqualTo("null");
        assertThat(used.text("lastUse", "at")).startsWith("20");
    }

    @Test
    void networks_and_dialects_change_under_a_precondition() {
        String secret = add("fenced");
        assertThat(problem(owner.send(
                        "PATCH", "/clients/fenced", Map.of("If-Match", "\"x\""), "{\"networks\":[\"192.0.2.0/24\"]}")))
                .isEqualTo("stale 412");
        Reply changed = owner.patch(
                "/clients/fenced", "{\"networks\":[\"192.0.2.0/24\"],\"scopes\":[\"sonar\",\"logicboxes\"]}");
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.body()).contains("\"scopes\":[\"logicboxes\",\"sonar\"]", "192.0.2.0/24");
        assertThat(calls(installation.node(), "fenced", secret)).isNotEqualTo(200);
        owner.patch("/clients/fenced", "{\"networks\":[]}");
        assertThat(calls(installation.node(), "fenced", secret)).isEqualTo(200);
        assertThat(problem(owner.patch("/clients/fenced", "{\"scopes\":[]}"))).isEqualTo("invalid 422");
        assertThat(problem(owner.patch("/clients/fenced", "{\"scopes\":[\"openid\"]}")))
                .isEqualTo("invalid 422");
        assertThat(problem(owner.patch("/clients/demo-web", "{\"scopes\":[\"sonar\"]}")))
                .isEqualTo("invalid 422");
        assertThat(problem(owner.patch("/clients/demo-spa", "{\"networks\":[\"192.0.2.0/24\"]}")))
                .as("a public client has no networks")
                .isEqualTo("invalid 422");
        assertThat(owner.patch("/clients/demo-web", "{\"networks\":[\"192.0.2.0/24\"]}")
                        .body())
                .contains("192.0.2.0/24");
        assertThat(installation.count("select count(*) from audit_event where event = 'client_changed'"
                        + " and detail ->> 'name' = 'demo-web' and detail -> 'members' = '[\"networks\"]'"))
                .isOne();
        owner.patch("/clients/demo-web", "{\"networks\":[]}");
    }

    @Test
    void an_overlap_is_shown_and_ends_when_an_owner_says_so() {
        String old = add("turning");
        String next = owner.post("/clients/turning/rotate", "{\"overlapSeconds\":3600}")
                .text("secret");
        assertThat(owner.get("/clients/turning").text("formerSecretUntil")).startsWith("20");
        assertThat(calls(installation.node(), "turning", old)).isEqualTo(200);
        assertThat(owner.delete("/clients/turning/former-secret").status()).isEqualTo(204);
        assertThat(calls(installation.node(), "turning", old)).isEqualTo(401);
        assertThat(calls(installation.node(), "turning", next)).isEqualTo(200);
        assertThat(owner.get("/clients/turning").text("formerSecretUntil")).isEqualTo("null");
        assertThat(problem(owner.delete("/clients/turning/former-secret"))).isEqualTo("conflict 409");
    }

    @Test
    void a_name_that_none_can_have_is_nobodys() {
        for (String path : List.of("/clients/%00", "/clients/demo%00", "/clients/%F0%9F%92%A5")) {
            assertThat(problem(owner.get(path))).as(path).isEqualTo("not-found 404");
        }
        assertThat(problem(owner.delete("/customers/2/consents/%00"))).isEqualTo("not-found 404");
    }

    @Test
    void a_disabled_client_is_enabled_again() {
        String secret = add("resting");
        assertThat(owner.post("/clients/resting/disable", null).text("disabled"))
                .isEqualTo("true");
        assertThat(calls(installation.node(), "resting", secret)).isEqualTo(401);
        assertThat(owner.post("/clients/resting/enable", null).text("disabled")).isEqualTo("false");
        assertThat(calls(installation.node(), "resting", secret)).isEqualTo(200);
        assertThat(problem(owner.post("/clients/none/enable", null))).isEqualTo("not-found 404");
    }
}
