package io.vestibule.dialect.sonar;

import io.vestibule.support.Golden;
import io.vestibule.support.Installation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls of the pages as a reader of it would write them down, each file on an installation of its own. */
class GoldenExchangesTest {
    @ParameterizedTest
    @ValueSource(strings = {"email-lookup", "auth", "contacts"})
    void the_exchange_reads_as_the_page_says(String call) {
        try (Installation installation = Installation.demo()) {
            Golden.of("sonar/" + call).replay(installation.node());
        }
    }
}
