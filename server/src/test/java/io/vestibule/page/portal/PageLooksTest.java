package io.vestibule.page.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.branding.AccentColor;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Web Content Accessibility Guidelines 2.2, level AA, want of the pages, as far as their text shows it. */
class PageLooksTest {
    private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): #([0-9a-f]{3,6})");

    @Test
    void every_field_has_a_label_and_every_page_a_language_and_one_heading() {
        try (Installation installation = Installation.demo(Generous.limits())) {
            Browser browser = new Browser(installation.node());
            Page second = browser.submit(browser.get("/sign-in/1"), "/sign-in/1", Map.of("login", "testtest123"));
            Page account = browser.follow(browser.submit(second, "/sign-in/1", Map.of("password", "correct horse 9")));
            List<Page> pages = List.of(
                    browser.get("/sign-in/1"), second, browser.get("/register/1"), browser.get("/forgot/1"), account);
            assertThat(pages).allSatisfy(page -> {
                assertThat(page.body()).contains("<html lang=\"en\">", "name=\"viewport\"");
                assertThat(page.body().split("<h1>", -1)).hasSize(2);
                assertThat(found("<input (?![^>]*(?:type=\"hidden\"|aria-hidden))[^>]*\\bid=\"([^\"]*)\"", page.body()))
                        .isNotEmpty()
                        .isSubsetOf(found("<label for=\"([^\"]*)\"", page.body()))
                        .hasSameSizeAs(found("(<input (?![^>]*(?:type=\"hidden\"|aria-hidden)))", page.body()));
            });
        }
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** Success criteria 1.4.3 (4.5 to 1 for text) and 1.4.11 (3 to 1 for the edges of fields and the focus), whatever colour a portal has. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "#ffee00", "#ffffff", "#000000", "#00aa55", "#808080", "#ff0000", "#0000ff", "#00ffff", "#1b2128"
            })
    void text_and_edges_stand_out(String accent) {
        String css = PageStyle.of(AccentColor.parse(accent).orElse(null)).css();
        Map<String, double[]> light = new HashMap<>();
        Map<String, double[]> dark = new HashMap<>();
        css.lines()
                .forEach(line -> COLOUR.matcher(line)
                        .results()
                        .forEach(colour -> (line.contains("prefers-color-scheme: dark") ? dark : light)
                                .put(colour.group(1), channels(colour))));
        for (Map<String, double[]> colours : List.of(light, dark)) {
            for (String ink : new String[] {"ink", "quiet", "accent", "fault"}) {
                assertThat(contrast(colours.get(ink), colours.get("paper")))
                        .as(ink)
                        .isGreaterThanOrEqualTo(4.5);
            }
            for (String ink : new String[] {"ink", "accent"}) {
                assertThat(contrast(colours.get(ink), colours.get("back")))
                        .as(ink)
                        .isGreaterThanOrEqualTo(4.5);
            }
            assertThat(contrast(colours.get("on-accent"), colours.get("accent")))
                    .isGreaterThanOrEqualTo(4.5);
            for (String edge : new String[] {"edge", "focus", "fault"}) {
                assertThat(contrast(colours.get(edge), colours.get("paper")))
                        .as(edge)
                        .isGreaterThanOrEqualTo(3);
            }
        }
    }

    private static double[] channels(MatchResult colour) {
        String hex = colour.group(2).length() == 3 ? colour.group(2).replaceAll("(.)", "$1$1") : colour.group(2);
        double[] channels = new double[3];
        for (int i = 0; i < 3; i++) {
            double part = Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16) / 255.0;
            channels[i] = part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
        }
        return channels;
    }

    private static double contrast(double[] one, double[] other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(double[] channels) {
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2];
    }
}
