package io.vestibule.password.legacy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * bcrypt: {@code $2a$}, {@code $2b$} and {@code $2y$} are one algorithm (Laravel, PHP, Node, Ruby on Rails; {@code $2x$} has a known
 * fault and is refused), also behind Django's {@code bcrypt$} and {@code bcrypt_sha256$}, as passlib's {@code $bcrypt-sha256$}, as
 * WordPress writes it since version 6.8 ({@code $wp$2y$}), and as Adonis does.
 *
 * <p>Only the first 72 bytes of a password count where nothing shortens it before; Symfony does, and its texts look like any other.
 *
 * @param front what stands before the plain bcrypt hash: {@code $wp}, or which digest is made of the password before
 * @param plain {@code $2y$10$} and 53 letters
 */
record Bcrypt(String front, String plain) implements LegacyHash {
    private static final String LETTERS = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String MIME = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final String SALT = "([./A-Za-z0-9]{22})";
    private static final String HASH = "([./A-Za-z0-9]{31})";
    private static final Pattern PLAIN = Pattern.compile(
            "(bcrypt\\$|bcrypt_sha256\\$|\\$wp(?=\\$2y\\$))?" + "(\\$2[aby]\\$\\d\\d\\$)" + SALT + HASH);
    private static final Pattern PASSLIB =
            Pattern.compile("\\$bcrypt-sha256\\$(?:(2[ab]),(\\d\\d?)|v=2,t=2b,r=(\\d\\d?))\\$" + SALT + "\\$" + HASH);
    private static final Pattern ADONIS =
            Pattern.compile("\\$bcrypt\\$v=(97|98)\\$r=(\\d\\d?)\\$([+/A-Za-z0-9]{22})\\$([+/A-Za-z0-9]{31})");
    private static final List<Preparation> ANYBODY_S = List.of(Preparation.FIRST_72, Preparation.SYMFONY);

    private static final long NANOS_OF_COST_4 = 900_000;

    static Bcrypt read(String text) {
        if (text.startsWith("$bcrypt-sha256$")) {
            Matcher parts = HashText.parts(PASSLIB, text);
            boolean old = parts.group(1) != null;
            int cost = Integer.parseInt(old ? parts.group(2) : parts.group(3));
            return of(old ? "$bcrypt-sha256$2b" : "$bcrypt-sha256$v=2", prefix(cost), parts.group(4), parts.group(5));
        }
        if (text.startsWith("$bcrypt$")) {
            Matcher parts = HashText.parts(ADONIS, text);
            return of("", prefix(Integer.parseInt(parts.group(2))), letters(parts.group(3)), letters(parts.group(4)));
        }
        Matcher parts = HashText.parts(PLAIN, text);
        String front = parts.group(1) == null || parts.group(1).equals("bcrypt$") ? "" : parts.group(1);
        return of(front, parts.group(2), parts.group(3), parts.group(4));
    }

    private static String prefix(int cost) {
        return "$2b$" + (cost < 10 ? "0" : "") + cost + "$";
    }

    /** bcrypt's letters in place of base64's. */
    private static String letters(String base64) {
        StringBuilder letters = new StringBuilder();
        base64.chars().forEach(letter -> letters.append(LETTERS.charAt(MIME.indexOf(letter))));
        return letters.toString();
    }

    /** The salt's last letter has two bits, the hash's four: what else is in them counts nowhere. */
    private static Bcrypt of(String front, String prefix, String salt, String hash) {
        Bcrypt read = new Bcrypt(front, prefix + cleared(salt, 0x30) + cleared(hash, 0x3c));
        if (read.cost() < 4 || read.cost() > 31) {
            throw new UnusableHashException("a bcrypt hash of impossible cost");
        }
        return read;
    }

    private static String cleared(String text, int bits) {
        int last = text.length() - 1;
        return text.substring(0, last) + LETTERS.charAt(LETTERS.indexOf(text.charAt(last)) & bits);
    }

    private int cost() {
        return Integer.parseInt(plain.substring(4, 6));
    }

    private String salt() {
        return plain.substring(7, 29);
    }

    @Override
    public String kind() {
        return "bcrypt " + cost();
    }

    @Override
    public long nanos() {
        return NANOS_OF_COST_4 << (cost() - 4);
    }

    @Override
    public List<Preparation> preparations() {
        return switch (front) {
            case "" -> ANYBODY_S;
            case "$wp" -> List.of(Preparation.WORDPRESS);
            default -> List.of(Preparation.TYPED);
        };
    }

    @Override
    public boolean matches(byte[] prepared) {
        return OpenBSDBCrypt.checkPassword(plain, shortened(prepared));
    }

    private byte[] shortened(byte[] prepared) {
        return switch (front) {
            case "" -> prepared;
            case "$wp" -> base64(HashText.mac("HmacSHA384", "wp-sha384".getBytes(US_ASCII), prepared));
            case "$bcrypt-sha256$v=2" -> base64(HashText.mac("HmacSHA256", salt().getBytes(US_ASCII), prepared));
            case "$bcrypt-sha256$2b" -> base64(HashText.digest("SHA-256").digest(prepared));
            default ->
                HexFormat.of()
                        .formatHex(HashText.digest("SHA-256").digest(prepared))
                        .getBytes(US_ASCII);
        };
    }

    private static byte[] base64(byte[] bytes) {
        return Base64.getEncoder().encode(bytes);
    }

    @Override
    public String text() {
        return switch (front) {
            case "$bcrypt-sha256$v=2" -> front + ",t=2b,r=" + cost() + "$" + salt() + "$" + plain.substring(29);
            case "$bcrypt-sha256$2b" -> front + "," + cost() + "$" + salt() + "$" + plain.substring(29);
            default -> front + plain;
        };
    }

    @Override
    public LegacyHash decoy() {
        return new Bcrypt(
                front, plain.substring(0, 7) + HashText.random(21, LETTERS) + "." + HashText.random(30, LETTERS) + ".");
    }

    @Override
    public String toString() {
        return "Bcrypt[" + kind() + "]";
    }
}
