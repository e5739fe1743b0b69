package io.vestibule.scenario;

import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Client;
import io.vestibule.support.DatabaseLine;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Operators;
import io.vestibule.support.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** With the database away the admin API and the console say so, each in its own shape, and recover by themselves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdministrationOutageTest {
    private final Installation installation = Installation.demo(Generous.limits());
    private final DatabaseLine line = new DatabaseLine(installation);
    private final Client server = installation.node(Map.of("VESTIBULE_DATABASE_URL", line.url()));
    private final Operators operators = new Operators(installation.place(), Generous.limits());
    private final Map<String, String> key = Client.bearer(operators.apiKey("outage", Role.OWNER, PortalScope.ALL));
    private final Browser browser = new Browser(server);

    AdministrationOutageTest() {
        browser.cookie(
                "vestibule-console",
                operators
                        .signIn(operators.ready("away@example.com", Role.OWNER, PortalScope.ALL))
                        .cookie()
                        .reveal());
    }

    @AfterEach
    void restore() {
        line.restore();
    }

    @AfterAll
    void stop() {
        installation.close();
        line.close();
    }

    private void recovers() {
        line.restore();
        until(() -> server.get("/api/admin/v1/portals", key).status() == 200
                && browser.get("/console").status() == 200);
    }

    @Test
    void the_api_answers_with_a_problem_that_says_when_to_ask_again() {
        for (boolean asked : new boolean[] {false, true}) { // its objects are made by the first request
            line.cut();
            Reply read = server.get("/api/admin/v1/portals", key);
            unavailable(read);
            unavailable(server.json("POST", "/api/admin/v1/portals", key, "{\"name\":\"Lost\"}"));
            unavailable(server.get("/api/admin/v1/nodes", key));
            recovers();
            assertThat(installation.count("select count(*) from portal where name = 'Lost'"))
                    .as("asked before: " + asked)
                    .isZero();
        }
    }

    private static void unavailable(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isNotNull();
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.text("type")).isEqualTo("urn:vestibule:problem:unavailable");
    }

    @Test
    void the_console_answers_with_a_page_that_says_that_nothing_was_done() {
        assertThat(browser.get("/console").status()).isEqualTo(200);
        line.cut();
        for (String path : new String[] {"/console", "/console/nodes", "/console/customers/2"}) {
            Browser.Page page = browser.get(path);
            assertThat(page.status()).as(path).isEqualTo(503);
            assertThat(page.header("Retry-After")).isNotNull();
            assertThat(page.heading()).isEqualTo("Please try again");
        }
        assertThat(browser.post("/console/customers/2/disable", Map.of("reason", "r"))
                        .status())
                .isEqualTo(503);
        recovers();
        assertThat(installation.count("select count(*) from customer where id = 2 and disabled_at is not null"))
                .isZero();
    }
}
