package io.vestibule.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Warnings about what others send: each at most once in a while, and few in all, so that nobody fills the log from outside.
 * Safe for use by many threads at once.
 */
public final class RateLimitedLog {
    private static final int MOST = 20;

    private final Logger log;
    private final Duration interval;
    private final LongSupplier nanos;
    private final Map<String, Long> written = new HashMap<>();

    /** @param interval within which a warning isn't written again */
    public RateLimitedLog(Logger log, Duration interval) {
        this(log, interval, System::nanoTime);
    }

    RateLimitedLog(Logger log, Duration interval, LongSupplier nanos) {
        this.log = log;
        this.interval = interval;
        this.nanos = nanos;
    }

    /** Writes the warning, unless there was one about the same within the interval, or too many about others. */
    public void warn(String about, String message, Object... values) {
        if (due(about)) {
            log.warn(message, values);
        }
    }

    private synchronized boolean due(String about) {
        long now = nanos.getAsLong();
        written.values().removeIf(at -> now - at >= interval.toNanos());
        return written.size() < MOST && written.putIfAbsent(about, now) == null;
    }

    /** What somebody sent, as a log line may show it: printable ASCII, and not long. */
    public static String shown(String text) {
        String printable = text.replaceAll("[^ -~]", "?");
        return printable.length() <= 200 ? printable : printable.substring(0, 200) + "...";
    }
}
