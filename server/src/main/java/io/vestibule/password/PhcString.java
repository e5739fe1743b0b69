package io.vestibule.password;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Argon2id hash as text: {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash} (the PHC string format, with the fields that
 * Argon2's reference implementation and libsodium write, in their order).
 *
 * @param salt 8 to 64 bytes, base64 without padding
 * @param hash 16 to 64 bytes, base64 without padding
 */
record PhcString(Argon2Cost cost, String salt, String hash) {
    private static final Pattern SHAPE = Pattern.compile("\\$argon2id\\$v=19\\$m=([1-9]\\d{0,9}),t=([1-9]\\d{0,9}),"
            + "p=([1-9]\\d{0,9})\\$([A-Za-z0-9+/]{1,86})\\$([A-Za-z0-9+/]{1,86})");
    private static final String TODAY = prefix(Argon2Cost.TODAY);
    private static final int SALT_BYTES_NOW = 16;
    private static final int HASH_BYTES_NOW = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SALT_BYTES = 8;
    private static final int HASH_BYTES = 16;
    private static final int MOST_BYTES = 64;

    PhcString {
        requireBytes(salt, SALT_BYTES);
        requireBytes(hash, HASH_BYTES);
    }

    /** Whether the text is one that we make: others' are marked where they are stored. */
    static boolean isOurs(String text) {
        return text.startsWith(TODAY) && SHAPE.matcher(text).matches();
    }

    /**
     * Reads a stored hash.
     *
     * @throws MalformedHashException if it isn't one
     */
    static PhcString parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new MalformedHashException();
        }
        long[] figures = new long[3];
        for (int i = 0; i < figures.length; i++) {
            figures[i] = Long.parseLong(matcher.group(i + 1));
        }
        if (figures[0] < 8 * figures[2]) {
            throw new MalformedHashException();
        }
        return new PhcString(new Argon2Cost(figures[0], figures[1], figures[2]), matcher.group(4), matcher.group(5));
    }

    static PhcString of(Argon2Cost cost, byte[] salt, byte[] hash) {
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return new PhcString(cost, encoder.encodeToString(salt), encoder.encodeToString(hash));
    }

    /** The same at another cost: a hash that nobody has. */
    PhcString at(Argon2Cost other) {
        return new PhcString(other, salt, hash);
    }

    /** One of the same cost that no password matches: a random output is the hash of a password that nobody knows. */
    PhcString withRandomHash() {
        return of(cost, random(saltBytes().length), random(hashBytes().length));
    }

    /** A hash of the cost that no password matches. */
    static PhcString decoy(Argon2Cost cost) {
        return of(cost, random(SALT_BYTES_NOW), random(HASH_BYTES_NOW));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** What stands before salt and hash at this cost. */
    static String prefix(Argon2Cost cost) {
        return "$argon2id$v=19$" + cost + "$";
    }

    /** The text that {@link #parse} reads and the database stores. */
    String print() {
        return prefix(cost) + salt + "$" + hash;
    }

    byte[] saltBytes() {
        return Base64.getDecoder().decode(salt);
    }

    byte[] hashBytes() {
        return Base64.getDecoder().decode(hash);
    }

    /** Whoever holds a hash can guess at leisure, so it stays out of logs: only what it cost. */
    @Override
    public String toString() {
        return "PhcString[" + cost + "]";
    }

    private static void requireBytes(String base64, int least) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new MalformedHashException();
        }
        // libsodium refuses a last character with stray bits, and would call it a wrong password.
        if (bytes.length < least
                || bytes.length > MOST_BYTES
                || !Base64.getEncoder().withoutPadding().encodeToString(bytes).equals(base64)) {
            throw new MalformedHashException();
        }
    }
}
