package io.vestibule.upstream;

import io.vestibule.customer.LoginName;
import io.vestibule.json.Json;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers to look-ups, each for a minute. How long they are is up to upstreams, so there are no more of them than so many bytes: the oldest go
 * first. Safe for use by many threads at once.
 */
final class LookUpCache {
    private static final Duration AGE = Duration.ofMinutes(1);

    /** What a JVM takes for an entry, a value or a text of its own, about. */
    private static final long OBJECT = 64;

    private final long most;
    private final LongSupplier nanos;
    private final Map<Asked, Kept> oldestFirst = new LinkedHashMap<>();
    private long bytes;

    /** @param revision of the upstream's settings */
    record Asked(UUID revision, LoginName login) {}

    private record Kept(LookUpResult result, long at, long bytes) {}

    /**
     * An empty one.
     *
     * @param most  the bytes that all answers take together, about
     * @param nanos what tells the time, as {@link System#nanoTime} does
     */
    LookUpCache(long most, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
    }

    /** What was answered within the last minute; null for nothing. */
    synchronized @Nullable LookUpResult get(Asked asked) {
        forget();
        Kept kept = oldestFirst.get(asked);
        return kept == null ? null : kept.result();
    }

    /** Keeps an answer, in the place of another. */
    synchronized void put(Asked asked, LookUpResult result) {
        Kept former = oldestFirst.remove(asked); // so that it is the newest
        bytes -= former == null ? 0 : former.bytes();
        Kept kept = new Kept(
                result, nanos.getAsLong(), 4 * OBJECT + size(asked.login().value()) + size(result));
        oldestFirst.put(asked, kept);
        bytes += kept.bytes();
        forget();
    }

    private void forget() {
        long now = nanos.getAsLong();
        Iterator<Kept> oldest = oldestFirst.values().iterator();
        while (oldest.hasNext()) {
            Kept kept = oldest.next();
            if (bytes <= most && now - kept.at() < AGE.toNanos()) {
                return;
            }
            oldest.remove();
            bytes -= kept.bytes();
        }
    }

    private static long size(LookUpResult result) {
        return result instanceof LookUpResult.Known(UpstreamCustomer customer)
                ? 8 * OBJECT + size(customer.profile())
                : 0;
    }

    private static long size(Map<String, Json> fields) {
        return fields.entrySet().stream()
                .mapToLong(field -> OBJECT + size(field.getKey()) + size(field.getValue()))
                .sum();
    }

    private static long size(String text) {
        return OBJECT + 2L * text.length();
    }

    private static long size(Json value) {
        return switch (value) {
            case Json.Text(String text) -> size(text);
            case Json.Number(String digits) -> size(digits);
            case Json.Array(var values) ->
                OBJECT + values.stream().mapToLong(LookUpCache::size).sum();
            case Json.Object object -> OBJECT + size(object.fields());
            case Json.Bool bool -> 0;
            case Json.Null none -> 0;
        };
    }
}
