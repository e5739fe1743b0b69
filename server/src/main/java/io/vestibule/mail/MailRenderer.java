package io.vestibule.mail;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.vestibule.config.LinkConfig;
import io.vestibule.config.MailConfig;
import io.vestibule.config.Mailbox;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes a mail in its reader's language, as HTML and as text, by the templates compiled into the server: nothing is read from
 * disk. Safe for use by many threads at once.
 */
public final class MailRenderer {
    /**
     * A name we greet with. Anybody can register anybody's address under any name: one that reads as an advertisement, and that
     * mail programs would make a link of, isn't repeated.
     */
    private static final Pattern NAME = Pattern.compile("\\p{L}[\\p{L}\\p{M}'’ -]{0,39}");

    private final Mailbox sender;
    private final Map<MailPurpose, Duration> holds;
    private final Map<Language, Phrases> phrases = new EnumMap<>(Language.class);
    private final TemplateEngine html =
            TemplateEngine.createPrecompiled(null, ContentType.Html, null, "io.vestibule.templates");
    private final TemplateEngine text =
            TemplateEngine.createPrecompiled(null, ContentType.Plain, null, "io.vestibule.templates.text");

    /**
     * Takes the words of every language.
     *
     * @param sender who mail is from where the portal says nothing
     * @param holds how long each purpose's link or code is good for, as the mail tells
     * @throws IllegalArgumentException if a purpose that needs one is missing
     */
    public MailRenderer(Mailbox sender, Map<MailPurpose, Duration> holds) {
        this.sender = sender;
        this.holds = Map.copyOf(holds);
        for (MailPurpose purpose : MailPurpose.values()) {
            if ((purpose.needsLink() || purpose.needsCode()) && !holds.containsKey(purpose)) {
                throw new IllegalArgumentException("How long does a mail for " + purpose.label() + " hold?");
            }
        }
        for (Language language : Language.values()) {
            phrases.put(language, Phrases.in(language));
        }
    }

    /**
     * The same, as an installation is configured.
     *
     * @param code how long a code that is mailed is good for
     */
    public static MailRenderer of(MailConfig mail, LinkConfig link, Duration code) {
        return new MailRenderer(
                mail.from(),
                Map.of(
                        MailPurpose.SIGN_IN, link.signIn(),
                        MailPurpose.RESET_PASSWORD, link.reset(),
                        MailPurpose.CHANGE_EMAIL, link.emailChange(),
                        MailPurpose.VERIFY_EMAIL, link.verification(),
                        MailPurpose.CODE, code));
    }

    RenderedMail render(WaitingMail mail, Letter letter) {
        Language language =
                Language.choose(mail.addressee().language(), mail.letterhead().language());
        Words words = words(language, mail, letter);
        Mailbox from = from(mail.letterhead());
        return new RenderedMail(
                "<" + mail.id() + "." + mail.createdAt().toEpochMilli() + "@" + from.domain() + ">",
                from,
                to(mail, letter),
                language,
                words.subject(),
                body(html, letter.purpose(), words),
                body(text, letter.purpose(), words),
                letter.link(),
                mail.letterhead().logo());
    }

    private Words words(Language language, WaitingMail mail, Letter letter) {
        Phrases spoken = Objects.requireNonNull(phrases.get(language));
        Map<String, String> values = new HashMap<>();
        values.put("portal", mail.letterhead().portal());
        values.put("address", to(mail, letter));
        greetable(mail.addressee().firstName()).ifPresent(name -> values.put("name", name));
        if (letter.code() != null) {
            values.put("code", letter.code());
        }
        // A link in that notice verifies the new address.
        Duration span = holds.get(
                letter.purpose() == MailPurpose.EMAIL_CHANGED_NEW ? MailPurpose.VERIFY_EMAIL : letter.purpose());
        if (span != null) {
            values.put("time", spoken.say(span));
        }
        return new Words(
                language,
                spoken,
                letter.purpose(),
                values,
                letter.link(),
                mail.letterhead().branding());
    }

    private static Optional<String> greetable(@Nullable String firstName) {
        return Optional.ofNullable(firstName)
                .map(String::strip)
                .filter(name -> NAME.matcher(name).matches());
    }

    private static String to(WaitingMail mail, Letter letter) {
        String to = letter.to() == null ? mail.addressee().email() : letter.to();
        if (to == null) {
            throw new UnmailableException("The customer has no address");
        }
        return to;
    }

    private Mailbox from(WaitingMail.Letterhead letterhead) {
        Mailbox from = letterhead.sender() == null ? sender : portalSender(letterhead.sender());
        return from.name().isEmpty() ? new Mailbox(letterhead.portal(), from.address()) : from;
    }

    private static Mailbox portalSender(String sender) {
        try {
            return Mailbox.parse(sender);
        } catch (IllegalArgumentException e) {
            throw new UnmailableException("The portal's sender is no address");
        }
    }

    private static String body(TemplateEngine engine, MailPurpose purpose, Words words) {
        var output = new StringOutput();
        engine.render("mail/" + purpose.label() + ".jte", words, output);
        return output.toString().strip() + "\n";
    }
}
