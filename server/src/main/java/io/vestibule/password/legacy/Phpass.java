package io.vestibule.password.legacy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The portable hashes of phpass: iterated, salted MD5 ({@code $P$} of WordPress before 6.8 and many others, {@code $H$} of phpBB). */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Phpass(String prefix, int doublings, String salt, byte[] hash) implements LegacyHash {
    private static final String LETTERS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final Pattern SHAPE =
            Pattern.compile("(\\$[PH]\\$)([5-9A-S])([./0-9A-Za-z]{8})([./0-9A-Za-z]{21}[./01])");
    /** Usual are 11 and 13; phpass itself goes up to 30. */
    private static final int DEAREST = 18;

    private static final long NANOS_A_ROUND = 250;

    static Phpass read(String text) {
        Matcher parts = HashText.parts(SHAPE, text);
        return new Phpass(parts.group(1), LETTERS.indexOf(parts.group(2)), parts.group(3), decode(parts.group(4)));
    }

    @Override
    public String kind() {
        return "phpass " + doublings;
    }

    @Override
    public long nanos() {
        return NANOS_A_ROUND << doublings;
    }

    @Override
    public @Nullable String tooDear() {
        return doublings > DEAREST ? "phpass of 2^" + doublings + " rounds; at most 2^" + DEAREST : null;
    }

    @Override
    public boolean matches(byte[] password) {
        MessageDigest md5 = HashText.digest("MD5");
        md5.update(salt.getBytes(US_ASCII));
        byte[] round = md5.digest(password);
        for (int i = 0; i < 1 << doublings; i++) {
            md5.update(round);
            round = md5.digest(password);
        }
        return MessageDigest.isEqual(hash, round);
    }

    @Override
    public String decoy() {
        return prefix + LETTERS.charAt(doublings) + HashText.random(8, LETTERS) + HashText.random(21, LETTERS) + ".";
    }

    /** Three bytes are four letters, the lowest six bits first. */
    private static byte[] decode(String text) {
        byte[] bytes = new byte[16];
        for (int i = 0; i < bytes.length; i++) {
            int bit = i % 3 * 8;
            int at = i / 3 * 4 + bit / 6;
            int value = LETTERS.indexOf(text.charAt(at)) >> bit % 6;
            bytes[i] = (byte) (value | LETTERS.indexOf(text.charAt(at + 1)) << (6 - bit % 6));
        }
        return bytes;
    }

    @Override
    public String toString() {
        return "Phpass[" + kind() + "]";
    }
}
