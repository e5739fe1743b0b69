package io.vestibule.dialect.keaze;

import io.vestibule.support.Client;
import io.vestibule.support.Golden;
import io.vestibule.support.Installation;
import io.vestibule.support.Protected;
import io.vestibule.support.SignInDialect;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls of the page as a reader of it would write them down, each file on an installation of its own. */
class GoldenExchangesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "email-exists", "passwordless-access", "passwordless-register", "passwordless-login", "change-email",
                "password-register", "password-login", "forgot-password", "profile", "callers"
            })
    void the_exchange_reads_as_the_page_says(String call) {
        try (Installation installation = Installation.demo()) {
            Golden.of("keaze/" + call).replay(installation.node());
        }
    }

    @Test
    void a_second_factor_reads_as_decision_9_says() {
        try (Installation installation = Installation.demo()) {
            Client server = installation.node();
            Protected customer = Protected.enrol(installation, server, "guarded@example.org");
            Map<String, String> known = Map.of(
                    "access",
                            SignInDialect.KEAZE
                                    .signIn(server, "john.doe@example.com", "correct horse 9")
                                    .text("access_token"),
                    "email", customer.email,
                    "recovery", customer.recovery.getFirst());
            Golden.of("keaze/second-factor").replay(server, known);
        }
    }
}
