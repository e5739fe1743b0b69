package io.vestibule.administration;

import io.vestibule.config.Cidr;
import io.vestibule.oauth.ClientMetadata;
import io.vestibule.portal.ApiClient;
import io.vestibule.portal.Dialect;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is to change of a client; null leaves a part as it is.
 *
 * @param networks none: it may call from anywhere
 * @param metadata of an application of OpenID Connect
 */
public record ClientChanges(
        @Nullable Set<Dialect> dialects,
        @Nullable List<Cidr> networks,
        @Nullable UnaryOperator<ClientMetadata> metadata) {

    /** The client as it is to be. */
    ApiClient of(ApiClient client) {
        return new ApiClient(
                client.id(),
                client.portalId(),
                client.name(),
                Objects.requireNonNullElse(dialects, client.dialects()),
                Objects.requireNonNullElse(networks, client.networks()));
    }

    /** What OpenID Connect adds, as it is to be. */
    ClientMetadata of(ClientMetadata before) {
        return metadata == null ? before : metadata.apply(before);
    }
}
