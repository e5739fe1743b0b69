package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A customer who registers through one dialect signs in through the others, and what happens in one holds in all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneCustomerThreeDialectsTest {
    private final Installation installation = Installation.demo();
    private Client server;

    @BeforeAll
    void start() {
        server = installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    @Test
    void who_registers_in_keaze_signs_in_at_all_three() {
        Reply registered = server.post(
                "/api/rest/portal/password-register",
                "{\"email\":\"nora@example.com\",\"password\":\"a fine long one\"}");
        assertThat(registered.status()).isEqualTo(201);

        assertThat(server.post(
                                "/api/rest/portal/password-login",
                                "{\"email\":\"nora@example.com\",\"password\":\"a fine long one\"}")
                        .status())
                .isEqualTo(200);
        assertThat(server.post(
                                "/api/v1/customer_portal/auth",
                                Client.basic("demo", "demo-secret"),
                                "{\"username\":\"NORA@example.com\",\"password\":\"a fine long one\"}")
                        .text("data", "contact_id"))
                .isEqualTo(registered.text("id"));
        assertThat(server.exchange(
                                "POST",
                                "/api/customers/v2/authenticate.json?auth-userid=1&api-key=demo-key"
                                        + "&username=nora@example.com&passwd=a+fine+long+one",
                                Map.of(),
                                null)
                        .text("customerid"))
                .isEqualTo(registered.text("id"));
    }
}
