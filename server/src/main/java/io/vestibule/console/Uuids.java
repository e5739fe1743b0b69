package io.vestibule.console;

import java.util.Optional;
import java.util.UUID;

/** Ids as forms carry them. */
final class Uuids {
    private Uuids() {}

    /** The id; empty for what is none. */
    static Optional<UUID> of(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
