package io.vestibule.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.branding.Pictures;
import io.vestibule.support.TestDatabases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator does about the looks of a portal. */
class BrandingCommandsTest {
    private final Operator demo = new Operator(TestDatabases.demo());

    @TempDir
    private Path folder;

    private String file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    private String refused(String... args) {
        Operator.Ended ended = demo.types(args);
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).startsWith("vestibule: ").doesNotContain("\tat ");
        return ended.err();
    }

    @Test
    void they_are_set_shown_and_taken_back() throws IOException {
        String logo = file("logo.txt", Pictures.png(120, 40)); // the name says nothing
        assertThat(demo.gets(
                        "portal",
                        "set",
                        "1",
                        "--logo-file",
                        logo,
                        "--accent-color",
                        "#FE0",
                        "--terms-url",
                        "https://example.com/terms",
                        "--privacy-url",
                        "https://example.com/privacy"))
                .isEqualTo(
                        "Portal 1: logo PNG, 120 by 40 pixels; accent colour #ffee00 (on light #7a7200, on dark #ffee00);"
                                + " terms https://example.com/terms; privacy policy https://example.com/privacy.\n");
        assertThat(demo.gets("portal", "show", "1"))
                .containsPattern("name +Demo portal")
                .containsPattern("sender +VESTIBULE_MAIL_FROM")
                .containsPattern("logo +PNG, 120 by 40 pixels")
                .containsPattern("accent colour +#ffee00 \\(on light #7a7200, on dark #ffee00\\)")
                .containsPattern("terms +https://example.com/terms")
                .containsPattern("privacy policy +https://example.com/privacy");
        assertThat(demo.gets("portal", "set", "1", "--terms-url", ""))
                .contains("logo PNG", "terms none", "https://example.com/privacy");
        assertThat(demo.gets("portal", "set", "1", "--logo-file", "", "--accent-color", "", "--privacy-url", ""))
                .isEqualTo("Portal 1: logo none; accent colour the usual; terms none; privacy policy none.\n");
        assertThat(demo.count("select count(*) from portal_logo")).isZero();
        assertThat(demo.gets("audit", "list", "--event", "portal_branding_changed"))
                .contains("example.com/terms");
    }

    @Test
    void what_can_be_no_logo_is_refused_and_changes_nothing() throws IOException {
        String svg = file("logo.png", "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.US_ASCII));
        assertThat(refused("portal", "set", "1", "--accent-color", "#000", "--logo-file", svg))
                .contains("no PNG, JPEG or WebP");
        assertThat(refused("portal", "set", "1", "--logo-file", file("large.png", new byte[70_000])))
                .contains("larger than 64 KiB");
        assertThat(refused("portal", "set", "1", "--logo-file", file("animated.webp", Pictures.WEBP_ANIMATED)))
                .contains("it is animated");
        assertThat(refused(
                        "portal",
                        "set",
                        "1",
                        "--logo-file",
                        folder.resolve("none").toString()))
                .contains("can't be read");
        assertThat(refused("portal", "set", "77", "--accent-color", "#000")).contains("no portal 77");
        assertThat(refused("portal", "show", "77")).contains("no portal 77");
        assertThat(demo.count("select count(*) from audit_event where event = 'portal_branding_changed'"))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "--accent-color, red, no colour",
        "--accent-color, #12345, no colour",
        "--terms-url, javascript:alert(1), https://",
        "--privacy-url, http://example.com/, https://",
        "--privacy-url, https://a@example.com/, user name"
    })
    void what_has_no_form_is_refused_with_words(String option, String value, String reason) {
        assertThat(refused("portal", "set", "1", option, value)).contains(value, reason);
    }
}
