package io.vestibule.customer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** "country (ISO 3166-1 alpha-2)". */
class CountryTest {

    @ParameterizedTest
    @CsvSource({"US, US", "us, US", "gB, GB", "TW, TW", "ss, SS", "IT, IT"})
    void an_assigned_code_is_taken_in_either_case(String text, String code) {
        assertThat(Country.parse(text)).contains(new Country(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UK", "EU", "XK", "AN", "ZZ", "", "U", "USA", "US ", "ıT", "ＵＳ", "1A", "\0\0"})
    void a_reserved_old_or_made_up_code_is_none(String text) {
        assertThat(Country.parse(text)).isEmpty();
    }
}
