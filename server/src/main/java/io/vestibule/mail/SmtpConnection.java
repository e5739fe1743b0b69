package io.vestibule.mail;

import io.vestibule.config.SmtpServer;
import io.vestibule.mail.SmtpFault.Stage;
import io.vestibule.mail.Transport.Away;
import io.vestibule.mail.Transport.Cause;
import io.vestibule.mail.Transport.Outcome;
import io.vestibule.mail.Transport.Refused;
import io.vestibule.mail.Transport.Sent;
import io.vestibule.secret.Secret;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands mails to an SMTP server, on a new connection when one has carried {@link Transport#MOST_CARRIED}. What a server says on a
 * connection that has carried mail isn't held against the next mail: that one is tried again on a new connection, and only what is
 * said there counts.
 */
final class SmtpConnection implements Transport.Connection {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpConnection.class);
    private static final String NO_MESSAGE = "It makes no message: ";

    private final SmtpServer server;
    private final MessageWriter writer;
    private final Supplier<SmtpDialogue> dialogues;
    private @Nullable SmtpDialogue open;

    SmtpConnection(SmtpServer server, Session session, MessageWriter writer, String ehloName) {
        this.server = server;
        this.writer = writer;
        this.dialogues = () -> new SmtpDialogue(session, SmtpLink.protocol(server), server.tls(), ehloName);
    }

    @Override
    public Outcome send(RenderedMail mail) {
        MimeMessage message;
        InternetAddress recipient;
        try {
            message = writer.write(mail);
            recipient = MessageWriter.recipient(mail);
        } catch (MessagingException | UnmailableException e) {
            return new Refused(NO_MESSAGE + SmtpFault.kind(e), Cause.MAIL);
        } catch (RuntimeException e) {
            return new Refused(NO_MESSAGE + SmtpFault.kind(e), Cause.UNKNOWN);
        }
        SmtpDialogue used = open;
        if (used != null) {
            if (used.carried() < Transport.MOST_CARRIED) {
                Outcome outcome = handOver(used, message, recipient);
                if (!mayBeTheConnections(used, outcome)) {
                    return outcome;
                }
            }
            close();
        }
        return sendOnNew(message, recipient);
    }

    /** An answer that got lost after the mail itself was under way may have been a yes: a repetition can wait for its turn. */
    private static boolean mayBeTheConnections(SmtpDialogue used, Outcome outcome) {
        return switch (outcome) {
            case Sent() -> false;
            case Refused(String _, Cause cause) -> cause != Cause.MAIL;
            default -> !(used.broke() && used.stage() == Stage.DATA);
        };
    }

    private Outcome sendOnNew(MimeMessage message, InternetAddress recipient) {
        SmtpDialogue dialogue = dialogues.get();
        try {
            Secret password = server.password();
            dialogue.connect(server.host(), server.port(), server.user(), password == null ? null : password.reveal());
        } catch (MessagingException | RuntimeException e) {
            return new Away("The server can't be reached or lets nobody in: " + SmtpFault.kind(e));
        }
        open = dialogue;
        return handOver(dialogue, message, recipient);
    }

    private Outcome handOver(SmtpDialogue dialogue, MimeMessage message, InternetAddress recipient) {
        try {
            Outcome outcome = dialogue.carry(message, recipient);
            if (dialogue.broke() && !(outcome instanceof Sent)) {
                close();
            }
            return outcome;
        } catch (RuntimeException e) {
            close(); // somewhere in the middle of a mail
            return new Refused("It can't be written: " + SmtpFault.kind(e), Cause.UNKNOWN);
        }
    }

    @Override
    public void close() {
        SmtpDialogue dialogue = open;
        open = null;
        if (dialogue != null) {
            try {
                dialogue.close();
            } catch (MessagingException e) {
                LOG.debug("The server hung up first: {}", SmtpFault.kind(e));
            }
        }
    }
}
