package io.vestibule.config;

import io.vestibule.secret.Secret;
import org.jspecify.annotations.Nullable;

/**
 * How mail goes out.
 *
 * @param smtp null: nothing is sent, the developer's inbox keeps it (test mode only)
 * @param ehloName what the server calls itself towards that one; null: by the host of the public URL
 * @param from the sender where a portal names none
 * @param dkim null: mail isn't signed
 */
public record MailConfig(
        @Nullable SmtpServer smtp,
        @Nullable String ehloName,
        Mailbox from,
        @Nullable Dkim dkim) {

    /** What mail is signed with (RFC 6376): the private key in PEM, its public half in DNS at selector._domainkey.domain. */
    public record Dkim(String domain, String selector, Secret privateKey) {}

    static final Setting<SmtpServer> SMTP = Setting.optional(
            "smtp.url",
            Kind.hidden(
                    "SMTP URL",
                    "smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465, both parts of the user"
                            + " percent-encoded or none",
                    SmtpServer::parse),
            "developer's inbox",
            "Server that takes the mail; required in live mode");
    static final Setting<String> EHLO_NAME = Setting.optional(
            "smtp.ehlo-name",
            Kind.DOMAIN,
            "host of the public URL",
            "Host name sent in EHLO; if it isn't fully qualified, the IP address is sent");
    static final Setting<Mailbox> FROM = Setting.of(
            "mail.from",
            Kind.of("mailbox", "a sender such as Example <no-reply@example.com>", Mailbox::parse),
            "Vestibule <no-reply@localhost>",
            "Sender of mail where the portal names none");
    static final Setting<String> DKIM_DOMAIN =
            Setting.optional("mail.dkim.domain", Kind.DOMAIN, "not signed", "Domain that signs mail (DKIM)");
    static final Setting<String> DKIM_SELECTOR =
            Setting.optional("mail.dkim.selector", Kind.DOMAIN, "not signed", "Selector of the DKIM key in DNS");
    static final Setting<Secret> DKIM_KEY = Setting.optional(
            "mail.dkim.key", Kind.SECRET, "not signed", "DKIM private key in PEM, best given as a file");

    static MailConfig read(Settings settings) {
        settings.section("Mail");
        return new MailConfig(
                settings.find(SMTP).orElse(null),
                settings.find(EHLO_NAME).orElse(null),
                settings.get(FROM),
                dkim(settings));
    }

    private static @Nullable Dkim dkim(Settings settings) {
        @Nullable String domain = settings.find(DKIM_DOMAIN).orElse(null);
        @Nullable String selector = settings.find(DKIM_SELECTOR).orElse(null);
        @Nullable Secret key = settings.find(DKIM_KEY).orElse(null);
        if (domain != null && selector != null && key != null) {
            return new Dkim(domain, selector, key);
        }
        boolean none = domain == null && selector == null && key == null;
        if (!none && settings.sound(DKIM_DOMAIN, DKIM_SELECTOR, DKIM_KEY)) {
            Setting<?> missing = domain == null ? DKIM_DOMAIN : selector == null ? DKIM_SELECTOR : DKIM_KEY;
            settings.fault(missing, "missing; DKIM takes domain, selector and key: give all three or none");
        }
        return null;
    }
}
