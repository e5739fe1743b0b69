package io.vestibule.password.legacy;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * scrypt (RFC 7914); {@link ScryptTexts} reads the spellings.
 *
 * @param n a power of two
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Scrypt(long n, long r, long p, byte[] salt, byte[] hash, MemoryHard memoryHard) implements LegacyHash {
    static final int MOST_SALT = 1024;
    /** MiB in all lanes together. */
    private static final long MOST_MIB = 256;

    private static final long LARGEST = 1L << 30;
    private static final long NANOS_A_MIB = 3_000_000;

    Scrypt {
        // RFC 7914 section 2: n is a power of two, above 1, and r * p below 2^30; an n above 2^30 would take 128 GiB
        // and more
        if (n < 2
                || n > LARGEST
                || Long.bitCount(n) != 1
                || r < 1
                || p < 1
                || r >= LARGEST
                || p >= LARGEST
                || r * p >= LARGEST) {
            throw new UnusableHashException("an scrypt hash of impossible cost");
        }
        HashText.sized(salt, 1, MOST_SALT);
        HashText.sized(hash, 16, 64);
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
    public @Nullable String tooExpensive() {
        if (kibibytes() > memoryHard.mostOfScrypt()) {
            return "scrypt of " + kibibytes() + " KiB; at most " + memoryHard.mostOfScrypt();
        }
        return kibibytes() * p > MOST_MIB * 1024
                ? "scrypt of " + kibibytes() + " KiB and " + p + " lanes; at most " + MOST_MIB + " MiB in all lanes"
                : null;
    }

    @Override
    public boolean matches(byte[] prepared) {
        return MessageDigest.isEqual(hash, derive(prepared, hash.length));
    }

    byte[] derive(byte[] prepared, int length) {
        return memoryHard.scrypt(prepared, salt, (int) n, (int) r, (int) p, length);
    }

    /** The PHC form, as passlib writes it too. */
    @Override
    public String text() {
        return "$scrypt$" + cost() + HashText.unpadded(salt) + "$" + HashText.unpadded(hash);
    }

    String cost() {
        return "ln=" + Long.numberOfTrailingZeros(n) + ",r=" + r + ",p=" + p + "$";
    }

    @Override
    public Scrypt decoy() {
        return new Scrypt(n, r, p, HashText.random(salt.length), HashText.random(hash.length), memoryHard);
    }

    @Override
    public String toString() {
        return "Scrypt[" + kind() + "]";
    }
}
