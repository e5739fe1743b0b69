package io.vestibule.transfer;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Truth values as systems write them. */
final class Booleans {
    private Booleans() {}

    /** Null where the text is none. MySQL's {@code BIT(1)} is a character of the number 0 or 1. */
    static @Nullable Boolean of(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "y", "on", "1", "\1" -> Boolean.TRUE;
            case "false", "f", "no", "n", "off", "0", "\0" -> Boolean.FALSE;
            default -> null;
        };
    }
}
