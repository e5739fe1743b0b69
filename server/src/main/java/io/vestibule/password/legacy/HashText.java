package io.vestibule.password.legacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What the schemes have in common: reading the parts of a text, and digests. */
final class HashText {
    static final String CRYPT64 = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
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

    /**
     * Base64 with or without its padding, also the one for URLs; passlib writes a dot for the plus sign. What is in the last letter beyond
     * the last byte counts nowhere.
     */
    static byte[] base64(String text, int least, int most) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder()
                    .decode(unpadded(text).replace('.', '+').replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            throw new UnusableHashException("a password hash whose base64 is broken");
        }
        return sized(bytes, least, most);
    }

    private static String unpadded(String base64) {
        int end = base64.length();
        while (end > 0 && base64.charAt(end - 1) == '=') {
            end--;
        }
        return base64.substring(0, end);
    }

    /** Hexadecimal digits, an even number of them, in any case. */
    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** A salt that is raw text. */
    static byte[] raw(String salt) {
        return salt.getBytes(UTF_8);
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

    /** Unix crypt's own base64: three bytes are four letters, the lowest six bits first. */
    static String crypt64(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 8 * bytes.length; bit += 6) {
            int at = bit / 24 * 3;
            int three = unsigned(bytes, at) | (unsigned(bytes, at + 1) << 8) | (unsigned(bytes, at + 2) << 16);
            text.append(CRYPT64.charAt((three >> (bit % 24)) & 0x3f));
        }
        return text.toString();
    }

    private static int unsigned(byte[] bytes, int at) {
        return at < bytes.length ? bytes[at] & 0xff : 0;
    }

    /** So many bytes of {@link #crypt64}. */
    static byte[] ofCrypt64(String text, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < bytes.length; i++) {
            int bit = i % 3 * 8;
            int at = i / 3 * 4 + bit / 6;
            int value = CRYPT64.indexOf(text.charAt(at)) >> (bit % 6);
            bytes[i] = (byte) (value | (CRYPT64.indexOf(text.charAt(at + 1)) << (6 - bit % 6)));
        }
        return bytes;
    }

    /** A figure of {@link #crypt64}, the lowest six bits first. */
    static long figureOfCrypt64(String letters) {
        long figure = 0;
        for (int i = 0; i < letters.length(); i++) {
            figure |= (long) CRYPT64.indexOf(letters.charAt(i)) << (6 * i);
        }
        return figure;
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

    static byte[] mac(String algorithm, byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
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
