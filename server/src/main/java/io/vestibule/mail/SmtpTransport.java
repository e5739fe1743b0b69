package io.vestibule.mail;

import io.vestibule.config.MailConfig;
import io.vestibule.config.SmtpServer;
import io.vestibule.secret.Secret;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.util.Date;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.converter.EmailConverter;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.utils.mail.dkim.Canonicalization;
import org.simplejavamail.utils.mail.dkim.DkimMessage;
import org.simplejavamail.utils.mail.dkim.DkimSigner;
import org.simplejavamail.utils.mail.dkim.SigningAlgorithm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands mail to an SMTP server, a connection each, signed with DKIM if there is a key. Simple Java Mail builds the message;
 * the connection is made here, since only a failure to connect says that the server is away. Every wait ends within 10 s.
 */
public final class SmtpTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpTransport.class);

    private final SmtpServer server;
    private final @Nullable DkimKey dkim;
    private final Clock clock;
    private final Session session;

    /**
     * A transport to the server that the settings name. Connects to nothing yet.
     *
     * @throws IllegalArgumentException if the DKIM key is no RSA key
     */
    public static SmtpTransport of(SmtpServer server, MailConfig.@Nullable Dkim dkim, Clock clock) {
        return new SmtpTransport(server, dkim == null ? null : DkimKey.of(dkim), clock);
    }

    /**
     * Connects to nothing yet.
     *
     * @param dkim null: mail goes out unsigned
     * @param clock gives the Date header
     */
    SmtpTransport(SmtpServer server, @Nullable DkimKey dkim, Clock clock) {
        this.server = server;
        this.dkim = dkim;
        this.clock = clock;
        this.session = Session.getInstance(SmtpLink.properties(server));
    }

    @Override
    public Outcome send(RenderedMail mail) {
        MimeMessage message;
        Address[] recipients;
        try {
            message = message(mail);
            recipients = new Address[] {recipient(mail.to())};
        } catch (MessagingException | RuntimeException e) {
            return new Refused("It makes no message: " + SmtpFault.kind(e));
        }
        try {
            return handOver(session.getTransport(SmtpLink.protocol(server)), message, recipients);
        } catch (MessagingException e) {
            return new Away("No " + SmtpLink.protocol(server) + ": " + SmtpFault.kind(e));
        }
    }

    private Outcome handOver(jakarta.mail.Transport connection, MimeMessage message, Address[] recipients) {
        try {
            Secret password = server.password();
            connection.connect(
                    server.host(), server.port(), server.user(), password == null ? null : password.reveal());
        } catch (MessagingException | RuntimeException e) {
            return new Away("The server can't be reached or lets nobody in: " + SmtpFault.kind(e));
        }
        try {
            connection.sendMessage(message, recipients);
            return new Sent();
        } catch (MessagingException e) {
            return SmtpFault.of(e);
        } catch (RuntimeException e) {
            return new Refused("It can't be written: " + SmtpFault.kind(e));
        } finally {
            hangUp(connection);
        }
    }

    /** Whatever became of the mail is known by now: a server that hangs up first changes nothing. */
    private static void hangUp(jakarta.mail.Transport connection) {
        try {
            connection.close();
        } catch (MessagingException e) {
            LOG.debug("The server hung up first: {}", SmtpFault.kind(e));
        }
    }

    private MimeMessage message(RenderedMail mail) throws MessagingException {
        refuseControls(mail);
        Email email = EmailBuilder.startingBlank()
                .fixingMessageId(mail.messageId())
                .fixingSentDate(Date.from(clock.instant()))
                .from(mail.from().name(), mail.from().address())
                .to(mail.to())
                .withSubject(mail.subject())
                .withPlainText(mail.text())
                .withHTMLText(mail.html())
                .withHeader("Auto-Submitted", "auto-generated") // RFC 3834, 5: no out-of-office replies, please
                .withHeader("Content-Language", mail.language().tag())
                .buildEmail();
        MimeMessage message = EmailConverter.emailToMimeMessage(email, session);
        message.saveChanges();
        return dkim == null ? message : new Signed(message, signer(dkim));
    }

    /**
     * One address, in ASCII: Jakarta Mail would send a comma-separated list to each, and cut what isn't ASCII down to one byte
     * a character, so that a twin (dotless i, say) would name another mailbox.
     */
    private static InternetAddress recipient(String to) throws MessagingException {
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

    private static DkimSigner signer(DkimKey dkim) throws MessagingException {
        var signer = new DkimSigner(dkim.domain(), dkim.selector(), dkim.key());
        signer.setSigningAlgorithm(SigningAlgorithm.SHA256_WITH_RSA);
        signer.setHeaderCanonicalization(Canonicalization.RELAXED);
        signer.setBodyCanonicalization(Canonicalization.RELAXED);
        signer.setCopyHeaderFields(false); // the subject needn't be in the signature too
        signer.setCheckDomainKey(false); // asks DNS at every mail whether we published the key
        return signer;
    }

    /** The library's message would take a new Message-ID when it is written. */
    private static final class Signed extends DkimMessage {
        Signed(MimeMessage message, DkimSigner signer) throws MessagingException {
            super(message, signer);
        }

        @Override
        protected void updateMessageID() {}
    }
}
