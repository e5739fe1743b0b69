package io.vestibule.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vestibule.secret.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordHasherTest {
    private static final PasswordHasher HASHER = PasswordHasher.create();
    private static final Secret PASSWORD = Secret.of("correct horse 9");
    private static final String SALT_AND_HASH = "$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    @Test
    void thePasswordMatchesItsHashWithCaseAndNothingElseDoes() {
        String hash = HASHER.hash(PASSWORD);

        assertThat(hash).hasSize(97).isNotEqualTo(HASHER.hash(PASSWORD));
        assertThat(HASHER.verify(PASSWORD, hash)).isTrue();
        assertThat(HASHER.verify(Secret.of("Correct horse 9"), hash)).isFalse();
        assertThat(HASHER.verify(Secret.of(""), hash)).isFalse();
    }

    @Test
    void aLetterTypedInOnePieceOrTwoIsTheSame() {
        assertThat(HASHER.verify(Secret.of("Zoe\u0308 says"), HASHER.hash(Secret.of("Zo\u00eb says"))))
                .isTrue();
    }

    @Test
    void compatibilityFormsStayDifferent() {
        assertThat(HASHER.verify(Secret.of("fish\ufb01"), HASHER.hash(Secret.of("fishfi"))))
                .isFalse();
    }

    @Test
    void aLoneSurrogateIsNoQuestionMark() {
        assertThat(HASHER.verify(Secret.of("abcdef\ud800"), HASHER.hash(Secret.of("abcdef?"))))
                .isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HASHER.hash(Secret.of("canary\ud800")))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("canary"));
    }

    @Test
    void ourOwnHashAtTodaysCostIsNotOutdated() {
        String hash = HASHER.hash(PASSWORD);
        assertThat(HASHER.check(PASSWORD, hash, List.of()))
                .satisfies(check -> assertThat(check.right()).isTrue())
                .satisfies(check -> assertThat(check.outdated()).isFalse());
    }

    @Test
    void anotherSystemsArgon2idOfTodaysCostIsMarkedAndOurExportsAreToldFromIt() {
        String hash = HASHER.hash(Secret.of("Zo\u00eb says"));
        String theirs = stored(hash);
        assertThat(theirs).isEqualTo("{typed}" + hash);
        assertThat(HASHER.verify(Secret.of("Zo\u00eb says"), theirs)).isTrue();
        assertThat(HASHER.verify(Secret.of("Zoe\u0308 says"), theirs)).isFalse();
        assertThat(PasswordHasher.exported(hash)).isEqualTo("{nfc}" + hash);
        assertThat(stored("{nfc}" + hash)).isEqualTo(hash);
        assertThat(PasswordHasher.exported(theirs)).isEqualTo(theirs);
    }

    private static String stored(String hash) {
        return ((ExaminedHash.Usable) HASHER.examine(hash)).text();
    }

    @Test
    void theDecoyHasTheShapeOfAHashAndMatchesNothing() {
        assertThat(HASHER.decoy()).hasSize(97).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(HASHER.verify(PASSWORD, HASHER.decoy())).isFalse();
        assertThat(PasswordHasher.create().decoy()).isNotEqualTo(HASHER.decoy());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m=1048577,t=1,p=1",
                "m=4294967295,t=1,p=1",
                "m=9999999999,t=1,p=1",
                "m=65536,t=17,p=1",
                "m=65536,t=9999999999,p=1",
                "m=65536,t=1,p=17"
            })
    void aStoredHashOfMonstrousCostMatchesNothingAndIsNotPaidFor(String cost) {
        assertThat(HASHER.verify(PASSWORD, "$argon2id$v=19$" + cost + SALT_AND_HASH))
                .isFalse();
    }

    @Test
    void aMalformedStoredHashIsAFault() {
        assertThatExceptionOfType(MalformedHashException.class)
                .isThrownBy(() -> HASHER.verify(PASSWORD, "$argon2id$canary"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("canary"));
    }
}
