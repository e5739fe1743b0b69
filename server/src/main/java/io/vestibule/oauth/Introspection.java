package io.vestibule.oauth;

import io.vestibule.json.Json;
import io.vestibule.portal.Caller;
import io.vestibule.secret.MasterKey;
import io.vestibule.session.RefreshToken;
import io.vestibule.session.TokenGrant;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Whether a token is good at this moment, for a portal's servers (RFC 7662). */
public final class Introspection {
    private static final Json.Object INACTIVE =
            Json.object().put("active", false).build();

    private final GrantStore store;
    private final OAuthTokens tokens;
    private final OAuthClients clients;
    private final MasterKey keys;

    public Introspection(GrantStore store, OAuthTokens tokens, OAuthClients clients, MasterKey keys) {
        this.store = store;
        this.tokens = tokens;
        this.clients = clients;
        this.keys = keys;
    }

    /**
     * What a token is good for; {@code {"active": false}} for any that isn't good, whatever is wrong with it. A refresh token tells only
     * the client that it was given to.
     */
    public Json.Object introspect(Caller caller, OAuthClient client, String token) {
        long portal = caller.portal().id();
        return tokens.verifyAccessToken(token, portal)
                .map(verified -> accessToken(portal, verified))
                .or(() -> RefreshToken.parse(token, keys).map(refresh -> refreshToken(portal, client, refresh)))
                .orElse(INACTIVE);
    }

    private Json.Object accessToken(long portal, OAuthTokens.AccessToken token) {
        Optional<OAuthClient> client = clients.find(portal, token.clientId());
        if (client.isEmpty()) {
            return INACTIVE;
        }
        UUID grant = token.grant();
        if (grant == null) {
            return active(token).build();
        }
        return store.holder(grant, portal)
                .map(holder -> customers(client.get(), token, holder.grant()))
                .orElse(INACTIVE);
    }

    /** What the token says, but by what its client knows the customer now: its sector may be another than when the token was made. */
    private Json.Object customers(OAuthClient client, OAuthTokens.AccessToken token, TokenGrant grant) {
        UUID session = Objects.requireNonNull(grant.application()).browserSession();
        return active(token)
                .put("sub", tokens.subject(client, grant.customerId()))
                .put("sid", tokens.session(client, session).toString())
                .build();
    }

    private static Json.Builder active(OAuthTokens.AccessToken token) {
        Json.Builder answer =
                Json.object().put("active", true).put("token_type", token.jkt() == null ? "Bearer" : "DPoP");
        token.claims().fields().forEach((name, value) -> {
            if (!name.equals("grant_id")) {
                answer.put(name, value);
            }
        });
        return answer;
    }

    private Json.Object refreshToken(long portal, OAuthClient client, RefreshToken token) {
        Optional<Instant> until = store.refreshableUntil(token, client.client().id());
        Optional<GrantStore.Holder> holder = until.isPresent() ? store.holder(token.grant(), portal) : Optional.empty();
        if (holder.isEmpty()) {
            return INACTIVE;
        }
        TokenGrant grant = holder.get().grant();
        TokenGrant.Application granted = Objects.requireNonNull(grant.application());
        return Json.object()
                .put("active", true)
                .put("client_id", client.clientId())
                .put("sub", tokens.subject(client, grant.customerId()))
                .put("scope", String.join(" ", client.allowed(granted.scopes())))
                .put("exp", until.orElseThrow().getEpochSecond())
                .build();
    }
}
