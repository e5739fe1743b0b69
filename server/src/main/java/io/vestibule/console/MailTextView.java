package io.vestibule.console;

import io.vestibule.mail.Language;
import io.vestibule.mail.MailPurpose;
import io.vestibule.mail.MailText;
import io.vestibule.portal.Portal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the template shows.
 *
 * @param stored  the portal's own words
 * @param typed   those that stand in the form; empty for none
 * @param builtIn ours
 * @param change  whether they may change them
 * @param version what the form was made from
 * @param fault   why it is shown again; null at first
 * @param stale   whether that is another's change
 * @param done    what was just done; null for nothing
 */
public record MailTextView(
        Layout layout,
        Portal portal,
        MailPurpose mail,
        Language language,
        MailText stored,
        MailText typed,
        MailText builtIn,
        boolean change,
        String version,
        String reason,
        @Nullable String fault,
        boolean stale,
        @Nullable String done) {
    /** What the path names: a mail in a language that there is. */
    record Subject(Portal portal, MailPurpose mail, Language language) {
        String path() {
            return PortalForms.at(portal, "mails/" + mail.label() + "/" + language.tag());
        }
    }

    public String title() {
        return mail.title() + ", in " + language.tag() + ": " + portal.name();
    }

    /** The address of this mail in a language. */
    public String in(Language other) {
        return layout.at(new Subject(portal, mail, other).path());
    }

    public String to(String path) {
        return in(language) + "/" + path;
    }

    public List<Language> languages() {
        return List.of(Language.values());
    }

    public String places() {
        return "{" + String.join("}, {", MailText.places(mail)) + "}";
    }
}
