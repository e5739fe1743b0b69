package io.vestibule.session;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session that is alive, as its customer sees it.
 *
 * @param origin    the first step that it began with: {@code password} or {@code link}
 * @param refreshed when it was last renewed; null if it never was
 * @param expires   when it ends unless it is renewed
 */
public record OpenSession(
        UUID id, String origin, Instant created, @Nullable Instant refreshed, Instant expires) {}
