package io.vestibule.password.legacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * PBKDF2 (RFC 8018 section 5.2) with HMAC of SHA-1, SHA-256 or SHA-512: passlib's {@code $pbkdf2-sha256$29000$salt$hash} ({@code
 * $pbkdf2$} is SHA-1), the PHC form {@code $pbkdf2-sha256$i=600000,l=32$salt$hash}, and Django's {@code
 * pbkdf2_sha256$1000000$salt$hash}.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Pbkdf2(String front, int bits, long iterations, String end, byte[] salt, byte[] hash) implements LegacyHash {
    private static final Pattern DOLLAR = Pattern.compile("(\\$pbkdf2(?:-sha(1|256|512))?\\$(?:i=)?)([1-9]\\d{0,9})"
            + "((?:,l=[1-9]\\d)?\\$)([A-Za-z0-9+/.]{1,1400})\\$([A-Za-z0-9+/.]{1,88})");
    private static final Pattern DJANGO = Pattern.compile(
            "(pbkdf2_sha(1|256|512)\\$)([1-9]\\d{0,9})(\\$)([^$]{1,1024})\\$([A-Za-z0-9+/]{1,88}={0,2})");
    private static final int MOST_BYTES = 64;
    private static final int SHORTEST_HASH = 16;

    /** Django 5.2 makes a million of SHA-256, 6.0 1.2 million. */
    private static final long DEAREST = 2_000_000;

    static Pbkdf2 read(String text) {
        boolean django = !text.startsWith("$");
        Matcher parts = HashText.parts(django ? DJANGO : DOLLAR, text);
        byte[] salt = django ? parts.group(5).getBytes(UTF_8) : HashText.base64(parts.group(5), 1, 1024);
        return new Pbkdf2(
                parts.group(1),
                parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2)),
                HashText.figure(parts.group(3)),
                parts.group(4),
                salt,
                HashText.base64(parts.group(6), SHORTEST_HASH, MOST_BYTES));
    }

    /** How many blocks are derived, each with all iterations. */
    private int blocks() {
        int block = bits == 1 ? 20 : bits / 8;
        return (hash.length + block - 1) / block;
    }

    private String algorithm() {
        return "PBKDF2WithHmacSHA" + bits;
    }

    @Override
    public String kind() {
        return "pbkdf2-sha" + bits + " " + iterations * blocks();
    }

    @Override
    public long nanos() {
        return iterations * blocks() * (bits == 512 ? 700 : 350);
    }

    @Override
    public @Nullable String tooDear() {
        return iterations * blocks() > DEAREST
                ? "PBKDF2 of " + iterations * blocks() + " rounds; at most " + DEAREST
                : null;
    }

    @Override
    public boolean matches(byte[] password) {
        PBEKeySpec key = new PBEKeySpec(
                new String(password, UTF_8).toCharArray(), salt, Math.toIntExact(iterations), hash.length * 8);
        try {
            byte[] derived = SecretKeyFactory.getInstance(algorithm())
                    .generateSecret(key)
                    .getEncoded();
            return MessageDigest.isEqual(hash, derived);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            key.clearPassword();
        }
    }

    @Override
    public String decoy() {
        Base64.Encoder encoder = front.startsWith("$") ? Base64.getEncoder().withoutPadding() : Base64.getEncoder();
        String salted = HashText.unpadded(HashText.random(12));
        return front + iterations + end + salted + "$" + encoder.encodeToString(HashText.random(hash.length));
    }

    @Override
    public String toString() {
        return "Pbkdf2[" + kind() + "]";
    }
}
