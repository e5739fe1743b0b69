package io.vestibule.console;

import io.vestibule.http.Answer;
import io.vestibule.http.ContentSecurityPolicy;
import io.vestibule.mail.RenderedMail;
import io.vestibule.page.Pages;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A mail in a frame of ours: it runs nothing, loads nothing, leads nowhere, and only our own pages frame it. */
public final class MailPreview {
    private static final ContentSecurityPolicy POLICY = ContentSecurityPolicy.STRICT
            .with("img-src", "data:")
            .with("frame-src", "'self'")
            .with("form-action", "'none'")
            .with("frame-ancestors", "'self'")
            .with("sandbox", "");

    private MailPreview() {}

    /**
     * What the template shows.
     *
     * @param mail  null where there is none to show
     * @param fault why; null where there is one
     */
    public record View(
            @Nullable RenderedMail mail, @Nullable String fault) {}

    static Answer show(Optional<RenderedMail> mail) {
        return Pages.render(
                200,
                "console/mail-preview.jte",
                new View(mail.orElseThrow(() -> new Refused(Notice.unknown())), null),
                POLICY);
    }

    static Answer fault(String sentence) {
        return Pages.render(422, "console/mail-preview.jte", new View(null, sentence), POLICY);
    }
}
