package io.vestibule.password.legacy;

/** A password hash that another system made, read and well-formed. Its {@code toString} shows nothing of salt or hash. */
public interface LegacyHash {

    /** Scheme and cost, without salt and hash: hashes of one kind take equally long. */
    String kind();

    /**
     * Roughly what verifying costs, in nanoseconds of one core, as measured when the scheme was added: good for comparing kinds, not
     * for keeping time.
     */
    long nanos();

    /** Why it is never verified: its cost is over what we pay for a hash of its scheme. Null: it is fine. */
    default @org.jspecify.annotations.Nullable String tooDear() {
        return null;
    }

    /**
     * Whether the hash was made from these bytes, the UTF-8 of the password as it was typed. To be asked only where {@link #tooDear} has
     * no objection.
     */
    boolean matches(byte[] password);

    /** The text of a hash of this kind that no password matches. */
    String decoy();
}
