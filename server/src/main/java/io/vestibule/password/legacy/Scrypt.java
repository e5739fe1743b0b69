package io.vestibule.password.legacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * scrypt (RFC 7914): {@code $scrypt$ln=16,r=8,p=1$salt$hash} of passlib and the PHC format, and Django's {@code
 * scrypt$16384$salt$8$5$hash}.
 *
 * @param n a power of two
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Scrypt(boolean django, long n, long r, long p, byte[] salt, byte[] hash, MemoryHard memoryHard)
        implements LegacyHash {
    private static final Pattern PHC = Pattern.compile("\\$scrypt\\$ln=(\\d{1,2}),r=([1-9]\\d{0,5}),p=([1-9]\\d{0,5})"
            + "\\$([A-Za-z0-9+/.]{1,1400})\\$([A-Za-z0-9+/.]{1,86})");
    private static final Pattern DJANGO = Pattern.compile(
            "scrypt\\$([1-9]\\d{0,9})\\$([^$]{1,1024})\\$([1-9]\\d{0,5})\\$([1-9]\\d{0,5})\\$([A-Za-z0-9+/]{1,88}={0,2})");
    /** MiB in all lanes together. */
    private static final long DEAREST = 256;

    private static final long NANOS_A_MIB = 3_000_000;

    static Scrypt read(String text, MemoryHard memoryHard) {
        if (text.startsWith("$")) {
            Matcher parts = HashText.parts(PHC, text);
            int ln = Integer.parseInt(parts.group(1));
            return of(
                    false,
                    1L << Math.min(ln, 40),
                    parts.group(2),
                    parts.group(3),
                    memoryHard,
                    HashText.base64(parts.group(4), 1, 1024),
                    parts.group(5));
        }
        Matcher parts = HashText.parts(DJANGO, text);
        return of(
                true,
                HashText.figure(parts.group(1)),
                parts.group(3),
                parts.group(4),
                memoryHard,
                parts.group(2).getBytes(UTF_8),
                parts.group(5));
    }

    private static Scrypt of(
            boolean django, long n, String r, String p, MemoryHard memoryHard, byte[] salt, String hash) {
        // RFC 7914 section 2: a power of two, above 1
        if (n < 2 || Long.bitCount(n) != 1) {
            throw new UnusableHashException("an scrypt hash of impossible cost");
        }
        return new Scrypt(
                django, n, HashText.figure(r), HashText.figure(p), salt, HashText.base64(hash, 16, 64), memoryHard);
    }

    private long kibibytes() {
        return n * r / 8;
    }

    @Override
    public String kind() {
        return "scrypt " + n + "," + r + "," + p;
    }

    @Override
    public long nanos() {
        return kibibytes() * p / 1024 * NANOS_A_MIB;
    }

    @Override
    public @Nullable String tooDear() {
        if (kibibytes() > memoryHard.mostOfScrypt()) {
            return "scrypt of " + kibibytes() + " KiB; at most " + memoryHard.mostOfScrypt();
        }
        return kibibytes() * p > DEAREST * 1024
                ? "scrypt of " + kibibytes() + " KiB and " + p + " lanes; at most " + DEAREST + " MiB in all lanes"
                : null;
    }

    @Override
    public boolean matches(byte[] password) {
        return MessageDigest.isEqual(hash, memoryHard.scrypt(password, salt, (int) n, (int) r, (int) p, hash.length));
    }

    @Override
    public String decoy() {
        byte[] random = HashText.random(hash.length);
        return django
                ? "scrypt$" + n + "$" + HashText.unpadded(HashText.random(12)) + "$" + r + "$" + p + "$"
                        + Base64.getEncoder().encodeToString(random)
                : "$scrypt$ln=" + Long.numberOfTrailingZeros(n) + ",r=" + r + ",p=" + p + "$"
                        + HashText.unpadded(HashText.random(16)) + "$" + HashText.unpadded(random);
    }

    @Override
    public String toString() {
        return "Scrypt[" + kind() + "]";
    }
}
