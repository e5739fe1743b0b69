package io.vestibule.session;

import java.net.URI;
import java.time.Duration;

/**
 * The cookie that holds a browser's session with a portal: 256 random bits, of which the store has a hash. Each portal has a cookie of its
 * own, so that signing in to one ends nothing at another. Behind https its name begins with {@code __Host-}, so that no other host and no
 * plain connection can set it (RFC 6265bis section 4.1.3.2); browsers take no such name over http, as in test mode.
 */
public final class BrowserCookie {
    private final boolean secure;

    /** @param publicUrl where browsers reach the server */
    public BrowserCookie(URI publicUrl) {
        this.secure = publicUrl.getScheme().equals("https");
    }

    /** The {@code Set-Cookie} header that stores it. */
    public String write(long portalId, String token, Duration life) {
        return name(portalId) + "=" + token + "; Path=/; Max-Age=" + life.toSeconds() + attributes();
    }

    /** The {@code Set-Cookie} header that removes it. */
    public String remove(long portalId) {
        return name(portalId) + "=; Path=/; Max-Age=0" + attributes();
    }

    /** Lax: an application sends its customer here by a link, and the session has to come along. */
    private String attributes() {
        return "; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
    }

    /** Its name. */
    public String name(long portalId) {
        return (secure ? "__Host-" : "") + "vestibule-" + portalId;
    }
}
