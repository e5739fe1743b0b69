package io.vestibule.customer;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The formats of text that a profile's schema can ask for; any other is a note. {@code country} is ours, not the draft's. */
final class Formats {
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern TIME =
            Pattern.compile("[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})");
    private static final Pattern UUID = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    static final Map<String, Predicate<String>> CHECKED = Map.of(
            "date", Formats::isDay,
            "time", text -> TIME.matcher(text).matches() && isTime(OffsetTime::parse, text),
            "date-time", Formats::isDayAndTime,
            "email",
                    text -> EmailAddress.parse(text)
                            .filter(address -> address.value().equals(text))
                            .isPresent(),
            "uri", Formats::isUri,
            "uuid", text -> UUID.matcher(text).matches(),
            "country",
                    text -> Country.parse(text)
                            .filter(country -> country.code().equals(text))
                            .isPresent());

    private Formats() {}

    /** RFC 3339's full-date. */
    private static boolean isDay(String text) {
        return DAY.matcher(text).matches() && isTime(LocalDate::parse, text);
    }

    /** RFC 3339's date-time; its T and Z also in lower case, as its section 5.6 has it. */
    private static boolean isDayAndTime(String text) {
        String upper = text.replace('t', 'T').replace('z', 'Z');
        return upper.length() > 11
                && DAY.matcher(upper.substring(0, 10)).matches()
                && upper.charAt(10) == 'T'
                && TIME.matcher(upper.substring(11)).matches()
                && isTime(t -> OffsetDateTime.parse(t, DateTimeFormatter.ISO_OFFSET_DATE_TIME), upper);
    }

    private static boolean isTime(Consumer<String> reader, String text) {
        try {
            reader.accept(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isUri(String text) {
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
