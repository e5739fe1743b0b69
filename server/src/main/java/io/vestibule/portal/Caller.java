package io.vestibule.portal;

import io.vestibule.audit.Actor;
import io.vestibule.audit.AuditContext;
import io.vestibule.guard.LimitSubjects;
import io.vestibule.guard.Network;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, once that is certain: only {@link Callers} makes one (a test of the layout holds that), and every use case wants one but the
 * operator's.
 *
 * @param client  null where customers' browsers call for themselves
 * @param request the request id
 */
public record Caller(
        Dialect dialect, Portal portal, @Nullable ApiClient client, Network network, String request) {

    /** Who is counted by limits: the API client, or the browser's network. */
    public String rateLimitKey() {
        return client == null ? LimitSubjects.network(network.text()) : LimitSubjects.client(client.id());
    }

    /** The id of the API client; null where customers' browsers call for themselves. */
    public @Nullable Long clientId() {
        return client == null ? null : client.id();
    }

    /** Whether customers' browsers call for themselves. */
    public boolean browser() {
        return client == null;
    }

    /** Who does what an event tells of: the customer at the browser, or the portal's server. */
    public AuditContext auditContext() {
        return new AuditContext(
                browser() ? Actor.CUSTOMER : Actor.CLIENT,
                dialect.label(),
                portal.id(),
                clientId(),
                network.text(),
                request);
    }
}
