package io.vestibule.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryCodesTest {
    @Test
    void there_are_ten_different_ones_of_120_bits() {
        RecoveryCodes codes = RecoveryCodes.fresh();
        assertThat(codes.texts())
                .hasSize(10)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("[a-z2-7]{6}(-[a-z2-7]{6}){3}"));
        assertThat(codes.toString()).doesNotContain(codes.texts().getFirst());
    }

    @Test
    void case_does_not_matter() {
        RecoveryCodes codes = RecoveryCodes.fresh();
        String bare = codes.texts().getFirst().replace("-", "");
        assertThat(RecoveryCodes.hash(bare)).hasValue(codes.hashes().getFirst());
        assertThat(RecoveryCodes.hash(bare.toUpperCase(Locale.ROOT)))
                .hasValue(codes.hashes().getFirst());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "123456",
                "abcdefghijklmnopqrstuvw",
                "abcdefghijklmnopqrstuvwxy",
                "abcdefghijklmnopqrstuvw1",
                "ABCDEFGHIJKLMNOPQRSTUVWı"
            })
    void what_has_another_form_is_none(String typed) {
        assertThat(RecoveryCodes.hash(typed)).isEmpty();
    }
}
