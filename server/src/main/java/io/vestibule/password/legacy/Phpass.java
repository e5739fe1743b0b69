package io.vestibule.password.legacy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The portable hashes of phpass: iterated, salted MD5 ({@code $P$} of WordPress before 6.8 and many others, {@code $H$} of phpBB), and
 * SHA-512 of which the end is cut off ({@code $S$} of Drupal 7 to 10.0).
 *
 * @param prefix {@code $P$}, {@code $H$} or {@code $S$}
 * @param hash   as its letters
 */
record Phpass(String prefix, int doublings, String salt, String hash) implements LegacyHash {
    private static final Pattern SHAPE =
            Pattern.compile("(\\$[PHS]\\$)([5-9A-S])([./0-9A-Za-z]{8})([./0-9A-Za-z]{21}[./01]|[./0-9A-Za-z]{43})");
    private static final int LETTERS_OF_MD5 = 22;
    private static final int LETTERS_OF_SHA_512 = 43;

    /** The text doesn't tell whether WordPress made it. */
    private static final List<Preparation> WORDPRESS_S = List.of(Preparation.WORDPRESS, Preparation.TYPED);
    /** Nor whether Drupal did. */
    private static final List<Preparation> DRUPAL_S = List.of(Preparation.TRIMMED, Preparation.TYPED);

    static Phpass read(String text) {
        Matcher parts = HashText.parts(SHAPE, text);
        Phpass read =
                new Phpass(parts.group(1), HashText.CRYPT64.indexOf(parts.group(2)), parts.group(3), parts.group(4));
        HashText.sized(parts.group(4).getBytes(US_ASCII), read.letters(), read.letters());
        return read;
    }

    private boolean md5() {
        return !prefix.equals("$S$");
    }

    private int letters() {
        return md5() ? LETTERS_OF_MD5 : LETTERS_OF_SHA_512;
    }

    @Override
    public String kind() {
        return "phpass" + prefix.substring(1, 2).toLowerCase(Locale.ROOT).replace('h', 'p') + " of 2^" + doublings
                + " rounds";
    }

    @Override
    public long nanos() {
        return (md5() ? 250L : 700L) << doublings;
    }

    /** Each round takes the whole password. */
    @Override
    public double effort(int length) {
        return md5() ? Math.ceilDiv(16 + length + 9, 64) : Math.ceilDiv(64 + length + 17, 128);
    }

    @Override
    public List<Preparation> preparations() {
        return md5() ? WORDPRESS_S : DRUPAL_S;
    }

    @Override
    public boolean matches(byte[] prepared) {
        MessageDigest digest = HashText.digest(md5() ? "MD5" : "SHA-512");
        digest.update(salt.getBytes(US_ASCII));
        byte[] round = digest.digest(prepared);
        for (int i = 0; i < 1 << doublings; i++) {
            digest.update(round);
            round = digest.digest(prepared);
        }
        return MessageDigest.isEqual(
                hash.getBytes(US_ASCII),
                HashText.crypt64(round).substring(0, letters()).getBytes(US_ASCII));
    }

    @Override
    public String text() {
        return prefix + HashText.CRYPT64.charAt(doublings) + salt + hash;
    }

    @Override
    public LegacyHash decoy() {
        return new Phpass(
                prefix,
                doublings,
                HashText.random(8, HashText.CRYPT64),
                HashText.random(letters() - 1, HashText.CRYPT64) + ".");
    }

    @Override
    public String toString() {
        return "Phpass[" + kind() + "]";
    }
}
