package io.vestibule.admin;

import static io.vestibule.admin.Admin.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
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

/** A program does what the console does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleActionsApiTest {
    private final Installation installation = Installation.demo(Generous.limits());
    private final Operators operators = new Operators(installation.place(), Generous.limits());
    private Client server;
    private Admin owner;
    private Admin support;
    private Admin other;

    @BeforeAll
    void start() {
        server = installation.node();
        owner = Admin.of(installation, server, Role.OWNER, PortalScope.ALL);
        support = Admin.of(installation, server, Role.SUPPORT, PortalScope.of(List.of(1L)));
        other = Admin.of(installation, server, Role.OWNER, PortalScope.of(List.of(2L)));
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    @Test
    void a_link_to_set_a_password_is_mailed_and_audited_with_the_reason() {
        Reply reply =
                support.send("POST", "/customers/2/password-link", Map.of("Audit-Reason", "asked by phone"), null);
        assertThat(reply.status()).as(reply.body()).isEqualTo(204);
        assertThat(installation.count("select count(*) from outbox where customer_id = 2"))
                .isEqualTo(1);
        assertThat(installation.count("""
                        select count(*) from audit_event where customer_id = 2 and actor = 'api_key'
                        and detail ->> 'reason' = 'asked by phone' and request_id = ?
                        """, reply.header("X-Request-Id"))).isEqualTo(1);
        assertThat(problem(other.post("/customers/2/password-link", null))).isEqualTo("not-found 404");
        installation.sql("update customer set disabled_at = now() where id = 2");
        assertThat(problem(support.post("/customers/2/password-link", null))).isEqualTo("conflict 409");
        installation.sql("update customer set disabled_at = null where id = 2");
    }

    @Test
    void why_something_was_refused_is_told_by_rule_and_setting() {
        installation.sql("update customer set disabled_at = now() where id = 3");
        Reply told = support.post("/diagnosis", "{\"sought\":\"jane.doe@example.com\",\"portal\":1}");
        assertThat(told.status()).as(told.body()).isEqualTo(200);
        assertThat(told.text("refused") + told.json().get("customers")).isEqualTo("true[3]");
        assertThat(told.body()).contains("\"verdict\":\"refused\",\"what\":\"They are disabled");
        installation.sql("update customer set disabled_at = null where id = 3");
        assertThat(other.post("/diagnosis", "{\"sought\":\"jane.doe@example.com\"}")
                        .body())
                .contains("Nobody signs in with it")
                .doesNotContain("jane.doe");
        assertThat(problem(other.post("/diagnosis", "{\"sought\":\"x\",\"portal\":1}")))
                .isEqualTo("not-found 404");
        assertThat(problem(support.post("/diagnosis", "{}"))).isEqualTo("invalid 422");
        assertThat(problem(support.post("/diagnosis", "{\"sought\":\"" + "x".repeat(4001) + "\"}")))
                .isEqualTo("invalid 422");
        assertThat(support.post("/diagnosis", "{\"sought\":\"https://evil.example\",\"portal\":1}")
                        .body())
                .contains("Pages of https://evil.example may not call");
    }

    @Test
    void a_url_is_held_against_each_allowed_one() {
        Reply covered = support.post("/portals/1/allowed-urls/test", "{\"url\":\"https://portal.example.com/in\"}");
        assertThat(covered.text("allowed") + covered.text("objection")).isEqualTo("truenull");
        Reply refused = support.post("/portals/1/allowed-urls/test", "{\"url\":\"https://evil.example/in\"}");
        assertThat(refused.text("allowed")).isEqualTo("false");
        assertThat(refused.body()).contains("the host is evil.example, not portal.example.com");
        assertThat(problem(support.post("/portals/1/allowed-urls/test", "{}"))).isEqualTo("invalid 422");
        assertThat(problem(other.post("/portals/1/allowed-urls/test", "{\"url\":\"x\"}")))
                .isEqualTo("not-found 404");
    }

    @Test
    void a_schema_is_checked_with_a_profile_and_not_stored() {
        String schema =
                "{\"type\":\"object\",\"properties\":{\"company\":{\"type\":\"string\"}},\"required\":[\"company\"]}";
        Reply usable = support.post(
                "/portals/1/profile-schema/check", "{\"schema\":" + schema + ",\"sample\":{\"firstName\":\"Ann\"}}");
        assertThat(usable.status()).as(usable.body()).isEqualTo(200);
        assertThat(usable.text("usable") + usable.text("reason")).isEqualTo("truenull");
        assertThat(usable.json().get("sample").toString()).contains("company");
        assertThat(Integer.parseInt(usable.text("wrong"))).isPositive();
        Reply unusable = support.post("/portals/1/profile-schema/check", "{\"schema\":{\"type\":\"nothing\"}}");
        assertThat(unusable.text("usable")).isEqualTo("false");
        assertThat(unusable.text("reason")).isNotEqualTo("null");
        assertThat(problem(support.post("/portals/1/profile-schema/check", "{\"sample\":{}}")))
                .isEqualTo("invalid 422");
        assertThat(problem(support.post("/portals/1/profile-schema/check", "{\"schema\":null,\"sample\":7}")))
                .isEqualTo("invalid 422");
        assertThat(support.get("/portals/1/profile-schema").text("schema")).isEqualTo("null");
    }

    @Test
    void one_session_of_an_operator_is_ended_and_their_lock_and_link_are_told() {
        Operators.Ready ready = operators.ready("watched@example.com", Role.VIEWER, PortalScope.ALL);
        String path = "/operators/" + ready.id();
        String before = owner.etag(path);
        operators.signIn(ready);
        String session = owner.all(path + "/sessions").getFirst().text("id").orElseThrow();
        assertThat(owner.get(path).text("signedInAt")).isNotEqualTo("null");
        assertThat(owner.etag(path)).as("that they sign in is no change").isEqualTo(before);
        assertThat(owner.send("DELETE", path + "/sessions/" + session, Map.of("Audit-Reason", "left"), null)
                        .status())
                .isEqualTo(204);
        assertThat(problem(owner.delete(path + "/sessions/" + session))).isEqualTo("not-found 404");
        assertThat(owner.all(path + "/sessions")).isEmpty();
        assertThat(installation.count("select count(*) from audit_event where event = 'operator_sessions_ended'"
                        + " and detail ->> 'reason' = 'left'"))
                .isEqualTo(1);

        assertThat(owner.get(path).text("lockedUntil") + owner.get(path).text("linkUntil"))
                .isEqualTo("nullnull");
        installation.sql("""
                insert into lockout (subject, failures, last_failure, locked_until)
                values (cast('operator' as bytea) || int8send(?), 5, now(), now() + interval '1 hour')
                """, ready.id());
        owner.post(path + "/reset", null);
        assertThat(owner.get(path).text("lockedUntil")).isNotEqualTo("null");
        assertThat(owner.get(path).text("linkUntil")).isNotEqualTo("null");
    }

    @Test
    void what_is_so_now_is_told_by_portal() {
        installation.sql(
                "insert into outbox (portal_id, customer_id, purpose, set_aside_at) values (1, 3, 'x', now())");
        assertThat(owner.get("/statistics/gauges?portal=1").text("mailSetAside"))
                .isEqualTo("1");
        assertThat(owner.get("/statistics/gauges").text("mailSetAside")).isEqualTo("1");
        assertThat(other.get("/statistics/gauges").text("mailSetAside")).isEqualTo("0");
        assertThat(problem(other.get("/statistics/gauges?portal=1"))).isEqualTo("not-found 404");
        installation.sql("delete from outbox where set_aside_at is not null");
    }

    @Test
    void clients_are_found_by_how_their_names_begin() {
        for (String name : List.of("find-c", "find-a", "Find-b")) {
            owner.post("/portals/1/clients", "{\"name\":\"" + name + "\",\"scopes\":[\"sonar\"]}");
        }
        List<Json.Object> found = owner.all("/portals/1/clients?name=FIND&limit=2");
        assertThat(found)
                .extracting(client -> client.text("name").orElseThrow())
                .containsExactly("find-a", "Find-b", "find-c");
        assertThat(owner.all("/portals/1/clients?name=nobody-has-this")).isEmpty();
        assertThat(problem(owner.get("/portals/1/clients?name=f&cursor=WzEsMl0")))
                .isEqualTo("malformed 400");
    }
}
