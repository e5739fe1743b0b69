package io.vestibule.oauth;

import io.vestibule.portal.Callers;
import io.vestibule.portal.ClientName;
import io.vestibule.portal.ExpiringCache;
import io.vestibule.secret.Secret;
import io.vestibule.session.PublicKeySet;
import io.vestibule.session.UsedJwtStore;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds clients, and makes sure that one who asks for tokens is the one it says. A change of a client shows on every node within a second.
 */
public final class OAuthClients {
    /** Where clients say who they are: an assertion is for one of these, or for the issuer (RFC 7523 section 3, RFC 9126 section 2). */
    private static final Set<String> ASSERTED_AT =
            Set.of("", "/token", "/par", "/introspect", "/revoke", "/device_authorization");

    private final ExpiringCache<Named, OAuthClient> named;
    private final Callers callers;
    private final ClientAssertions assertions;
    private final Issuers issuers;

    private record Named(long portalId, String name) {}

    public OAuthClients(
            OAuthClientStore store,
            UsedJwtStore used,
            Callers callers,
            Issuers issuers,
            boolean testMode,
            Clock clock) {
        this.named = new ExpiringCache<>(
                key -> store.find(key.portalId(), key.name()).map(client -> client.in(testMode)), System::nanoTime);
        this.callers = callers;
        this.assertions = new ClientAssertions(used, new ClientKeys(), clock);
        this.issuers = issuers;
    }

    /** How an authentication ended. */
    public sealed interface Authentication {
        /** It is this client. */
        record Authenticated(OAuthClient client) implements Authentication {}

        /**
         * No such client here, disabled, another secret, or not by the method that is registered: nobody learns which. OAuth's {@code
         * invalid_client}.
         *
         * @param basic by {@code Authorization: Basic}, which wants a 401 with {@code WWW-Authenticate} (RFC 6749 section 5.2)
         */
        record Failed(boolean basic) implements Authentication {}

        /** It is the client, from a network that isn't its own. */
        record ForeignNetwork() implements Authentication {}

        /** Two methods at once, or two names: OAuth's {@code invalid_request}. */
        record Ambiguous() implements Authentication {}
    }

    /** Whether a client can be called so. */
    static boolean isName(String clientId) {
        return ClientName.parse(clientId).isPresent();
    }

    /** The portal's client that requests call so, wherever they come from: its networks are for its own calls, not for browsers. */
    public Optional<OAuthClient> find(long portalId, String clientId) {
        return isName(clientId) ? named.get(new Named(portalId, clientId)) : Optional.empty();
    }

    /** Makes sure of a client at the token endpoint, by the method that is registered for it and by no other. */
    public Authentication authenticate(long portalId, ClientCredentials credentials, InetAddress from) {
        if (credentials.isAmbiguous()) {
            return new Authentication.Ambiguous();
        }
        AuthMethod method = credentials.method();
        return name(credentials)
                .flatMap(name -> find(portalId, name))
                .filter(client -> client.metadata().authMethod() == method)
                .filter(client -> isProven(client, credentials))
                .map(client -> authenticated(client, from))
                .orElseGet(() -> new Authentication.Failed(method == AuthMethod.CLIENT_SECRET_BASIC));
    }

    private Authentication authenticated(OAuthClient client, InetAddress from) {
        if (!client.client().mayCallFrom(from)) {
            return new Authentication.ForeignNetwork();
        }
        callers.used(client.client(), client.metadata().isPublic() ? null : from);
        return new Authentication.Authenticated(client);
    }

    /** Who it says it is. An assertion's parameter {@code client_id} may be left out (RFC 7521 section 4.2). */
    private static Optional<String> name(ClientCredentials credentials) {
        if (credentials.basic() != null) {
            return ClientCredentials.decoded(credentials.basic().name());
        }
        Secret assertion = credentials.assertion();
        return assertion == null || credentials.clientId() != null
                ? Optional.ofNullable(credentials.clientId())
                : PublicKeySet.claimed(assertion.reveal()).flatMap(claims -> claims.text("sub"));
    }

    private boolean isProven(OAuthClient client, ClientCredentials credentials) {
        return switch (client.metadata().authMethod()) {
            case NONE -> true;
            case CLIENT_SECRET_BASIC, CLIENT_SECRET_POST ->
                credentials
                        .secret()
                        .flatMap(secret -> callers.client(client.clientId(), secret))
                        .filter(owner -> owner.id() == client.client().id())
                        .isPresent();
            case PRIVATE_KEY_JWT -> isSigned(client, credentials.assertionType(), credentials.assertion());
        };
    }

    private boolean isSigned(OAuthClient client, @Nullable String type, @Nullable Secret assertion) {
        long portal = client.client().portalId();
        Set<String> audiences =
                ASSERTED_AT.stream().map(path -> issuers.endpoint(portal, path)).collect(Collectors.toSet());
        return assertion != null
                && ClientAssertions.TYPE.equals(type)
                && assertions.redeem(client, assertion.reveal(), audiences);
    }
}
