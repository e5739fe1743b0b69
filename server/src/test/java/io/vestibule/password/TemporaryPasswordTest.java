package io.vestibule.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.secret.Secret;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TemporaryPasswordTest {
    private final PasswordPolicy policy = new PasswordPolicy();

    @Test
    void it_has_a_letter_of_each_case_a_digit_and_a_sign_and_none_that_looks_like_another() {
        for (int i = 0; i < 2000; i++) {
            String text = TemporaryPassword.random().reveal();
            assertThat(text)
                    .matches("[a-zA-Z2-9]{4}[.][a-zA-Z2-9]{4}[.][a-zA-Z2-9]{4}")
                    .doesNotContain("o", "O", "l", "I")
                    .containsPattern("[a-z]")
                    .containsPattern("[A-Z]")
                    .containsPattern("[0-9]");
        }
    }

    @Test
    void the_policy_takes_it() {
        for (int i = 0; i < 200; i++) {
            Secret password = TemporaryPassword.random();
            assertThat(policy.objection(password, List.of("john.doe@example.com")))
                    .isEmpty();
        }
    }

    @Test
    void each_is_another_and_every_sign_stands_anywhere() {
        Set<String> all = new HashSet<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 5000; i++) {
            String text = TemporaryPassword.random().reveal().replace(".", "");
            all.add(text);
            for (int at = 0; at < text.length(); at++) {
                seen.add(at + ":" + text.charAt(at));
            }
        }
        assertThat(all).hasSize(5000);
        assertThat(seen).hasSize(12 * 56);
    }
}
