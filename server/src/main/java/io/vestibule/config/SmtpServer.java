package io.vestibule.config;

import io.vestibule.secret.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The server that mail is handed to.
 *
 * @param tls true: TLS from the first byte (RFC 8314, {@code smtps}); false: plain at first ({@code smtp}), STARTTLS follows
 * @param user null: no authentication, and then there is no password either
 */
public record SmtpServer(
        String host,
        int port,
        boolean tls,
        @Nullable String user,
        @Nullable Secret password) {

    public SmtpServer {
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException("a user and a password go together");
        }
    }

    /** Reads {@code smtp://user:password@host:587}; ports are 587 and 465 (RFC 6409, RFC 8314) unless given. */
    public static SmtpServer parse(String text) {
        URI uri = uri(text.strip());
        boolean tls = "smtps".equalsIgnoreCase(uri.getScheme());
        Kind.require(tls || "smtp".equalsIgnoreCase(uri.getScheme()));
        Kind.require(uri.getHost() != null && uri.getRawPath().replace("/", "").isEmpty());
        Kind.require(uri.getRawQuery() == null && uri.getRawFragment() == null);
        Credentials credentials = Credentials.of(uri);
        int port = uri.getPort() < 0 ? (tls ? 465 : 587) : uri.getPort();
        Kind.require(port > 0 && port <= 65_535);
        return new SmtpServer(bare(uri.getHost()), port, tls, credentials.user(), credentials.password());
    }

    /** The URL, or a fault that doesn't quote it: it may hold a password. */
    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException();
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Whether mail stays on this machine: test mode allows no other server. */
    public boolean isLoopback() {
        return Loopback.is(host);
    }
}
