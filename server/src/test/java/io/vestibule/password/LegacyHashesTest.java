package io.vestibule.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vestibule.password.legacy.LegacyFormats;
import io.vestibule.password.legacy.OnHeap;
import io.vestibule.password.legacy.Peppers;
import io.vestibule.password.legacy.UnusableHashException;
import io.vestibule.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hashes that other systems made verify as they did there; what can't be verified is refused with a reason. */
final class LegacyHashesTest {
    private static final PasswordHasher HASHER = PasswordHasher.create();
    private static final PasswordHasher IN_JAVA =
            new PasswordHasher(new BouncyCastleArgon2(), Peppers.NONE, HashSource.UNKNOWN);
    private static final List<Vector> VECTORS = of("legacy-hashes.tsv");

    record Vector(String name, String password, String hash) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Vector> every() {
        return Stream.concat(VECTORS.stream(), of("moved-hashes.tsv").stream()).toList();
    }

    static List<Vector> vectors() {
        return VECTORS;
    }

    private static List<Vector> of(String resource) {
        return lines(resource)
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t"))
                .map(parts -> new Vector(parts[0], parts[1], parts[2]))
                .toList();
    }

    private static Stream<String> lines(String resource) {
        try (InputStream file = LegacyHashesTest.class.getResourceAsStream(resource)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** On all cores: they are many, and some take long. */
    @Test
    void a_hash_made_elsewhere_matches_its_password_and_no_other() {
        every().parallelStream().forEach(vector -> {
            String stored = stored(vector.hash());
            assertThat(HASHER.check(Secret.of(vector.password()), stored, List.of(stored)))
                    .as(vector.name())
                    .satisfies(check -> assertThat(check.right()).isTrue())
                    .satisfies(check -> assertThat(check.outdated()).isTrue());
            assertThat(HASHER.verify(Secret.of("Correct horse 9"), stored))
                    .as(vector.name())
                    .isFalse();
        });
    }

    /** As an import stores it. */
    private static String stored(String hash) {
        return ((ExaminedHash.Usable) HASHER.examine(hash)).text();
    }

    @ParameterizedTest
    @MethodSource("every")
    void what_is_stored_of_a_hash_says_the_same_and_is_told_from_ours(Vector vector) {
        String stored = stored(vector.hash());
        assertThat(HASHER.examine(stored)).isEqualTo(HASHER.examine(vector.hash()));
        assertThat(HASHER.examine(PasswordHasher.exported(stored))).isEqualTo(HASHER.examine(vector.hash()));
        assertThat(stored).doesNotStartWith("$argon2id$");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void a_decoy_has_the_cost_of_its_model_and_matches_nothing(Vector vector) {
        String decoy = HASHER.decoyLike(vector.hash());

        assertThat(kind(decoy)).isEqualTo(kind(vector.hash()));
        assertThat(HASHER.decoyLike(vector.hash())).isNotEqualTo(decoy);
        assertThat(HASHER.verify(Secret.of(vector.password()), decoy)).isFalse();
    }

    private static String kind(String hash) {
        return ((ExaminedHash.Usable) HASHER.examine(hash)).kind();
    }

    @Test
    void without_libsodium_all_that_fits_the_heap_verifies_too() {
        for (Vector vector : VECTORS) {
            if (IN_JAVA.examine(vector.hash()) instanceof ExaminedHash.Usable) {
                assertThat(IN_JAVA.verify(Secret.of(vector.password()), vector.hash()))
                        .as(vector.name())
                        .isTrue();
            } else {
                assertThat(vector.name()).isIn("django argon2", "argon2id laravel", "scrypt PHC 64 MiB");
                assertThat(IN_JAVA.verify(Secret.of(vector.password()), vector.hash()))
                        .isFalse();
            }
        }
    }

    @Test
    void the_password_counts_as_it_was_typed() {
        // the e and its dots as two code points
        String typed = md5("Zoe\u0308");
        assertThat(HASHER.verify(Secret.of("Zoe\u0308"), typed)).isTrue();
        assertThat(HASHER.verify(Secret.of("Zo\u00eb"), typed)).isFalse();
    }

    private static String md5(String password) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("MD5").digest(("saltsalt" + password).getBytes(StandardCharsets.UTF_8));
            return "md5$saltsalt$" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_nul_or_an_overlong_password_matches_nothing() {
        for (Vector vector : VECTORS) {
            assertThat(HASHER.verify(Secret.of(vector.password() + "\0"), vector.hash()))
                    .as(vector.name())
                    .isFalse();
        }
        assertThat(HASHER.verify(Secret.of("x".repeat(4096)), md5("x".repeat(4096))))
                .isTrue();
        assertThat(HASHER.verify(Secret.of("x".repeat(4097)), md5("x".repeat(4097))))
                .isFalse();
    }

    @Test
    void a_lone_surrogate_matches_nothing() {
        assertThat(HASHER.verify(Secret.of("abc\ud800"), md5("abc?"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5f4dcc3b5aa765d61d8327deb882cf99", // bare MD5
                "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=", // unsalted
                "{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
                "md5$$5f4dcc3b5aa765d61d8327deb882cf99",
                "sha1$$5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8",
                "sha1$salt$5f4dcc3b5aa765d61d8327deb882cf99",
                "$2x$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ0123O",
                "$2b$03$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ0123O",
                "$2b$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ0123",
                "$P$4aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "pbkdf2_sha256$0$salt$MDb5EokggN6N3FU8PZQdCpL5SGSXu4CGzTi8t1JjV+M=",
                "pbkdf2_sha256$1000$$MDb5EokggN6N3FU8PZQdCpL5SGSXu4CGzTi8t1JjV+M=",
                "$scrypt$ln=0,r=8,p=1$c2l4dGVlbg$1OrNHKo0ygeHq36cg1Y3dZVTpocZavsVn8RBU7HQO+E",
                "scrypt$16383$salt$8$1$1OrNHKo0ygeHq36cg1Y3dZVTpocZavsVn8RBU7HQO+E=",
                "$argon2i$v=18$m=1024,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$scrypt$ln=99,r=999999,p=999999$c2l4dGVlbg$1OrNHKo0ygeHq36cg1Y3dZVTpocZavsVn8RBU7HQO+E",
                "$6$saltstring$short",
                "plain text",
                "$"
            })
    void what_no_scheme_makes_or_needs_no_breaking_is_refused_with_a_reason(String text) {
        assertThat(HASHER.examine(text))
                .isInstanceOfSatisfying(
                        ExaminedHash.Unusable.class,
                        unusable ->
                                assertThat(unusable.reason()).startsWith("a").doesNotContain("5f4dcc"));
        assertThatExceptionOfType(MalformedHashException.class)
                .isThrownBy(() -> HASHER.verify(Secret.of("password"), text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "$2b$15$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ0123O bcrypt",
                "$P$Laaaaaaaaaaaaaaaaaaaaaaaaaaaaa. phpass",
                "pbkdf2_sha256$4300000$salt$MDb5EokggN6N3FU8PZQdCpL5SGSXu4CGzTi8t1JjV+M= PBKDF2",
                "$pbkdf2-sha256$9999999999$c2l4dGVlbg$iHHXQZYDN.mITxFn8O6GF.of4tRAVTg7Shy0BA0J/Q4 PBKDF2",
                "$scrypt$ln=17,r=8,p=1$c2l4dGVlbg$1OrNHKo0ygeHq36cg1Y3dZVTpocZavsVn8RBU7HQO+E scrypt",
                "$scrypt$ln=16,r=8,p=9$c2l4dGVlbg$1OrNHKo0ygeHq36cg1Y3dZVTpocZavsVn8RBU7HQO+E scrypt",
                "$argon2i$v=19$m=262145,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc Argon2i",
                "$argon2d$v=19$m=16385,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc Argon2d",
                "$argon2id$v=19$m=262144,t=5,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc Argon2id",
                "$6$rounds=1200000$saltstring$z/IjPVAHnilz0tLmbKdx3UHVMqBIts65AdtYh4yM80fXUdcwWRYymPm1joaGRbPNetEImUCYop7TbvAjGgw0E1"
                        + " crypt"
            })
    void what_is_too_expensive_is_refused_with_its_cost_and_never_paid_for(String text, String scheme) {
        assertThat(HASHER.examine(text))
                .isInstanceOfSatisfying(
                        ExaminedHash.Unusable.class,
                        unusable -> assertThat(unusable.reason())
                                .contains("too expensive")
                                .contains(scheme));
        assertThat(HASHER.verify(Secret.of("correct horse 9"), text)).isFalse();
    }

    @Property(tries = 3000)
    void no_text_makes_another_fault(@ForAll("almost") String text) {
        LegacyFormats formats = new LegacyFormats(new OnHeap());
        tolerant(() -> formats.read(text).kind());
        tolerant(() -> formats.read(text).tooExpensive());
        tolerant(() -> formats.read(text).nanos());
        tolerant(() -> formats.read(text).decoy().text());
        tolerant(() -> formats.read(formats.read(text).text()).text());
        assertThat(HASHER.examine(text)).isNotNull();
    }

    private static void tolerant(Supplier<Object> read) {
        try {
            assertThat(read.get()).isNotEqualTo("");
        } catch (UnusableHashException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    /** A vector with a piece cut out, doubled or put in; or any text. */
    @Provide
    Arbitrary<String> almost() {
        Arbitrary<String> hashes =
                Arbitraries.of(VECTORS.stream().map(Vector::hash).toList());
        Arbitrary<String> mangled = hashes.flatMap(hash -> Arbitraries.integers()
                .between(0, hash.length())
                .flatMap(from -> Arbitraries.integers()
                        .between(from, hash.length())
                        .flatMap(to -> Arbitraries.oneOf(
                                        Arbitraries.of("", "$", "9", "999999999999999999", "=", ",", "\0", "ü", "$$"),
                                        Arbitraries.strings().ofMaxLength(3))
                                .map(piece -> hash.substring(0, from) + piece + hash.substring(to)))));
        return Arbitraries.oneOf(hashes, mangled, Arbitraries.strings());
    }

    @Test
    void to_strings_show_nothing_of_a_hash() {
        LegacyFormats formats = new LegacyFormats(new OnHeap());
        for (Vector vector : VECTORS) {
            String shown = formats.read(vector.hash()).toString();
            assertThat(shown).doesNotContain("saltsalt").hasSizeLessThan(100);
            assertThat(Arrays.asList(vector.hash().split("[$}:]")).getLast()).isNotIn(shown);
        }
    }
}
