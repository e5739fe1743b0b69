package io.vestibule.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads settings for a test: test mode unless it says otherwise, which needs nothing else. */
final class Faults {
    private Faults() {}

    /** What is wrong with these settings; empty if nothing is. */
    static List<String> of(Map<String, String> env) {
        ConfigException fault = catchThrowableOfType(ConfigException.class, () -> Config.read(inTestMode(env)));
        return fault == null ? List.of() : fault.faults();
    }

    static List<String> of(String name, String value) {
        return of(Map.of(name, value));
    }

    static Map<String, String> inTestMode(Map<String, String> env) {
        var all = new HashMap<>(Map.of("VESTIBULE_MODE", "test"));
        all.putAll(env);
        return all;
    }
}
