package io.vestibule.password.legacy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.jspecify.annotations.Nullable;

/**
 * bcrypt: {@code $2a$}, {@code $2b$} and {@code $2y$} are one algorithm (Laravel, PHP, Node, Ruby on Rails; {@code $2x$} has a known
 * fault and is refused), also behind Django's {@code bcrypt$} and {@code bcrypt_sha256$}, as passlib's {@code $bcrypt-sha256$}, and
 * as WordPress writes it since version 6.8 ({@code $wp$2y$}).
 *
 * <p>Only the first 72 bytes of the password count, as wherever the hash was made.
 *
 * @param kind  scheme and cost
 * @param front what stands before the plain bcrypt hash in the text
 * @param plain {@code $2y$10$} and 53 letters
 * @param first what is done to the password before bcrypt
 */
record Bcrypt(String kind, String front, String plain, UnaryOperator<byte[]> first) implements LegacyHash {
    private static final String LETTERS = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    /** The last letter of the salt has two bits, the last of the hash four: other letters are nobody's. */
    private static final String SALT_AND_HASH = "[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{30}[.CGKOSWaeimquy26]";

    private static final Pattern PLAIN = Pattern.compile(
            "(bcrypt\\$|bcrypt_sha256\\$|\\$wp(?=\\$2y\\$))?" + "(\\$2[aby]\\$(\\d\\d)\\$" + SALT_AND_HASH + ")");
    private static final Pattern PASSLIB =
            Pattern.compile("\\$bcrypt-sha256\\$(?:(2[ab]),(\\d\\d?)|v=2,t=2b,r=(\\d\\d?))\\$"
                    + "([./A-Za-z0-9]{21}[.Oeu])\\$([./A-Za-z0-9]{30}[.CGKOSWaeimquy26])");
    /** Doubles with each: 14 takes a second. */
    private static final int DEAREST = 14;

    private static final long NANOS_OF_COST_4 = 900_000;

    static Bcrypt read(String text) {
        if (text.startsWith("$bcrypt-sha256$")) {
            return passlib(HashText.parts(PASSLIB, text));
        }
        Matcher parts = HashText.parts(PLAIN, text);
        String front = parts.group(1) == null ? "" : parts.group(1);
        UnaryOperator<byte[]> first = switch (front) {
            case "bcrypt_sha256$" -> password -> hex(HashText.digest("SHA-256").digest(password));
            case "$wp" -> Bcrypt::wordPress;
            default -> UnaryOperator.identity();
        };
        return of(front, parts.group(2), first);
    }

    private static Bcrypt passlib(Matcher parts) {
        boolean old = parts.group(1) != null;
        String salt = parts.group(4);
        String rounds = old ? parts.group(2) : parts.group(3);
        String plain = "$2b$" + (rounds.length() == 1 ? "0" + rounds : rounds) + "$" + salt + parts.group(5);
        UnaryOperator<byte[]> first = old
                ? password -> base64(HashText.digest("SHA-256").digest(password))
                : password -> base64(mac("HmacSHA256", salt.getBytes(US_ASCII), password));
        return of("", plain, first);
    }

    private static Bcrypt of(String front, String plain, UnaryOperator<byte[]> first) {
        int cost = Integer.parseInt(plain.substring(4, 6));
        if (cost < 4 || cost > 31) {
            throw new UnusableHashException("a bcrypt hash of impossible cost");
        }
        return new Bcrypt("bcrypt " + cost, front, plain, first);
    }

    private int cost() {
        return Integer.parseInt(plain.substring(4, 6));
    }

    @Override
    public long nanos() {
        return NANOS_OF_COST_4 << (cost() - 4);
    }

    @Override
    public @Nullable String tooDear() {
        return cost() > DEAREST ? "bcrypt of cost " + cost() + "; at most " + DEAREST : null;
    }

    @Override
    public boolean matches(byte[] password) {
        return OpenBSDBCrypt.checkPassword(plain, first.apply(password));
    }

    @Override
    public String decoy() {
        return front + plain.substring(0, 7) + HashText.random(21, LETTERS) + "." + HashText.random(30, LETTERS) + ".";
    }

    /** WordPress 6.8 trims the password and has SHA-384 shorten it, so that more than 72 bytes count. */
    private static byte[] wordPress(byte[] password) {
        byte[] trimmed = new String(password, UTF_8)
                .replaceAll("^[ \\t\\n\\r\\x00\\x0B]+|[ \\t\\n\\r\\x00\\x0B]+$", "")
                .getBytes(UTF_8);
        return base64(mac("HmacSHA384", "wp-sha384".getBytes(US_ASCII), trimmed));
    }

    private static byte[] mac(String algorithm, byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] base64(byte[] bytes) {
        return Base64.getEncoder().encode(bytes);
    }

    private static byte[] hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes).getBytes(US_ASCII);
    }

    @Override
    public String toString() {
        return "Bcrypt[" + kind + "]";
    }
}
