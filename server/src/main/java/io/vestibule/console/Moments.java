package io.vestibule.console;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Moments as pages show them: in UTC, which the pages' script puts into the reader's zone, as wide as before. */
public final class Moments {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Moments() {}

    /** To the minute. */
    public static String text(Instant at) {
        return MINUTE.format(at);
    }

    /** The day alone. */
    public static String day(Instant at) {
        return text(at).substring(0, 10);
    }

    /** The time of day alone. */
    public static String clock(Instant at) {
        return text(at).substring(11);
    }

    /** For the {@code datetime} attribute, to the second. */
    public static String iso(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
