package io.vestibule.password;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vestibule.password.legacy.Peppers;
import io.vestibule.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is known of a file's hashes beside their texts goes into what is stored, and into verifying. */
final class HashSourceTest {
    private static final Peppers PEPPERS =
            id -> Optional.ofNullable(Map.of("1a", "a salt that is a secret", "2b", "0b".repeat(64))
                            .get(id))
                    .map(secret -> secret.getBytes(UTF_8));
    /** As Flask-Security makes it, of {@code Zoë says 42}. */
    private static final String FLASK =
            "$argon2id$v=19$m=8192,p=1,t=1$i4/qsTPpx3OgjiaADxDdzQ$Tyf2HuLSObDkm0/7c1IpIcQan4jD+vhbJfrc8NowWI4";
    /** As Devise makes it with a pepper of 128 digits, of {@code correct horse 9}. */
    private static final String DEVISE = "$2b$05$/X1tqwzqedPX6pIf1eyVpepOhsxnbn/fd4OQ.Hh3qO/i7DCxFRXKy";
    /** Of the documentation of Firebase's scrypt, of {@code user1password}. */
    private static final String FIREBASE = "$firebase-scrypt$42xEC+ixf3L2lw==$"
            + "lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==";

    private static final String PARAMETERS = """
        hash_config {
          algorithm: SCRYPT,
          base64_signer_key: jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==,
          base64_salt_separator: Bw==,
          rounds: 8,
          mem_cost: 14,
        }
        """;

    private static String stored(HashSource source, String hash) {
        return ((ExaminedHash.Usable) PasswordHasher.create(PEPPERS, source).examine(hash)).text();
    }

    private static boolean opens(String typed, String stored) {
        return PasswordHasher.create(PEPPERS).verify(Secret.of(typed), stored);
    }

    @Test
    void an_hmac_before_the_hash_is_made_with_the_secret() {
        String stored = stored(HashSource.of("nfkd", "1a", null, null), FLASK);
        assertThat(stored).startsWith("{nfkd,hmac-sha512:1a}$argon2id$v=19$");
        assertThat(opens("Zo\u00eb says 42", stored)).isTrue();
        assertThat(opens("Zoe\u0308 says 42", stored)).isTrue();
        assertThat(opens("Zoe says 42", stored)).isFalse();
        assertThat(opens("Zo\u00eb says 42", stored(HashSource.UNKNOWN, FLASK))).isFalse();
    }

    @Test
    void a_pepper_is_put_behind_and_needed_no_more_once_the_password_is_hashed_anew() {
        String stored = stored(HashSource.of(null, null, "2b", null), DEVISE);
        assertThat(stored).startsWith("{pepper:2b}$2b$05$");
        assertThat(opens("correct horse 8", stored)).isFalse();
        PasswordHasher hasher = PasswordHasher.create(PEPPERS);
        PasswordCheck check = hasher.check(Secret.of("correct horse 9"), stored, List.of());
        assertThat(check.right()).isTrue();
        assertThat(hasher.renew(Secret.of("correct horse 9"), check)).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void a_hash_whose_secret_is_elsewhere_is_refused() {
        assertThat(PasswordHasher.create().examine("{pepper:2b}" + DEVISE))
                .isEqualTo(new ExaminedHash.Unusable("a password hash made with a secret that isn't here"));
    }

    @Test
    void a_hash_that_another_installation_exported_is_of_the_secret_that_is_told() {
        HashSource told = HashSource.of("nfkd", "1a", null, null);
        String elsewhere = "{nfkd,hmac-sha512:9f}" + FLASK;
        assertThat(PasswordHasher.create(PEPPERS).examine(elsewhere)).isInstanceOf(ExaminedHash.Unusable.class);
        assertThat(stored(told, elsewhere)).isEqualTo(stored(told, FLASK));
        assertThat(stored(told, "{nfkd,hmac-sha512:2b}" + FLASK)).startsWith("{nfkd,hmac-sha512:2b}");
        assertThat(PasswordHasher.create(PEPPERS, told).examine("{pepper:9f}" + DEVISE))
                .isInstanceOf(ExaminedHash.Unusable.class);
    }

    @Test
    void firebase_s_hashes_verify_with_the_project_s_parameters_and_without_its_key_ever_after() {
        String stored = stored(HashSource.of(null, null, null, PARAMETERS), FIREBASE);
        assertThat(stored).startsWith("$firebase-scrypt$ln=14,r=8,p=1$");
        assertThat(stored(HashSource.UNKNOWN, stored)).isEqualTo(stored);
        assertThat(opens("user1password", stored)).isTrue();
        assertThat(opens("user2password", stored)).isFalse();
        assertThat(stored(
                        HashSource.of(
                                null,
                                null,
                                null,
                                "{\"signerKey\":\"jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==\","
                                        + "\"saltSeparator\":\"Bw==\",\"rounds\":8,\"memoryCost\":14}"),
                        FIREBASE))
                .isEqualTo(stored);
    }

    @Test
    void a_parameter_that_is_missing_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HashSource.of(null, null, null, PARAMETERS.replace("mem_cost", "other")))
                .withMessageContaining("mem_cost");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HashSource.of("utf8", null, null, null))
                .withMessageContaining("nfkc");
    }
}
