package io.vestibule.portal;

import io.vestibule.guard.Network;
import io.vestibule.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, once that is certain: only {@link Callers} makes one (a test of the layout holds that), and every use case wants one.
 *
 * @param client  null where customers' browsers call for themselves
 * @param request the request id
 */
public record Caller(
        String dialect, Portal portal, @Nullable ApiClient client, Network network, String request) {

    /** Whose budget of attempts this is: the API client's, or the browser's network's. */
    public String budget() {
        return client == null ? "network " + network : "client " + client.id();
    }

    /** Whether customers' browsers call for themselves. */
    public boolean browser() {
        return client == null;
    }

    /** Where an event came from, as the database function {@code audit} takes it. */
    public String origin() {
        Json.Builder origin = Json.object()
                .put("dialect", dialect)
                .put("portal", portal.id())
                .put("network", network.text())
                .put("request", request);
        if (client != null) {
            origin.put("client", client.id());
        }
        return origin.build().toString();
    }
}
