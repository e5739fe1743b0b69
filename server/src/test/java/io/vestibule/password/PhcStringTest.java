package io.vestibule.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PhcStringTest {
    private static final String SALT = "c29tZXNhbHQ";
    private static final String HASH = "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    @Test
    void itPrintsWhatItParsed() {
        String text = "$argon2id$v=19$m=65536,t=2,p=1$" + SALT + "$" + HASH;
        PhcString phc = PhcString.parse(text);

        assertThat(phc.print()).isEqualTo(text);
        assertThat(phc.cost()).isEqualTo(new Argon2Cost(65_536, 2, 1));
        assertThat(phc.saltBytes()).asString().isEqualTo("somesalt");
        assertThat(phc.hashBytes()).hasSize(32);
    }

    @Property(tries = 200)
    void whatIsPrintedParsesToTheSame(
            @ForAll @IntRange(min = 1, max = 16) int lanes,
            @ForAll @IntRange(min = 1) int passes,
            @ForAll @Size(min = 8, max = 64) byte[] salt,
            @ForAll @Size(min = 16, max = 64) byte[] hash) {
        PhcString phc = PhcString.of(new Argon2Cost(8L * lanes, passes, lanes), salt, hash);

        assertThat(PhcString.parse(phc.print())).isEqualTo(phc);
        assertThat(phc.hashBytes()).isEqualTo(hash);
    }

    @Property(tries = 500)
    void anyOtherTextIsMalformedAndNeverAnotherFault(@ForAll String text) {
        assertMalformed(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
                "$argon2i$v=19$m=65536,t=2,p=1$" + SALT + "$" + HASH,
                "$argon2id$m=65536,t=2,p=1$" + SALT + "$" + HASH,
                "$argon2id$v=16$m=65536,t=2,p=1$" + SALT + "$" + HASH,
                "$argon2id$v=19$t=2,m=65536,p=1$" + SALT + "$" + HASH,
                "$argon2id$v=19$m=0,t=2,p=1$" + SALT + "$" + HASH,
                "$argon2id$v=19$m=31,t=2,p=4$" + SALT + "$" + HASH,
                "$argon2id$v=19$m=65536,t=0,p=1$" + SALT + "$" + HASH,
                "$argon2id$v=19$m=65536,t=-2,p=1$" + SALT + "$" + HASH,
                "$argon2id$v=19$m=065536,t=2,p=1$" + SALT + "$" + HASH,
                "$argon2id$v=19$m=99999999999,t=2,p=1$" + SALT + "$" + HASH,
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXM$" + HASH,
                "$argon2id$v=19$m=65536,t=2,p=1$" + SALT + "$" + SALT,
                "$argon2id$v=19$m=65536,t=2,p=1$" + SALT + "=$" + HASH,
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHR$" + HASH,
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQaa$" + HASH,
                "$argon2id$v=19$m=65536,t=2,p=1$" + SALT + "$" + HASH + "\n",
                "$argon2id$v=19$m=65536,t=2,p=1$" + SALT + "$" + HASH + "$more"
            })
    void aHashThatArgon2idWouldNotWriteIsMalformed(String text) {
        assertMalformed(text);
    }

    @Test
    void itsToStringAndFaultsShowNothingOfTheHash() {
        assertThat(PhcString.parse("$argon2id$v=19$m=65536,t=2,p=1$" + SALT + "$" + HASH))
                .asString()
                .doesNotContain(HASH)
                .doesNotContain(SALT);
        assertThatExceptionOfType(MalformedHashException.class)
                .isThrownBy(() -> PhcString.parse("$argon2id$v=18$m=65536,t=2,p=1$" + SALT + "$" + HASH))
                .satisfies(e -> assertThat(e.toString()).doesNotContain(HASH).doesNotContain(SALT))
                .withNoCause();
    }

    private static void assertMalformed(String text) {
        assertThatExceptionOfType(MalformedHashException.class).isThrownBy(() -> PhcString.parse(text));
    }

    @Test
    void a_cost_that_there_is_not_is_named_as_it_was_given() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Argon2Cost(7, 2, 1))
                .withMessage("No Argon2 cost: m=7,t=2,p=1");
    }
}
