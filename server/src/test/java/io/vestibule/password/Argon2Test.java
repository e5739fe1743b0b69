package io.vestibule.password;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.config.PasswordConfig.Library;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All implementations: libsodium must load where the tests run, or this class fails. */
final class Argon2Test {
    private static final Argon2 SODIUM = sodium();
    private static final Argon2 BOUNCY_CASTLE = new BouncyCastleArgon2();

    private static final Argon2 NATIVE = Argon2Selection.select(Library.AUTO, SODIUM);

    private static Argon2 sodium() {
        try {
            return SodiumArgon2.load();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Argon2> all() {
        return Stream.of(SODIUM, BOUNCY_CASTLE, NATIVE);
    }

    static Stream<Arguments> pairs() {
        return all().flatMap(writer -> all().map(reader -> Arguments.of(writer, reader)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void theReferenceImplementationsVectorsMatch(Argon2 argon2) {
        // P-H-C/phc-winner-argon2, src/test.c: Argon2id, version 0x13, salt "somesalt".
        assertMatches(argon2, "password", "m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
        assertMatches(argon2, "password", "m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");
        assertMatches(argon2, "password", "m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc");
        assertMatches(argon2, "password", "m=65536,t=1,p=1$c29tZXNhbHQ$9qWtwbpyPd3vm1rB1GThgPzZ3/ydHL92zKL+15XZypg");
        assertMatches(
                argon2, "differentpassword", "m=65536,t=2,p=1$c29tZXNhbHQ$C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94");
        assertMatches(argon2, "password", "m=65536,t=2,p=1$ZGlmZnNhbHQ$vfMrBczELrFdWP0ZsfhWsRPaHppYdP3MVEMIVlqoFBw");
    }

    private static void assertMatches(Argon2 argon2, String password, String rest) {
        PhcString stored = PhcString.parse("$argon2id$v=19$" + rest);

        assertThat(argon2.matches(password.getBytes(UTF_8), stored)).isTrue();
        assertThat(argon2.matches((password + "!").getBytes(UTF_8), stored)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void eachReadsWhatEachWrites(Argon2 writer, Argon2 reader) {
        for (String password : new String[] {"", "correct horse 9", "p\0q", "Zoë 🐎 日本語", "x".repeat(5000)}) {
            PhcString hash = writer.hash(password.getBytes(UTF_8));

            assertThat(hash.print())
                    .matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
            assertThat(reader.matches(password.getBytes(UTF_8), hash)).isTrue();
            assertThat(reader.matches((password + "\0").getBytes(UTF_8), hash)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void eachReadsTheLongestSaltAndHash(Argon2 first, Argon2 second) {
        PhcString wide = PhcString.of(new Argon2Cost(64, 1, 8), new byte[64], new byte[64]);

        assertThat(first.matches(new byte[0], wide))
                .isEqualTo(second.matches(new byte[0], wide))
                .isFalse();
    }
}
