package io.vestibule.console;

import io.vestibule.administration.CustomerAdministration.Details;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Acts for a customer, after a page that says what it does and asks why: the audit keeps the reason with the operator's name. If somebody
 * changed the customer since that page was opened, nothing is done.
 */
public final class CustomerActions implements ConsolePage {
    private static final String PATH = "/console/customers/{customer}/{action}";

    private final ConsoleRoutes routes;
    private final CustomerPage page;
    private final CustomerActionHandler handler;
    private final GuardedForm<Details> form;

    public CustomerActions(
            ConsoleRoutes routes, CustomerPage page, CustomerActionHandler handler, PreconditionStore preconditions) {
        this.routes = routes;
        this.page = page;
        this.handler = handler;
        this.form = CustomerPage.form(preconditions, this::details, CustomerActions::ask);
    }

    /**
     * What the template shows.
     *
     * @param about the passkey, session or application that it is about; empty for none
     * @param email that was typed
     */
    public record View(FormFrame frame, CustomerAction action, String about, String email) {}

    @Override
    public List<Route> routes() {
        return form.routes(routes, PATH, Action.CUSTOMER_READ, this::act);
    }

    private static CustomerAction action(Call call) {
        return CustomerAction.of(call.request().segment("action")).orElseThrow(() -> new Refused(Notice.unknown()));
    }

    /** The customer in the path, if they may do this about them. */
    private Details details(Call call) {
        Details details = page.details(call);
        call.in(details.record().customer().portalId(), action(call).action());
        return details;
    }

    private static Answer ask(int status, Call call, Details details, @Nullable String fault) {
        CustomerAction action = action(call);
        Customer customer = details.record().customer();
        Layout layout = call.layout(Section.CUSTOMERS, customer.portalId());
        var frame = new FormFrame(
                layout,
                action.title() + ": " + CustomerView.title(customer),
                layout.at(CustomerAction.path(customer.id(), action)),
                layout.at("/console/customers/" + customer.id()),
                GuardedForm.version(call, status, Version.of(details)),
                call.parameter(Reason.FIELD),
                fault);
        return Screen.show(
                status,
                "customer-action",
                new View(frame, action, call.parameter(ActionView.ABOUT), call.parameter("email")));
    }

    private Outcome act(Call call, Details details, AuditContext context) {
        Customer customer = details.record().customer();
        return handler.apply(call, action(call), customer, context.in(customer.portalId()));
    }
}
