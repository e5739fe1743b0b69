package io.vestibule.administration;

import io.vestibule.audit.AuditContext;
import io.vestibule.operator.ApiKey;
import io.vestibule.operator.ApiKeyStore;
import io.vestibule.operator.ApiKeyText;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.portal.ClientName;
import io.vestibule.portal.PortalStore;
import io.vestibule.secret.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an owner does with the API keys of programs. A key is in the result that made it, and nowhere else. */
public final class ApiKeyAdministration {
    private final ApiKeyStore store;
    private final PortalStore portals;

    public ApiKeyAdministration(ApiKeyStore store, PortalStore portals) {
        this.store = store;
        this.portals = portals;
    }

    /** How making a key ended. */
    public sealed interface AddResult {
        /** The key, shown this once. */
        record Issued(long id, Secret key) implements AddResult {}

        /** Another key has the name. */
        record NameTaken() implements AddResult {}

        /** There is no such portal. */
        record UnknownPortal(long portal) implements AddResult {}

        /** Its end isn't in the future: nobody could ever use it. */
        record Expired() implements AddResult {}
    }

    /** The keys behind an id in the order of ids, at most so many. */
    public List<ApiKey> list(long after, int limit) {
        return store.list(after, limit);
    }

    /** The key with this id. */
    public Optional<ApiKey> byId(long id) {
        return store.byId(id);
    }

    /** The key of this name. */
    public Optional<ApiKey> byName(String name) {
        return store.byName(name);
    }

    /**
     * Makes a key.
     *
     * @param expiresAt when it ends; null: never
     */
    public AddResult add(
            ClientName name, Role role, PortalScope scope, @Nullable Instant expiresAt, AuditContext context) {
        if (expiresAt != null && !expiresAt.isAfter(Instant.now())) {
            return new AddResult.Expired();
        }
        Optional<Long> unknown = portals.firstUnknown(scope.ids());
        if (unknown.isPresent()) {
            return new AddResult.UnknownPortal(unknown.get());
        }
        ApiKeyText key = ApiKeyText.random();
        return store.add(name.value(), key, role, scope, expiresAt, context)
                .<AddResult>map(id -> new AddResult.Issued(id, key.secret()))
                .orElseGet(AddResult.NameTaken::new);
    }

    /** Revokes a key for good, from the next request on; false if there is none. */
    public boolean revoke(long id, AuditContext context) {
        return store.revoke(id, context);
    }
}
