package io.vestibule.session;

import io.vestibule.audit.AuditContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refresh token that a client sent.
 *
 * @param successors the token's, the one to give out first
 * @param clientId   the application that sent it; null for a portal's own client
 * @param scopes     what is asked for, at most what was granted; null for all of that
 * @param allowed    what the application may have now: a token that would be good for nothing isn't rotated; null for a portal's own client
 * @param proof      that it has a key; null for none
 * @param jkt        the key that its refresh tokens are for from now on, if they are for none yet; null for none
 */
public record PresentedRefreshToken(
        RefreshToken token,
        List<RefreshToken> successors,
        long portalId,
        @Nullable Long clientId,
        @Nullable List<String> scopes,
        @Nullable List<String> allowed,
        @Nullable DpopProof proof,
        @Nullable String jkt,
        AuditContext context) {

    /** What is asked for, as OAuth writes it. */
    @Nullable
    String scope() {
        return written(scopes);
    }

    /** What the application may have, as OAuth writes it. */
    @Nullable
    String allowedScope() {
        return written(allowed);
    }

    private static @Nullable String written(@Nullable List<String> scopes) {
        return scopes == null ? null : String.join(" ", scopes);
    }
}
