package io.vestibule.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.secret.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is stored at the first sign-in takes for the password whatever the old system took for it, and nothing else. */
final class PreparationTest {
    private static final PasswordHasher HASHER = PasswordHasher.create();
    /** PHP 8.2, password_hash; Symfony 6.4's is of base64(SHA-512). */
    private static final String EIGHTY_FIVE = "long-" + "0123456789".repeat(8);

    private static final String PHP = "$2y$05$LK.Bgq1UYZdjhYKVfWlqweFgNGvIU/U5RmFYbvsU5rqyzCoz62ovu";
    private static final String SYMFONY = "$2y$05$zqErmRe8rlYQQZEIzSO3xeMv6E2C3jWXQmxjL4KBJPDg2vVgIQOyO";
    /** WordPress' hashes of {@code  blue tulip 7 }. */
    private static final String TRIMMED = "$P$B8Y1aU5Y3IgLPBERSsXfsYoV64DzTe.";

    private static final String TRIMMED_6_8 = "$wp$2y$10$GEndeGxtWUd8MOMANXq7l.dGp0sq73eWIjJ79Fm3sFkNbMeNfEGMm";
    /** better-auth 1.7.25, of {@code carol} with the letter that is f and i at once. */
    private static final String BETTER_AUTH =
            "90503e1cb28dad7ad5e3bb0903b772a1:483b63d5d4f488a83c33f3951d8c8d65f21dea609e99d4afabb68d4a53fdb1d1"
                    + "c70ec09a8d098cc9f876217d5da3b03ad86d28022b559f09cf07b1753fd6a514";

    private static String stored(String hash) {
        return ((ExaminedHash.Usable) HASHER.examine(hash)).text();
    }

    /** What a sign-in with the password leaves. */
    private static String renewed(String hash, String typed) {
        PasswordCheck check = HASHER.check(Secret.of(typed), stored(hash), List.of());
        assertThat(check.right()).isTrue();
        assertThat(check.outdated()).isTrue();
        String renewed = HASHER.renew(Secret.of(typed), check);
        assertThat(HASHER.check(Secret.of(typed), renewed, List.of()))
                .satisfies(again -> assertThat(again.right()).isTrue())
                .satisfies(again -> assertThat(again.outdated()).isFalse());
        return renewed;
    }

    private static boolean opens(String typed, String hash) {
        return HASHER.verify(Secret.of(typed), hash);
    }

    @Test
    void where_bcrypt_saw_72_bytes_these_go_on_to_open_alone_and_with_anything_behind() {
        String renewed = renewed(PHP, EIGHTY_FIVE.substring(0, 72));
        assertThat(renewed).startsWith("{first-72}$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(opens(EIGHTY_FIVE, renewed)).isTrue();
        assertThat(opens(EIGHTY_FIVE.substring(0, 72) + "else", renewed)).isTrue();
        assertThat(opens(EIGHTY_FIVE.substring(0, 71), renewed)).isFalse();
        assertThat(opens(EIGHTY_FIVE.substring(0, 71) + "x", renewed)).isFalse();
    }

    @Test
    void where_symfony_saw_all_of_a_long_password_all_of_it_counts() {
        assertThat(opens(EIGHTY_FIVE, SYMFONY)).isTrue();
        assertThat(opens(EIGHTY_FIVE.substring(0, 84), SYMFONY)).isFalse();
        String renewed = renewed(SYMFONY, EIGHTY_FIVE);
        assertThat(renewed).startsWith("$argon2id$");
        assertThat(opens(EIGHTY_FIVE.substring(0, 84), renewed)).isFalse();
    }

    @Test
    void a_password_of_bcrypt_that_is_shorter_is_hashed_whole() {
        String renewed = renewed("$2b$05$4LEpdRRawGErq4QAVEDe/e1zjPFndsJHFg1.Uy6qmswVBJLsbloci", "correct horse 9");
        assertThat(renewed).startsWith("$argon2id$");
    }

    @Test
    void where_wordpress_trimmed_blanks_at_the_ends_count_nowhere_ever_after() {
        for (String hash : new String[] {TRIMMED, TRIMMED_6_8}) {
            for (String typed : new String[] {" blue tulip 7 ", "blue tulip 7"}) {
                String renewed = renewed(hash, typed);
                assertThat(renewed).startsWith("{wordpress}$argon2id$v=19$");
                assertThat(opens("blue tulip 7", renewed)).isTrue();
                assertThat(opens("\tblue tulip 7 ", renewed)).isTrue();
                assertThat(opens("blue tulip  7", renewed)).isFalse();
            }
        }
    }

    @Test
    void where_wordpress_put_a_backslash_the_customer_types_none() {
        String hash = "$wp$2y$10$kygpYHJKp8kGx7u7oBcTBe8IJpKNku/QMyDjK7GkUKPMhwq0lD9Sa";
        assertThat(opens("it's a fine one", hash)).isTrue();
        assertThat(opens("it\\'s a fine one", hash)).isFalse();
        String renewed = renewed(hash, "it's a fine one");
        assertThat(opens("it's a fine one ", renewed)).isTrue();
        assertThat(opens("it\\'s a fine one", renewed)).isFalse();
    }

    @Test
    void phpass_of_another_system_counts_as_typed() {
        // of "it's", by phpass 0.5 as it is
        String hash = "$P$5abcdefghRHHPW3RPegpLxAAkqoVbt/";
        String renewed = renewed(hash, "it's");
        assertThat(renewed).startsWith("$argon2id$");
        assertThat(opens("it's ", renewed)).isFalse();
    }

    @Test
    void where_compatibility_forms_were_one_letter_they_stay_one() {
        String renewed = renewed(BETTER_AUTH, "carol \ufb01 throws");
        assertThat(renewed).startsWith("{nfkc}$argon2id$");
        assertThat(opens("carol fi throws", renewed)).isTrue();
        assertThat(opens("carol f throws", renewed)).isFalse();
    }

    @Test
    void mediawiki_takes_a_letter_in_two_pieces_for_that_in_one() {
        // md5("salt-" + md5("Zo\u00eb says"))
        String hash = ":B:salt:93f1ee8249d4a045e9c30aec6eebfb6f";
        assertThat(stored(hash)).startsWith("{nfc,md5-hex}md5$salt-$");
        assertThat(opens("Zo\u00eb says", hash)).isTrue();
        assertThat(opens("Zoe\u0308 says", hash)).isTrue();
        assertThat(renewed(hash, "Zoe\u0308 says")).startsWith("$argon2id$");
    }

    @Test
    void a_nul_opens_nothing_not_even_where_no_password_was_hashed() {
        String ofNothing = "md5$salt$" + "ceb20772e0c9d240c75eb26b0e37abee";
        assertThat(opens("\0", ofNothing)).isFalse();
        assertThat(opens("", ofNothing)).isFalse();
    }
}
