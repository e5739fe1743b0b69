package io.vestibule.page;

import io.vestibule.mail.Language;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/** What our pages say in one language: {@code messages_….properties}; {@code messages.properties} is English. */
public final class PageWords {
    private static final int LONGEST = 200;
    private static final List<Locale> SPOKEN = Arrays.stream(Language.values())
            .map(language -> Locale.forLanguageTag(language.tag()))
            .toList();

    private final Language language;
    private final ResourceBundle phrases;

    private PageWords(Language language, ResourceBundle phrases) {
        this.language = language;
        this.phrases = phrases;
    }

    static PageWords in(Language language) {
        Control noGuess = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES); // not the machine's language
        Locale locale = Locale.forLanguageTag(language.tag());
        return new PageWords(language, ResourceBundle.getBundle("io.vestibule.page.messages", locale, noGuess));
    }

    /** The language that a browser likes best of those we speak (RFC 9110 section 12.5.4), else English. */
    static Language language(String acceptLanguage) {
        try {
            Locale liked = acceptLanguage.length() > LONGEST
                    ? null
                    : Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), SPOKEN);
            return liked == null ? Language.ENGLISH : Language.choose(liked.getLanguage(), null);
        } catch (IllegalArgumentException e) {
            return Language.ENGLISH;
        }
    }

    /** The tag for HTML's {@code lang}. */
    public String language() {
        return language.tag();
    }

    /** A phrase. */
    public String say(String key) {
        return phrases.getString(key);
    }
}
