package io.vestibule.console;

import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Which nodes there are, what they do by themselves, and what somebody should look at. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodesPageTest {
    private static final String ANOTHER = """
            insert into node (id, seen_at, state) values ('00000000-0000-0000-0000-000000000002', now() - cast(? as interval),
                jsonb_build_object('id', '00000000-0000-0000-0000-000000000002', 'name', 'another', 'startedAt', now()) || cast(? as jsonb))
            """;

    private final Consoles consoles = new Consoles();
    private final Browser viewer = consoles.browser(Role.VIEWER);

    @AfterEach
    void forget() {
        consoles.installation.sql("delete from node where state ->> 'name' = 'another'");
    }

    @AfterAll
    void stop() {
        consoles.close();
    }

    private Page shown(String words) {
        return until(() -> viewer.get("/console/nodes"), page -> page.body().contains(words));
    }

    private String version() {
        return consoles.installation
                .sql()
                .withHandle(h -> h.statement("select state ->> 'version' as version from node limit 1")
                        .map(rs -> rs.getString("version"))
                        .one());
    }

    private void another(String ago, String state) {
        shown("unknown");
        consoles.installation.sql(ANOTHER, ago, state.formatted(version()));
    }

    @Test
    void a_node_tells_of_itself_and_of_its_jobs_from_its_start_on() {
        Page page = shown("session-count");
        assertThat(page.body())
                .contains("All is well", "in use", "MiB of", "expired-rows", "signing-keys", "statistics", "mail")
                .contains("logout-notices", "failover-watch");
        assertThat(page.body()).containsPattern("[+-]0\\.\\d\\d s</td>");
    }

    @Test
    void one_that_stops_is_gone_and_one_that_dies_is_missed() {
        another("51 seconds", "{\"version\": \"%s\"}");
        Page page = viewer.get("/console/nodes");
        assertThat(page.body()).contains("another").containsPattern("heard of for 5\\d\\.\\d s\\.");
        consoles.installation.sql(
                "update node set seen_at = now() - interval '61 minutes' where state ->> 'name' = 'another'");
        assertThat(viewer.get("/console/nodes").body()).contains("All is well").doesNotContain("another");
    }

    @Test
    void nodes_of_two_versions_and_a_clock_that_is_wrong_are_told() {
        another("1 second", "{\"version\": \"0.0.1\", \"clockAheadMillis\": -1500}");
        assertThat(viewer.get("/console/nodes").body())
                .contains("The nodes run different versions.", "clock is 1.5 s behind", "NTP", "-1.50 s");
        forget();
        another("1 second", "{\"version\": \"%s\", \"clockAheadMillis\": 900}");
        assertThat(viewer.get("/console/nodes").body()).contains("All is well", "+0.90 s");
    }

    @Test
    void a_job_that_fails_says_why() {
        another("1 second", """
                {"version": "%s", "jobs": [{"name": "mail", "lastAt": "2026-11-28T10:00:00Z", "tookMillis": 3,
                  "fault": "Mail stops: <b>", "faultAt": "2026-11-28T10:00:00Z"}]}""");
        assertThat(viewer.get("/console/nodes").body())
                .contains("It failed: Mail stops: &lt;b&gt;", "another, mail", "3 ms");
    }

    @Test
    void mail_that_was_given_up_or_waits_long_is_told() {
        consoles.installation.sql("insert into outbox (portal_id, customer_id, purpose, set_aside_at, created_at)"
                + " values (1, 2, 'password-changed', now(), now() - interval '1 hour')");
        consoles.installation.sql("insert into outbox (portal_id, customer_id, purpose, due_at, created_at)"
                + " values (1, 2, 'password-changed', now() + interval '1 hour', now() - interval '7 minutes')");
        assertThat(viewer.get("/console/nodes").body())
                .contains("Mail was given up.", "Mail waits for longer", "7 minutes");
        consoles.installation.sql("delete from outbox");
    }

    @Test
    void whoever_is_bound_to_some_portals_isnt_shown_nodes() {
        Browser bound = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(1L))));
        assertThat(bound.get("/console/nodes").status()).isEqualTo(403);
        assertThat(bound.get("/console").links()).doesNotContain("/console/nodes");
        assertThat(viewer.get("/console").links()).contains("/console/nodes");
    }

    @Test
    void an_upstream_that_fails_leads_to_its_page() {
        consoles.installation.sql(
                "insert into portal_upstream (portal_id, kind, url, sealed, revision, fault, fault_at) values"
                        + " (1, 'sonar', 'https://old.example.com', 'x', gen_random_uuid(), 'it answered 502', now())");
        assertThat(viewer.get("/console/nodes").body())
                .contains("<a href=\"/console/portals/1/upstream\">/console/portals/1/upstream</a> says what is wrong.")
                .doesNotContain("vestibule portal");
        consoles.installation.sql("delete from portal_upstream");
    }
}
