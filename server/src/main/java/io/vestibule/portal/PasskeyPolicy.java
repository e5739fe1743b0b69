package io.vestibule.portal;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which passkeys the customers of a portal may have.
 *
 * @param rpId       the site that they are made for; null for the host of the public URL
 * @param topOrigins origins whose pages may have the portal's pages in a frame; none: frames are refused
 * @param allowed    AAGUIDs; empty for any
 * @param blocked    AAGUIDs
 * @param most       passkeys of one customer
 */
public record PasskeyPolicy(
        @Nullable RpId rpId, List<String> topOrigins, Set<UUID> allowed, Set<UUID> blocked, int most) {
    /** Browsers take no longer list of passkeys. */
    public static final int LIMIT = 64;

    /** That of a new portal. */
    public static final PasskeyPolicy USUAL = new PasskeyPolicy(null, List.of(), Set.of(), Set.of(), 20);

    private static final UUID NOT_TOLD = new UUID(0, 0);

    public PasskeyPolicy {
        topOrigins = List.copyOf(topOrigins);
        allowed = Set.copyOf(allowed);
        blocked = Set.copyOf(blocked);
    }

    /**
     * Whether a passkey of this model may be registered. Without attestation many tell none, which is no reason to refuse one unless that
     * is blocked by name.
     */
    public boolean takes(UUID aaguid) {
        return !blocked.contains(aaguid) && (allowed.isEmpty() || aaguid.equals(NOT_TOLD) || allowed.contains(aaguid));
    }
}
