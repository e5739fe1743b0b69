package io.vestibule.factor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(US_ASCII);

    /** The page's codes have eight digits; six are the last of them (RFC 4226 section 5.3: modulo 10^Digit). */
    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void computes_the_codes_of_rfc_6238_appendix_b(long seconds, String code) {
        assertThat(Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(seconds)))).isEqualTo(code.substring(2));
    }

    @Test
    void a_code_is_good_one_step_before_and_after_its_own() {
        Instant now = Instant.ofEpochSecond(1_700_000_010);
        long step = Totp.step(now);
        for (int offset = -3; offset <= 3; offset++) {
            var accepted = Totp.accepted(SECRET, Totp.code(SECRET, step + offset), now, 0);
            if (Math.abs(offset) <= 1) {
                assertThat(accepted).hasValue(step + offset);
            } else {
                assertThat(accepted).isEmpty();
            }
        }
    }

    @Test
    void only_codes_of_later_steps_pass_after_one_was_accepted() {
        Instant now = Instant.ofEpochSecond(1_700_000_010);
        long step = Totp.step(now);
        assertThat(Totp.accepted(SECRET, Totp.code(SECRET, step), now, step)).isEmpty();
        assertThat(Totp.accepted(SECRET, Totp.code(SECRET, step - 1), now, step))
                .isEmpty();
        assertThat(Totp.accepted(SECRET, Totp.code(SECRET, step + 1), now, step))
                .hasValue(step + 1);
    }

    /** RFC 4648 section 10, as far as nothing is padded; the secret is that of RFC 6238. */
    @ParameterizedTest
    @CsvSource({"fooba, MZXW6YTB", "12345678901234567890, GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "'', ''"})
    void base32_is_that_of_rfc_4648(String plain, String encoded) {
        assertThat(Base32.encode(plain.getBytes(US_ASCII))).isEqualTo(encoded);
    }

    @Test
    void base32_keeps_leading_zeros_and_refuses_what_would_need_padding() {
        assertThat(Base32.encode(new byte[5])).isEqualTo("AAAAAAAA");
        assertThatThrownBy(() -> Base32.encode(new byte[4])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_uri_is_what_apps_read() {
        assertThat(TotpSecret.of(SECRET).uri("Häuser: & Söhne", "john+doe@example.com"))
                .isEqualTo("otpauth://totp/H%C3%A4user%20%26%20S%C3%B6hne:john%2Bdoe%40example.com"
                        + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=H%C3%A4user%20%26%20S%C3%B6hne"
                        + "&algorithm=SHA1&digits=6&period=30");
    }

    @Test
    void no_secret_prints() {
        TotpSecret secret = TotpSecret.random();
        assertThat(secret.toString()).doesNotContain(secret.reveal());
        assertThat(secret.reveal()).hasSize(32).isNotEqualTo(TotpSecret.random().reveal());
    }
}
