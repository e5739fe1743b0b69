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

/** Links by which operators act for customers, as the admin API makes them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActAsApiTest {
    private static final String PATH = "/customers/2/act-as";
    private static final Map<String, String> WHY = Map.of("Audit-Reason", "ticket 7");

    private final Installation installation = Installation.demo(Generous.limits());
    private Client server;
    private Operators operators;
    private Operators.Ready support;
    private Admin program;

    @BeforeAll
    void start() {
        server = installation.node();
        operators = new Operators(installation.place(), Generous.limits());
        support = operators.ready("support@example.com", Role.SUPPORT, PortalScope.ALL);
        program = Admin.of(installation, server, Role.SUPPORT, PortalScope.ALL);
        installation.sql("update portal set act_as = true where id = 1");
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private Reply asked(Map<String, String> headers, String body) {
        return program.send("POST", PATH, headers, body);
    }

    @Test
    void a_program_has_one_made_for_an_operator_whom_it_names() {
        Reply made = asked(WHY, "{\"operator\":" + support.id() + "}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.text("link")).matches("http://localhost:8080/act-as/1/[A-Za-z0-9_-]{43}");
        String cookie =
                "vestibule-console=" + operators.signIn(support).cookie().reveal();
        String path = made.text("link").replace("http://localhost:8080", "");
        assertThat(server.get(path, Map.of("Cookie", cookie)).status()).isEqualTo(200);
        assertThat(installation.count("""
                select count(*) from audit_event where event = 'act_as_link_issued' and actor = 'api_key' and customer_id = 2
                and detail ->> 'reason' = 'ticket 7' and detail ->> 'operator' = ?
                """, Long.toString(support.id()))).isOne();
    }

    @Test
    void it_takes_a_reason_and_an_operator_who_may() {
        String body = "{\"operator\":" + support.id() + "}";
        assertThat(problem(asked(Map.of(), body))).isEqualTo("malformed 400");
        assertThat(problem(asked(Map.of("Audit-Reason", "  "), body))).isEqualTo("malformed 400");
        assertThat(problem(asked(WHY, "{}"))).isEqualTo("invalid 422");
        assertThat(problem(asked(WHY, "{\"operator\":999}"))).isEqualTo("invalid 422");
        Operators.Ready viewer = operators.ready("viewer@example.com", Role.VIEWER, PortalScope.ALL);
        assertThat(problem(asked(WHY, "{\"operator\":" + viewer.id() + "}"))).isEqualTo("invalid 422");
        Operators.Ready other = operators.ready("other@example.com", Role.OWNER, PortalScope.of(List.of(2L)));
        assertThat(problem(asked(WHY, "{\"operator\":" + other.id() + "}"))).isEqualTo("invalid 422");
    }

    @Test
    void an_operator_has_one_for_themselves_alone() {
        Map<String, String> session = Map.of(
                "Cookie",
                "vestibule-console=" + operators.signIn(support).cookie().reveal(),
                "Content-Type",
                "application/json",
                "Audit-Reason",
                "ticket 7");
        Operators.Ready another = operators.ready("another@example.com", Role.SUPPORT, PortalScope.ALL);
        String path = Admin.ROOT + PATH;
        assertThat(server.exchange("POST", path, session, "{}").status()).isEqualTo(201);
        assertThat(problem(server.exchange("POST", path, session, "{\"operator\":" + another.id() + "}")))
                .isEqualTo("invalid 422");
    }

    @Test
    void there_is_none_where_the_portal_is_off_or_the_customer_disabled() {
        String body = "{\"operator\":" + support.id() + "}";
        installation.sql("update customer set disabled_at = now() where id = 3");
        assertThat(problem(program.send("POST", "/customers/3/act-as", WHY, body)))
                .isEqualTo("conflict 409");
        installation.sql("update portal set act_as = false where id = 1");
        assertThat(problem(asked(WHY, body))).isEqualTo("conflict 409");
        installation.sql("update portal set act_as = true where id = 1");
        assertThat(problem(program.send("POST", "/customers/999999/act-as", WHY, body)))
                .isEqualTo("not-found 404");
    }
}
