package io.vestibule.mail;

import io.vestibule.config.MailConfig;
import io.vestibule.config.SmtpServer;
import jakarta.mail.Session;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Hands mail to an SMTP server, signed with DKIM if there is a key. Only a failure to connect says that the server is away.
 * Every wait ends within 10 s.
 */
public final class SmtpTransport implements Transport {
    private final SmtpServer server;
    private final EhloName ehloName;
    private final Session session;
    private final MessageWriter writer;

    /**
     * A transport to the server that the settings name. Connects to nothing yet.
     *
     * @throws IllegalArgumentException if the DKIM key is no RSA key
     */
    public static SmtpTransport of(SmtpServer server, EhloName ehloName, MailConfig.@Nullable Dkim dkim, Clock clock) {
        return new SmtpTransport(server, ehloName, dkim == null ? null : DkimKey.of(dkim), clock);
    }

    /**
     * Connects to nothing yet.
     *
     * @param dkim null: mail goes out unsigned
     * @param clock gives the Date header
     */
    SmtpTransport(SmtpServer server, EhloName ehloName, @Nullable DkimKey dkim, Clock clock) {
        this.server = server;
        this.ehloName = ehloName;
        this.session = Session.getInstance(SmtpLink.properties(server));
        this.writer = new MessageWriter(session, dkim, clock);
    }

    @Override
    public Connection open() {
        return new SmtpConnection(server, session, writer, ehloName.towards(server));
    }
}
