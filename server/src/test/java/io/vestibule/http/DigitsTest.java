package io.vestibule.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigitsTest {
    @Test
    void one_to_eighteen_digits_are_a_number() {
        assertThat(Digits.number("0")).contains(0L);
        assertThat(Digits.number("007")).contains(7L);
        assertThat(Digits.number("999999999999999999")).contains(999_999_999_999_999_999L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 1", "1 ", "+1", "-1", "1.0", "1e3", "0x1", "٣", "１", "1000000000000000000"})
    void any_other_text_is_none(String text) {
        assertThat(Digits.number(text)).isEmpty();
    }
}
