package io.vestibule.administration;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.EmailAddress;
import io.vestibule.guard.Permits;
import io.vestibule.link.LinkStore;
import io.vestibule.link.Links;
import java.util.Optional;

/** Links that an operator has mailed to a customer. They lead to our own pages. */
public final class LinkAdministration {
    private final CustomerStore customers;
    private final LinkStore store;
    private final Links links;
    private final Runnable mailDue;

    /** @param mailDue tells who sends mail that there is some */
    public LinkAdministration(CustomerStore customers, LinkStore store, Links links, Runnable mailDue) {
        this.customers = customers;
        this.store = store;
        this.links = links;
        this.mailDue = mailDue;
    }

    /** How mailing a link to set a password ended. */
    public sealed interface ResetResult {}

    /** It is on its way. */
    public record Mailed() implements ResetResult {}

    /** They have no address that a mail could go to. */
    public record NoAddress() implements ResetResult {}

    /** They can't sign in, and such a link wouldn't be good. */
    public record Disabled() implements ResetResult {}

    /** There is no such customer. */
    public record UnknownCustomer() implements ResetResult {}

    /** Mails a link to set a password. No limit of a customer's own requests counts it. */
    public ResetResult mailReset(long customer, AuditContext context) {
        Customer found = customers.byId(customer).orElse(null);
        if (found == null) {
            return new UnknownCustomer();
        }
        Optional<EmailAddress> address = found.address();
        if (address.isEmpty()) {
            return new NoAddress();
        }
        if (found.disabled()) {
            return new Disabled();
        }
        store.issue(Permits.NONE, links.resetHere(found, address.get()), context.in(found.portalId()));
        mailDue.run();
        return new Mailed();
    }
}
