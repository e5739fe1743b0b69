package io.vestibule.passkey;

import org.jspecify.annotations.Nullable;

/**
 * What a signature is verified with, as the store has it.
 *
 * @param credential     attested credential data, with the public key
 * @param backupEligible null where it isn't known; what is known can't change
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PasskeyKey(
        byte[] credential,
        long counter,
        @Nullable Boolean verified,
        @Nullable Boolean backupEligible,
        @Nullable Boolean backedUp) {

    @Override
    public String toString() {
        return "PasskeyKey[counter " + counter + "]";
    }
}
