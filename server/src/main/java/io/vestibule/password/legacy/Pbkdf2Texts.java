package io.vestibule.password.legacy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How systems write PBKDF2. */
final class Pbkdf2Texts {
    private static final String ROUNDS = "([1-9]\\d{0,9})";
    private static final String BASE64 = "([A-Za-z0-9+/._-]{1,1400}={0,2})";
    private static final String RAW = "([^$]{1,1024})";
    private static final String HEX = "((?:[0-9a-fA-F]{2}){16,1024})";
    private static final Pattern DOLLAR = Pattern.compile("\\$pbkdf2(?:-sha(1|224|256|384|512))?\\$(?:i=)?" + ROUNDS
            + "(?:,l=[1-9]\\d{0,3})?\\$" + BASE64 + "\\$" + BASE64);
    private static final Pattern DJANGO =
            Pattern.compile("pbkdf2_sha(1|256|512)\\$" + ROUNDS + "\\$" + RAW + "\\$" + BASE64);
    private static final String WERKZEUG_SHA = "pbkdf2:sha(1|224|256|384|512):";
    private static final Pattern WERKZEUG = Pattern.compile(WERKZEUG_SHA + ROUNDS + "\\$" + RAW + "\\$" + HEX);
    private static final Pattern WERKZEUG_OF_SHA = Pattern.compile(WERKZEUG_SHA);
    private static final Pattern MEDIAWIKI =
            Pattern.compile(":pbkdf2:sha(1|256|512):" + ROUNDS + ":[1-9]\\d{0,3}:" + BASE64 + ":" + BASE64);
    private static final Pattern PAYLOAD = Pattern.compile("\\$payload\\$" + RAW + "\\$(pbkdf2-sha256-v1:)?" + HEX);
    private static final Pattern DOVECOT = Pattern.compile("\\$1\\$" + RAW + "\\$" + ROUNDS + "\\$" + HEX);
    private static final Pattern LDAP = Pattern.compile(ROUNDS + "\\$" + BASE64 + "\\$" + BASE64);
    /** Base64 of bytes of which the first is the version, 1 or 0; after a 1 stands a digest's small number. */
    private static final Pattern ASP_NET =
            Pattern.compile("AQAAAA[A-Za-z0-9+/]{50,300}={0,2}|A[A-P][A-Za-z0-9+/]{64}={0,2}");

    private static final Pattern SPRING = Pattern.compile("[0-9a-fA-F]{96}|[0-9a-fA-F]{80}");
    /** What Payload made up to version 3.89, and makes since. */
    private static final long PAYLOAD_3_89 = 25_000;

    private static final long PAYLOAD_3_90 = 600_000;

    private Pbkdf2Texts() {}

    /** passlib's {@code $pbkdf2-sha256$29000$salt$hash}, and the PHC form {@code $pbkdf2-sha256$i=600000,l=32$salt$hash}. */
    static LegacyHash dollar(String text) {
        if (text.startsWith("$pbkdf2$it=")) {
            throw new UnusableHashException("a password hash of Vert.x ($pbkdf2$)");
        }
        return read(DOLLAR, text, salt -> HashText.base64(salt, 1, Pbkdf2.MOST_SALT), Pbkdf2Texts::base64);
    }

    /** Django's {@code pbkdf2_sha256$1000000$salt$hash}. */
    static LegacyHash django(String text) {
        return read(DJANGO, text, HashText::raw, Pbkdf2Texts::base64);
    }

    /** Werkzeug's {@code pbkdf2:sha256:260000$salt$hex}; there it may be any digest of Python's. */
    static LegacyHash werkzeug(String text) {
        if (!WERKZEUG_OF_SHA.matcher(text).lookingAt()) {
            throw new UnusableHashException(
                    "a password hash of Werkzeug's PBKDF2 with another digest than SHA-1 or SHA-2");
        }
        return read(WERKZEUG, text, HashText::raw, HashText::hex);
    }

    /** MediaWiki's {@code :pbkdf2:sha512:30000:64:salt:hash}; it brings what is typed into normal form C. */
    static LegacyHash mediaWiki(String text) {
        return new Prepared(
                Preparation.OURS,
                read(MEDIAWIKI, text, salt -> HashText.base64(salt, 1, Pbkdf2.MOST_SALT), Pbkdf2Texts::base64));
    }

    private static Pbkdf2 read(
            Pattern shape, String text, Function<String, byte[]> salt, Function<String, byte[]> hash) {
        Matcher parts = HashText.parts(shape, text);
        return new Pbkdf2(
                bits(parts.group(1)),
                HashText.figure(parts.group(2)),
                salt.apply(parts.group(3)),
                hash.apply(parts.group(4)));
    }

    private static byte[] base64(String hash) {
        return HashText.base64(hash, 1, Pbkdf2.MOST_HASH);
    }

    private static int bits(@Nullable String digits) {
        return digits == null ? 1 : Integer.parseInt(digits);
    }

    /** Payload's two columns as {@code $payload$salt$hash}; the salt is the letters themselves. */
    static LegacyHash payload(String text) {
        Matcher parts = HashText.parts(PAYLOAD, text);
        return new Pbkdf2(
                256,
                parts.group(2) == null ? PAYLOAD_3_89 : PAYLOAD_3_90,
                HashText.raw(parts.group(1)),
                HashText.hex(parts.group(3)));
    }

    /**
     * What stands behind {@code {PBKDF2}} and the like: Dovecot's {@code $1$salt$5000$hex}, Spring Security's hexadecimal digits, or
     * OpenLDAP's and 389-ds' {@code 10000$salt$hash}.
     *
     * @param scheme in lower case, as far as the digest
     */
    static LegacyHash wrapped(String scheme, String text) {
        if (text.startsWith("$1$")) {
            Matcher parts = HashText.parts(DOVECOT, text);
            return new Pbkdf2(
                    1, HashText.figure(parts.group(2)), HashText.raw(parts.group(1)), HashText.hex(parts.group(3)));
        }
        if (SPRING.matcher(text).matches()) {
            return spring(HashText.hex(text));
        }
        Matcher parts = HashText.parts(LDAP, text);
        return new Pbkdf2(
                scheme.endsWith("512") ? 512 : scheme.endsWith("256") ? 256 : 1,
                HashText.figure(parts.group(1)),
                HashText.base64(parts.group(2), 1, Pbkdf2.MOST_SALT),
                base64(parts.group(3)));
    }

    /** Spring Security 5.8: HMAC-SHA-256, 310,000 rounds, 16 bytes of salt; 5.5: HMAC-SHA-1, 185,000 rounds, 8 bytes. */
    private static Pbkdf2 spring(byte[] both) {
        boolean now = both.length == 48;
        int salt = now ? 16 : 8;
        return new Pbkdf2(
                now ? 256 : 1,
                now ? 310_000 : 185_000,
                Arrays.copyOf(both, salt),
                Arrays.copyOfRange(both, salt, both.length));
    }

    /** Atlassian's and ApacheDS' {@code {PKCS5S2}}: HMAC-SHA-1, 10,000 rounds; salt 16, hash 32. */
    static LegacyHash pkcs5s2(String base64) {
        byte[] both = HashText.base64(base64, 48, 48);
        return new Pbkdf2(1, 10_000, Arrays.copyOf(both, 16), Arrays.copyOfRange(both, 16, both.length));
    }

    /** 389-ds' {@code {PBKDF2_SHA256}}: the rounds in 4 bytes, a salt of 64, a hash of 256. */
    static LegacyHash directory389(String base64) {
        ByteBuffer all = ByteBuffer.wrap(HashText.base64(base64, 324, 324));
        return new Pbkdf2(256, rounds(all), bytes(all, 64), bytes(all, 256));
    }

    static boolean isAspNet(String text) {
        return ASP_NET.matcher(text).matches();
    }

    /** ASP.NET Core Identity: version 3 tells digest, rounds and length of the salt; version 2 is HMAC-SHA-1, 1,000 rounds, 16 bytes. */
    static LegacyHash aspNet(String base64) {
        ByteBuffer all = ByteBuffer.wrap(HashText.base64(base64, 45, 256));
        if (all.get() == 0) {
            HashText.sized(all.array(), 49, 49);
            return new Pbkdf2(1, 1_000, bytes(all, 16), bytes(all, all.remaining()));
        }
        int bits = switch (all.getInt()) {
            case 0 -> 1;
            case 1 -> 256;
            case 2 -> 512;
            default -> throw new UnusableHashException("an ASP.NET Core Identity hash of an unknown digest");
        };
        long rounds = rounds(all);
        int salt = all.getInt();
        if (salt < 1 || salt >= all.remaining()) {
            throw new UnusableHashException("a password hash whose salt or hash has an impossible length");
        }
        return new Pbkdf2(bits, rounds, bytes(all, salt), bytes(all, all.remaining()));
    }

    private static long rounds(ByteBuffer all) {
        int rounds = all.getInt();
        if (rounds < 1) {
            throw new UnusableHashException("a PBKDF2 hash of impossible cost");
        }
        return rounds;
    }

    private static byte[] bytes(ByteBuffer all, int length) {
        byte[] bytes = new byte[length];
        all.get(bytes);
        return bytes;
    }
}
