package io.vestibule.dialect.keaze;

import io.vestibule.support.Golden;
import io.vestibule.support.Installation;
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
}
