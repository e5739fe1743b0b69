package io.vestibule.console;

import io.vestibule.administration.ActAsAdministration;
import io.vestibule.administration.CustomerAdministration;
import io.vestibule.administration.CustomerAdministration.Details;
import io.vestibule.administration.CustomerData;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditSearch;
import io.vestibule.customer.Customer;
import io.vestibule.guard.GuardStore.Failures;
import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A customer: who they are, what they have, what happened, and what can be done about it. */
public final class CustomerPage implements ConsolePage {
    private static final int EVENTS = 50;

    /** What the page says that was done, beside what a {@link CustomerAction} does. */
    static final String ADDED = "added";

    static final String CHANGED = "changed";

    private final ConsoleRoutes routes;
    private final CustomerAdministration customers;
    private final CustomerData data;
    private final ActAsAdministration actAs;

    public CustomerPage(
            ConsoleRoutes routes, CustomerAdministration customers, CustomerData data, ActAsAdministration actAs) {
        this.routes = routes;
        this.customers = customers;
        this.data = data;
        this.actAs = actAs;
    }

    @Override
    public List<Route> routes() {
        return List.of(routes.page("/console/customers/{customer}", Action.CUSTOMER_READ, this::show));
    }

    /** The customer in the path, if they are of a portal of theirs. */
    Details details(Call call) {
        Details details = customers.details(call.id("customer")).orElseThrow(() -> new Refused(Notice.unknown()));
        call.in(details.record().customer().portalId(), Action.CUSTOMER_READ);
        return details;
    }

    /** A form about a customer. */
    static GuardedForm<Details> form(
            PreconditionStore preconditions, Function<Call, Details> subject, GuardedForm.Page<Details> shown) {
        return new GuardedForm<>(
                preconditions,
                PreconditionStore.Resource.CUSTOMER,
                call -> call.id("customer"),
                subject,
                Version::of,
                shown);
    }

    private Answer show(Call call) {
        Details details = details(call);
        Customer customer = details.record().customer();
        long id = customer.id();
        List<AuditEvent> events = data.audit(
                search(id, call.query("before").flatMap(Digits::number).orElse(null)));
        boolean more = events.size() > EVENTS;
        List<AuditEvent> shown = more ? events.subList(0, EVENTS) : events;
        return Screen.show(
                200,
                "customer",
                new CustomerView(
                        call.layout(Section.CUSTOMERS, customer.portalId()),
                        details,
                        Stream.of(CustomerAction.values())
                                .filter(action -> call.may(action.action(), customer.portalId()))
                                .filter(action -> fits(action, details))
                                .toList(),
                        data.factors(id),
                        TruncatedList.of(data.sessions(id, CustomerData.SHOWN + 1), CustomerData.SHOWN),
                        data.consents(id),
                        TruncatedList.of(data.links(id, CustomerData.SHOWN + 1), CustomerData.SHOWN),
                        TruncatedList.of(data.mail(id, CustomerData.SHOWN + 1), CustomerData.SHOWN),
                        shown,
                        more ? shown.getLast().id() : null,
                        call.may(Action.CUSTOMER_CHANGE, customer.portalId()),
                        call.query("done").map(CustomerPage::done).orElse(null)));
    }

    private static @Nullable String done(String what) {
        return switch (what) {
            case ADDED -> "The customer is added.";
            case CHANGED -> "The customer is changed.";
            default -> CustomerAction.of(what).map(CustomerAction::done).orElse(null);
        };
    }

    private static AuditSearch search(long customer, @Nullable Long before) {
        AuditSearch search = AuditSearch.ofCustomer(customer, EVENTS + 1);
        return before == null ? search : search.before(before);
    }

    /** Whether there is anything to do about it. */
    private boolean fits(CustomerAction action, Details details) {
        Customer customer = details.record().customer();
        Failures failures = details.failures();
        return switch (action) {
            case UNLOCK -> failures != null;
            case ACT_AS -> !customer.disabled() && actAs.isOn(customer.portalId());
            case DISABLE -> !customer.disabled();
            case ENABLE -> customer.disabled();
            case RESET_PASSWORD -> !customer.disabled() && customer.address().isPresent();
            case REMOVE_FACTOR -> customer.secondFactor();
            case REMOVE_PASSKEY -> !details.passkeys().isEmpty();
            case END_SESSIONS, END_SESSION -> details.record().sessions() > 0;
            case CHANGE_EMAIL, REVOKE_LINKS, WITHDRAW_CONSENT, EXPORT, DELETE -> true;
        };
    }
}
