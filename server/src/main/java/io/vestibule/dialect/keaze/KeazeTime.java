package io.vestibule.dialect.keaze;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Moments as the wire has them. */
final class KeazeTime {
    private KeazeTime() {}

    /** ISO 8601 in UTC; null for never. */
    static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : DateTimeFormatter.ISO_INSTANT.format(moment);
    }
}
