package io.vestibule.mail;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The languages that mail and pages are written in. Each has a file {@code messages_….properties} for either. */
public enum Language {
    ENGLISH("en"),
    GERMAN("de"),
    SPANISH("es"),
    FRENCH("fr");

    private static final int LONGEST = 200;
    private static final List<Locale> LOCALES = Arrays.stream(values())
            .map(language -> Locale.forLanguageTag(language.tag))
            .toList();

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /** The BCP 47 tag, as HTML's {@code lang} takes it. */
    public String tag() {
        return tag;
    }

    /** The customer's language, else the portal's, else English: the first that we write. "de-AT" and "de_AT" are "de". */
    public static Language choose(@Nullable String customers, @Nullable String portals) {
        return Stream.of(customers, portals)
                .filter(Objects::nonNull)
                .flatMap(wanted -> spoken(wanted).stream())
                .findFirst()
                .orElse(ENGLISH);
    }

    /** The language with this very tag; empty if there is none. */
    public static Optional<Language> ofTag(String tag) {
        return Arrays.stream(values())
                .filter(language -> language.tag.equals(tag))
                .findFirst();
    }

    /** The language of a tag, without region and script: "pt" of "pt-BR", "pt_BR" and "PT". */
    public static String primary(String tag) {
        return tag.strip().split("[-_]", 2)[0].toLowerCase(Locale.ROOT);
    }

    /**
     * The language that a browser likes best of those we write, by the weights in {@code Accept-Language}; weight 0 excludes one
     * (RFC 9110 section 12.5.4, RFC 4647 section 3.4). Empty if it likes none of them, or doesn't say.
     */
    public static Optional<Language> accepted(String acceptLanguage) {
        if (acceptLanguage.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), LOCALES))
                    .flatMap(liked -> spoken(liked.getLanguage()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Language> spoken(String wanted) {
        String primary = primary(wanted);
        return Arrays.stream(values())
                .filter(language -> language.tag.equals(primary))
                .findFirst();
    }
}
