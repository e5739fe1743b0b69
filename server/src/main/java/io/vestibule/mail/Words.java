package io.vestibule.mail;

import io.vestibule.branding.AccentColor;
import io.vestibule.branding.Branding;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a mail template may say: every phrase in the reader's language, with this mail's values in its places. Unescaped. */
public final class Words {
    private static final String USUAL_ACCENT = "#14508c";

    private final Language language;
    private final Phrases phrases;
    private final MailPurpose purpose;
    private final Map<String, String> values;
    private final @Nullable String link;
    private final Letterhead letterhead;

    Words(
            Language language,
            Phrases phrases,
            MailPurpose purpose,
            Map<String, String> values,
            @Nullable String link,
            Letterhead letterhead) {
        this.language = language;
        this.phrases = phrases;
        this.purpose = purpose;
        this.values = values;
        this.link = link;
        this.letterhead = letterhead;
    }

    /** A phrase that all mails share. */
    public String say(String key) {
        return phrases.say(key, values);
    }

    /** A phrase of this mail's purpose. */
    public String own(String key) {
        return phrases.say(purpose.label() + "." + key, values);
    }

    /** In the portal's words, or ours. */
    public String subject() {
        String subject = letterhead.text(language).subject();
        return subject == null ? own("subject") : Phrases.fill(subject, values);
    }

    /** The first paragraph behind the greeting, in the portal's words, or ours. */
    public String introduction() {
        String introduction = letterhead.text(language).introduction();
        return introduction == null ? own("lead") : Phrases.fill(introduction, values);
    }

    /** With the reader's name where we know it. */
    public String greeting() {
        return say(values.containsKey("name") ? "greeting" : "greeting.unnamed");
    }

    public String portal() {
        return values.getOrDefault("portal", "");
    }

    /** The code that the mail carries; empty where it carries none. */
    public String code() {
        return values.getOrDefault("code", "");
    }

    /** The value of HTML's {@code lang}. */
    public String language() {
        return language.tag();
    }

    public @Nullable String link() {
        return link;
    }

    /** What the portal looks like. */
    public Branding branding() {
        return letterhead.branding();
    }

    /** The colour of a button, below white text; mails are light. */
    public String accent() {
        AccentColor accent = letterhead.branding().accent();
        return accent == null ? USUAL_ACCENT : accent.onLight();
    }
}
