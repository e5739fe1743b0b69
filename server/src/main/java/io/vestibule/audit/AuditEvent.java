package io.vestibule.audit;

import io.vestibule.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happened, as the audit has it: never a secret, never a login in clear.
 *
 * @param event   a word of the OWASP logging vocabulary, or of ours in its style
 * @param client  the API client's id
 * @param network whose budget of attempts it counted towards
 * @param request the request's id
 */
public record AuditEvent(
        Instant at,
        String event,
        @Nullable String dialect,
        @Nullable Long portal,
        @Nullable Long client,
        @Nullable Long customer,
        @Nullable String network,
        @Nullable String request,
        Json detail) {

    /** The event as an object, without what is null. */
    public Json json() {
        Json.Builder json = Json.object().put("at", at.toString()).put("event", event);
        put(json, "dialect", dialect);
        put(json, "portal", portal);
        put(json, "client", client);
        put(json, "customer", customer);
        put(json, "network", network);
        put(json, "request", request);
        return json.put("detail", detail).build();
    }

    private static void put(Json.Builder json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static void put(Json.Builder json, String name, @Nullable Long value) {
        if (value != null) {
            json.put(name, value.longValue());
        }
    }
}
