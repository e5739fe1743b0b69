package io.vestibule.mail;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The languages that mail is written in. Each has a file {@code messages_….properties}. */
public enum Language {
    ENGLISH("en"),
    GERMAN("de"),
    SPANISH("es"),
    FRENCH("fr");

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

    /** The language of a tag, without region and script: "pt" of "pt-BR", "pt_BR" and "PT". */
    public static String primary(String tag) {
        return tag.strip().split("[-_]", 2)[0].toLowerCase(Locale.ROOT);
    }

    private static Optional<Language> spoken(String wanted) {
        String primary = primary(wanted);
        return Arrays.stream(values())
                .filter(language -> language.tag.equals(primary))
                .findFirst();
    }
}
