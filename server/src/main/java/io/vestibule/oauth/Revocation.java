package io.vestibule.oauth;

import io.vestibule.portal.Caller;
import io.vestibule.secret.MasterKey;
import io.vestibule.session.RefreshToken;
import java.util.Optional;
import java.util.UUID;

/** Taking a token back (RFC 7009): the grant ends, and with it all of its tokens, on every node at once. */
public final class Revocation {
    private final GrantStore store;
    private final OAuthTokens tokens;
    private final MasterKey keys;

    public Revocation(GrantStore store, OAuthTokens tokens, MasterKey keys) {
        this.store = store;
        this.tokens = tokens;
        this.keys = keys;
    }

    /**
     * Ends what the token was granted by; a token that is none of this client's is left alone. False for a token that a client has for itself:
     * nothing was granted that could end before it is out of date.
     */
    public boolean revoke(Caller caller, OAuthClient client, String token) {
        Optional<OAuthTokens.AccessToken> verified =
                tokens.verifyAccessToken(token, caller.portal().id());
        Optional<UUID> grant = verified.isPresent()
                ? Optional.ofNullable(verified.get().grant())
                : RefreshToken.parse(token, keys).map(RefreshToken::grant);
        grant.ifPresent(id -> store.revoke(id, client.client().id(), caller.auditContext()));
        return verified.isEmpty() || grant.isPresent();
    }
}
