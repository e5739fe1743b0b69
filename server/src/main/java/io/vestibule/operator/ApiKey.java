package io.vestibule.operator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key by which a program uses the admin API. The key itself nobody can show.
 *
 * @param prefix     how it begins, to recognise it by
 * @param expiresAt  null: never
 * @param lastUsedAt to the minute; null: never
 */
public record ApiKey(
        long id,
        String name,
        String prefix,
        Role role,
        PortalScope portals,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt,
        Instant createdAt) {}
