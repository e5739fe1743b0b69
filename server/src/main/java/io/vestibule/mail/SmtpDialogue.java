package io.vestibule.mail;

import io.vestibule.mail.SmtpFault.Stage;
import io.vestibule.mail.Transport.Outcome;
import io.vestibule.mail.Transport.Sent;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.MimeMessage;
import java.io.OutputStream;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** One SMTP connection of Jakarta Mail's, which also notes at which command the server first said no: its exceptions don't all tell. */
final class SmtpDialogue extends SMTPTransport {
    private final String ehloName;
    private Stage stage = Stage.MAIL;
    private int refusal;
    private String reply = "";
    /** Mails that it has taken. */
    private int carried;

    SmtpDialogue(Session session, String protocol, boolean tls, String ehloName) {
        super(session, new URLName(protocol, null, -1, null, null, null), protocol, tls);
        this.ehloName = ehloName;
    }

    int carried() {
        return carried;
    }

    /** How far the last mail came. */
    Stage stage() {
        return stage;
    }

    /** Whether the last mail's connection broke, rather than that the server answered. */
    boolean broke() {
        return refusal == 0;
    }

    /** Hands over a mail, once. */
    Outcome carry(MimeMessage message, Address recipient) {
        stage = Stage.MAIL;
        refusal = 0;
        try {
            sendMessage(message, new Address[] {recipient});
            carried++;
            return new Sent();
        } catch (MessagingException e) {
            return refusal > 0 ? SmtpFault.of(stage, refusal, reply) : SmtpFault.broken(stage, e);
        }
    }

    @Override
    public synchronized String getLocalHost() {
        return ehloName;
    }

    @Override
    protected void rcptTo() throws MessagingException {
        stage = Stage.RCPT;
        super.rcptTo();
    }

    @Override
    protected OutputStream data() throws MessagingException {
        stage = Stage.DATA;
        return super.data();
    }

    /** A refusal is followed by RSET, whose answer isn't it. */
    @Override
    protected int readServerResponse() throws MessagingException {
        int code = super.readServerResponse();
        if (code >= 400 && refusal == 0) {
            refusal = code;
            reply = getLastServerResponse();
        }
        return code;
    }
}
