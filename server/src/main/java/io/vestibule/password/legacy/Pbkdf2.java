package io.vestibule.password.legacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * PBKDF2 (RFC 8018 section 5.2) with HMAC of SHA-1, SHA-256 or SHA-512; {@link Pbkdf2Texts} reads the spellings.
 *
 * @param bits 1, 224, 256, 384 or 512
 * @param hash of one block at most: each is derived from the whole password, so that the first tells
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Pbkdf2(int bits, long iterations, byte[] salt, byte[] hash) implements LegacyHash {
    static final int MOST_SALT = 1024;
    static final int MOST_HASH = 1024;
    private static final int SHORTEST_HASH = 16;

    Pbkdf2 {
        HashText.sized(salt, 1, MOST_SALT);
        HashText.sized(hash, SHORTEST_HASH, MOST_HASH);
        hash = Arrays.copyOf(hash, Math.min(hash.length, bits == 1 ? 20 : bits / 8));
    }

    @Override
    public String kind() {
        return "PBKDF2-SHA" + bits + " of " + iterations + " rounds";
    }

    @Override
    public long nanos() {
        return iterations * (bits > 256 ? 700 : 350);
    }

    @Override
    public boolean matches(byte[] prepared) {
        PBEKeySpec key = new PBEKeySpec(
                new String(prepared, UTF_8).toCharArray(), salt, Math.toIntExact(iterations), hash.length * 8);
        try {
            byte[] derived = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA" + bits)
                    .generateSecret(key)
                    .getEncoded();
            return MessageDigest.isEqual(hash, derived);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            key.clearPassword();
        }
    }

    /** As passlib writes it. */
    @Override
    public String text() {
        return (bits == 1 ? "$pbkdf2$" : "$pbkdf2-sha" + bits + "$") + iterations + "$" + HashText.unpadded(salt) + "$"
                + HashText.unpadded(hash);
    }

    @Override
    public LegacyHash decoy() {
        return new Pbkdf2(bits, iterations, HashText.random(salt.length), HashText.random(hash.length));
    }

    @Override
    public String toString() {
        return "Pbkdf2[" + kind() + "]";
    }
}
