package io.vestibule.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.config.PasswordConfig.Library;
import io.vestibule.password.argon2.HashMemoryException;
import io.vestibule.secret.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of hashes where the processor's library, or memory for it, isn't there. */
class NativeArgon2Test {
    private static final Argon2 PORTABLE = Argon2.portable();
    private static final Secret PASSWORD = Secret.of("correct horse 9");

    @Test
    void without_memory_for_it_the_portable_library_hashes() {
        Argon2 starved = new NativeArgon2(
                (password, salt, parameters) -> {
                    throw new HashMemoryException(20 << 20);
                },
                1,
                PORTABLE);
        byte[] password = {1, 2, 3};

        PhcString hash = starved.hash(password);

        assertThat(PORTABLE.matches(password, hash)).isTrue();
        assertThat(starved.matches(password, hash)).isTrue();
        assertThat(starved.matches(new byte[] {1, 2}, hash)).isFalse();
    }

    @Test
    void as_set_the_portable_library_hashes() {
        assertThat(Argon2Selection.select(Library.PORTABLE, PORTABLE)).isSameAs(PORTABLE);
    }

    @Test
    void hashes_of_either_library_are_the_others_too() {
        PasswordHasher portable = PasswordHasher.create();
        PasswordHasher fast = portable.onLibrary(Library.AUTO);
        assertThat(fast).isNotSameAs(portable);

        assertThat(fast.verify(PASSWORD, portable.hash(PASSWORD))).isTrue();
        assertThat(portable.verify(PASSWORD, fast.hash(PASSWORD))).isTrue();
    }

    @Test
    void an_imported_hash_verifies_the_same() {
        PasswordHasher fast = PasswordHasher.create().onLibrary(Library.AUTO);
        // The reference implementation's own, src/test.c
        for (String hash : List.of(
                "$argon2i$v=16$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY",
                "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc")) {
            assertThat(fast.verify(Secret.of("password"), hash)).as(hash).isTrue();
            assertThat(fast.verify(Secret.of("passwore"), hash)).as(hash).isFalse();
        }
    }
}
