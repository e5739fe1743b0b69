package io.vestibule.password.legacy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Md5Crypt;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.jspecify.annotations.Nullable;

/**
 * Unix crypt: {@code $5$} (SHA-256) and {@code $6$} (SHA-512), {@code $1$} (MD5) and Apache's {@code $apr1$}.
 *
 * @param setting prefix, cost and salt: what the library wants to know
 * @param text    the whole
 */
record Crypt(String prefix, long rounds, String setting, String text) implements LegacyHash {
    private static final String LETTERS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final Pattern SHA = Pattern.compile(
            "(\\$([56])\\$(?:rounds=([1-9]\\d{3,8})\\$)?[./0-9A-Za-z]{1,16})\\$([./0-9A-Za-z]{43}|[./0-9A-Za-z]{86})");
    private static final Pattern MD5 = Pattern.compile("(\\$(1|apr1)\\$[./0-9A-Za-z]{1,8})\\$([./0-9A-Za-z]{22})");
    private static final long ROUNDS_UNSAID = 5000;
    private static final long ROUNDS_OF_MD5 = 1000;
    /** passlib makes 656,000 of SHA-512. */
    private static final long DEAREST = 1_000_000;

    static Crypt read(String text) {
        if (text.startsWith("$1$") || text.startsWith("$apr1$")) {
            Matcher parts = HashText.parts(MD5, text);
            return new Crypt(parts.group(2), ROUNDS_OF_MD5, parts.group(1), text);
        }
        Matcher parts = HashText.parts(SHA, text);
        HashText.sized(parts.group(4).getBytes(US_ASCII), hashLetters(parts.group(2)), hashLetters(parts.group(2)));
        long rounds = parts.group(3) == null ? ROUNDS_UNSAID : HashText.figure(parts.group(3));
        return new Crypt(parts.group(2), rounds, parts.group(1), text);
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
        return "crypt " + prefix + " " + rounds;
    }

    @Override
    public long nanos() {
        return rounds * (prefix.equals("6") ? 1300 : 700);
    }

    @Override
    public @Nullable String tooDear() {
        return rounds > DEAREST ? "crypt of " + rounds + " rounds; at most " + DEAREST : null;
    }

    @Override
    public boolean matches(byte[] password) {
        // The library wipes what it is given
        byte[] copy = password.clone();
        String made = switch (prefix) {
            case "5" -> Sha2Crypt.sha256Crypt(copy, setting);
            case "6" -> Sha2Crypt.sha512Crypt(copy, setting);
            case "1" -> Md5Crypt.md5Crypt(copy, setting);
            default -> Md5Crypt.apr1Crypt(copy, setting);
        };
        return MessageDigest.isEqual(text.getBytes(US_ASCII), made.getBytes(US_ASCII));
    }

    @Override
    public String decoy() {
        int salt = setting.lastIndexOf('$') + 1;
        return setting.substring(0, salt) + HashText.random(setting.length() - salt, LETTERS) + "$"
                + HashText.random(hashLetters(prefix), LETTERS);
    }

    @Override
    public String toString() {
        return "Crypt[" + kind() + "]";
    }
}
