package io.vestibule.passkey;

import io.vestibule.secret.KeyPurpose;
import io.vestibule.secret.MasterKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Passkeys of those who have none: a list for a login says nothing of whether somebody has it, and is the same each time. They are keyed
 * hashes of the login.
 */
public final class Decoys {
    /** Lengths of ids that authenticators make. */
    private static final int[] LENGTHS = {16, 20, 32, 32};

    private static final List<String> TRANSPORTS = List.of("hybrid", "internal");

    private final MasterKey keys;

    public Decoys(MasterKey keys) {
        this.keys = keys;
    }

    /**
     * Those of a login.
     *
     * @param login folded, so that each spelling has the same
     */
    public List<PasskeyDescriptor> of(long portalId, String login) {
        byte[] hash = keys.mac(
                KeyPurpose.PASSKEY_DECOY,
                ByteBuffer.allocate(Long.BYTES).putLong(portalId).array(),
                login.getBytes(StandardCharsets.UTF_8));
        byte[] shape = keys.mac(KeyPurpose.PASSKEY_DECOY, hash);
        byte[] id = Arrays.copyOf(hash, LENGTHS[shape[0] & 3]);
        return List.of(new PasskeyDescriptor(id, TRANSPORTS));
    }
}
