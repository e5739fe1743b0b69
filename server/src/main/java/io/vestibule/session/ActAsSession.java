package io.vestibule.session;

import io.vestibule.secret.Tokens;
import java.time.Instant;

/**
 * A session in which an operator acts for a customer.
 *
 * @param found    the customer, and their session
 * @param operator the operator's id
 * @param until    when it ends at the latest
 */
public record ActAsSession(BrowserSessions.Found found, long operator, Instant until) {
    /** What tokens say in {@code amr}, and sessions of how they began: the customer proved nothing. */
    public static final String METHOD = "act-as";

    /** Tells the cookie of such a session from a customer's own, whose tokens have no point. */
    private static final String PREFIX = METHOD + ".";

    /** The value of a new cookie. */
    public static String randomCookie() {
        return PREFIX + Tokens.random();
    }

    /** Whether a cookie can be of such a session: no other can, whatever its browser makes of it. */
    public static boolean isCookie(String cookie) {
        return cookie.startsWith(PREFIX);
    }
}
