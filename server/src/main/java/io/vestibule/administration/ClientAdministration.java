package io.vestibule.administration;

import io.vestibule.audit.AuditContext;
import io.vestibule.config.Cidr;
import io.vestibule.portal.ApiClientStore;
import io.vestibule.portal.Callers;
import io.vestibule.portal.Dialect;
import io.vestibule.portal.PortalStore;
import io.vestibule.secret.Secret;
import io.vestibule.secret.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What an operator does with API clients. A secret is in the result that made it, and nowhere else: the store has a hash. */
public final class ClientAdministration {
    private final PortalStore portals;
    private final ApiClientStore clients;
    private final Callers callers;

    public ClientAdministration(PortalStore portals, ApiClientStore clients, Callers callers) {
        this.portals = portals;
        this.clients = clients;
        this.callers = callers;
    }

    /** How making a client ended. */
    public sealed interface AddResult {}

    /** How giving a client another secret ended. */
    public sealed interface RotateResult {}

    /** How disabling a client ended. */
    public sealed interface DisableResult {}

    /** The client has this secret. */
    public record Issued(Secret secret) implements AddResult, RotateResult {}

    /** The client is disabled, for good. */
    public record Disabled() implements DisableResult {}

    /** There is no such portal. */
    public record UnknownPortal(long portal) implements AddResult {}

    /** Another client has the name. */
    public record NameTaken() implements AddResult {}

    /** No client has the name, or it is disabled and shall have no secret. */
    public record UnknownClient() implements RotateResult, DisableResult {}

    /** Every client with whether it is disabled, by name. */
    public List<ApiClientStore.Listed> list() {
        return clients.list();
    }

    /**
     * Makes a client.
     *
     * @param networks where it may call from; anywhere if empty
     */
    public AddResult add(
            ClientName name, long portal, Set<Dialect> dialects, List<Cidr> networks, AuditContext context) {
        if (portals.portal(portal).isEmpty()) {
            return new UnknownPortal(portal);
        }
        Secret secret = Secret.of(Tokens.random());
        return clients.add(portal, name.value(), dialects, networks, callers.hash(secret), context)
                .<AddResult>map(id -> new Issued(secret))
                .orElseGet(NameTaken::new);
    }

    /** Gives a client another secret; the old one stays good for {@code overlap}. */
    public RotateResult rotate(String name, Duration overlap, AuditContext context) {
        Secret secret = Secret.of(Tokens.random());
        return clients.rotate(name, callers.hash(secret), overlap, context) ? new Issued(secret) : new UnknownClient();
    }

    /** Disables a client for good: within a second no node answers it. */
    public DisableResult disable(String name, AuditContext context) {
        return clients.disable(name, context) ? new Disabled() : new UnknownClient();
    }
}
