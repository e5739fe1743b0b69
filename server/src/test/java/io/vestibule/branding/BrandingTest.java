package io.vestibule.branding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Colours and addresses that an operator names. */
class BrandingTest {
    @ParameterizedTest
    @CsvSource({"#0a5, #00aa55", "#00AA55, #00aa55", "#FFF, #ffffff"})
    void a_colour_has_three_or_six_digits(String text, String value) {
        assertThat(AccentColor.parse(text)).contains(new AccentColor(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0a5", "#0a", "#00aa5", "#00aa555", "#ggg", "red", "rgb(0,0,0)", "#000;}", "#0a5\n", "#０a5"})
    void any_other_text_is_no_colour(String text) {
        assertThat(AccentColor.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"#1a56b0, #1a56b0", "#ffffff, #6f6f6f", "#ffee00, #7a7200"})
    void on_light_a_colour_is_darkened_no_further_than_it_takes(String text, String shown) {
        assertThat(AccentColor.parse(text).orElseThrow().onLight()).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://example.com", "https://example.com/terms?v=2#a", "https://[2001:db8::1]:8443/x%20y"})
    void an_address_is_https(String text) {
        assertThat(LegalUrl.objection(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "javascript:alert(1), https://",
        "JAVASCRIPT:alert(1), https://",
        "'data:text/html,x', https://",
        "http://example.com/, https://",
        "HTTPS://example.com/, https://",
        "//example.com/, https://",
        "/terms, https://",
        "example.com, https://",
        "https:///terms, no host",
        "https:example.com, https://",
        "https://someone@example.com/, user name",
        "https://example.com/a b, blank",
        "https://exämple.com/, ASCII",
        "'https://example.com/\"onclick=', no URL",
        "https://example.com/<b>, no URL",
        "https://, no URL"
    })
    void any_other_address_is_refused(String text, String reason) {
        assertThat(LegalUrl.objection(text))
                .hasValueSatisfying(said -> assertThat(said).contains(reason));
    }
}
