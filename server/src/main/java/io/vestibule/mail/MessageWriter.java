package io.vestibule.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vestibule.config.Mailbox;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.time.Clock;
import java.util.Date;
import java.util.stream.Stream;
import org.eclipse.angus.mail.util.MailStreamProvider;
import org.jspecify.annotations.Nullable;

/** Makes the message that goes over the wire. */
final class MessageWriter {
    static final String CHARSET = "UTF-8";

    static {
        // Or Jakarta Mail searches the class path for it at each part of each mail (jakartaee/mail-api, issue 699)
        System.setProperty("jakarta.mail.util.StreamProvider", MailStreamProvider.class.getName());
    }

    private final Session session;
    private final @Nullable DkimKey dkim;
    private final Clock clock;

    /**
     * Writes nothing yet.
     *
     * @param dkim null: mail goes out unsigned
     * @param clock gives the Date header
     */
    MessageWriter(Session session, @Nullable DkimKey dkim, Clock clock) {
        this.session = session;
        this.dkim = dkim;
        this.clock = clock;
    }

    /** The message, signed if there is a key. */
    MimeMessage write(RenderedMail mail) throws MessagingException {
        refuseControls(mail);
        var message = new Written(session, mail.messageId());
        message.setSentDate(Date.from(clock.instant()));
        message.setFrom(sender(mail.from()));
        message.setRecipient(RecipientType.TO, recipient(mail));
        message.setSubject(mail.subject(), CHARSET);
        message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834, 5: no out-of-office replies, please
        message.setHeader("Content-Language", mail.language().tag());
        message.setContent(MessageContent.of(mail));
        message.saveChanges();
        return dkim == null ? message : signed(message, dkim);
    }

    /** As it goes over the wire, behind its signature: nothing is written anew. */
    private MimeMessage signed(MimeMessage message, DkimKey key) throws MessagingException {
        var written = new ByteArrayOutputStream();
        try {
            message.writeTo(written);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String plain = written.toString(ISO_8859_1);
        String whole = DkimSignature.of(plain, key, clock.instant()) + "\r\n" + plain;
        return new MimeMessage(session, new ByteArrayInputStream(whole.getBytes(ISO_8859_1)));
    }

    private static InternetAddress sender(Mailbox from) {
        try {
            return new InternetAddress(from.address(), from.name().isEmpty() ? null : from.name(), CHARSET);
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e); // every JVM has UTF-8
        }
    }

    /**
     * One address, in ASCII: Jakarta Mail would send a comma-separated list to each, and cut what isn't ASCII down to one byte
     * a character, so that a twin (dotless i, say) would name another mailbox.
     */
    static InternetAddress recipient(RenderedMail mail) throws MessagingException {
        String to = mail.to();
        var address = new InternetAddress(to, true);
        if (!to.equals(address.getAddress()) || to.chars().anyMatch(c -> c == ',' || c == ';' || c > '~')) {
            throw new UnmailableException("No single address in ASCII");
        }
        return address;
    }

    /** The last door before a header (security: CR/LF "refused again by the mail builder"). */
    private static void refuseControls(RenderedMail mail) {
        boolean controls = Stream.of(mail.messageId(), mail.to(), mail.subject(), String.valueOf(mail.from()))
                .flatMapToInt(String::chars)
                .anyMatch(Character::isISOControl);
        if (controls) {
            throw new UnmailableException("A control character in a header");
        }
    }

    /** Jakarta Mail would give it a new Message-ID. */
    private static final class Written extends MimeMessage {
        private final String id;

        Written(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
