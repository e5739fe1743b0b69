package io.vestibule.session;

import io.vestibule.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client was granted in a session.
 *
 * @param id          what its refresh tokens name
 * @param session     the session that it ends with; for a portal's own client, and for offline access, it has the grant's id
 * @param application what an application was granted beside; null for a portal's own client
 */
public record TokenGrant(
        UUID id, UUID session, long customerId, @Nullable Application application) {

    /**
     * A grant of an OAuth 2.0 client.
     *
     * @param browserSession the session that it was granted in, the {@code sid} of its tokens
     * @param userInfoClaims the claims that were asked for one by one (OpenID Connect Core section 5.5); null for none
     * @param authTime       when the customer had proved who they are, at the authorization
     * @param methods        how, in RFC 8176's words
     */
    public record Application(
            long clientId,
            UUID browserSession,
            List<String> scopes,
            Json.@Nullable Object userInfoClaims,
            Instant authTime,
            List<String> methods) {
        public Application {
            scopes = List.copyOf(scopes);
            methods = List.copyOf(methods);
        }
    }
}
