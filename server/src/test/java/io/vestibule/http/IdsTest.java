package io.vestibule.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
    private static final UUID ONE = UUID.fromString("fbfc3007-154e-4ecc-8c0b-6e020557d7bd");

    @Test
    void one_to_eighteen_digits_without_a_zero_ahead_are_an_id() {
        assertThat(Ids.id("7")).contains(7L);
        assertThat(Ids.id("999999999999999999")).contains(999_999_999_999_999_999L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "007", " 1", "+1", "-1", "1.0", "\u0663", "1000000000000000000"})
    void any_other_text_is_none(String text) {
        assertThat(Ids.id(text)).isEmpty();
    }

    @Test
    void a_uuid_may_have_capitals() {
        assertThat(Ids.uuid(ONE.toString())).contains(ONE);
        assertThat(Ids.uuid("FBFC3007-154E-4ECC-8C0B-6E020557D7BD")).contains(ONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1-1-1-1-1", "fbfc3007154e4ecc8c0b6e020557d7bd", "{fbfc3007-154e-4ecc-8c0b-6e020557d7bd}"})
    void any_other_text_is_no_uuid(String text) {
        assertThat(Ids.uuid(text)).isEmpty();
    }
}
