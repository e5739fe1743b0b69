package io.vestibule.passkey;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A passkey, as its customer and an operator see it.
 *
 * @param credentialId how authenticators name it
 * @param site         the relying party identifier that it was made for
 * @param discoverable whether it is found without a name; null where that isn't known
 * @param backedUp     whether it is synced; null where that isn't known
 * @param name         the customer's own, or that of the authenticator's model; null for none
 * @param lastUsed     null if it never was
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Passkey(
        long id,
        byte[] credentialId,
        String site,
        List<String> transports,
        @Nullable Boolean discoverable,
        @Nullable Boolean backedUp,
        @Nullable String name,
        Instant created,
        @Nullable Instant lastUsed) {
    public Passkey {
        transports = List.copyOf(transports);
    }

    PasskeyDescriptor descriptor() {
        return new PasskeyDescriptor(credentialId, transports);
    }
}
