package io.vestibule.admin;

import static io.vestibule.admin.Admin.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.audit.StatisticsRollupStore;
import io.vestibule.json.Json;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.RawConnection;
import io.vestibule.support.Reply;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit: searched, exported, counted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditApiTest {
    private final Installation installation = Installation.demo(Generous.limits());
    private Client server;
    private Admin owner;
    private Admin other;

    @BeforeAll
    void start() {
        server = installation.node();
        owner = Admin.of(installation, server, Role.OWNER, PortalScope.ALL);
        other = Admin.of(installation, server, Role.SUPPORT, PortalScope.of(List.of(2L)));
        installation.sql("""
                insert into audit_event (at, event, actor, dialect, portal_id, client_id, customer_id, network, request_id, detail)
                select now() - i * interval '1 second', case when i % 2 = 0 then 'authn_login_success' else 'authn_login_fail' end,
                       'client', 'sonar', 1 + i % 2, 1, i, '192.0.2.1', 'request-' || i, '{"by": "password"}'
                from generate_series(1, 2500) i
                """);
        installation.sql("""
                insert into audit_event (event, portal_id, actor, actor_id, actor_name, detail)
                values ('user_created', 1, 'operator', 1, '=HYPERLINK("x")', '{"reason": "a, b"}')
                """);
        installation.sql("update audit_rollup set counted_until = counted_until - interval '3 hours',"
                + " minutes_until = minutes_until - interval '3 hours'");
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    @Test
    void events_are_searched_by_what_they_have_the_latest_first() {
        assertThat(Admin.items(owner.get("/audit?request=request-7")))
                .singleElement()
                .satisfies(event -> assertThat(event.text("event")).contains("authn_login_fail"));
        assertThat(owner.all("/audit?customer=8")).hasSize(1);
        assertThat(owner.all("/audit?event=user_created")).hasSize(1);
        assertThat(owner.all("/audit?event=user_created,user_created")).hasSize(1);
        List<Json.Object> ofPortal = owner.all("/audit?portal=2&event=authn_login_fail,authn_login_success&limit=200");
        assertThat(ofPortal).hasSize(1250).doesNotHaveDuplicates();
        assertThat(ofPortal.getFirst().get("id").toString().compareTo("0")).isPositive();
        Instant now = Instant.now();
        assertThat(owner.all("/audit?event=authn_login_fail&limit=200&since=" + now.minusSeconds(200) + "&until="
                        + now.minusSeconds(100)))
                .hasSizeBetween(49, 51);
        assertThat(problem(owner.get("/audit?since=yesterday"))).isEqualTo("malformed 400");
        assertThat(problem(owner.get("/audit?portal=x"))).isEqualTo("malformed 400");
    }

    @Test
    void what_an_operator_did_or_an_api_key_is_found_by_its_id() {
        installation.sql("""
                insert into audit_event (at, event, portal_id, actor, actor_id, actor_name)
                select now() - interval '30 days', 'user_disabled', 1 + i % 2, case when i < 5 then 'operator' else 'api_key' end, 4711, 'x'
                from generate_series(1, 7) i
                """);
        assertThat(owner.all("/audit?operator=4711&limit=3")).hasSize(4).doesNotHaveDuplicates();
        assertThat(owner.all("/audit?apiKey=4711")).hasSize(3);
        assertThat(owner.all("/audit?operator=4711&portal=2")).hasSize(2);
        assertThat(other.all("/audit?operator=4711")).hasSize(2);
        assertThat(owner.all("/audit?operator=4711&event=user_created")).isEmpty();
        assertThat(owner.get("/audit/export?apiKey=4711").body().lines()).hasSize(3);
        assertThat(problem(owner.get("/audit?operator=1&apiKey=2"))).isEqualTo("malformed 400");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/audit?since=%2B300000-01-01T00:00:00Z",
                "/audit?until=-1000000000-01-01T00:00:00Z",
                "/audit/export?since=%2B1000000000-12-31T23:59:59Z",
                "/statistics?until=-1000000000-01-01T00:00:00Z",
                "/statistics?until=%2B300000-01-01T00:00:00Z"
            })
    void a_moment_that_no_event_can_have_is_malformed(String path) {
        assertThat(problem(owner.get(path))).isEqualTo("malformed 400");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/audit?event=%00",
                "/audit?event=a,b%00",
                "/audit?request=%00",
                "/audit?since=0001-01-01T00:00:00Z&until=9999-12-31T23:59:59Z&customer=999999999"
            })
    void what_no_event_has_finds_none(String path) {
        assertThat(Admin.items(owner.get(path))).isEmpty();
    }

    @Test
    void whoever_is_bound_to_a_portal_sees_its_events_alone() {
        assertThat(other.all("/audit?limit=200"))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.get("portal")).hasToString("2"));
        assertThat(other.all("/audit?customer=8")).isEmpty();
        assertThat(problem(other.get("/audit?portal=1"))).isEqualTo("not-found 404");
        assertThat(problem(other.get("/statistics?portal=1"))).isEqualTo("not-found 404");
        assertThat(other.get("/audit/export").body().lines()).allMatch(line -> line.contains("\"portal\":2"));
        assertThat(Admin.of(installation, server, Role.SUPPORT, PortalScope.of(List.of()))
                        .all("/audit"))
                .isEmpty();
    }

    @Test
    void all_of_it_is_exported_as_json_lines_and_as_csv_without_formulas() {
        Reply lines = owner.get("/audit/export?event=authn_login_success,authn_login_fail");
        assertThat(lines.header("Content-Type")).isEqualTo("application/jsonl");
        assertThat(lines.header("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(lines.body().lines()).hasSize(2500).doesNotHaveDuplicates();
        Reply csv = owner.get("/audit/export?format=csv&event=user_created");
        assertThat(csv.body())
                .startsWith("id,at,event,actor,")
                .contains("\"'=HYPERLINK(\"\"x\"\")\"")
                .contains("\"{\"\"reason\"\":\"\"a, b\"\"}\"");
        assertThat(owner.get("/audit/export?format=csv").body().lines()).hasSizeGreaterThan(2501);
        assertThat(problem(owner.get("/audit/export?format=xml"))).isEqualTo("malformed 400");
        assertThat(RawConnection.exchange(
                                server.port(),
                                "HEAD /api/admin/v1/audit/export HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                                        + owner.key() + "\r\n\r\n")
                        .body())
                .isEmpty();
    }

    @Test
    void a_client_that_goes_away_in_an_export_frees_its_connection() {
        for (int i = 0; i < 20; i++) {
            try (RawConnection away = new RawConnection(server.port())) {
                away.write("GET /api/admin/v1/audit/export HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + owner.key()
                        + "\r\n\r\n");
            }
        }
        assertThat(owner.get("/audit?limit=1").status()).isEqualTo(200);
        assertThat(installation.count("""
                        select count(*) from pg_stat_activity
                        where datname = current_database() and state like 'idle in transaction%'
                        """)).isZero();
    }

    @Test
    void events_are_counted_by_the_hour_those_of_hours_that_are_over_once() {
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        long expected = installation.count(
                "select count(*) from audit_event where event = 'authn_login_fail' and portal_id = 2");
        assertThat(total("/statistics?since=" + hour.minus(2, ChronoUnit.HOURS) + "&by=portal,method"))
                .isEqualTo(expected);
        var rollup = new StatisticsRollupStore(installation.sql());
        while (rollup.countMinutes()) {}
        while (rollup.countHour()) {}
        assertThat(total("/statistics?since=" + hour.minus(2, ChronoUnit.HOURS) + "&by=portal,method"))
                .isEqualTo(expected);
        assertThat(Admin.items(owner.get("/statistics?by=method")))
                .anySatisfy(count -> assertThat(count.text("method")).contains("password"));
        assertThat(Admin.items(other.get("/statistics")))
                .noneSatisfy(count -> assertThat(count.text("event")).contains("user_created"));
        assertThat(problem(owner.get("/statistics?by=colour"))).isEqualTo("malformed 400");
        assertThat(problem(owner.get("/statistics?since=2020-01-01T00:00:00Z"))).isEqualTo("malformed 400");
    }

    private long total(String path) {
        return Admin.items(owner.get(path)).stream()
                .filter(count -> count.text("event").orElse("").equals("authn_login_fail")
                        && count.get("portal").toString().equals("2"))
                .mapToLong(count -> Long.parseLong(count.get("count").toString()))
                .sum();
    }

    @Test
    void an_export_leaves_an_event_with_what_was_searched_and_how_it_was_written() {
        String asked = "/audit/export?portal=1&customer=8&event=a,b&request=r1&since=2026-01-01T00:00:00Z&format=csv";
        assertThat(owner.get(asked).status()).isEqualTo(200);
        assertThat(owner.all("/audit?event=audit_exported&portal=1"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.text("actor")).contains("api_key");
                    assertThat(event.get("detail"))
                            .hasToString(
                                    "{\"format\":\"csv\",\"search\":{\"since\":\"2026-01-01T00:00:00Z\",\"events\":[\"a\",\"b\"],"
                                            + "\"request\":\"r1\",\"customer\":8}}");
                });
        assertThat(problem(owner.get("/audit/export?format=xml"))).isEqualTo("malformed 400");
        assertThat(owner.all("/audit?event=audit_exported&portal=1")).hasSize(1);
    }
}
