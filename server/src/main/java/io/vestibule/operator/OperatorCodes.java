package io.vestibule.operator;

import io.vestibule.factor.TotpSecret;
import io.vestibule.secret.KeyPurpose;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.OptionalLong;

/** The secrets of operators' apps as they are kept: sealed under the master key, each bound to its operator. */
public final class OperatorCodes {
    private final MasterKey keys;

    public OperatorCodes(MasterKey keys) {
        this.keys = keys;
    }

    byte[] seal(long operator, TotpSecret secret) {
        return keys.seal(KeyPurpose.OPERATOR_TOTP, secret.bytes(), row(operator));
    }

    TotpSecret open(long operator, byte[] sealed) {
        return TotpSecret.of(keys.open(KeyPurpose.OPERATOR_TOTP, sealed, row(operator)));
    }

    /** The time step whose code was typed, later than the last accepted; empty if it is none. Spaces and hyphens don't count. */
    OptionalLong step(long operator, byte[] sealed, Secret typed, Instant now, long last) {
        return open(operator, sealed).accepted(typed.reveal().replaceAll("[ -]", ""), now, last);
    }

    /** The same of an operator whose row is held; empty for one who has no app. */
    OptionalLong step(OperatorFactorStore.Held held, Secret typed) {
        byte[] sealed = held.totp();
        return sealed == null
                ? OptionalLong.empty()
                : step(held.operator().id(), sealed, typed, held.now(), held.lastStep());
    }

    /** Seals every secret anew under the current master key, so that the previous one can go; how many there are. */
    public long reseal(OperatorStore store) {
        return store.reseal((operator, kept) -> seal(operator, open(operator, kept)));
    }

    private static byte[] row(long operator) {
        return ByteBuffer.allocate(Long.BYTES).putLong(operator).array();
    }
}
