package io.vestibule.password;

import io.vestibule.password.legacy.MemoryHard;
import java.io.IOException;
import org.slf4j.LoggerFactory;

/** Argon2id version 1.3 (RFC 9106). All implementations read and write the same strings. Safe for use by many threads at once. */
sealed interface Argon2 permits SodiumArgon2, BouncyCastleArgon2, NativeArgon2 {
    /** What it is called, for operators. */
    String name();

    /** A new hash of the bytes at today's cost, with a random salt of 16 bytes. */
    PhcString hash(byte[] password);

    /**
     * Whether the hash was made from these bytes.
     *
     * @throws IllegalStateException if the memory it takes isn't there
     */
    boolean matches(byte[] password, PhcString stored);

    /** The functions beside it that take much memory, for hashes that others made. */
    MemoryHard memoryHard();

    /** What every machine has: libsodium; Bouncy Castle, in twice the time, where it can't load (musl, a temporary folder without exec). */
    static Argon2 portable() {
        try {
            return SodiumArgon2.load();
        } catch (IOException | RuntimeException | LinkageError e) {
            LoggerFactory.getLogger(Argon2.class)
                    .warn("libsodium can't load, so every password hash takes twice the time: {}", e.toString());
            return new BouncyCastleArgon2();
        }
    }
}
