package io.vestibule.mail;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the outbox that this node has claimed, with what is needed to render it.
 *
 * @param attempts tries that were about this mail, this one included; a try that the server's absence cut short doesn't count
 * @param purpose as stored: it may be one that this version doesn't know
 * @param seal what {@link SealedLetters} made
 */
record WaitingMail(
        long id,
        int attempts,
        Instant createdAt,
        String purpose,
        long portalId,
        long customerId,
        Seal seal,
        Addressee addressee,
        Letterhead letterhead) {

    /** The sealed bytes, or none. A class, since a record compares and prints an array by its identity. */
    static final class Seal {
        private final byte @Nullable [] bytes;

        Seal(byte @Nullable [] bytes) {
            this.bytes = bytes;
        }

        byte @Nullable [] bytes() {
            return bytes;
        }
    }

    /** The customer, as of now. */
    record Addressee(
            @Nullable String email,
            @Nullable String language,
            @Nullable String firstName) {}
}
