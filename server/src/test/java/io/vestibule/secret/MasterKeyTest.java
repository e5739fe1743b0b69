package io.vestibule.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MasterKeyTest {
    private static final byte[] BYTES = HexFormat.of().parseHex("fb".repeat(16) + "ff".repeat(16));
    private static final Secret OLD = Secret.of(Tokens.random());
    private static final Secret NEW = Secret.of(Tokens.random());
    private static final byte[] ROW = utf8("row 7");

    @Test
    void aKeyIsReadFromBase64AndBase64urlPaddedOrNotAndFromHexInAnyCase() {
        byte[] expected =
                MasterKey.of(Secret.of(HexFormat.of().formatHex(BYTES))).mac(KeyPurpose.MAIL, ROW);

        assertThat(Stream.of(
                                Base64.getEncoder().encodeToString(BYTES),
                                Base64.getEncoder().withoutPadding().encodeToString(BYTES),
                                Base64.getUrlEncoder().encodeToString(BYTES),
                                Base64.getUrlEncoder().withoutPadding().encodeToString(BYTES) + "\n",
                                HexFormat.of().withUpperCase().formatHex(BYTES))
                        .map(text -> MasterKey.of(Secret.of(text)).mac(KeyPurpose.MAIL, ROW)))
                .allSatisfy(mac -> assertThat(mac).isEqualTo(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "canary",
                "canarycanarycanarycanarycanarycanarycanary",
                "canary!canary!canary!canary!canary!canary!!",
                "canary00000000000000000000000000000000000000000000000000000000zz",
                "canary000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            })
    void anythingElseIsRefusedByTheNameOfTheSettingAndNotEchoed(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MasterKey.of(Secret.of(text)))
                .withMessageStartingWith("VESTIBULE_MASTER_KEY must be 32 random bytes")
                .withNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("canary"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MasterKey.rotated(NEW, Secret.of(text)))
                .withMessageStartingWith("VESTIBULE_MASTER_KEY_PREVIOUS must be 32 random bytes");
    }

    @Test
    void aMacKnowsWhereAPartEnds() {
        MasterKey key = MasterKey.of(NEW);

        assertThat(key.mac(KeyPurpose.RATE_LIMIT_KEY, utf8("ab"), utf8("c")))
                .hasSize(32)
                .isEqualTo(key.mac(KeyPurpose.RATE_LIMIT_KEY, utf8("ab"), utf8("c")))
                .isNotEqualTo(key.mac(KeyPurpose.RATE_LIMIT_KEY, utf8("a"), utf8("bc")))
                .isNotEqualTo(key.mac(KeyPurpose.RATE_LIMIT_KEY, utf8("abc")))
                .isNotEqualTo(key.mac(KeyPurpose.RATE_LIMIT_KEY, utf8("ab"), utf8("c"), utf8("")));
    }

    @Test
    void everyPurposeHasItsOwnMac() {
        MasterKey key = MasterKey.of(NEW);

        assertThat(Arrays.stream(KeyPurpose.values())
                        .map(purpose -> HexFormat.of().formatHex(key.mac(purpose, ROW)))
                        .distinct())
                .hasSize(KeyPurpose.values().length);
    }

    @Test
    void whatWasDerivedBeforeAnUpgradeIsDerivedAfterIt() {
        // Both values were computed apart from this code: RFC 5869 written out over HMAC, and another AES-GCM.
        MasterKey key = MasterKey.of(Secret.of(HexFormat.of().formatHex(BYTES)));

        assertThat(HexFormat.of().formatHex(key.mac(KeyPurpose.API_CLIENT_SECRET, utf8("demo-secret"))))
                .isEqualTo("6d51d3c43673244064beffd67ca5773443bd911bfbdd6223b09bcad33497deba");
        assertThat(key.open(
                        KeyPurpose.MAIL,
                        HexFormat.of()
                                .parseHex("c9aaa50b000102030405060708090a0b8911a4dfd16e5b6d70b4942798da476ff38a26feb1"),
                        ROW))
                .isEqualTo(utf8("hello"));
    }

    @Test
    void macsGivesTheCurrentKeysFirstAndThenThePreviousKeys() {
        assertThat(MasterKey.rotated(NEW, OLD).macs(KeyPurpose.UNKNOWN_LOGIN, ROW))
                .containsExactly(
                        MasterKey.of(NEW).mac(KeyPurpose.UNKNOWN_LOGIN, ROW),
                        MasterKey.of(OLD).mac(KeyPurpose.UNKNOWN_LOGIN, ROW));
        assertThat(MasterKey.of(NEW).macs(KeyPurpose.UNKNOWN_LOGIN, ROW)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasSealedOpensForItsPurposeAndItsRowOnly(KeyPurpose purpose) {
        MasterKey key = MasterKey.of(NEW);
        byte[] sealed = key.seal(purpose, utf8("hello"), ROW);

        assertThat(sealed).hasSize(5 + 32).isNotEqualTo(key.seal(purpose, utf8("hello"), ROW));
        assertThat(key.open(purpose, sealed, ROW)).isEqualTo(utf8("hello"));
        assertUnreadable(key, purpose, sealed, utf8("row 8"), "altered");
        for (KeyPurpose other : KeyPurpose.values()) {
            if (other != purpose) {
                assertUnreadable(key, other, sealed, ROW, "altered");
            }
        }
    }

    @Test
    void nothingOpensThatWasAlteredOrCutShort() {
        MasterKey key = MasterKey.of(NEW);
        byte[] sealed = key.seal(KeyPurpose.MAIL, utf8("hello"), ROW);

        IntStream.range(0, sealed.length).forEach(i -> {
            byte[] altered = sealed.clone();
            altered[i] ^= 1;
            assertUnreadable(key, KeyPurpose.MAIL, altered, ROW, "VESTIBULE_MASTER_KEY");
            assertUnreadable(key, KeyPurpose.MAIL, Arrays.copyOf(sealed, i), ROW, "VESTIBULE_MASTER_KEY");
        });
    }

    @Test
    void afterARotationOldAndNewOpenAndTheNewKeySeals() {
        MasterKey rotated = MasterKey.rotated(NEW, OLD);
        byte[] before = MasterKey.of(OLD).seal(KeyPurpose.MAIL, utf8("before"), ROW);
        byte[] after = rotated.seal(KeyPurpose.MAIL, utf8("after"), ROW);

        assertThat(rotated.open(KeyPurpose.MAIL, before, ROW)).isEqualTo(utf8("before"));
        assertThat(MasterKey.of(NEW).open(KeyPurpose.MAIL, after, ROW)).isEqualTo(utf8("after"));
        assertUnreadable(MasterKey.of(NEW), KeyPurpose.MAIL, before, ROW, "VESTIBULE_MASTER_KEY_PREVIOUS");
    }

    private static void assertUnreadable(
            MasterKey key, KeyPurpose purpose, byte[] sealed, byte[] associated, String hint) {
        assertThatExceptionOfType(UnreadableException.class)
                .isThrownBy(() -> key.open(purpose, sealed, associated))
                .withMessageContaining(hint);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
