package io.vestibule.mail;

import io.vestibule.secret.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where the SMTP server is: {@code smtp://user:password@host:port} (STARTTLS where the server offers it, and never a password
 * without it) or {@code smtps://…} (TLS from the start). On loopback {@code smtp} is plain. User and password are percent-encoded.
 */
public record SmtpUrl(
        boolean tls,
        String host,
        int port,
        @Nullable String user,
        @Nullable Secret password) {
    private static final int SMTP_PORT = 587;
    private static final int SMTPS_PORT = 465;
    private static final String TIMEOUT_MILLIS = "10000";

    public SmtpUrl {
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException("An SMTP user and a password come together");
        }
    }

    /**
     * Reads the setting. Without a port: 587, and 465 for {@code smtps}.
     *
     * @throws IllegalArgumentException if it is no such URL; the message doesn't quote it
     */
    public static SmtpUrl parse(Secret text) {
        URI uri = uri(text.reveal().strip());
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("smtps");
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (!(tls || scheme.equals("smtp"))
                || uri.getHost() == null
                || !(path.isEmpty() || path.equals("/"))
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw malformed();
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? SMTPS_PORT : SMTP_PORT;
        String info = uri.getRawUserInfo();
        if (info == null) {
            return new SmtpUrl(tls, bare(uri.getHost()), port, null, null);
        }
        String[] parts = info.split(":", 2);
        if (parts.length < 2) {
            throw malformed();
        }
        return new SmtpUrl(tls, bare(uri.getHost()), port, decoded(parts[0]), Secret.of(decoded(parts[1])));
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw malformed();
        }
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "must be smtp://host:port or smtps://host:port, with user:password@ before the"
                        + " host if the server wants them (percent-encoded)");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Whether mail stays on this machine: test mode allows no other server. A name counts only if it is {@code localhost}. */
    public boolean isLoopback() {
        return host.equalsIgnoreCase("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }

    String protocol() {
        return tls ? "smtps" : "smtp";
    }

    /** What Jakarta Mail's SMTP provider wants to know. */
    Properties properties() {
        var properties = new Properties();
        String prefix = "mail." + protocol() + ".";
        properties.setProperty(prefix + "connectiontimeout", TIMEOUT_MILLIS);
        properties.setProperty(prefix + "timeout", TIMEOUT_MILLIS);
        properties.setProperty(prefix + "writetimeout", TIMEOUT_MILLIS);
        properties.setProperty(prefix + "auth", Boolean.toString(user != null));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        if (!tls && !isLoopback()) {
            properties.setProperty(prefix + "starttls.enable", "true");
            // Somebody in between who hides the offer would otherwise get the password in clear (RFC 3207, 6).
            properties.setProperty(prefix + "starttls.required", Boolean.toString(user != null));
        }
        return properties;
    }
}
