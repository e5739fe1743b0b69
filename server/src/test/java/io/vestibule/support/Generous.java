package io.vestibule.support;

import io.vestibule.guard.RateLimit;
import java.util.HashMap;
import java.util.Map;

/** Settings that keep the limits out of the way of tests that aren't about them. */
public final class Generous {
    private Generous() {}

    /** No limit is ever reached, nor does a password wait in vain to be hashed on a machine that has much else to do. */
    public static Map<String, String> limits() {
        return limitsAnd(Map.of());
    }

    /** No limit is ever reached but those that {@code changes} gives. */
    public static Map<String, String> limitsAnd(Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>();
        for (RateLimit limit : RateLimit.values()) {
            settings.put("VESTIBULE_LIMIT_" + limit + "_BURST", "1000000");
        }
        settings.put("VESTIBULE_PASSWORD_HASH_WAIT", "1m");
        settings.putAll(changes);
        return settings;
    }

    /** No limit gives anything back within a test's time, so that what it counts doesn't depend on the machine. */
    public static Map<String, String> frozen() {
        Map<String, String> settings = new HashMap<>();
        for (RateLimit limit : RateLimit.values()) {
            settings.put("VESTIBULE_LIMIT_" + limit + "_REFILL", "1/1d");
        }
        return settings;
    }
}
