package io.vestibule.administration;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.passkey.PasskeyStore;
import io.vestibule.portal.PasskeyPolicy;
import io.vestibule.portal.PasskeyPolicyStore;
import io.vestibule.portal.Portal;
import io.vestibule.portal.PortalStore;
import io.vestibule.portal.RpId;

/** What an operator does about passkeys: which a portal takes, and removing one of a customer's. */
public final class PasskeyAdministration {
    private final PortalStore portals;
    private final PasskeyPolicyStore policies;
    private final CustomerStore customers;
    private final PasskeyStore passkeys;
    private final boolean testMode;

    /** @param testMode whether passkeys may be made for this machine */
    public PasskeyAdministration(
            PortalStore portals,
            PasskeyPolicyStore policies,
            CustomerStore customers,
            PasskeyStore passkeys,
            boolean testMode) {
        this.portals = portals;
        this.policies = policies;
        this.customers = customers;
        this.passkeys = passkeys;
        this.testMode = testMode;
    }

    /** How setting a portal's policy ended. */
    public sealed interface SetResult {
        /**
         * It is set.
         *
         * @param lost how many passkeys were made for another site, on which they alone work
         */
        record Done(PasskeyPolicy policy, long lost) implements SetResult {}

        /** None of the portal's allowed URLs is of this site. */
        record NotTheirSite(RpId site) implements SetResult {}

        /** Its allowed URLs are of more other sites than browsers take. */
        record TooManySites(int most) implements SetResult {}

        record UnknownPortal(long portal) implements SetResult {}
    }

    /** How removing a passkey ended. */
    public sealed interface RemoveResult {
        /** It is gone. */
        record Done() implements RemoveResult {}

        /** The customer has no such passkey. */
        record UnknownPasskey() implements RemoveResult {}

        record UnknownCustomer() implements RemoveResult {}
    }

    /** Changes which passkeys a portal's customers may have. Those that they have stay. */
    public SetResult set(long portal, PasskeyPolicyChanges changes, AuditContext context) {
        Portal found = portals.portal(portal).orElse(null);
        if (found == null) {
            return new SetResult.UnknownPortal(portal);
        }
        PasskeyPolicy policy = changes.of(found.passkeys());
        RpId site = policy.rpId();
        if (site != null && changes.site() != null) {
            boolean theirs = found.allowedUrls().stream()
                    .anyMatch(url -> (testMode || !url.plain()) && site.covers(url.origin()));
            if (!theirs && !(testMode && site.value().equals("localhost"))) {
                return new SetResult.NotTheirSite(site);
            }
            if (RpId.sites(site.related(found.allowedUrls())) > RpId.MOST_SITES) {
                return new SetResult.TooManySites(RpId.MOST_SITES);
            }
        }
        if (!policies.set(portal, policy, context)) {
            return new SetResult.UnknownPortal(portal);
        }
        return new SetResult.Done(policy, site == null ? 0 : policies.ofOtherSites(portal, site));
    }

    /** Removes a passkey of a customer's. A mail tells them. */
    public RemoveResult remove(long customer, long passkey, AuditContext context) {
        Customer found = customers.byId(customer).orElse(null);
        if (found == null) {
            return new RemoveResult.UnknownCustomer();
        }
        return passkeys.remove(customer, passkey, true, context.in(found.portalId()))
                        instanceof PasskeyStore.Removal.Removed
                ? new RemoveResult.Done()
                : new RemoveResult.UnknownPasskey();
    }
}
