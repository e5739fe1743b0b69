package io.vestibule.page.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.DatabaseLine;
import io.vestibule.support.Installation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a page says that can't be shown, in the reader's language. */
class ErrorPagesTest {
    private static final List<String> PAGES = List.of(
            "/account/1",
            "/verify/2/" + "x".repeat(43),
            "/reset/2/" + "x".repeat(43),
            "/portals/1/authorize?client_id=demo-spa&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback&response_type=code"
                    + "&scope=openid&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");

    private static final Map<String, String> TITLES = Map.of(
            "en", "Please try again later",
            "de-AT", "Bitte versuchen Sie es später noch einmal",
            "es", "Inténtelo de nuevo más tarde",
            "fr-CA,fr;q=0.9", "Veuillez réessayer plus tard");

    private static Page shown(Client server, String path, String language) {
        Browser browser = new Browser(server).speaking(language);
        browser.cookie("vestibule-1", "x".repeat(43));
        return browser.get(path);
    }

    private static void assertTold(Client server, int status) {
        PAGES.forEach(path -> TITLES.forEach((language, title) -> {
            Page page = shown(server, path, language);
            assertThat(page.status()).as(path).isEqualTo(status);
            assertThat(page.heading()).as(path).isEqualTo(title);
            assertThat(page.header("Content-Language")).isEqualTo(language.substring(0, 2));
        }));
    }

    @Test
    void an_outage_is_told_in_the_readers_language() {
        try (Installation installation = Installation.demo();
                DatabaseLine line = new DatabaseLine(installation)) {
            Client server = installation.node(Map.of("VESTIBULE_DATABASE_URL", line.url()));
            PAGES.forEach(path ->
                    assertThat(shown(server, path, "en").status()).as(path).isLessThan(500));
            line.cut();
            assertTold(server, 503);
            assertThat(shown(server, "/account/1", "en").header("Retry-After")).isNotNull();
            line.restore();
        }
    }

    @Test
    void a_fault_is_told_in_the_readers_language() {
        try (Installation installation = Installation.demo()) {
            Client server = installation.node();
            installation.sql("alter table customer_session rename to away");
            installation.sql("alter table link rename to link_away");
            assertTold(server, 500);
        }
    }
}
