package io.vestibule.http;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids as requests write them: each in one way, but for the case of a UUID's letters (RFC 9562 section 4). */
public final class Ids {
    /** All that surely fit a long. */
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    private static final Pattern UUID_FORM = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    private Ids() {}

    /** The id; empty if the text is none. */
    public static Optional<Long> id(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /** The UUID; empty if the text is none. */
    public static Optional<UUID> uuid(String text) {
        return UUID_FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
