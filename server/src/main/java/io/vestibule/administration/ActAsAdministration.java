package io.vestibule.administration;

import io.vestibule.audit.AuditContext;
import io.vestibule.operator.ActAsLinkStore;
import io.vestibule.portal.ActAsPolicyStore;
import io.vestibule.secret.Secret;
import io.vestibule.secret.Tokens;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Whether operators may act for a portal's customers, and the links by which they begin to. */
public final class ActAsAdministration {
    private final ActAsPolicyStore policies;
    private final ActAsLinkStore links;
    private final URI publicUrl;

    /** @param publicUrl where browsers reach the server */
    public ActAsAdministration(ActAsPolicyStore policies, ActAsLinkStore links, URI publicUrl) {
        this.policies = policies;
        this.links = links;
        this.publicUrl = publicUrl;
    }

    /** How making a link ended. */
    public sealed interface LinkResult {
        /** It is good once, for the operator, in the browser in which they use the console. */
        record Issued(Secret link, Instant expiresAt) implements LinkResult {}

        /** The customer can't sign in, so nobody acts for them. */
        record Disabled() implements LinkResult {}

        /** The portal doesn't let operators act for its customers. */
        record PortalOff() implements LinkResult {}

        /** There is no such operator, or their role and portals don't permit it. */
        record NotPermitted() implements LinkResult {}

        record UnknownCustomer() implements LinkResult {}
    }

    /** Whether operators may act for a portal's customers. */
    public boolean isOn(long portal) {
        return policies.isOn(portal);
    }

    /** Lets operators act for a portal's customers, or no longer, and then ends what they have begun; false if there is no such portal. */
    public boolean set(long portal, boolean on, AuditContext context) {
        return policies.set(portal, on, context);
    }

    /** Makes a link for an operator. */
    public LinkResult link(long portal, long customer, long operator, AuditContext context) {
        String token = Tokens.random();
        Optional<ActAsLinkStore.Issued> issued = links.issue(token, customer, operator, context);
        if (issued.isEmpty()) {
            return new LinkResult.UnknownCustomer();
        }
        Instant expiresAt = issued.get().expiresAt();
        if (expiresAt != null) {
            return new LinkResult.Issued(Secret.of(publicUrl + "/act-as/" + portal + "/" + token), expiresAt);
        }
        if (!issued.get().on()) {
            return new LinkResult.PortalOff();
        }
        return issued.get().disabled() ? new LinkResult.Disabled() : new LinkResult.NotPermitted();
    }
}
