package io.vestibule.oauth;

import io.vestibule.session.RefreshToken;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the token endpoint gives (RFC 6749 section 5.1).
 *
 * @param dpop    whether the access token is good with proofs of possession alone (RFC 9449 section 5)
 * @param scopes  that the access token is good for
 * @param refresh null where the client gets none
 * @param idToken null where {@code openid} isn't among the scopes
 */
public record TokenResponse(
        String accessToken,
        boolean dpop,
        Duration life,
        List<String> scopes,
        @Nullable RefreshToken refresh,
        @Nullable String idToken) {
    public TokenResponse {
        scopes = List.copyOf(scopes);
    }

    @Override
    public String toString() {
        return "TokenResponse[redacted]";
    }
}
