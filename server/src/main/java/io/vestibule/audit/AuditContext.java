package io.vestibule.audit;

import io.vestibule.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Who does what an event tells of, and where it comes from.
 *
 * @param dialect the API that was called, or the part of the server that did it by itself
 * @param portal  null where the event names its own, or has none
 * @param client  the API client's id
 * @param network whose limits it counted towards
 * @param request the request's id
 * @param by      which operator or API key it is, where the actor is one
 * @param reason  why, where somebody said so; it is part of the event's detail
 */
public record AuditContext(
        Actor actor,
        @Nullable String dialect,
        @Nullable Long portal,
        @Nullable Long client,
        @Nullable String network,
        @Nullable String request,
        @Nullable By by,
        @Nullable String reason) {
    /** What a command does. */
    public static final AuditContext COMMAND = ofServer(Actor.COMMAND, "command");
    /** What the server does every minute. */
    public static final AuditContext HOUSEKEEPING = ofServer(Actor.SERVER, "housekeeping");

    /** An operator or an API key. The name is kept with the event: who is deleted is still named. */
    public record By(long id, String name) {}

    /** What neither an operator nor an API key does. */
    public AuditContext(
            Actor actor,
            @Nullable String dialect,
            @Nullable Long portal,
            @Nullable Long client,
            @Nullable String network,
            @Nullable String request) {
        this(actor, dialect, portal, client, network, request, null, null);
    }

    /** The same in a portal. */
    public AuditContext in(long portalId) {
        return new AuditContext(actor, dialect, portalId, client, network, request, by, reason);
    }

    /** The same for a reason; null for none. */
    public AuditContext because(@Nullable String why) {
        return new AuditContext(actor, dialect, portal, client, network, request, by, why);
    }

    private static AuditContext ofServer(Actor actor, String dialect) {
        return new AuditContext(actor, dialect, null, null, null, null);
    }

    /** What was kept of one, as {@link #json} says it. */
    public static AuditContext of(Json.Object kept) {
        Long id = number(kept, "actorId");
        return new AuditContext(
                Actor.of(kept.text("actor").orElseThrow()),
                kept.text("dialect").orElse(null),
                number(kept, "portal"),
                number(kept, "client"),
                kept.text("network").orElse(null),
                kept.text("request").orElse(null),
                id == null ? null : new By(id, kept.text("actorName").orElse("")),
                kept.text("reason").orElse(null));
    }

    private static @Nullable Long number(Json.Object kept, String name) {
        return kept.get(name) instanceof Json.Number(String literal) ? Long.valueOf(literal) : null;
    }

    /** As the database function {@code audit} takes it. */
    public String json() {
        return Json.object()
                .put("actor", actor.label())
                .putIfPresent("actorId", by == null ? null : by.id())
                .putIfPresent("actorName", by == null ? null : by.name())
                .putIfPresent("reason", reason)
                .putIfPresent("dialect", dialect)
                .putIfPresent("portal", portal)
                .putIfPresent("client", client)
                .putIfPresent("network", network)
                .putIfPresent("request", request)
                .build()
                .toString();
    }
}
