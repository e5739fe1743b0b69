package io.vestibule.operator;

import io.vestibule.passkey.PasskeyChallenge;
import io.vestibule.passkey.PasskeyUse;
import java.util.OptionalLong;
import java.util.function.Function;

/** What an operator shows beside a password, or in its place. */
sealed interface ShownFactor {
    /** A code, whose time step is found under the lock; empty for a wrong one. */
    record Code(Function<OperatorFactorStore.Held, OptionalLong> step) implements ShownFactor {}

    /** A right signature. */
    record Signature(long passkey, PasskeyChallenge challenge, PasskeyUse use) implements ShownFactor {}

    /** A signature that isn't right. */
    record WrongSignature() implements ShownFactor {}

    /** As the audit has it. */
    default String label() {
        return this instanceof Code ? "totp" : "passkey";
    }
}
