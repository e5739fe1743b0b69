package io.vestibule.password.legacy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Argon2 (RFC 9106) as others write it: Argon2id, Argon2i and Argon2d, version 1.0 too, with the parameters in any order.
 *
 * @param variant d, i or id
 * @param version 16 (1.0) or 19 (1.3)
 * @param memory  KiB
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
        MemoryHard memoryHard)
        implements LegacyHash {
    private static final Pattern SHAPE =
            Pattern.compile("\\$argon2(id|i|d)(?:\\$v=(16|19))?\\$([a-z]+=[^,$]*(?:,[a-z]+=[^,$]*+)*+)"
                    + "\\$([A-Za-z0-9+/]{1,86}={0,2})\\$([A-Za-z0-9+/]{1,86}={0,2})");
    private static final Set<String> NAMES = Set.of("m", "t", "p");
    private static final Pattern FIGURE = Pattern.compile("[1-9]\\d{0,9}");
    /** MiB that all passes together go through: half a second. */
    private static final long MOST_MIB = 1024;

    private static final long MOST_LANES = 16;

    static Argon2Hash read(String text, MemoryHard memoryHard) {
        Matcher parts = HashText.parts(SHAPE, text);
        Map<String, Long> cost = cost(parts.group(3));
        Argon2Hash read = new Argon2Hash(
                parts.group(1),
                parts.group(2) == null ? 16 : Integer.parseInt(parts.group(2)),
                cost.getOrDefault("m", 0L),
                cost.getOrDefault("t", 0L),
                cost.getOrDefault("p", 0L),
                HashText.base64(parts.group(4), 8, 64),
                HashText.base64(parts.group(5), 16, 64),
                memoryHard);
        if (read.memory < 8 * read.lanes) {
            throw new UnusableHashException("an Argon2 hash of impossible cost");
        }
        return read;
    }

    private static Map<String, Long> cost(String text) {
        Map<String, Long> cost = new HashMap<>();
        for (String parameter : text.split(",", -1)) {
            String name = parameter.substring(0, parameter.indexOf('='));
            String value = parameter.substring(name.length() + 1);
            if (name.equals("keyid") || name.equals("data")) {
                throw new UnusableHashException("an Argon2 hash that needs a secret or data of its system");
            }
            boolean figure = NAMES.contains(name) && FIGURE.matcher(value).matches();
            if (!figure || cost.put(name, HashText.figure(value)) != null) {
                throw new UnusableHashException("an Argon2 hash of impossible cost");
            }
        }
        if (cost.size() != 3) {
            throw new UnusableHashException("an Argon2 hash of impossible cost");
        }
        return cost;
    }

    @Override
    public String kind() {
        return "Argon2" + variant + " v=" + version + ",m=" + memory + ",t=" + passes + ",p=" + lanes;
    }

    @Override
    public long nanos() {
        return memory * passes * memoryHard.nanosPerMebibyte() / 1024;
    }

    @Override
    public @Nullable String tooExpensive() {
        if (memory > memoryHard.most(this)) {
            return "Argon2" + variant + " of " + memory + " KiB; at most " + memoryHard.most(this);
        }
        if (lanes > MOST_LANES) {
            return "Argon2 of " + lanes + " lanes; at most " + MOST_LANES;
        }
        return memory * passes > MOST_MIB * 1024
                ? "Argon2" + variant + " of " + memory + " KiB and " + passes + " passes; at most " + MOST_MIB
                        + " MiB in all passes"
                : null;
    }

    @Override
    public boolean matches(byte[] prepared) {
        return memoryHard.matches(this, prepared);
    }

    /** The PHC string, as libsodium reads it. */
    @Override
    public String text() {
        return "$argon2" + variant + "$v=" + version + "$m=" + memory + ",t=" + passes + ",p=" + lanes + "$"
                + HashText.unpadded(salt) + "$" + HashText.unpadded(hash);
    }

    @Override
    public LegacyHash decoy() {
        return new Argon2Hash(
                variant,
                version,
                memory,
                passes,
                lanes,
                HashText.random(salt.length),
                HashText.random(hash.length),
                memoryHard);
    }

    @Override
    public String toString() {
        return "Argon2Hash[" + kind() + "]";
    }
}
