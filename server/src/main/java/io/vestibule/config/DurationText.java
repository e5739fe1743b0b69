package io.vestibule.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How people write a duration: {@code 30s}, {@code 15m}, {@code 24h}, {@code 14d} or ISO 8601's {@code PT30S}; ten years at most. */
public final class DurationText {
    private static final Pattern PLAIN = Pattern.compile("([0-9]{1,9})(s|m|h|d)");
    private static final Duration LONGEST = Duration.ofDays(3650);

    private DurationText() {}

    /**
     * The duration, which may be zero.
     *
     * @throws RuntimeException if the text is anything else, negative or too long
     */
    public static Duration parse(String text) {
        Matcher plain = PLAIN.matcher(text);
        Duration duration =
                plain.matches() ? plain(Long.parseLong(plain.group(1)), plain.group(2)) : Duration.parse(text);
        Kind.require(!duration.isNegative() && duration.compareTo(LONGEST) <= 0);
        return duration;
    }

    private static Duration plain(long count, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** The duration as people write it, in the largest unit that leaves nothing over; a single day in hours. */
    public static String of(Duration duration) {
        if (duration.toNanosPart() != 0) {
            return duration.toString();
        }
        long seconds = duration.toSeconds();
        if (seconds % 60 != 0 || seconds == 0) {
            return seconds + "s";
        }
        if (seconds % 3600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86_400 != 0 || seconds == 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }
}
