package io.vestibule.console;

import io.vestibule.audit.StatisticsStore.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/** How far the overview looks back, in which steps, and what it compares that with: the same weekdays and hours before. */
public enum TimeRange {
    HOUR("Last hour", "a minute", Duration.ofMinutes(1), 60, Duration.ofDays(7), "a week ago", Duration.ofSeconds(2)),
    DAY("24 hours", "an hour", Duration.ofHours(1), 24, Duration.ofDays(7), "a week ago", Duration.ofSeconds(2)),
    WEEK("7 days", "six hours", Duration.ofHours(6), 28, Duration.ofDays(7), "the week before", Duration.ofSeconds(10)),
    MONTH("30 days", "a day", Duration.ofDays(1), 30, Duration.ofDays(28), "four weeks ago", Duration.ofMinutes(1));

    private final String title;
    private final String stepTitle;
    private final Duration step;
    private final int count;
    private final Duration back;
    private final String before;
    private final Duration age;

    TimeRange(String title, String stepTitle, Duration step, int count, Duration back, String before, Duration age) {
        this.title = title;
        this.stepTitle = stepTitle;
        this.step = step;
        this.count = count;
        this.back = back;
        this.before = before;
        this.age = age;
    }

    public String title() {
        return title;
    }

    /** How long a step is, in words. */
    public String stepTitle() {
        return stepTitle;
    }

    /** How its steps are written: the time of day, the day, or both. */
    public String form() {
        return switch (this) {
            case HOUR, DAY -> "clock";
            case WEEK -> "";
            case MONTH -> "day";
        };
    }

    /** What it is compared with, in words. */
    public String before() {
        return before;
    }

    /** As addresses have it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The range of that label; a day where there is none. */
    static TimeRange parse(String label) {
        return Arrays.stream(values())
                .filter(range -> range.label().equals(label))
                .findFirst()
                .orElse(DAY);
    }

    /** The steps up to the one that has begun. */
    Steps steps(Instant now) {
        long seconds = step.toSeconds();
        long end = (Math.floorDiv(now.getEpochSecond(), seconds) + 1) * seconds;
        return new Steps(Instant.ofEpochSecond(end - count * seconds), step, count);
    }

    /** How far back the steps lie that it is compared with. */
    Duration back() {
        return back;
    }

    /** How old its counts may be: long ranges change slowly, and take longer to count. */
    Duration age() {
        return age;
    }
}
