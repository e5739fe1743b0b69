package io.vestibule.administration;

import io.vestibule.config.DurationText;
import io.vestibule.oauth.AuthMethod;
import io.vestibule.oauth.ClientMetadata;
import io.vestibule.oauth.GrantType;
import io.vestibule.oauth.OAuthClient;
import io.vestibule.oauth.RedirectUri;
import io.vestibule.oauth.Scopes;
import io.vestibule.portal.Dialect;
import io.vestibule.session.BadKeySetException;
import io.vestibule.session.PublicKeySet;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which OAuth clients make sense.
 *
 * @param longestToken the life of the longest-lived access token: so long a superseded key stays published
 * @param testMode     whether clients may be on this machine
 */
public record ClientRules(Duration longestToken, boolean testMode) {
    private static final Duration SHORTEST_TOKEN = Duration.ofMinutes(1);
    private static final int MOST_URIS = 50;
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Pattern HOST =
            Pattern.compile("(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*");

    /** Why there can be no such client, as a sentence for an operator; empty if there can. */
    Optional<String> objection(OAuthClient client) {
        return Stream.of(
                        ofDialects(client),
                        ofGrants(client),
                        ofMethod(client),
                        ofScopes(client.metadata()),
                        ofUris(client.metadata()))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> ofTokens(client.metadata()))
                .or(() -> ofSector(client.metadata()));
    }

    /** The same of a client that was another before: nobody gets a secret by a change. */
    Optional<String> objection(ClientMetadata before, OAuthClient client) {
        return client.metadata().authMethod().hasSecret()
                        && !before.authMethod().hasSecret()
                ? Optional.of("The client has no secret, and gets none by a change: add another client.")
                : objection(client);
    }

    private static Optional<String> ofDialects(OAuthClient client) {
        return client.client().dialects().contains(Dialect.OPENID)
                ? Optional.empty()
                : Optional.of("An application of openid stays one: disable it, and add another client.");
    }

    /** Why a client that isn't of OpenID Connect can't speak these; empty if it can. */
    Optional<String> ofPlain(Set<Dialect> dialects) {
        if (dialects.contains(Dialect.OPENID)) {
            return Optional.of("A client becomes no application of openid: add another client.");
        }
        return dialects.isEmpty()
                ? Optional.of("A client speaks something: sonar, logicboxes or both.")
                : Optional.empty();
    }

    private static Optional<String> ofGrants(OAuthClient client) {
        ClientMetadata metadata = client.metadata();
        if (metadata.grantTypes().isEmpty()) {
            return Optional.of(
                    "A client needs a grant type: authorization_code, client_credentials, a device's code, or several.");
        }
        if (!metadata.signsIn() && metadata.grantTypes().contains(GrantType.REFRESH_TOKEN)) {
            return Optional.of(
                    "The grant type refresh_token goes with authorization_code or device_code; client_credentials gets no"
                            + " refresh token (RFC 6749 section 4.4.3).");
        }
        if (metadata.isPublic() && metadata.grantTypes().contains(GrantType.CLIENT_CREDENTIALS)) {
            return Optional.of("A public client has no credentials, so the grant type client_credentials is not for it"
                    + " (RFC 6749 section 4.4).");
        }
        if (metadata.grantTypes().contains(GrantType.CLIENT_CREDENTIALS)
                && DIGITS.matcher(client.clientId()).matches()) {
            return Optional.of(
                    "The name of a client of client_credentials is the sub of its tokens, and digits alone are a"
                            + " customer's (RFC 9700 section 4.15): give it a letter.");
        }
        return Optional.empty();
    }

    private static Optional<String> ofMethod(OAuthClient client) {
        ClientMetadata metadata = client.metadata();
        if (metadata.isPublic() && !client.client().networks().isEmpty()) {
            return Optional.of("A public client calls from its customers' devices, so it has no networks.");
        }
        if (!metadata.authMethod().hasSecret() && !client.client().dialects().equals(Set.of(Dialect.OPENID))) {
            return Optional.of("A client that also speaks sonar or logicboxes has a secret, so it is neither public nor"
                    + " private_key_jwt.");
        }
        String jwks = metadata.jwks();
        if (metadata.authMethod() == AuthMethod.PRIVATE_KEY_JWT && jwks == null) {
            return Optional.of("private_key_jwt needs the client's public keys (a JWK Set).");
        }
        if (metadata.requestObjectsOnly() && jwks == null) {
            return Optional.of("A client that has to sign its requests needs public keys (a JWK Set).");
        }
        try {
            if (jwks != null) {
                PublicKeySet.parse(jwks);
            }
            return Optional.empty();
        } catch (BadKeySetException e) {
            return Optional.of("That JWK Set can't be used: " + e.getMessage() + ".");
        }
    }

    private static Optional<String> ofScopes(ClientMetadata metadata) {
        Optional<String> unknown = metadata.scopes().stream()
                .filter(scope -> !Scopes.isScope(scope))
                .findFirst();
        if (unknown.isPresent()) {
            return Optional.of("\"" + unknown.get() + "\" is no scope: there are " + String.join(", ", Scopes.STANDARD)
                    + ", and your own, with a colon, such as orders:read.");
        }
        if (!metadata.signsIn() && metadata.scopes().stream().anyMatch(Scopes::isStandard)) {
            return Optional.of("No customer signs in to a client of client_credentials alone, so it has scopes of your"
                    + " own only, with a colon, such as orders:read.");
        }
        if (metadata.signsIn() && !metadata.scopes().contains(Scopes.OPENID)) {
            return Optional.of("A client that customers sign in to needs the scope openid.");
        }
        if (metadata.scopes().contains(Scopes.OFFLINE_ACCESS)
                && !metadata.grantTypes().contains(GrantType.REFRESH_TOKEN)) {
            return Optional.of("The scope offline_access needs the grant type refresh_token.");
        }
        return Optional.empty();
    }

    private Optional<String> ofUris(ClientMetadata metadata) {
        if (metadata.redirects() && metadata.redirectUris().isEmpty()) {
            return Optional.of("A client that customers sign in to by authorization_code needs a redirect URI.");
        }
        if (!metadata.redirects()
                && !(metadata.redirectUris().isEmpty()
                        && metadata.postLogoutRedirectUris().isEmpty())) {
            return Optional.of(
                    "No customer is sent back to a client without authorization_code, so it has no redirect URI.");
        }
        return ofUris(metadata.redirectUris(), metadata)
                .or(() -> ofUris(metadata.postLogoutRedirectUris(), metadata))
                .or(() -> ofBackchannel(metadata));
    }

    /** OpenID Connect Back-Channel Logout section 2.2. The server calls it, so nothing of a customer's device counts. */
    private Optional<String> ofBackchannel(ClientMetadata metadata) {
        String uri = metadata.backchannelLogoutUri();
        if (uri == null) {
            return Optional.empty();
        }
        return metadata.signsIn()
                ? RedirectUri.objection(uri, false, testMode)
                        .map(reason -> "\"" + uri + "\" can't be a back-channel logout URI: " + reason + ".")
                : Optional.of(
                        "No customer signs in to a client without authorization_code, so it is told of no logout.");
    }

    private Optional<String> ofUris(List<RedirectUri> uris, ClientMetadata metadata) {
        if (uris.size() > MOST_URIS || new HashSet<>(uris).size() < uris.size()) {
            return Optional.of("A client has at most " + MOST_URIS + " redirect URIs, each of them once.");
        }
        return uris.stream()
                .flatMap(uri -> RedirectUri.objection(uri.value(), metadata.isPublic(), testMode)
                        .map(reason -> "\"" + uri.value() + "\" can't be a redirect URI: " + reason + ".")
                        .stream())
                .findFirst();
    }

    /** OpenID Connect Core section 8.1: with redirect URIs of several hosts the sector has to be told. */
    private static Optional<String> ofSector(ClientMetadata metadata) {
        String sector = metadata.sector();
        if (sector == null) {
            return Optional.empty();
        }
        if (!metadata.signsIn()) {
            return Optional.of("No customer signs in to a client of client_credentials alone, so it has no subjects.");
        }
        if (sector.isEmpty()) {
            return Optional.of(
                    "Pairwise subjects are made for a sector, a host such as example.com. The redirect URIs aren't"
                            + " of one host, so it has to be named.");
        }
        return HOST.matcher(sector).matches()
                ? Optional.empty()
                : Optional.of("\"" + sector + "\" is no sector: give a host, such as example.com.");
    }

    private Optional<String> ofTokens(ClientMetadata metadata) {
        Duration life = metadata.accessTokenLife();
        return life != null && (life.compareTo(SHORTEST_TOKEN) < 0 || life.compareTo(longestToken) > 0)
                ? Optional.of("An access token lives for a minute at least, and for " + DurationText.of(longestToken)
                        + " at most (VESTIBULE_SESSION_ACCESS_FROM_LINK).")
                : Optional.empty();
    }
}
