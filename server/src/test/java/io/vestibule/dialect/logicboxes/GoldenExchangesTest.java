package io.vestibule.dialect.logicboxes;

import io.vestibule.support.Golden;
import io.vestibule.support.Installation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls of the page and the notes as a reader of them would write them down, each file on an installation of its own. */
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
}
