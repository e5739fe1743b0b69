package io.vestibule.page;

import io.vestibule.http.Request;
import io.vestibule.mail.Language;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.concurrent.ConcurrentHashMap;

/** What our pages say in one language: {@code messages_….properties}; {@code messages.properties} is English. */
public final class PageWords {
    private static final Map<Language, PageWords> WORDS = new ConcurrentHashMap<>();

    private final Language language;
    private final ResourceBundle phrases;

    private PageWords(Language language, ResourceBundle phrases) {
        this.language = language;
        this.phrases = phrases;
    }

    /** The words in a language. */
    public static PageWords in(Language language) {
        return WORDS.computeIfAbsent(language, PageWords::read);
    }

    private static PageWords read(Language language) {
        Control noGuess = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES); // not the machine's language
        Locale locale = Locale.forLanguageTag(language.tag());
        return new PageWords(language, ResourceBundle.getBundle("io.vestibule.page.messages", locale, noGuess));
    }

    /**
     * The words in the language that an application asks for, else in the one that the browser likes best, else in English.
     *
     * @param locales as {@code ui_locales} has them, or {@code Accept-Language}; empty for none
     */
    public static PageWords of(Request request, String locales) {
        return Language.accepted(locales.strip().replaceAll(" +", ","))
                .map(PageWords::in)
                .orElseGet(() -> accepted(request));
    }

    /** The words in the language that the browser likes best, else in English. */
    public static PageWords accepted(Request request) {
        return accepted(request.header("Accept-Language").orElse(""));
    }

    /** The same of an {@code Accept-Language}. */
    public static PageWords accepted(String languages) {
        return in(Language.accepted(languages).orElse(Language.ENGLISH));
    }

    /** The tag for HTML's {@code lang}. */
    public String language() {
        return language.tag();
    }

    /** A phrase. */
    public String say(String key) {
        return phrases.getString(key);
    }

    /** A phrase, or another text where there is none. */
    public String sayOr(String key, String other) {
        return phrases.containsKey(key) ? phrases.getString(key) : other;
    }

    /** A phrase with a value in the place of its {@code {}}. */
    public String say(String key, Object value) {
        return say(key).replace("{}", value.toString());
    }
}
