package io.vestibule.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TokensTest {
    @Test
    void aTokenIs256BitsOfUnpaddedBase64url() {
        assertThat(Tokens.random()).matches("[A-Za-z0-9_-]{43}");
        assertThat(Stream.generate(Tokens::random).limit(1000).distinct()).hasSize(1000);
    }

    @Test
    void theHashIsSha256() {
        // FIPS 180-2, appendix B.1.
        assertThat(HexFormat.of().formatHex(Tokens.hash("abc")))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
