package io.vestibule.guard;

import io.vestibule.config.GuardConfig;
import io.vestibule.secret.KeyPurpose;
import io.vestibule.secret.MasterKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The lock's rule: so many failed sign-ins of one customer, over all dialects, lock them for so long. A login that nobody
 * has counts down just the same, under a keyed hash.
 */
public final class Lockout {
    private final GuardConfig config;
    private final MasterKey keys;

    public Lockout(GuardConfig config, MasterKey keys) {
        this.config = config;
        this.keys = keys;
    }

    /** Whose failures are counted: a customer's. */
    public static byte[] customer(long id) {
        return ByteBuffer.allocate(Long.BYTES).putLong(id).array();
    }

    /** Whose failures are counted: those of a login that nobody in the portal has. */
    public byte[] unknown(long portalId, String login) {
        return keys.mac(
                KeyPurpose.UNKNOWN_LOGIN,
                ByteBuffer.allocate(Long.BYTES).putLong(portalId).array(),
                login.getBytes(StandardCharsets.UTF_8));
    }

    /** Failures that bring the lock. */
    public int attempts() {
        return config.lockAttempts();
    }

    /** How long the lock holds, and how long after the last failure the count is forgotten. */
    public Duration duration() {
        return config.lockDuration();
    }
}
