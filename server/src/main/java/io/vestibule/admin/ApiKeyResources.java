package io.vestibule.admin;

import static io.vestibule.operator.Action.API_KEY_CHANGE;
import static io.vestibule.operator.Action.API_KEY_READ;

import io.vestibule.administration.ApiKeyAdministration;
import io.vestibule.administration.ApiKeyAdministration.AddResult;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.http.Answer;
import io.vestibule.json.Json;
import io.vestibule.operator.ApiKey;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.portal.ClientName;
import io.vestibule.secret.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** API keys, as owners rule over them. A key is in the answer that made it, and in no other. */
final class ApiKeyResources {
    private final ApiKeyAdministration keys;
    private final Changes changes;

    ApiKeyResources(ApiKeyAdministration keys, Changes changes) {
        this.keys = keys;
        this.changes = changes;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.get("/api-keys", API_KEY_READ, this::list),
                AdminRoute.post("/api-keys", API_KEY_CHANGE, this::add),
                AdminRoute.get("/api-keys/{key}", API_KEY_READ, call -> Changes.shown(json(call.id("key")))),
                AdminRoute.delete("/api-keys/{key}", API_KEY_CHANGE, this::revoke));
    }

    private Answer list(Call call) {
        Page page = call.page();
        return page.of(keys.list(page.afterId(), page.read()), ApiKeyResources::json, key -> Json.of(key.id()));
    }

    private Optional<Json> json(long key) {
        return keys.byId(key).map(ApiKeyResources::json);
    }

    private static Json json(ApiKey key) {
        return Json.object()
                .put("id", key.id())
                .put("name", key.name())
                .put("prefix", key.prefix())
                .put("role", key.role().label())
                .put("portals", Values.portals(key.portals()))
                .put("expiresAt", Values.moment(key.expiresAt()))
                .put("revokedAt", Values.moment(key.revokedAt()))
                .put("lastUsedAt", Values.moment(key.lastUsedAt()))
                .put("createdAt", Values.moment(key.createdAt()))
                .build();
    }

    private Answer add(Call call) {
        Body body = call.body();
        ClientName name = body.required("name", ClientName::parse, ClientResources.NAME_RULE, new ClientName("x"));
        Role role = body.required("role", Role::parse, OperatorResources.ROLE_RULE, Role.VIEWER);
        List<Long> portals = body.ids("portals");
        Instant expires = body.instant("expiresAt");
        body.checked();
        PortalScope scope = portals == null ? PortalScope.ALL : PortalScope.of(portals);
        return switch (keys.add(name, role, scope, expires, call.context())) {
            case AddResult.Issued(long id, Secret key) ->
                Answer.json(
                                201,
                                Json.object()
                                        .put("apiKey", json(id).orElseThrow())
                                        .put("key", key.reveal())
                                        .build())
                        .with("Location", AdminSite.ROOT + "/api-keys/" + id);
            case AddResult.NameTaken() ->
                throw AdminProblem.conflict("Another key has the name.").thrown();
            case AddResult.UnknownPortal(long portal) -> throw OperatorResources.unknownPortal(portal);
            case AddResult.Expired() ->
                throw AdminProblem.invalid("/expiresAt", "must be in the future")
                        .thrown();
        };
    }

    private Answer revoke(Call call) {
        long key = call.id("key");
        return changes.delete(
                call, PreconditionStore.Resource.API_KEY, key, () -> json(key), () -> keys.revoke(key, call.context()));
    }
}
