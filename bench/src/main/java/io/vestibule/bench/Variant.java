package io.vestibule.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A way to run the server.
 *
 * @param jvmOptions beside those of {@code server/jvm.options}
 * @param settings   beside those that every server of the bench has
 */
public record Variant(String name, String jar, List<String> jvmOptions, Map<String, String> settings) {
    private static final String JAR = "server/target/vestibule.jar";

    /** As it is built. */
    public static final Variant USUAL = new Variant("as it is", JAR, List.of(), Map.of());

    /**
     * Reads words with blanks between: {@code VESTIBULE_...=...} is a setting, {@code ....jar} another build of the product, anything
     * else a JVM option.
     */
    static Variant parse(String text) {
        String jar = JAR;
        List<String> options = new ArrayList<>();
        Map<String, String> settings = new LinkedHashMap<>();
        for (String word : text.strip().split(" +", -1)) {
            if (word.startsWith("VESTIBULE_")) {
                settings.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
            } else if (word.endsWith(".jar") && !word.startsWith("-")) {
                jar = word;
            } else {
                options.add(word);
            }
        }
        return new Variant(text, jar, List.copyOf(options), Map.copyOf(settings));
    }

    /** A word for the build, as the name of a database takes it. */
    String build() {
        return Integer.toHexString(jar.hashCode());
    }

    /** The same with another setting. */
    Variant setting(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(name, value);
        return new Variant(this.name, jar, jvmOptions, Map.copyOf(more));
    }

    /** The same with another JVM option. */
    Variant with(String option) {
        List<String> more = new ArrayList<>(jvmOptions);
        more.add(option);
        return new Variant(name, jar, List.copyOf(more), settings);
    }
}
