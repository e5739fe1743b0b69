package io.vestibule.password.legacy;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A password hash that another system made, read and well-formed. Its {@code toString} shows nothing of salt or hash. */
public interface LegacyHash {
    /** What one hash may take at the most. */
    long MOST_NANOS = 1_500_000_000;

    /** Scheme and cost, without salt and hash: hashes of one kind take equally long. */
    String kind();

    /**
     * Roughly what verifying costs, in nanoseconds of one core, as measured when the scheme was added: good for comparing kinds, not
     * for keeping time.
     */
    long nanos();

    /** Why it is never verified: its cost is over what we pay for a hash. Null: it is fine. */
    default @Nullable String tooExpensive() {
        return nanos() > MOST_NANOS
                ? String.format(Locale.ROOT, "%s takes %.1f s; at most %.1f", kind(), nanos() / 1e9, MOST_NANOS / 1e9)
                : null;
    }

    /** How much longer than with a short one it takes with a password of so many bytes. */
    default double effort(int length) {
        return 1;
    }

    /** What its system may have done to the password before: one, or several that the text doesn't tell apart. */
    default List<Preparation> preparations() {
        return List.of(Preparation.TYPED);
    }

    /** Whether the hash was made from these bytes. To be asked only where {@link #tooExpensive} has no objection. */
    boolean matches(byte[] prepared);

    /** As it is stored: one spelling for each scheme. */
    String text();

    /** A hash of this kind that no password matches. */
    LegacyHash decoy();
}
