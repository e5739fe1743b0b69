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
import java.util.UUID;
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

    private static final String SAMPLE_CODE = "12345678";

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
        String id = mail.id() + "." + mail.createdAt().toEpochMilli();
        Recipient recipient = new Recipient(to(mail, letter), mail.addressee().firstName(), language);
        return render(id, letter, mail.letterhead(), recipient);
    }

    /** Whom a sample is written to. */
    public record Sample(String address, @Nullable String firstName) {
        /** Nobody who is there. */
        public static final Sample NOBODY = new Sample("jane.doe@example.com", "Jane");
    }

    /**
     * A mail as a customer of a portal would get it, for whoever writes its words.
     *
     * @param link what it leads to, if it has a link
     */
    public RenderedMail sample(MailPurpose purpose, Language language, Letterhead letterhead, Sample to, String link) {
        Letter letter = new Letter(
                purpose,
                0,
                0,
                to.address(),
                purpose.needsLink() ? link : null,
                purpose.needsCode() ? SAMPLE_CODE : null);
        return render(
                "sample." + UUID.randomUUID(),
                letter,
                letterhead,
                new Recipient(to.address(), to.firstName(), language));
    }

    /** The words that we have for what a portal may say in its own. */
    public MailText builtIn(MailPurpose purpose, Language language) {
        Phrases spoken = Objects.requireNonNull(phrases.get(language));
        return new MailText(spoken.phrase(purpose.label() + ".subject"), spoken.phrase(purpose.label() + ".lead"));
    }

    private record Recipient(String address, @Nullable String firstName, Language language) {}

    private RenderedMail render(String id, Letter letter, Letterhead letterhead, Recipient recipient) {
        Words words = words(letter, letterhead, recipient);
        Mailbox from = from(letterhead);
        return new RenderedMail(
                "<" + id + "@" + from.domain() + ">",
                from,
                recipient.address(),
                recipient.language(),
                words.subject(),
                body(html, letter.purpose(), words),
                body(text, letter.purpose(), words),
                letter.link(),
                letterhead.logo());
    }

    private Words words(Letter letter, Letterhead letterhead, Recipient recipient) {
        Phrases spoken = Objects.requireNonNull(phrases.get(recipient.language()));
        Map<String, String> values = new HashMap<>();
        values.put("portal", letterhead.portal());
        values.put("address", recipient.address());
        greetable(recipient.firstName()).ifPresent(name -> values.put("name", name));
        if (letter.code() != null) {
            values.put("code", letter.code());
        }
        // A link in that notice verifies the new address.
        Duration span = holds.get(
                letter.purpose() == MailPurpose.EMAIL_CHANGED_NEW ? MailPurpose.VERIFY_EMAIL : letter.purpose());
        if (span != null) {
            values.put("time", spoken.say(span));
        }
        return new Words(recipient.language(), spoken, letter.purpose(), values, letter.link(), letterhead);
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

    private Mailbox from(Letterhead letterhead) {
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
