package io.vestibule.guard;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A limit and whom it counts.
 *
 * @param key who that is, as a keyed hash
 */
public record LimitKey(RateLimit limit, UUID key) {

    /** Several as one word, which tells nobody whom they count. */
    static String write(List<LimitKey> keys) {
        return keys.stream().map(one -> one.limit() + ":" + one.key()).collect(Collectors.joining(","));
    }

    /** What {@link RateLimiter} left of a request's limits; those that were asked for last. */
    public static List<LimitKey> read(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(one -> one.split(":", 2))
                .map(parts -> new LimitKey(RateLimit.valueOf(parts[0]), UUID.fromString(parts[1])))
                .toList();
    }
}
