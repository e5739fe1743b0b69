package io.vestibule.mail;

import io.vestibule.branding.LogoFile;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.util.Date;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.simplejavamail.api.email.EmailPopulatingBuilder;
import org.simplejavamail.converter.EmailConverter;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.utils.mail.dkim.Canonicalization;
import org.simplejavamail.utils.mail.dkim.DkimMessage;
import org.simplejavamail.utils.mail.dkim.DkimSigner;
import org.simplejavamail.utils.mail.dkim.SigningAlgorithm;

/** Makes the message that goes over the wire. */
final class MessageWriter {
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

    /** The message, signed when it is written if there is a key. */
    MimeMessage write(RenderedMail mail) throws MessagingException {
        refuseControls(mail);
        EmailPopulatingBuilder email = EmailBuilder.startingBlank()
                .fixingMessageId(mail.messageId())
                .fixingSentDate(Date.from(clock.instant()))
                .from(mail.from().name(), mail.from().address())
                .to(mail.to())
                .withSubject(mail.subject())
                .withPlainText(mail.text())
                .withHTMLText(mail.html())
                .withHeader("Auto-Submitted", "auto-generated") // RFC 3834, 5: no out-of-office replies, please
                .withHeader("Content-Language", mail.language().tag());
        LogoFile logo = mail.logo();
        if (logo != null) {
            email.withEmbeddedImage("logo", logo.content(), logo.logo().format().mediaType()); // RFC 2392: cid:logo
        }
        MimeMessage message = EmailConverter.emailToMimeMessage(email.buildEmail(), session);
        message.saveChanges();
        return dkim == null ? message : new Signed(message, signer(dkim));
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

    private static DkimSigner signer(DkimKey dkim) throws MessagingException {
        var signer = new DkimSigner(dkim.domain(), dkim.selector(), dkim.key());
        signer.setSigningAlgorithm(SigningAlgorithm.SHA256_WITH_RSA);
        signer.setHeaderCanonicalization(Canonicalization.RELAXED);
        signer.setBodyCanonicalization(Canonicalization.RELAXED);
        signer.addHeaderToSign("Auto-Submitted"); // the library signs what RFC 6376, 5.4.1 names, and no more
        signer.addHeaderToSign("Content-Language");
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
