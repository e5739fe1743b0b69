package io.vestibule.audit;

import io.vestibule.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happened, as the audit has it: never a secret, never a login in clear.
 *
 * @param id      in the order in which they were written, nearly: {@code at} says it
 * @param event   a word of the OWASP logging vocabulary, or of ours in its style
 * @param actor   the label of an {@link Actor}; null in events of releases that didn't know it
 * @param by      the operator or API key, where the actor is one
 * @param client  the API client's id
 * @param network whose limits it counted towards
 * @param request the request's id
 */
public record AuditEvent(
        long id,
        Instant at,
        String event,
        @Nullable String actor,
        AuditContext.@Nullable By by,
        @Nullable String dialect,
        @Nullable Long portal,
        @Nullable Long client,
        @Nullable Long customer,
        @Nullable String network,
        @Nullable String request,
        Json detail) {

    /** The event as an object, without what is null. */
    public Json json() {
        return Json.object()
                .put("at", at.toString())
                .put("event", event)
                .putIfPresent("actor", actor)
                .putIfPresent("actorId", by == null ? null : by.id())
                .putIfPresent("actorName", by == null ? null : by.name())
                .putIfPresent("dialect", dialect)
                .putIfPresent("portal", portal)
                .putIfPresent("client", client)
                .putIfPresent("customer", customer)
                .putIfPresent("network", network)
                .putIfPresent("request", request)
                .put("detail", detail)
                .build();
    }
}
