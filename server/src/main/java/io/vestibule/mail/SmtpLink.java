package io.vestibule.mail;

import io.vestibule.config.SmtpServer;
import java.util.Properties;

/** How Jakarta Mail is to speak to a server: never a password without TLS, but on this very machine. */
final class SmtpLink {
    private static final String TIMEOUT_MILLIS = "10000";

    private SmtpLink() {}

    static String protocol(SmtpServer server) {
        return server.tls() ? "smtps" : "smtp";
    }

    /** What Jakarta Mail's SMTP provider wants to know. */
    static Properties properties(SmtpServer server) {
        var properties = new Properties();
        String prefix = "mail." + protocol(server) + ".";
        properties.setProperty(prefix + "connectiontimeout", TIMEOUT_MILLIS);
        properties.setProperty(prefix + "timeout", TIMEOUT_MILLIS);
        properties.setProperty(prefix + "writetimeout", TIMEOUT_MILLIS);
        properties.setProperty(prefix + "auth", Boolean.toString(server.user() != null));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        if (!server.tls() && !server.isLoopback()) {
            properties.setProperty(prefix + "starttls.enable", "true");
            // Somebody in between who hides the offer would otherwise get the password in clear (RFC 3207, 6).
            properties.setProperty(prefix + "starttls.required", Boolean.toString(server.user() != null));
        }
        return properties;
    }
}
