package io.vestibule.factor;

import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a typed code could be, as the statement needs it that decides. A text that can be no code at all is a guess too: a wrong
 * one.
 *
 * @param sealed   the secret that {@code step} was computed with; another one meanwhile makes the code wrong
 * @param step     the time step whose code it is, or null
 * @param recovery its hash as a recovery code, or null
 * @param mailed   its hashes as a mailed code, hexadecimal, one for each master key there is
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Guess(
        long customerId,
        byte @Nullable [] sealed,
        @Nullable Long step,
        byte @Nullable [] recovery,
        List<String> mailed) {

    static Guess wrong(long customerId) {
        return new Guess(customerId, null, null, null, List.of());
    }

    static Guess totp(FactorState state, @Nullable Long step) {
        return new Guess(state.customerId(), state.sealed(), step, null, List.of());
    }

    static Guess recovery(long customerId, byte[] hash) {
        return new Guess(customerId, null, null, hash, List.of());
    }

    static Guess mailed(long customerId, List<byte[]> hashes) {
        return new Guess(
                customerId,
                null,
                null,
                null,
                hashes.stream().map(HexFormat.of()::formatHex).toList());
    }

    @Override
    public String toString() {
        return "Guess[customer " + customerId + "]";
    }
}
