package io.vestibule.signin;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.NewCustomer;
import io.vestibule.link.Link;
import io.vestibule.link.LinkStore;
import io.vestibule.sql.Sql;
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

    /** Makes the customer and stores the link and mail that greet them; empty, and nothing done, if somebody has the address. */
    Optional<Registered> register(NewCustomer customer, Function<Customer, Link> greeting, AuditContext context) {
        return sql.inTransaction(h -> CustomerStore.create(h, customer, context).map(created -> {
            Link link = greeting.apply(created);
            links.issue(h, link, link.letter(), context);
            return new Registered(created, link);
        }));
    }
}
