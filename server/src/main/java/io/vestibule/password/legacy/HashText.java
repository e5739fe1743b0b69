package io.vestibule.password.legacy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the schemes have in common: reading the parts of a text, and digests. */
final class HashText {
    private static final SecureRandom RANDOM = new SecureRandom();

    private HashText() {}

    /** The parts of a text of this shape. */
    static Matcher parts(Pattern shape, String text) {
        Matcher matcher = shape.matcher(text);
        if (!matcher.matches()) {
            throw new UnusableHashException(
                    "a password hash that begins as one of a known scheme, but isn't well-formed");
        }
        return matcher;
    }

    /** Base64 with or without its padding; passlib writes a dot for the plus sign. */
    static byte[] base64(String text, int least, int most) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.replace('.', '+'));
        } catch (IllegalArgumentException e) {
            throw new UnusableHashException("a password hash whose base64 is broken");
        }
        return sized(bytes, least, most);
    }

    static byte[] sized(byte[] bytes, int least, int most) {
        if (bytes.length < least || bytes.length > most) {
            throw new UnusableHashException("a password hash whose salt or hash has an impossible length");
        }
        return bytes;
    }

    /** A figure that the shape holds to at most 18 digits. */
    static long figure(String digits) {
        return Long.parseLong(digits);
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Random letters of the alphabet. */
    static String random(int length, String alphabet) {
        return RANDOM.ints(length, 0, alphabet.length())
                .collect(StringBuilder::new, (text, i) -> text.append(alphabet.charAt(i)), StringBuilder::append)
                .toString();
    }

    static String unpadded(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A digest that every Java has. */
    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
