package io.vestibule.password.legacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One digest of password and salt: LDAP's {@code {SSHA}}, {@code {SSHA256}}, {@code {SSHA384}}, {@code {SSHA512}} and {@code {SMD5}}
 * (password first), and Django's {@code sha1$salt$hex} and {@code md5$salt$hex} (salt first). Without a salt it is refused: who has
 * the table finds those passwords by looking them up.
 *
 * @param front what stands before the salt and hash in the text
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SaltedDigest(String front, String algorithm, boolean saltFirst, byte[] salt, byte[] hash) implements LegacyHash {
    private static final Pattern LDAP =
            Pattern.compile("(\\{(SSHA|SSHA256|SSHA384|SSHA512|SMD5)\\})([A-Za-z0-9+/]{1,200}={0,2})");
    private static final Pattern DJANGO = Pattern.compile("((sha1|md5)\\$)([^$]{0,128})\\$([0-9a-f]{32}|[0-9a-f]{40})");
    private static final long NANOS = 2_000;

    static SaltedDigest read(String text) {
        return text.startsWith("{") ? ldap(HashText.parts(LDAP, text)) : django(HashText.parts(DJANGO, text));
    }

    private static SaltedDigest ldap(Matcher parts) {
        String algorithm = switch (parts.group(2)) {
            case "SSHA" -> "SHA-1";
            case "SMD5" -> "MD5";
            default -> "SHA-" + parts.group(2).substring(4);
        };
        int length = HashText.digest(algorithm).getDigestLength();
        byte[] both = HashText.base64(parts.group(3), length, length + 64);
        return of(
                parts.group(1),
                algorithm,
                false,
                Arrays.copyOfRange(both, length, both.length),
                Arrays.copyOf(both, length));
    }

    private static SaltedDigest django(Matcher parts) {
        String algorithm = parts.group(2).equals("sha1") ? "SHA-1" : "MD5";
        byte[] hash = HexFormat.of().parseHex(parts.group(4));
        int length = HashText.digest(algorithm).getDigestLength();
        return of(
                parts.group(1), algorithm, true, parts.group(3).getBytes(UTF_8), HashText.sized(hash, length, length));
    }

    private static SaltedDigest of(String front, String algorithm, boolean saltFirst, byte[] salt, byte[] hash) {
        if (salt.length == 0) {
            throw new UnusableHashException("a password hash without a salt");
        }
        return new SaltedDigest(front, algorithm, saltFirst, salt, hash);
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
    public boolean matches(byte[] password) {
        MessageDigest digest = HashText.digest(algorithm);
        digest.update(saltFirst ? salt : password);
        return MessageDigest.isEqual(hash, digest.digest(saltFirst ? password : salt));
    }

    @Override
    public String decoy() {
        byte[] random = HashText.random(hash.length);
        if (saltFirst) {
            return front + HashText.unpadded(HashText.random(9)) + "$"
                    + HexFormat.of().formatHex(random);
        }
        byte[] both = Arrays.copyOf(random, random.length + 8);
        System.arraycopy(HashText.random(8), 0, both, random.length, 8);
        return front + Base64.getEncoder().encodeToString(both);
    }

    @Override
    public String toString() {
        return "SaltedDigest[" + kind() + "]";
    }
}
