package io.vestibule.operator;

import io.vestibule.secret.Secret;
import java.net.URI;
import java.time.Duration;

/**
 * The cookie that holds an operator's session: 256 random bits, of which the store has a hash. Strict: no link from elsewhere brings it
 * along. Behind https its name begins with {@code __Host-} (RFC 6265bis section 4.1.3.2); browsers take no such name over http, as in test
 * mode.
 */
public final class ConsoleCookie {
    private final boolean secure;

    /** @param publicUrl where browsers reach the server */
    public ConsoleCookie(URI publicUrl) {
        this.secure = publicUrl.getScheme().equals("https");
    }

    /** Its name. */
    public String name() {
        return (secure ? "__Host-" : "") + "vestibule-console";
    }

    /** The {@code Set-Cookie} header that stores it. */
    public String write(Secret token, Duration life) {
        return name() + "=" + token.reveal() + "; Path=/; Max-Age=" + life.toSeconds() + attributes();
    }

    /** The {@code Set-Cookie} header that removes it. */
    public String remove() {
        return name() + "=; Path=/; Max-Age=0" + attributes();
    }

    private String attributes() {
        return "; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
    }
}
