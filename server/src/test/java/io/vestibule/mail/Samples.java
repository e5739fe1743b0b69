package io.vestibule.mail;

import io.vestibule.branding.Branding;
import io.vestibule.branding.LegalUrl;
import io.vestibule.branding.LogoFile;
import io.vestibule.config.Mailbox;
import io.vestibule.mail.WaitingMail.Addressee;
import io.vestibule.mail.WaitingMail.Seal;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Mail to test with. */
final class Samples {
    static final String LINK = "https://portal.example.com/in/7/canary-token_0123456789?a=1&b=2";
    static final String CODE = "40718293";
    static final SealedLetters LETTERS = new SealedLetters(MasterKey.of(Secret.of("0123456789abcdef".repeat(4))));

    static final Round.Letters READ = new Round.Letters(LETTERS, renderer());

    private Samples() {}

    static MailRenderer renderer() {
        return new MailRenderer(
                Mailbox.parse("Vestibule <mail@vestibule.example>"),
                Map.of(
                        MailPurpose.SIGN_IN, Duration.ofMinutes(15),
                        MailPurpose.RESET_PASSWORD, Duration.ofMinutes(30),
                        MailPurpose.CHANGE_EMAIL, Duration.ofMinutes(15),
                        MailPurpose.VERIFY_EMAIL, Duration.ofHours(24),
                        MailPurpose.CODE, Duration.ofMinutes(10)));
    }

    static Letter letter(MailPurpose purpose) {
        return new Letter(
                purpose,
                1,
                7,
                purpose == MailPurpose.EMAIL_CHANGED_OLD ? "old@example.com" : null,
                purpose.needsLink() ? LINK : null,
                purpose.needsCode() ? CODE : null);
    }

    static WaitingMail waiting(MailPurpose purpose, String language, String firstName, String portal) {
        return new WaitingMail(
                42,
                1,
                Instant.parse("2026-03-01T12:00:00Z"),
                purpose.label(),
                1,
                7,
                new Seal(null),
                new Addressee("zoe@example.com", language, firstName),
                new Letterhead(portal, "en", "Homes <homes@portal.example>", Branding.NONE, null, Map.of()));
    }

    static RenderedMail rendered(MailPurpose purpose, String language) {
        return renderer().render(waiting(purpose, language, "Zoë", "Häuser & Söhne"), letter(purpose));
    }

    static RenderedMail rendered(String to, String subject) {
        RenderedMail mail = rendered(MailPurpose.SIGN_IN, "de");
        return new RenderedMail(
                mail.messageId(),
                mail.from(),
                to,
                mail.language(),
                subject,
                mail.html(),
                mail.text(),
                mail.link(),
                null);
    }

    /** A mail of a portal with a logo and terms of use. */
    static RenderedMail branded(LogoFile logo) {
        WaitingMail plain = waiting(MailPurpose.SIGN_IN, "de", "Zoë", "Häuser & Söhne");
        Branding branding = new Branding(null, logo.logo(), new LegalUrl("https://portal.example/terms"), null);
        Letterhead letterhead =
                new Letterhead("Häuser & Söhne", "en", "Homes <homes@portal.example>", branding, logo, Map.of());
        return renderer()
                .render(
                        new WaitingMail(
                                plain.id(),
                                plain.attempts(),
                                plain.createdAt(),
                                plain.purpose(),
                                plain.portalId(),
                                plain.customerId(),
                                plain.seal(),
                                plain.addressee(),
                                letterhead),
                        letter(MailPurpose.SIGN_IN));
    }
}
