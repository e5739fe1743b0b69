package io.vestibule.admin;

import static io.vestibule.admin.Admin.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A portal's move by the admin API: portal 2 of one server comes from portal 1 of another. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpstreamsApiTest {
    private static final String PATH = "/portals/2/upstream";
    private static final String JOHN = "john.doe@example.com";

    private final Installation old = Installation.demo(Generous.limits());
    private final Installation here = Installation.demo(Generous.limitsAnd(
            Map.of("VESTIBULE_UPSTREAM_CONNECT_TIMEOUT", "20s", "VESTIBULE_UPSTREAM_ANSWER_TIMEOUT", "20s")));
    private String url;
    private Client server;
    private Admin owner;
    private Admin viewer;
    private Admin other;

    @BeforeAll
    void start() {
        url = "http://127.0.0.1:" + old.node().port();
        server = here.node();
        owner = Admin.of(here, server, Role.OWNER, PortalScope.ALL);
        viewer = Admin.of(here, server, Role.VIEWER, PortalScope.ALL);
        other = Admin.of(here, server, Role.OWNER, PortalScope.of(List.of(1L)));
    }

    @AfterAll
    void stop() {
        here.close();
        old.close();
    }

    @BeforeEach
    void none() {
        here.sql("delete from portal_upstream");
        here.sql("delete from customer where portal_id = 2");
    }

    private String logicBoxes(String key) {
        return "{\"kind\":\"logicboxes\",\"url\":\"" + url + "\",\"credentials\":{\"auth-userid\":\"1\",\"api-key\":\""
                + key + "\"}}";
    }

    /** How often the audit has seen an API key set or remove the upstream. */
    private long changes() {
        return here.count(
                "select count(*) from audit_event where event in ('portal_upstream_set', 'portal_upstream_removed')"
                        + " and actor = 'api_key' and portal_id = 2 and detail ->> 'kind' = 'logicboxes'");
    }

    @Test
    void a_portal_moves() {
        long before = changes();
        assertThat(owner.get(PATH).body()).isEqualTo("{\"upstream\":null}");
        Reply set = owner.change("PUT", PATH, logicBoxes("demo-key"));
        assertThat(set.status()).as(set.body()).isEqualTo(200);
        assertThat(set.text("upstream", "kind") + " " + set.text("upstream", "url"))
                .isEqualTo("logicboxes " + url);
        assertThat(set.body()).doesNotContain("demo-key");
        assertThat(viewer.get(PATH).body()).isEqualTo(set.body());

        assertThat(owner.post(PATH + "/test", "{}").body())
                .isEqualTo("{\"outcome\":\"unknown\",\"customer\":null,\"fault\":null}");
        Reply known = owner.post(PATH + "/test", "{\"login\":\"" + JOHN + "\"}");
        assertThat(known.text("outcome")).isEqualTo("known");
        assertThat(known.text("customer", "id")).isEqualTo("2");
        assertThat(known.body()).contains("firstName").doesNotContain("John");

        here.sql("insert into account (id, portal_id) select n, 2 from generate_series(90001, 90003) n");
        here.sql("insert into customer (id, portal_id, account_id, is_primary, email, awaits_upstream)"
                + " select n, 2, n, true, n || '@example.com', true from generate_series(90001, 90003) n");
        Reply progress = viewer.get(PATH + "/progress");
        assertThat(progress.body())
                .isEqualTo("{\"movedIn\":0,\"movedInLastDay\":0,\"movedInADay\":0.0,\"awaited\":3,\"lastFault\":null}");

        assertThat(owner.change("DELETE", PATH, null).status()).isEqualTo(204);
        assertThat(owner.get(PATH).body()).isEqualTo("{\"upstream\":null}");
        assertThat(viewer.all(PATH + "/awaited?limit=2"))
                .as("who never came can be read after the end")
                .extracting(customer -> customer.text("email").orElseThrow())
                .containsExactlyElementsOf(IntStream.of(90001, 90002, 90003)
                        .mapToObj(id -> id + "@example.com")
                        .toList());
        assertThat(changes() - before).isEqualTo(2);
    }

    @Test
    void who_moved_in_and_what_went_wrong_is_shown() {
        assertThat(owner.change("PUT", "/portals/1/upstream", logicBoxes("wrong"))
                        .status())
                .isEqualTo(200);
        assertThat(SignInDialect.KEAZE
                        .signIn(server, "ann@example.com", "an old one 7")
                        .status())
                .isEqualTo(503);
        Reply test = owner.post("/portals/1/upstream/test", "{\"login\":\"ann@example.com\"}");
        assertThat(test.text("outcome")).isEqualTo("fault");
        assertThat(test.text("fault")).startsWith("it answered ");
        Json.Object fault =
                (Json.Object) viewer.get("/portals/1/upstream/progress").json().get("lastFault");
        assertThat(fault.text("what"))
                .hasValueSatisfying(what -> assertThat(what).startsWith("it answered "));
    }

    @Test
    void what_could_not_be_asked_is_refused() {
        Map<String, String> refused = Map.of(
                "{\"kind\":\"auth0\",\"url\":\"https://old.example.com\"}", "/kind",
                "{\"kind\":\"keaze\"}", "/url",
                "{\"kind\":\"keaze\",\"url\":\"http://old.example.com\"}", "/url",
                "{\"kind\":\"sonar\",\"url\":\"https://old.example.com\"}", "/credentials",
                "{\"kind\":\"keaze\",\"url\":\"https://old.example.com\",\"credentials\":\"x\"}", "/credentials",
                "{\"kind\":\"keaze\",\"url\":\"https://old.example.com\",\"credentials\":{\"key\":\"x\"}}",
                        "/credentials",
                "{\"kind\":\"keaze\",\"url\":\"https://old.example.com\",\"idsFrom\":0}", "/idsFrom");
        refused.forEach((body, pointer) -> {
            Reply reply = owner.change("PUT", PATH, body);
            assertThat(problem(reply)).as(body).isEqualTo("invalid 422");
            assertThat(reply.body()).contains("\"pointer\":\"" + pointer + "\"");
        });
        assertThat(here.count("select count(*) from portal_upstream")).isZero();
    }

    @Test
    void what_there_is_not_is_not_found_and_another_s_neither() {
        for (String path : List.of("/portals/77/upstream", "/portals/77/upstream/awaited", PATH + "/progress")) {
            assertThat(problem(owner.get(path))).as(path).isEqualTo("not-found 404");
        }
        assertThat(problem(owner.post(PATH + "/test", "{}"))).isEqualTo("not-found 404");
        assertThat(problem(owner.change("DELETE", PATH, null))).isEqualTo("not-found 404");
        assertThat(problem(other.get(PATH))).isEqualTo("not-found 404");
        assertThat(problem(viewer.post(PATH + "/test", "{}"))).isEqualTo("forbidden 403");
        String own = "/portals/1/upstream";
        assertThat(other.get(own).status()).isEqualTo(200);
        assertThat(problem(other.change("PUT", own, "{\"kind\":\"keaze\",\"url\":\"https://old.example.com\"}")))
                .as("it says what the server asks, and where ids begin for all portals")
                .isEqualTo("forbidden 403");
    }

    @Test
    void a_change_wants_to_know_what_it_changes() {
        String etag = owner.etag(PATH);
        assertThat(problem(owner.send("PUT", PATH, Map.of(), logicBoxes("demo-key"))))
                .isEqualTo("precondition-required 428");
        assertThat(owner.send("PUT", PATH, Map.of("If-Match", etag), logicBoxes("demo-key"))
                        .status())
                .isEqualTo(200);
        String first = owner.etag(PATH);
        assertThat(problem(owner.send("PUT", PATH, Map.of("If-Match", etag), logicBoxes("another"))))
                .isEqualTo("stale 412");
        assertThat(owner.send("PUT", PATH, Map.of("If-Match", first), logicBoxes("another"))
                        .status())
                .isEqualTo(200);
        assertThat(owner.etag(PATH))
                .as("other credentials are another upstream")
                .isNotEqualTo(first);
    }
}
