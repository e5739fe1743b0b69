package io.vestibule.oauth;

import io.vestibule.customer.Customer;
import io.vestibule.json.Json;
import io.vestibule.portal.Caller;
import io.vestibule.session.DpopProof;
import io.vestibule.session.SigningAlgorithm;
import io.vestibule.session.TokenGrant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an access token lets its holder learn of the customer (OpenID Connect Core section 5.3). */
public final class UserInfo {
    private final GrantStore store;
    private final OAuthTokens tokens;
    private final OAuthClients clients;

    public UserInfo(GrantStore store, OAuthTokens tokens, OAuthClients clients) {
        this.store = store;
        this.tokens = tokens;
        this.clients = clients;
    }

    /** How it ended. */
    public sealed interface Result {
        /** The claims, as JSON. */
        record Claims(Json.Object claims) implements Result {}

        /** The claims as a signed JWT, for a client that is registered so. */
        record Signed(String jwt) implements Result {}

        /** The token is none of ours, out of date, for another key than was shown, or its grant is over. */
        record InvalidToken() implements Result {}

        /** The proof of possession was used before. */
        record ReplayedProof() implements Result {}

        /** The token isn't good for {@code openid}. */
        record InsufficientScope() implements Result {}
    }

    /**
     * Tells of whose the access token is.
     *
     * @param proof that whoever shows it has the key that it is for (RFC 9449 section 7.1); null for a token that is for none
     */
    public Result claims(Caller caller, String accessToken, @Nullable DpopProof proof) {
        long portal = caller.portal().id();
        Optional<OAuthTokens.AccessToken> token = tokens.verifyAccessToken(accessToken, portal);
        if (token.isEmpty()) {
            return new Result.InvalidToken();
        }
        OAuthTokens.AccessToken verified = token.get();
        if (!Objects.equals(verified.jkt(), proof == null ? null : proof.jkt())) {
            return new Result.InvalidToken();
        }
        if (verified.grant() == null || !verified.scopes().contains(Scopes.OPENID)) {
            return new Result.InsufficientScope();
        }
        Optional<OAuthClient> client = clients.find(portal, verified.clientId());
        if (client.isEmpty()) {
            return new Result.InvalidToken();
        }
        return switch (store.find(verified.grant(), portal, proof)) {
            case GrantStore.Found.Alive(GrantStore.Holder holder) -> claims(portal, client.get(), verified, holder);
            case GrantStore.Found.Over() -> new Result.InvalidToken();
            case GrantStore.Found.ReplayedProof() -> new Result.ReplayedProof();
        };
    }

    private Result claims(long portal, OAuthClient client, OAuthTokens.AccessToken token, GrantStore.Holder holder) {
        Customer customer = holder.customer();
        TokenGrant.Application granted = Objects.requireNonNull(holder.grant().application());
        Json.Builder claims = Json.object().put("sub", tokens.subject(client, customer.id()));
        UserClaims.of(customer, token.scopes(), client.allowed(granted.userInfoClaims()))
                .fields()
                .forEach(claims::put);
        SigningAlgorithm algorithm = client.metadata().userInfoAlgorithm();
        return algorithm == null
                ? new Result.Claims(claims.build())
                : new Result.Signed(tokens.signedUserInfo(portal, client, algorithm, claims.build()));
    }
}
