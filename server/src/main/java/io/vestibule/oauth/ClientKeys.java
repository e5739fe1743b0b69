package io.vestibule.oauth;

import io.vestibule.cache.BoundedCache;
import io.vestibule.session.BadKeySetException;
import io.vestibule.session.PublicKeySet;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The public keys that are registered for clients. Each set is read once. */
final class ClientKeys {
    private static final Logger LOG = LoggerFactory.getLogger(ClientKeys.class);

    private final BoundedCache<String, PublicKeySet> keySets = new BoundedCache<>(1000);

    /** Those of a client; empty if it has none. */
    Optional<PublicKeySet> of(OAuthClient client) {
        String jwks = client.metadata().jwks();
        try {
            return jwks == null ? Optional.empty() : Optional.of(keySets.get(jwks, PublicKeySet::parse));
        } catch (BadKeySetException e) {
            // Set by SQL, past the command that checks it
            LOG.error("the keys of client {} can't be used: {}", client.client().id(), e.getMessage());
            return Optional.empty();
        }
    }
}
