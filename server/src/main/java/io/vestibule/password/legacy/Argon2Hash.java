package io.vestibule.password.legacy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Argon2 (RFC 9106) as others write it: Argon2i and Argon2d, version 1.0 too, and Django's {@code argon2$argon2id$…}. A plain {@code
 * $argon2id$v=19$…} is what we write ourselves, and isn't read here.
 *
 * @param variant d, i or id
 * @param version 16 (1.0) or 19 (1.3)
 * @param memory  KiB
 * @param phc     the text as libsodium reads it
 * @param front   what stands before it in the text
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Argon2Hash(
        String variant,
        int version,
        long memory,
        long passes,
        long lanes,
        byte[] salt,
        byte[] hash,
        String phc,
        String front,
        MemoryHard memoryHard)
        implements LegacyHash {
    private static final Pattern SHAPE =
            Pattern.compile("(argon2)?(\\$argon2(id|i|d)(?:\\$v=(16|19))?\\$m=([1-9]\\d{0,9}),t=([1-9]\\d{0,9}),"
                    + "p=([1-9]\\d{0,9})\\$([A-Za-z0-9+/]{1,86})\\$([A-Za-z0-9+/]{1,86}))");
    /** MiB that all passes together go through: half a second. */
    private static final long DEAREST = 1024;

    private static final long MOST_LANES = 16;
    private static final long NANOS_A_MIB = 580_000;

    static Argon2Hash read(String text, MemoryHard memoryHard) {
        Matcher parts = HashText.parts(SHAPE, text);
        Argon2Hash read = new Argon2Hash(
                parts.group(3),
                parts.group(4) == null ? 16 : Integer.parseInt(parts.group(4)),
                HashText.figure(parts.group(5)),
                HashText.figure(parts.group(6)),
                HashText.figure(parts.group(7)),
                HashText.base64(parts.group(8), 8, 64),
                HashText.base64(parts.group(9), 16, 64),
                parts.group(2),
                parts.group(1) == null ? "" : parts.group(1),
                memoryHard);
        if (read.memory < 8 * read.lanes) {
            throw new UnusableHashException("an Argon2 hash of impossible cost");
        }
        return read;
    }

    @Override
    public String kind() {
        return "argon2" + variant + " v=" + version + ",m=" + memory + ",t=" + passes + ",p=" + lanes;
    }

    @Override
    public long nanos() {
        return memory * passes / 1024 * NANOS_A_MIB;
    }

    @Override
    public @Nullable String tooDear() {
        if (memory > memoryHard.most(this)) {
            return "Argon2" + variant + " of " + memory + " KiB; at most " + memoryHard.most(this);
        }
        if (lanes > MOST_LANES) {
            return "Argon2 of " + lanes + " lanes; at most " + MOST_LANES;
        }
        return memory * passes > DEAREST * 1024
                ? "Argon2 of " + memory + " KiB and " + passes + " passes; at most " + DEAREST + " MiB in all passes"
                : null;
    }

    @Override
    public boolean matches(byte[] password) {
        return memoryHard.matches(this, password);
    }

    @Override
    public String decoy() {
        String cost = phc.substring(0, phc.indexOf('$', phc.indexOf("$m=") + 1));
        return front + cost + "$" + HashText.unpadded(HashText.random(salt.length)) + "$"
                + HashText.unpadded(HashText.random(hash.length));
    }

    @Override
    public String toString() {
        return "Argon2Hash[" + kind() + "]";
    }
}
