package io.vestibule.oauth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request for an authorization code, valid in itself (RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2.1).
 *
 * @param redirectUri   one that is registered for the client
 * @param scopes        of those that the client may ask for
 * @param nonce         goes into the ID token; null for none
 * @param codeChallenge S256 (RFC 7636); null where a confidential client sent none
 * @param claims        of those that the client's scopes bring
 * @param dpopJkt       thumbprint of the key that the code shall be for (RFC 9449 section 10); null for any
 */
public record AuthorizationRequest(
        OAuthClient client,
        String redirectUri,
        List<String> scopes,
        @Nullable String nonce,
        @Nullable String codeChallenge,
        @Nullable String dpopJkt,
        ClaimsRequest claims,
        SignInRequirements requirements) {
    public AuthorizationRequest {
        scopes = List.copyOf(scopes);
    }

    /** What the customer has to agree to, where they are asked. */
    public List<String> consentScopes() {
        return claims.with(scopes);
    }

    /**
     * Whether an operator who acts for the customer may go on with it: it is the portal's own application's, and wants nothing of the customer.
     */
    boolean mayBeActedFor() {
        return client.metadata().firstParty() && !requirements.asksForMore();
    }

    /**
     * Whether the customer has to sign in, or agree, for this very request: a public client can't prove that it is what it says, and any program
     * on the customer's device may be what is answered at such a redirect URI (RFC 8252 section 8.6).
     */
    public boolean needsInteraction() {
        return client.metadata().authMethod() == AuthMethod.NONE && RedirectUri.isClaimable(redirectUri);
    }

    /** The same without what would outlive the browser's session. */
    AuthorizationRequest withoutOfflineAccess() {
        List<String> kept = scopes.stream()
                .filter(scope -> !scope.equals(Scopes.OFFLINE_ACCESS))
                .toList();
        return new AuthorizationRequest(client, redirectUri, kept, nonce, codeChallenge, dpopJkt, claims, requirements);
    }

    /** The same of a customer who goes on without a second factor, as far as it isn't essential (section 3.1.2.1, {@code acr_values}). */
    public AuthorizationRequest withoutSecondFactor() {
        return new AuthorizationRequest(
                client, redirectUri, scopes, nonce, codeChallenge, dpopJkt, claims, requirements.withoutSecondFactor());
    }
}
