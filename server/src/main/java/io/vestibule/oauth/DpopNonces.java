package io.vestibule.oauth;

import io.vestibule.secret.KeyPurpose;
import io.vestibule.secret.MasterKey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;

/**
 * Nonces that say when a DPoP proof was made (RFC 9449 sections 8 and 9). Each is a minute, and a tag that shows that we made it: nothing is
 * stored, and every node of the installation takes it. A new one is given out each minute, and each is good for four minutes at least.
 */
final class DpopNonces {
    private static final Duration STEP = Duration.ofMinutes(1);
    /** So many steps back a nonce is still good. */
    private static final long STEPS = 4;
    /** Nodes' clocks may differ by a step. */
    private static final long AHEAD = 1;

    private static final int TAG = 16;

    private final MasterKey keys;
    private final Clock clock;

    DpopNonces(MasterKey keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** The one for the next proof. */
    String current() {
        byte[] step = bytes(step());
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(step.length + TAG)
                        .put(step)
                        .put(tag(keys.mac(KeyPurpose.DPOP_NONCE, step)))
                        .array());
    }

    /** Whether a proof with the nonce was made within the last minutes. */
    boolean isGood(String nonce) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(nonce);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (bytes.length != Long.BYTES + TAG) {
            return false;
        }
        byte[] step = Arrays.copyOf(bytes, Long.BYTES);
        byte[] tag = Arrays.copyOfRange(bytes, Long.BYTES, bytes.length);
        long age = step() - ByteBuffer.wrap(step).getLong();
        return age >= -AHEAD
                && age <= STEPS
                && keys.macs(KeyPurpose.DPOP_NONCE, step).stream()
                        .anyMatch(mac -> MessageDigest.isEqual(tag(mac), tag));
    }

    private long step() {
        return clock.instant().getEpochSecond() / STEP.toSeconds();
    }

    private static byte[] bytes(long step) {
        return ByteBuffer.allocate(Long.BYTES).putLong(step).array();
    }

    private static byte[] tag(byte[] mac) {
        return Arrays.copyOf(mac, TAG);
    }
}
