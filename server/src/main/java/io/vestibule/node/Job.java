package io.vestibule.node;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a node does by itself, again and again.
 *
 * @param lastAt  when it was done last, well or not; null: not yet
 * @param took    how long that took
 * @param nextAt  when it is due next, by the node's clock; null: not before it is done
 * @param fault   why it failed last; null: it never did since the node started
 * @param faultAt when that was
 */
public record Job(
        String name,
        @Nullable Instant lastAt,
        Duration took,
        @Nullable Instant nextAt,
        @Nullable String fault,
        @Nullable Instant faultAt) {

    /** Whether it failed when it was done last. */
    public boolean failing() {
        return faultAt != null && faultAt.equals(lastAt);
    }
}
