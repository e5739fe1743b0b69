package io.vestibule.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignInMethodTest {
    @ParameterizedTest
    @EnumSource
    void what_the_database_has_is_read_as_it_was_written(SignInMethod method) {
        assertThat(SignInMethod.ofLabel(method.label())).isEqualTo(method);
    }

    @Test
    void one_that_nobody_knows_is_not_taken_for_a_password() {
        assertThatIllegalArgumentException().isThrownBy(() -> SignInMethod.ofLabel("fingerprint"));
    }
}
