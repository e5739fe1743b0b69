package io.vestibule.mail;

import io.vestibule.branding.LogoFile;
import io.vestibule.config.Mailbox;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A mail ready to go out.
 *
 * @param messageId with its angle brackets; the same at every try (RFC 5322, 3.6.4)
 * @param to one address
 * @param text the whole mail as plain text, lines end in {@code \n}
 * @param link the link it carries, or null; also in both bodies
 * @param logo the picture that the HTML shows as {@code cid:logo}; null where it shows none
 */
public record RenderedMail(
        String messageId,
        Mailbox from,
        String to,
        Language language,
        String subject,
        String html,
        String text,
        @Nullable String link,
        @Nullable LogoFile logo) {

    /** The HTML as a browser shows it, with the logo in it. */
    public String page() {
        // Nobody else writes these characters: quotes in what a mail says are escaped
        return logo == null
                ? html
                : html.replace(
                        "src=\"cid:logo\"",
                        "src=\"data:" + logo.logo().format().mediaType() + ";base64,"
                                + Base64.getEncoder().encodeToString(logo.content()) + "\"");
    }

    /** Neither address nor content: both bodies hold the link. */
    @Override
    public String toString() {
        return "RenderedMail[" + messageId + "]";
    }
}
