package io.vestibule.password.legacy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Md5Crypt;
import org.apache.commons.codec.digest.Sha2Crypt;

/**
 * Unix crypt: {@code $5$} (SHA-256) and {@code $6$} (SHA-512), {@code $1$} (MD5) and Apache's {@code $apr1$}.
 *
 * @param setting prefix, cost and salt: what the library wants to know
 * @param text    the whole
 */
record Crypt(String prefix, long rounds, String setting, String text) implements LegacyHash {
    private static final Pattern SHA = Pattern.compile(
            "(\\$([56])\\$(?:rounds=([1-9]\\d{3,8})\\$)?[./0-9A-Za-z]{1,16})\\$([./0-9A-Za-z]{43}|[./0-9A-Za-z]{86})");
    private static final Pattern MD5 = Pattern.compile("(\\$(1|apr1)\\$[./0-9A-Za-z]{1,8})\\$([./0-9A-Za-z]{22})");
    private static final long ROUNDS_UNSAID = 5000;
    private static final long ROUNDS_OF_MD5 = 1000;

    static Crypt read(String text) {
        if (text.startsWith("$1$") || text.startsWith("$apr1$")) {
            Matcher parts = parts(MD5, text);
            return new Crypt(parts.group(2), ROUNDS_OF_MD5, parts.group(1), text);
        }
        Matcher parts = parts(SHA, text);
        HashText.sized(parts.group(4).getBytes(US_ASCII), hashLetters(parts.group(2)), hashLetters(parts.group(2)));
        long rounds = parts.group(3) == null ? ROUNDS_UNSAID : HashText.figure(parts.group(3));
        return new Crypt(parts.group(2), rounds, parts.group(1), text);
    }

    private static Matcher parts(Pattern shape, String text) {
        Matcher parts = shape.matcher(text);
        if (!parts.matches()) {
            throw new UnusableHashException("a password hash that begins as one of crypt ($1$, $5$, $6$), but is of"
                    + " mosquitto, WildFly Elytron or another");
        }
        return parts;
    }

    private static int hashLetters(String prefix) {
        return switch (prefix) {
            case "5" -> 43;
            case "6" -> 86;
            default -> 22;
        };
    }

    @Override
    public String kind() {
        return "crypt " + prefix + " of " + rounds + " rounds";
    }

    @Override
    public long nanos() {
        return rounds * (prefix.equals("6") ? 1300 : 700);
    }

    /** Each round takes the password some two times, and before them it is taken once for each of its bytes. */
    @Override
    public double effort(int length) {
        int block = prefix.equals("6") ? 128 : 64;
        double before = prefix.equals("5") || prefix.equals("6") ? (double) length * length / block : 0;
        return (blocks(length, block) * rounds + before) / (blocks(16, block) * rounds);
    }

    private static double blocks(int length, int block) {
        return Math.max(1, (0.5 * block + 17 + 1.86 * length) / block);
    }

    @Override
    public boolean matches(byte[] prepared) {
        // The library wipes what it is given
        byte[] copy = prepared.clone();
        String made = switch (prefix) {
            case "5" -> Sha2Crypt.sha256Crypt(copy, setting);
            case "6" -> Sha2Crypt.sha512Crypt(copy, setting);
            case "1" -> Md5Crypt.md5Crypt(copy, setting);
            default -> Md5Crypt.apr1Crypt(copy, setting);
        };
        return MessageDigest.isEqual(text.getBytes(US_ASCII), made.getBytes(US_ASCII));
    }

    @Override
    public LegacyHash decoy() {
        int salt = setting.lastIndexOf('$') + 1;
        return read(setting.substring(0, salt) + HashText.random(setting.length() - salt, HashText.CRYPT64) + "$"
                + HashText.random(hashLetters(prefix), HashText.CRYPT64));
    }

    @Override
    public String toString() {
        return "Crypt[" + kind() + "]";
    }
}
