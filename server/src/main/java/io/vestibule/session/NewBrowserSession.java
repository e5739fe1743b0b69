package io.vestibule.session;

import io.vestibule.secret.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * A browser's session that a sign-in is about to open. Its token is always a new one: what the browser sent before is never adopted (OWASP
 * ASVS 7.2.4).
 *
 * @param session    what it opens
 * @param token      the value of the cookie: 256 random bits
 * @param formerHash the hash of the cookie that the browser has so far; null where it has none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record NewBrowserSession(NewSession session, String token, byte @Nullable [] formerHash) {
    static NewBrowserSession of(NewSession session, @Nullable String former) {
        return new NewBrowserSession(session, Tokens.random(), former == null ? null : Tokens.hash(former));
    }

    /** What the store keeps of the token. */
    byte[] hash() {
        return Tokens.hash(token);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "NewBrowserSession[" + session.id() + "]";
    }
}
