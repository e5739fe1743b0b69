package io.vestibule.secret;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Text that must not leak: a password, a token, an API key. It prints as {@code Secret[redacted]} wherever it ends up (a log
 * line, a record's {@code toString}, an assertion); only {@link #reveal()} gives the text back, so every use can be found by
 * searching for that name. Two secrets are equal if their texts are; the comparison takes as long wherever they differ (it
 * does tell whether their lengths do).
 */
public final class Secret {
    private final String text;

    private Secret(String text) {
        this.text = Objects.requireNonNull(text, "text");
    }

    /** Wraps the text as it is, which may be empty. */
    public static Secret of(String text) {
        return new Secret(text);
    }

    /** The text itself. The caller keeps it out of logs, metrics, errors and rows. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && sameText(secret.text);
    }

    /** Compares UTF-16 units: an encoding would make one byte of every lone surrogate, and so different secrets equal. */
    private boolean sameText(String other) {
        if (text.length() != other.length()) {
            return false;
        }
        int difference = 0;
        for (int i = 0; i < text.length(); i++) {
            difference |= text.charAt(i) ^ other.charAt(i);
        }
        return difference == 0;
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "Secret[redacted]";
    }
}
