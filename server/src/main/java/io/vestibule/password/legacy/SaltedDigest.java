package io.vestibule.password.legacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One digest of password and salt: LDAP's {@code {SSHA}}, {@code {SSHA256}}, {@code {SSHA384}}, {@code {SSHA512}} and {@code {SMD5}}
 * (password first; Joomla's {@code md5:salt} too), and {@code sha1$salt$hex}, {@code md5$salt$hex} and the like: Django's (salt first),
 * or an HMAC whose key is the salt, of Werkzeug up to 2.2. Those two look the same, so both are tried. Without a salt it is refused: who
 * has the table finds those passwords by looking them up.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SaltedDigest(String algorithm, boolean saltFirst, byte[] salt, byte[] hash) implements LegacyHash {
    private static final Pattern LDAP =
            Pattern.compile("(?i)\\{(SSHA|SSHA256|SSHA384|SSHA512|SMD5)\\}([A-Za-z0-9+/]{1,200}={0,2})");
    private static final Pattern SALT_FIRST =
            Pattern.compile("(md5|sha(?:1|224|256|384|512))\\$([^$]{0,128})\\$((?:[0-9a-fA-F]{2}){16,64})");
    /** Shops' MD5 looks alike, and joins salt and password otherwise: only salts as long as Joomla's are read. */
    private static final Pattern JOOMLA = Pattern.compile("([0-9a-f]{32}):([A-Za-z0-9]{16}|[A-Za-z0-9]{32})");

    private static final Pattern MEDIAWIKI = Pattern.compile(":B:([!-9;-~]{1,32}):([0-9a-f]{32})");
    private static final long NANOS = 2_000;

    static LegacyHash ldap(String text) {
        Matcher parts = HashText.parts(LDAP, text);
        String scheme = parts.group(1).toUpperCase(Locale.ROOT);
        String algorithm = switch (scheme) {
            case "SSHA" -> "SHA-1";
            case "SMD5" -> "MD5";
            default -> "SHA-" + scheme.substring(4);
        };
        int length = HashText.digest(algorithm).getDigestLength();
        byte[] both = HashText.base64(parts.group(2), length, length + 64);
        return of(algorithm, false, Arrays.copyOfRange(both, length, both.length), Arrays.copyOf(both, length));
    }

    /** Django's or Werkzeug's. */
    static LegacyHash saltFirst(String text) {
        Matcher parts = HashText.parts(SALT_FIRST, text);
        String algorithm =
                parts.group(1).equals("md5") ? "MD5" : "SHA-" + parts.group(1).substring(3);
        byte[] hash = HashText.hex(parts.group(3));
        int length = HashText.digest(algorithm).getDigestLength();
        return of(algorithm, true, HashText.raw(parts.group(2)), HashText.sized(hash, length, length));
    }

    static boolean isJoomla(String text) {
        return JOOMLA.matcher(text).matches();
    }

    static LegacyHash joomla(String text) {
        Matcher parts = HashText.parts(JOOMLA, text);
        return of("MD5", false, HashText.raw(parts.group(2)), HashText.hex(parts.group(1)));
    }

    /** {@code :B:salt:hash}: MD5 of the salt, a hyphen, and the digits of the password's MD5. */
    static LegacyHash mediaWiki(String text) {
        Matcher parts = HashText.parts(MEDIAWIKI, text);
        return Prepared.of(
                Preparation.OURS.then(Preparation.of("md5-hex")),
                of("MD5", true, HashText.raw(parts.group(1) + "-"), HashText.hex(parts.group(2))));
    }

    private static SaltedDigest of(String algorithm, boolean saltFirst, byte[] salt, byte[] hash) {
        if (salt.length == 0) {
            throw new UnusableHashException("a password hash without a salt");
        }
        return new SaltedDigest(algorithm, saltFirst, salt, hash);
    }

    @Override
    public String kind() {
        return "salted " + algorithm;
    }

    @Override
    public long nanos() {
        return NANOS;
    }

    @Override
    public boolean matches(byte[] prepared) {
        MessageDigest digest = HashText.digest(algorithm);
        digest.update(saltFirst ? salt : prepared);
        return MessageDigest.isEqual(hash, digest.digest(saltFirst ? prepared : salt))
                || (saltFirst && MessageDigest.isEqual(hash, HashText.mac(mac(), salt, prepared)));
    }

    private String mac() {
        return "Hmac" + algorithm.replace("-", "");
    }

    @Override
    public String text() {
        if (saltFirst) {
            return algorithm.replace("-", "").toLowerCase(Locale.ROOT) + "$" + new String(salt, UTF_8) + "$"
                    + HexFormat.of().formatHex(hash);
        }
        String scheme = switch (algorithm) {
            case "SHA-1" -> "SSHA";
            case "MD5" -> "SMD5";
            default -> "SSHA" + algorithm.substring(4);
        };
        byte[] both = Arrays.copyOf(hash, hash.length + salt.length);
        System.arraycopy(salt, 0, both, hash.length, salt.length);
        return "{" + scheme + "}" + Base64.getEncoder().encodeToString(both);
    }

    @Override
    public LegacyHash decoy() {
        byte[] random = HashText.random(hash.length);
        return saltFirst
                ? of(algorithm, true, HashText.raw(HashText.random(12, HashText.CRYPT64)), random)
                : of(algorithm, false, HashText.random(8), random);
    }

    @Override
    public String toString() {
        return "SaltedDigest[" + kind() + "]";
    }
}
