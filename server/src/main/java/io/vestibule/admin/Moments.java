package io.vestibule.admin;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Moments as requests write them (RFC 3339), of the years 1 to 9999: PostgreSQL has them all, and reckons with them. */
final class Moments {
    static final String RULE = "must be a moment such as 2026-11-28T10:00:00Z";

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Moments() {}

    /** The moment; empty if the text is none. */
    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(Instant.parse(text)).filter(moment -> !moment.isBefore(FIRST) && moment.isBefore(END));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
