package io.vestibule.operator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A passkey of an operator's.
 *
 * @param site       the host that it was made at: at no other does it work
 * @param backedUp   whether it is synced
 * @param name       the operator's own, or that of the authenticator's model; null for none
 * @param lastUsedAt null: never
 */
public record OperatorPasskey(
        long id,
        String site,
        boolean backedUp,
        @Nullable String name,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {}
