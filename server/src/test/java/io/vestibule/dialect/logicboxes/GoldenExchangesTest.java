package io.vestibule.dialect.logicboxes;

import io.vestibule.support.Client;
import io.vestibule.support.Golden;
import io.vestibule.support.Installation;
import io.vestibule.support.Protected;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls of docs/dialects/logicboxes.md as a reader of them would write them down, each file on an installation of its own. */
class GoldenExchangesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "authenticate-json",
                "authenticate-xml",
                "signup",
                "change-password",
                "tokens",
                "details",
                "forgotten",
                "search",
                "modify"
            })
    void the_exchange_reads_as_the_page_says(String call) {
        try (Installation installation = Installation.demo()) {
            Golden.of("logicboxes/" + call).replay(installation.node());
        }
    }

    @Test
    void a_second_factor_reads_as_decision_9_says() {
        try (Installation installation = Installation.demo()) {
            Client server = installation.node();
            Protected customer = Protected.enrol(installation, server, "guarded@example.org");
            Map<String, String> known =
                    Map.of("customer", Long.toString(customer.id), "recovery", customer.recovery.getFirst());
            Golden.of("logicboxes/one-time-codes").replay(server, known);
        }
    }
}
