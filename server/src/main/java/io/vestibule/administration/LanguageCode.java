package io.vestibule.administration;

import java.util.Optional;
import java.util.regex.Pattern;

/** A language's two letters (ISO 639-1). */
public record LanguageCode(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z]{2}");

    public LanguageCode {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a language's two letters");
        }
    }

    /** The code; empty if the text is none. */
    public static Optional<LanguageCode> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new LanguageCode(text)) : Optional.empty();
    }
}
