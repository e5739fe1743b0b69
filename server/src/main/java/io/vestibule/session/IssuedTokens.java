package io.vestibule.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a client gets to act for a customer.
 *
 * @param accessToken a JWT (RFC 9068), sent as {@code Authorization: Bearer}
 * @param refresh     gives the next ones; null where the session has none
 */
public record IssuedTokens(
        String accessToken,
        Instant expiresAt,
        Duration life,
        @Nullable RefreshToken refresh) {
    @Override
    public String toString() {
        return "IssuedTokens[redacted, expires " + expiresAt + "]";
    }
}
