package io.vestibule.oauth;

import io.vestibule.session.SigningAlgorithm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is registered of a client (RFC 7591 section 2, OpenID Connect Registration section 2).
 *
 * @param scopes          that it may ask for
 * @param jwks            the public keys that it signs its assertions and requests with (RFC 7517); null for none
 * @param userInfoAlgorithm what UserInfo answers are signed with; null for plain JSON
 * @param firstParty      the portal's own: customers aren't asked for consent
 * @param accessTokenLife null: the installation's
 * @param backchannelLogoutUri where it is told that a session has ended (OpenID Connect Back-Channel Logout section 2.2); null: it isn't
 * @param pushedRequestsOnly whether it may ask for codes in requests alone that it pushed (RFC 9126 section 6)
 * @param requestObjectsOnly whether it may ask for codes in requests alone that it signed (RFC 9101 section 10.5)
 * @param dpopOnly whether it gets tokens alone that are bound to a key (RFC 9449 section 5.2)
 * @param sector          the host that its pairwise subjects are made for (OpenID Connect Core section 8.1); null: they are public
 */
public record ClientMetadata(
        List<RedirectUri> redirectUris,
        List<RedirectUri> postLogoutRedirectUris,
        Set<GrantType> grantTypes,
        List<String> scopes,
        AuthMethod authMethod,
        @Nullable String jwks,
        SigningAlgorithm idTokenAlgorithm,
        @Nullable SigningAlgorithm userInfoAlgorithm,
        boolean firstParty,
        @Nullable Duration accessTokenLife,
        @Nullable String backchannelLogoutUri,
        boolean pushedRequestsOnly,
        boolean requestObjectsOnly,
        boolean dpopOnly,
        @Nullable String sector) {
    public ClientMetadata {
        redirectUris = List.copyOf(redirectUris);
        postLogoutRedirectUris = List.copyOf(postLogoutRedirectUris);
        grantTypes = Set.copyOf(grantTypes);
        scopes = List.copyOf(scopes);
    }

    /**
     * What a new client is if nobody says otherwise: one of the portal's own with a secret, that customers sign in to.
     *
     * @param grants null for the usual ones; the scopes are those that go with them
     */
    public static ClientMetadata usual(@Nullable Set<GrantType> grants) {
        Set<GrantType> types = grants == null ? Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN) : grants;
        boolean signsIn = types.contains(GrantType.AUTHORIZATION_CODE) || types.contains(GrantType.DEVICE_CODE);
        List<String> scopes = Scopes.STANDARD.stream()
                .filter(scope ->
                        signsIn && (types.contains(GrantType.REFRESH_TOKEN) || !scope.equals(Scopes.OFFLINE_ACCESS)))
                .toList();
        return new ClientMetadata(
                List.of(),
                List.of(),
                types,
                scopes,
                AuthMethod.CLIENT_SECRET_BASIC,
                null,
                SigningAlgorithm.RS256,
                null,
                true,
                null,
                null,
                false,
                false,
                false,
                null);
    }

    /** Whether customers sign in to it. */
    public boolean signsIn() {
        return redirects() || grantTypes.contains(GrantType.DEVICE_CODE);
    }

    /** Whether it has customers sent back to it. */
    public boolean redirects() {
        return grantTypes.contains(GrantType.AUTHORIZATION_CODE);
    }

    /** Whether its customers' subjects are its sector's alone. */
    public boolean isPairwise() {
        return sector != null;
    }

    /** Whether it has nothing to prove itself with. */
    public boolean isPublic() {
        return authMethod == AuthMethod.NONE;
    }

    /** In which members another differs, as the standards name them. */
    public List<String> changedMembers(ClientMetadata other) {
        List<String> changed = new ArrayList<>();
        addIfChanged(changed, "redirect_uris", redirectUris, other.redirectUris);
        addIfChanged(changed, "post_logout_redirect_uris", postLogoutRedirectUris, other.postLogoutRedirectUris);
        addIfChanged(changed, "grant_types", grantTypes, other.grantTypes);
        addIfChanged(changed, "scope", Set.copyOf(scopes), Set.copyOf(other.scopes));
        addIfChanged(changed, "token_endpoint_auth_method", authMethod, other.authMethod);
        addIfChanged(changed, "jwks", jwks, other.jwks);
        addIfChanged(changed, "id_token_signed_response_alg", idTokenAlgorithm, other.idTokenAlgorithm);
        addIfChanged(changed, "userinfo_signed_response_alg", userInfoAlgorithm, other.userInfoAlgorithm);
        addIfChanged(changed, "first_party", firstParty, other.firstParty);
        addIfChanged(changed, "access_token_life", accessTokenLife, other.accessTokenLife);
        addIfChanged(changed, "backchannel_logout_uri", backchannelLogoutUri, other.backchannelLogoutUri);
        addIfChanged(changed, "require_pushed_authorization_requests", pushedRequestsOnly, other.pushedRequestsOnly);
        addIfChanged(changed, "require_signed_request_object", requestObjectsOnly, other.requestObjectsOnly);
        addIfChanged(changed, "dpop_bound_access_tokens", dpopOnly, other.dpopOnly);
        addIfChanged(changed, "subject_type", isPairwise(), other.isPairwise());
        addIfChanged(changed, "sector", sector, other.sector);
        return changed;
    }

    private static void addIfChanged(
            List<String> changed, String member, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            changed.add(member);
        }
    }
}
