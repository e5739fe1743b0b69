package io.vestibule.passkey;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A passkey whose registration is right.
 *
 * @param credential   attested credential data (WebAuthn Level 3 section 6.5.1): AAGUID, id and public key
 * @param counter      of signatures
 * @param discoverable null where the browser doesn't tell
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record NewPasskey(
        byte[] id,
        byte[] credential,
        long counter,
        boolean verified,
        boolean backupEligible,
        boolean backedUp,
        @Nullable Boolean discoverable,
        List<String> transports,
        UUID aaguid) {
    public NewPasskey {
        transports = List.copyOf(transports);
    }

    /** The name of the authenticator's model; null for one that isn't known here, or not told. */
    public @Nullable String model() {
        return Models.name(aaguid);
    }

    @Override
    public String toString() {
        return "NewPasskey[" + Base64Url.encode(id) + "]";
    }
}
