package io.vestibule.admin;

import io.vestibule.administration.ClientAdministration.Details;
import io.vestibule.json.Json;
import io.vestibule.portal.ApiClient;
import io.vestibule.portal.ApiClientStore.Listed;
import io.vestibule.portal.ApiClientStore.Use;
import io.vestibule.portal.Dialect;
import org.jspecify.annotations.Nullable;

/** How API clients are written. */
final class ClientJson {
    private ClientJson() {}

    /** In a list. */
    static Json of(Listed listed) {
        return described(listed).put("lastUse", of(listed.lastUse())).build();
    }

    /** All that can be changed, and nothing that changes by itself. */
    static Json of(Details details) {
        return described(details.listed())
                .put(
                        "oauth",
                        details.metadata() == null ? Json.Null.NULL : ClientMetadataJson.write(details.metadata()))
                .build();
    }

    private static Json.Builder described(Listed listed) {
        ApiClient client = listed.client();
        return Json.object()
                .put("name", client.name())
                .put("portal", client.portalId())
                .put(
                        "scopes",
                        Values.texts(client.dialects().stream()
                                .map(Dialect::label)
                                .sorted()
                                .toList()))
                .put("networks", Values.list(client.networks(), network -> Json.of(network.toString())))
                .put("disabled", listed.disabled())
                .put("formerSecretUntil", Values.moment(listed.formerSecretUntil()));
    }

    static Json of(@Nullable Use use) {
        return use == null
                ? Json.Null.NULL
                : Json.object()
                        .put("at", Values.moment(use.at()))
                        .put("network", use.network())
                        .build();
    }
}
