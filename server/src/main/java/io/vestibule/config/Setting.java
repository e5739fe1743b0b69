package io.vestibule.config;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One setting, declared beside the record that uses it.
 *
 * @param key its path in the YAML file, as {@code http.port}; the environment variable's name follows from it
 * @param kind how its text is read
 * @param fallback the text that counts when it is not given; null if it may be absent
 * @param absence the word for the default on the page: the fallback, or what happens without a value
 * @param meaning one line for the operator
 */
record Setting<T>(String key, Kind<T> kind, @Nullable String fallback, String absence, String meaning) {
    static final String PREFIX = "VESTIBULE_";
    static final String FILE_SUFFIX = "_FILE";

    /** A setting that always has a value. */
    static <T> Setting<T> of(String key, Kind<T> kind, String fallback, String meaning) {
        return new Setting<>(key, kind, fallback, fallback, meaning);
    }

    /** A setting that may be absent; {@code absence} says what holds then. */
    static <T> Setting<T> optional(String key, Kind<T> kind, String absence, String meaning) {
        return new Setting<>(key, kind, null, absence, meaning);
    }

    /** The environment variable: {@code http.port} is {@code VESTIBULE_HTTP_PORT}. */
    String name() {
        return PREFIX + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** For a secret: the variable that names a file with its value (container platforms mount secrets as files). */
    String fileName() {
        return name() + FILE_SUFFIX;
    }

    /** For a secret: the key in the YAML file that names a file with its value. */
    String fileKey() {
        return key + "-file";
    }

    T fallbackValue() {
        return kind.read(Objects.requireNonNull(fallback, key));
    }
}
