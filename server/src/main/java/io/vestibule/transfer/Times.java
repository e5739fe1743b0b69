package io.vestibule.transfer;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times as systems write them: ISO 8601 and what databases make of it, epoch seconds and milliseconds, MediaWiki's fourteen digits and
 * LDAP's generalized time (RFC 4517). A day is its first moment in UTC.
 */
final class Times {
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private static final Pattern DAY = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})");
    private static final Pattern DAY_AND_TIME = Pattern.compile(
            "(\\d{4})-?(\\d{2})-?(\\d{2})(?:[Tt ]|(?=\\d{4}))(\\d{2}):?(\\d{2})(?::?(\\d{2}))?(?:[.,](\\d{1,9})\\d*)? ?"
                    + "([Zz]|UTC|GMT|[+-]\\d{2}(?::?\\d{2}(?::?\\d{2})?)?)?");
    /** Twelve digits that begin as a year of ours are a day and a time: as milliseconds they would be in 1976. */
    private static final Pattern EPOCH = Pattern.compile("(?!(?:19|20)\\d{10}$)\\d{9,13}");

    private static final Pattern NONE =
            Pattern.compile("-?infinity|\\\\N|NULL|null|0000-00-00(?:[T ]00:00(?::00(?:\\.0+)?)?Z?)?");

    private Times() {}

    /** What a text turned out to be. */
    sealed interface Reading {
        record At(Instant moment) implements Reading {}

        /** A time that is given without a zone; nobody said which. */
        record Zoneless() implements Reading {}

        /** No time at all: infinity, MySQL's zero date, null. */
        record None() implements Reading {}

        /** Not a time, or one that no customer of a portal can have. */
        record Bad() implements Reading {}
    }

    /** Whether databases write it for nothing. */
    static boolean isNone(String text) {
        return !(text.charAt(0) >= '1' && text.charAt(0) <= '9')
                && NONE.matcher(text).matches();
    }

    /**
     * Reads a time.
     *
     * @param zone of times that are given without one; null where that isn't known
     */
    static Reading read(String text, @Nullable ZoneId zone) {
        if (isNone(text)) {
            return new Reading.None();
        }
        try {
            if (EPOCH.matcher(text).matches()) {
                long number = Long.parseLong(text);
                return bounded(text.length() > 10 ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number));
            }
            Matcher day = DAY.matcher(text);
            if (day.matches()) {
                return bounded(day(day).atStartOfDay(ZoneOffset.UTC).toInstant());
            }
            Matcher whole = DAY_AND_TIME.matcher(text);
            if (!whole.matches()) {
                return new Reading.Bad();
            }
            LocalDateTime local = LocalDateTime.of(day(whole), time(whole));
            ZoneId own = whole.group(8) == null ? zone : offset(whole.group(8));
            return own == null
                    ? new Reading.Zoneless()
                    : bounded(local.atZone(own).toInstant());
        } catch (DateTimeException e) {
            return new Reading.Bad();
        }
    }

    private static LocalDate day(Matcher text) {
        return LocalDate.of(number(text.group(1)), number(text.group(2)), number(text.group(3)));
    }

    private static LocalTime time(Matcher text) {
        int second = text.group(6) == null ? 0 : number(text.group(6));
        int nanos = text.group(7) == null ? 0 : number((text.group(7) + "00000000").substring(0, 9));
        return LocalTime.of(number(text.group(4)), number(text.group(5)), second, nanos);
    }

    private static ZoneId offset(String text) {
        boolean named = Character.isLetter(text.charAt(0));
        return named ? ZoneOffset.UTC : ZoneOffset.of(text);
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    private static Reading bounded(Instant moment) {
        return moment.isBefore(EARLIEST) || moment.isAfter(LATEST) ? new Reading.Bad() : new Reading.At(moment);
    }
}
