package io.vestibule.oauth;

import io.vestibule.json.Json;
import io.vestibule.portal.ApiClient;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An application that customers sign in to, or a program that gets tokens for itself: an API client whose name is its {@code client_id}.
 *
 * @param client its portal, name, dialects and networks
 */
public record OAuthClient(ApiClient client, ClientMetadata metadata) {
    /** As requests name it. */
    public String clientId() {
        return client.name();
    }

    /** Whether an authorization may be answered there. */
    public boolean redirectsTo(String uri) {
        return metadata.redirectUris().stream().anyMatch(registered -> registered.matches(uri));
    }

    /** The scopes of a request that it may ask for, each once; others are left out (RFC 6749 section 3.3). */
    public List<String> scopesOf(String scope) {
        return allowed(Arrays.asList(scope.split(" ", -1))).stream().distinct().toList();
    }

    /** Those of some scopes that it may have: what was granted may have been taken from it since. */
    List<String> allowed(List<String> scopes) {
        return scopes.stream().filter(metadata.scopes()::contains).toList();
    }

    /** The same of single claims; null for none. */
    Json.@Nullable Object allowed(Json.@Nullable Object claims) {
        return ClaimsRequest.within(claims, metadata.scopes());
    }

    /** Whether a customer who signed out may be sent there. */
    public boolean redirectsAfterLogoutTo(String uri) {
        return metadata.postLogoutRedirectUris().stream().anyMatch(registered -> registered.matches(uri));
    }

    /** Without the redirect URIs that a mode hasn't: a portal may have been set up in another. */
    OAuthClient in(boolean testMode) {
        return new OAuthClient(
                client,
                new ClientMetadata(
                        metadata.redirectUris().stream()
                                .filter(uri -> isFor(uri, testMode))
                                .toList(),
                        metadata.postLogoutRedirectUris().stream()
                                .filter(uri -> isFor(uri, testMode))
                                .toList(),
                        metadata.grantTypes(),
                        metadata.scopes(),
                        metadata.authMethod(),
                        metadata.jwks(),
                        metadata.idTokenAlgorithm(),
                        metadata.userInfoAlgorithm(),
                        metadata.firstParty(),
                        metadata.accessTokenLife(),
                        metadata.backchannelLogoutUri(),
                        metadata.pushedRequestsOnly(),
                        metadata.requestObjectsOnly(),
                        metadata.dpopOnly(),
                        metadata.sector()));
    }

    private boolean isFor(RedirectUri uri, boolean testMode) {
        return RedirectUri.objection(uri.value(), metadata.isPublic(), testMode).isEmpty();
    }
}
