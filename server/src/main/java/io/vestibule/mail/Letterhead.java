package io.vestibule.mail;

import io.vestibule.branding.Branding;
import io.vestibule.branding.LogoFile;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The portal in whose name a mail goes out.
 *
 * @param portal   its name
 * @param language of mail to customers who have none of their own
 * @param sender   null: the server's
 * @param branding what it looks like
 * @param logo     the file of its branding's logo; null without one
 * @param texts    its own words in mail of this purpose
 */
public record Letterhead(
        String portal,
        String language,
        @Nullable String sender,
        Branding branding,
        @Nullable LogoFile logo,
        Map<Language, MailText> texts) {
    public Letterhead {
        texts = Map.copyOf(texts);
    }

    /** The portal's own words in a language. */
    MailText text(Language spoken) {
        return texts.getOrDefault(spoken, MailText.NONE);
    }
}
