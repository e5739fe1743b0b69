package io.vestibule.http;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Moments (RFC 3339) and days as requests write them, of the years 1 to 9999: PostgreSQL has them all, and reckons with them. */
public final class Dates {
    /** What a moment has to be. */
    public static final String RULE = "must be a moment such as 2026-11-28T10:00:00Z";

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Dates() {}

    /** The moment; empty if the text is none. */
    public static Optional<Instant> moment(String text) {
        try {
            return Optional.of(Instant.parse(text)).filter(moment -> !moment.isBefore(FIRST) && moment.isBefore(END));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The day, such as 2026-11-28; empty if the text is none. */
    public static Optional<LocalDate> day(String text) {
        return moment(text + "T00:00:00Z").map(midnight -> LocalDate.parse(text));
    }
}
