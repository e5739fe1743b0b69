package io.vestibule.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordPolicyTest {
    private static final PasswordPolicy POLICY = new PasswordPolicy();
    private static final String TOO_SHORT = "The password field must be at least 6 characters.";
    private static final String TOO_LONG = "The password field must not be greater than 128 characters.";
    private static final String TOO_COMMON = "The password is too common.";
    private static final String NOT_ALLOWED = "The password field contains a character that is not allowed.";
    private static final String OWN_NAME = "The password field must be different from the email address and username.";

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "日", "🐎"})
    void atLeastSixAndAtMost128CodePoints(String character) {
        // Five and six of one character are on the list of common ones, so these end in something rare.
        assertObjection(TOO_SHORT, "§¶" + character.repeat(3));
        assertFine("§¶" + character.repeat(4));
        assertFine("§¶" + character.repeat(126));
        assertObjection(TOO_LONG, "§¶" + character.repeat(127));
    }

    @Test
    void emptyIsTooShort() {
        assertObjection(TOO_SHORT, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"correct horse 9", "      spaces      ", "Zo\u00eb\u0308\u0301abc", "aaaaaaaaaaaaaaab"})
    void anyKindOfCharacterWillDo(String password) {
        assertFine(password);
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456", "password", "PassWord", "QWERTY", "letmein", "1qaz2wsx", "trustno1"})
    void commonPasswordsAreRefusedInAnyCase(String password) {
        assertObjection(TOO_COMMON, password);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83dabcdef", "abcdef\udc0e", "abc\udc0e\ud83ddef", "abc\0defgh"})
    void aLoneSurrogateAndAZeroAreRefused(String password) {
        assertObjection(NOT_ALLOWED, password);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "john.doe@example.com",
                "John.Doe@Example.com",
                "john.doe",
                "JOHN.DOE",
                "testtest123",
                "TestTest123"
            })
    void theCustomersOwnLoginsAreRefusedInAnyCase(String password) {
        assertThat(POLICY.objection(Secret.of(password), List.of("john.doe@example.com", "testtest123")))
                .contains(OWN_NAME);
    }

    @Test
    void aPasswordThatOnlyContainsALoginIsFine() {
        assertThat(POLICY.objection(Secret.of("john.doe and more"), List.of("john.doe@example.com")))
                .isEmpty();
    }

    @Test
    void everyLineOfTheListIsLowerCaseSortedLongEnoughAndRefused() throws IOException {
        List<String> lines;
        try (InputStream list = PasswordPolicy.class.getResourceAsStream("common-passwords.txt")) {
            lines = new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }

        assertThat(lines).hasSizeGreaterThan(40_000).isSorted().doesNotHaveDuplicates();
        assertThat(lines).allMatch(line -> line.length() >= 6 && line.equals(line.strip()));
        assertThat(lines).allMatch(line -> line.chars().noneMatch(Character::isUpperCase));
        CommonPasswords common = CommonPasswords.load();
        assertThat(lines).allMatch(common::contain).noneMatch(line -> common.contain("§" + line));
    }

    private static void assertObjection(String sentence, String password) {
        assertThat(POLICY.objection(Secret.of(password), List.of())).contains(sentence);
    }

    private static void assertFine(String password) {
        assertThat(POLICY.objection(Secret.of(password), List.of())).isEmpty();
    }
}
