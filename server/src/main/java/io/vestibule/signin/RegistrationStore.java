package io.vestibule.signin;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.NewCustomer;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.link.Link;
import io.vestibule.link.LinkStore;
import io.vestibule.sql.Sql;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** The transaction of a registration. */
public final class RegistrationStore {
    private final Sql sql;
    private final LinkStore links;

    public RegistrationStore(Sql sql, LinkStore links) {
        this.sql = sql;
        this.links = links;
    }

    /** A customer who was made, and the link that greets them. */
    record Registered(Customer customer, Link link) {}

    /**
     * Makes the customer and stores the link and mail that greet them; empty, and nothing done, if somebody has the address. Nothing is done
     * either if the mail hasn't its permits.
     */
    Permitted<Optional<Registered>> register(
            NewCustomer customer, Function<Customer, Link> greeting, Permits permits, AuditContext context) {
        return sql.inTransaction(h -> {
            Optional<Customer> created = CustomerStore.create(h, customer, context);
            if (created.isEmpty()) {
                return new Permitted.Granted<>(Optional.empty());
            }
            Link link = greeting.apply(created.get());
            return switch (links.issue(h, permits, link, link.letter(), context)) {
                case Permitted.Granted<Boolean> granted ->
                    new Permitted.Granted<>(Optional.of(new Registered(created.get(), link)));
                case Permitted.Throttled<Boolean>(Duration retryAfter) -> {
                    h.rollback();
                    yield new Permitted.Throttled<>(retryAfter);
                }
            };
        });
    }
}
