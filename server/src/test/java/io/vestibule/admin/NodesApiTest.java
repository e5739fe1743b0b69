package io.vestibule.admin;

import static io.vestibule.admin.Admin.items;
import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Client;
import io.vestibule.support.Installation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The nodes of an installation, by the admin API. */
class NodesApiTest {
    private final Installation installation = Installation.demo();
    private final Client one = installation.node();
    private final Admin viewer = Admin.of(installation, one, Role.VIEWER, PortalScope.ALL);

    @AfterEach
    void stop() {
        installation.close();
    }

    @Test
    void each_node_is_listed_with_its_jobs_for_as_long_as_it_runs() {
        installation.node();
        until(() -> items(viewer.get("/nodes")).size() == 2);
        assertThat(items(viewer.get("/nodes"))).allSatisfy(node -> {
            assertThat(node.get("silent")).isEqualTo(Json.Bool.FALSE);
            assertThat(Math.abs(Long.parseLong(node.get("clockAheadMillis").toString())))
                    .isLessThan(500);
        });
        assertThat(items(viewer.get("/jobs")))
                .extracting(job -> job.text("name").orElse(""))
                .filteredOn(name -> Set.of("mail", "logout-notices", "imports").contains(name))
                .containsExactlyInAnyOrder("mail", "mail", "logout-notices", "logout-notices", "imports", "imports");
        assertThat(items(viewer.get("/health"))).isEmpty();
        installation.sql("update node set seen_at = now() - interval '2 minutes'");
        assertThat(items(viewer.get("/health")))
                .allSatisfy(concern -> assertThat(concern.text("kind")).contains("silent-node"));
        assertThat(items(viewer.get("/jobs"))).isEmpty();
        installation.stop();
        assertThat(installation.count("select count(*) from node")).isZero();
    }

    @Test
    void requests_that_a_limit_refused_are_counted_by_whom_they_came_from() {
        Installation strict = Installation.demo(Map.of("VESTIBULE_LIMIT_LOOK_UP_ADDRESS_BURST", "1"));
        Client server = strict.node();
        for (int i = 0; i < 3; i++) {
            server.post(
                    "/api/v1/customer_portal/email_lookup",
                    Client.basic("demo", "demo-secret"),
                    "{\"email_address\":\"john.doe@example.com\"}");
        }
        strict.close(); // a node that stops adds what it counted
        assertThat(strict.count(
                        "select sum(count) from audit_minute where event = 'request_throttled' and portal_id = 1"
                                + " and dialect = 'sonar' and client_id > 0"))
                .isEqualTo(2);
    }

    @Test
    void whoever_is_bound_to_some_portals_isnt_shown_them() {
        Admin bound = Admin.of(installation, one, Role.OWNER, PortalScope.of(List.of(1L)));
        for (String path : List.of("/nodes", "/jobs", "/health")) {
            assertThat(bound.get(path).status()).isEqualTo(403);
        }
    }
}
