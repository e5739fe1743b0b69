package io.vestibule.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** All that is kept of a customer leaves the console for a reason alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CustomerExportTest {
    private static final String EXPORT = "/console/customers/2/export";

    private final Consoles consoles = new Consoles();
    private Browser owner;

    @BeforeAll
    void start() {
        owner = consoles.browser(Role.OWNER);
    }

    @AfterAll
    void stop() {
        consoles.close();
    }

    private long exports() {
        return consoles.installation.count(
                "select count(*) from audit_event where event = 'user_data_exported' and customer_id = 2");
    }

    @Test
    void an_export_asks_why_and_the_audit_keeps_it() {
        Page customer = owner.get("/console/customers/2");
        assertThat(customer.body()).contains("href=\"" + EXPORT + "\"").doesNotContain("/api/admin/v1/customers");
        Page asked = owner.get(EXPORT);
        assertThat(asked.heading()).startsWith("Export all that is kept");
        assertThat(owner.submit(asked, EXPORT, Map.of("reason", " ")).alert()).startsWith("Say why");
        assertThat(exports()).isZero();
        Page file = owner.submit(asked, EXPORT, Map.of("reason", "asked by letter"));
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("Content-Type")).isEqualTo("application/json");
        assertThat(file.header("Content-Disposition")).isEqualTo("attachment; filename=\"customer-2.json\"");
        assertThat(file.body()).startsWith("{\"customer\":{\"id\":2,").contains("john.doe@example.com", "\"grants\":");
        assertThat(consoles.installation.count(
                        "select count(*) from audit_event where event = 'user_data_exported' and customer_id = 2"
                                + " and portal_id = 1 and actor = 'operator' and dialect = 'console'"
                                + " and detail ->> 'reason' = 'asked by letter'"))
                .isOne();
    }

    @Test
    void only_an_owner_of_the_portal_gets_one() {
        assertThat(consoles.browser(Role.SUPPORT).get(EXPORT).status()).isEqualTo(403);
        Browser other = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(2L))));
        assertThat(other.get(EXPORT).status()).isEqualTo(404);
        assertThat(other.post(EXPORT, Map.of("reason", "r")).status()).isEqualTo(404);
    }
}
