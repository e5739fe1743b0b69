package io.vestibule.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.secret.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The spellings of a hash, what is none, and the names of what can't be verified. */
final class ImportableTest {
    private static final PasswordHasher HASHER = PasswordHasher.create();
    private static final String CRYPT =
            "$6$saltstring$" + "z/IjPVAHnilz0tLmbKdx3UHVMqBIts65AdtYh4yM80fXUdcwWRYymPm1joaGRbPNetEImUCYop7TbvAjGgw0E1";

    private static boolean opens(String typed, String hash) {
        return HASHER.verify(Secret.of(typed), ((ExaminedHash.Usable) HASHER.examine(hash)).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{CRYPT}", "{crypt}", "{SHA512-CRYPT}", " ", "\t", "{CRYPT}{crypt}", "{CRYPT} "})
    void a_scheme_in_braces_in_any_case_and_blanks_before_a_hash_say_nothing_else(String before) {
        assertThat(opens("correct horse 9", before + CRYPT)).isTrue();
        assertThat(opens("correct horse 9", before + CRYPT + " ")).isTrue();
        assertThat(opens("Correct horse 9", before + CRYPT)).isFalse();
    }

    @Test
    void zeros_behind_a_hash_as_libsodium_s_bindings_keep_it_say_nothing() {
        String hash =
                "$argon2id$v=19$m=65536,t=2,p=1$TUll5Kwuglzc8S+DfnEiNg$CgR1TaazIi6/bGV4/Cmzc1O0uOtMgwDdBejXjnxTOLQ";
        assertThat(opens("correct horse 9", hash + "\0".repeat(128 - hash.length())))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$2b$05$4LEpdRRawGErq4QAVEDe/e1zjPFndsJHFg1.Uy6qmswVBJLsbloci",
                "$2b$05$4LEpdRRawGErq4QAVEDe/f1zjPFndsJHFg1.Uy6qmswVBJLsblocj",
                "$2b$05$4LEpdRRawGErq4QAVEDe/t1zjPFndsJHFg1.Uy6qmswVBJLsblocl"
            })
    void bits_that_mean_nothing_at_the_end_of_bcrypt_s_salt_and_hash_count_nowhere(String hash) {
        assertThat(opens("correct horse 9", hash)).isTrue();
        assertThat(opens("Correct horse 9", hash)).isFalse();
    }

    @Test
    void padding_of_base64_counts_nowhere() {
        assertThat(
                        opens(
                                "correct horse 9",
                                "$argon2id$v=19$m=65536,t=4,p=1$c29tZXNhbHRzb21lc2FsdA==$iVzqiteMKDWhzwrhn/q9W29nfUDFi/a4SFt2xKMP04I="))
                .isTrue();
        assertThat(opens(
                        "correct horse 9",
                        "$pbkdf2-sha256$1000$g1CK8Z5zTkkpJeQcg5DyXg==$iHHXQZYDN.mITxFn8O6GF.of4tRAVTg7Shy0BA0J/Q4="))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "!",
                "!!",
                "*",
                "x",
                "*LK*",
                "*0",
                "{CRYPT}!",
                "{CRYPT}*",
                "!AVgMT7ThFIw04GXAvCkvdu8ozRbBYC1Ue96TNufd",
                "!" + "$6$saltstring$short"
            })
    void what_no_login_can_ever_match_is_no_password(String text) {
        assertThat(HASHER.examine(text)).isEqualTo(new ExaminedHash.NoPassword());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "$y$j9T$QSctIMG4annhgPOUVuAMu0$EaPsLrJ0rZeg.o7ltFHqJx2NJdqNX8H7Qh3WACFblq9 yescrypt",
                "$gy$j9T$zY8oPhY7lCju4MR6UO0w61$sbRxs2qu9BvozHCF/yzNEW3SZVN1h/M40E9biKfxEH/ gost-yescrypt",
                "$7$101$3nhxWBqaX2yMHkBm$Yd7W0B0hRrdAAYrlVrBeHuYk8Ncl0yYq8LrX6vU9HXy1rVJbQqVxqkQ1YcYd2tJTz1xFz0Vn2l8mQ8pYBQ=="
                        + " mosquitto",
                "$6$3nhxWBqaX2yMHkBm$Yd7W0B0hRrdAAYrlVrBeHuYk8Ncl0yYq8LrX6vU9HXy1rVJbQqVxqkQ1YcYd2tJTz1xFz0Vn2l8mQ8pYBQ=="
                        + " mosquitto",
                "$5$\u00b6\u00a7\u00e5$gBa39WxZY18sX32KPBn.y8O5CXm7BZx5TUtMegLa5E1 Elytron",
                "$1$\u00b6\u00a7\u00e5$VdQTDg/ktw8SW2PKIhv600 Elytron",
                "$sha512$$c2FsdA$Yd7W0B0hRrdAAYrlVrBe Vert.x",
                "$pbkdf2$it=10000$c2FsdHNhbHQ$Yd7W0B0hRrdAAYrlVrBeHuYk8Ncl0yYq8LrX6vU9HXw Vert.x",
                "plain$$secret Werkzeug",
                "pbkdf2:md5:1000$abcdefgh$5f4dcc3b5aa765d61d8327deb882cf99 Werkzeug",
                "pbkdf2:sha3_256:1000$abcdefgh$5f4dcc3b5aa765d61d8327deb882cf995f4dcc3b5aa765d61d8327deb882cf99 Werkzeug",
                "pbkdf2:sha512_256:1000$abcdefgh$5f4dcc3b5aa765d61d8327deb882cf995f4dcc3b5aa765d61d8327deb882cf99 Werkzeug",
                "PBKDF2WithHmacSHA256:2048:c2FsdHNhbHQ=:Yd7W0B0hRrdAAYrlVrBeHuYk8Ncl0yYq8LrX6vU9HXw= Soteria",
                "5d41402abc4b2a76b9719d911017c592$20000$7d793037a0760186574b0282f2f435e77d793037a0760186574b0282f2f435e7"
                        + " Tomcat",
                "1xp0WmpJV6lz8KQvNzpWcZF9n2VqDqYsVTBOVJ8i1hXzmBzZCh7R0HwFO2rVYwqA jasypt",
                "{SHA}H5CQsPd3Mi7M+rcAd04YFZWatcg= SHA",
                "{noop}secret clear",
                "{SCRAM-SHA-256}4096 SCRAM-SHA-256",
                "{SASL}ann@example.com SASL",
                ".t2HSSaO1bPQY DES",
                "*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19 MySQL",
                ":A:5f4dcc3b5aa765d61d8327deb882cf99 MediaWiki",
                "5f4dcc3b5aa765d61d8327deb882cf99 MD5",
                "5f4dcc3b5aa765d61d8327deb882cf99:a7 Joomla",
                "$shiro1$SHA-256$500000$aaaa$bbbb Shiro",
                "$firebase-scrypt$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ=="
                        + " Firebase",
                "$argon2id$v=19$m=65536,t=3,p=4,keyid=Zm9v$c29tZXNhbHRzb21lc2FsdA$iVzqiteMKDWhzwrhn/q9W29nfUDFi/a4SFt2xKMP04I"
                        + " secret"
            })
    void what_cannot_be_verified_is_refused_by_name(String text, String name) {
        assertThat(HASHER.examine(text))
                .isInstanceOfSatisfying(
                        ExaminedHash.Unusable.class,
                        unusable -> assertThat(unusable.reason()).contains(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=19$m=65536,p=4$c29tZXNhbHRzb21lc2FsdA$iVzqiteMKDWhzwrhn/q9W29nfUDFi/a4SFt2xKMP04I",
                "$argon2id$v=19$m=65536,m=65536,p=4$c29tZXNhbHRzb21lc2FsdA$iVzqiteMKDWhzwrhn/q9W29nfUDFi/a4SFt2xKMP04I",
                "{bcrypt}$2a$10$short",
                "{pbkdf2@SpringSecurity_v5_8}9398830ad9b56c15012e311a368caec3a034ebb79d4ec3075bae028b39baca00",
                "{scrypt@SpringSecurity_v5_8}$100801$/fFLm",
                "{PBKDF2}$1$salt$5000$3977404c3f8da4221918",
                "{PBKDF2_SHA256}AAAn",
                "{PKCS5S2}YXlvz7UQG4vC5oN6",
                "scrypt:32768:8:1$salt$12",
                "pbkdf2:sha256:260000$salt$123",
                ":pbkdf2:sha512:30000:64:salt",
                ":B:salt:5f4dcc3b5aa765d61d8327deb882cf",
                "133a499f5faba7e9ee7b35ed444914d0:",
                "$scrypt$n=16383,r=8,p=1$R6P+QhAdE/uSUNJqIuQ97Q$gHMv1d8OHlaXLu301UkKxdx7jC9yr2rTUl9X6bq8zsE",
                "$7$c..../..../....OoHLLzgZXLxupRbCPMIw$...........................................",
                "$7$c...U./....OoHLLzgZXLxupRbCPMIw$...........................................",
                "$argon2id$v=19$m=65536,t=3,tp=1$c29tZXNhbHRzb21lc2FsdA$iVzqiteMKDWhzwrhn/q9W29nfUDFi/a4SFt2xKMP04I",
                "$bcrypt$v=98$r=10$qn9dMJPaRovGZY0NHClMCQ$short",
                "$shiro2$argon2id$v=19$t=1,m=65536,p=4$32VM",
                "$S$D6xodzqcSMrJijWwAP227f5WYPCQTWLOx",
                "$payload$af1abd$pbkdf2-sha256-v1:ac3",
                "$7$CU..../....OoHLLzgZXLxupRbCPMIw..$IIZT",
                "AQAAAAQAACcQAAAAEAABAgMEBQYHCAkKCwwNDg+yWU7rLgUwPZb1Itsmra7cbxw2EFpwpVFIEtP+JIuUEw==",
                "{nonsense}$2b$05$4LEpdRRawGErq4QAVEDe/e1zjPFndsJHFg1.Uy6qmswVBJLsbloci"
            })
    void what_is_cut_or_bent_is_refused(String text) {
        assertThat(HASHER.examine(text)).isInstanceOf(ExaminedHash.Unusable.class);
    }
}
