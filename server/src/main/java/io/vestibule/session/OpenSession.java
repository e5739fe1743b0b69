package io.vestibule.session;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session that is alive, as its customer sees it.
 *
 * @param methods   how the customer proved who they are: RFC 8176's words, and {@code link} for a mailed link
 * @param refreshed when it was last renewed; null if it never was
 * @param expires   when it ends unless it is renewed
 */
public record OpenSession(
        UUID id,
        List<String> methods,
        Instant created,
        @Nullable Instant refreshed,
        Instant expires) {
    public OpenSession {
        methods = List.copyOf(methods);
    }

    /** A place in the order of sessions, the newest first. */
    public record After(Instant at, UUID id) {}
}
