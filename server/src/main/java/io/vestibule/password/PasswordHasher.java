package io.vestibule.password;

import io.vestibule.secret.Secret;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;

/**
 * Hashes passwords with Argon2id (19 MiB, two passes, one lane) and checks them against stored hashes. What is hashed is the
 * UTF-8 of the password in Unicode normal form C (NIST SP 800-63B-4 section 3.1.1.2), so that a letter typed on two keyboards
 * is the same letter. Every {@code verify} does the work of one hash, whatever comes of it. Safe for use by many threads at
 * once; a call holds 19 MiB and a core for some 20 ms, so requests go through {@link HashPool}.
 */
public final class PasswordHasher {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final Argon2 argon2;
    private final PhcString decoy;

    PasswordHasher(Argon2 argon2) {
        this.argon2 = argon2;
        SecureRandom random = new SecureRandom();
        byte[] salt = new byte[SALT_BYTES];
        byte[] hash = new byte[HASH_BYTES];
        random.nextBytes(salt);
        random.nextBytes(hash);
        // A random output is the hash of a password that nobody knows, and costs nothing to make.
        decoy = PhcString.of(Argon2Cost.TODAY, salt, hash);
    }

    /** A hasher on libsodium, or, with a line in the log, on Bouncy Castle where libsodium can't load. */
    public static PasswordHasher create() {
        return new PasswordHasher(Argon2.fastest());
    }

    /**
     * A new hash at today's cost, as a PHC string of 97 characters.
     *
     * @throws IllegalArgumentException if the password has a lone surrogate, which {@link PasswordPolicy} refuses
     */
    public String hash(Secret password) {
        try {
            return argon2.hash(bytes(password)).print();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("The password is not well-formed Unicode", e);
        }
    }

    /**
     * Whether the stored hash was made from this password. False, after the work of one hash, also for a password that is no
     * well-formed Unicode and for a stored hash that costs more than we pay (1 GiB, 10 passes, 16 lanes).
     *
     * @throws MalformedHashException if the stored text is no Argon2id PHC string
     */
    public boolean verify(Secret password, String stored) {
        PhcString phc = PhcString.parse(stored);
        if (!phc.cost().bearable()) {
            return refuse();
        }
        try {
            return argon2.matches(bytes(password), phc);
        } catch (CharacterCodingException e) {
            return refuse();
        }
    }

    /**
     * Whether a password that matched this stored hash should be hashed anew, because its cost isn't today's.
     *
     * @throws MalformedHashException if the stored text is no Argon2id PHC string
     */
    public boolean outdated(String stored) {
        return !PhcString.parse(stored).cost().equals(Argon2Cost.TODAY);
    }

    /**
     * A hash at today's cost that no password matches. Verified in place of the hash that an unknown login doesn't have, it makes
     * the two take equally long.
     */
    public String decoy() {
        return decoy.print();
    }

    private boolean refuse() {
        argon2.matches(new byte[0], decoy);
        return false;
    }

    /** Refuses lone surrogates, which {@code getBytes} would all turn into the same question mark. */
    private static byte[] bytes(Secret password) throws CharacterCodingException {
        String normal = Normalizer.normalize(password.reveal(), Normalizer.Form.NFC);
        ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(normal));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }
}
