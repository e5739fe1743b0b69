package io.vestibule.console;

import io.vestibule.administration.CustomerAdministration;
import io.vestibule.administration.CustomerAdministration.Details;
import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes what a customer is called and what is known of them. */
public final class CustomerChangePage implements ConsolePage {
    private static final String PATH = "/console/customers/{customer}/change";

    private final ConsoleRoutes routes;
    private final CustomerPage page;
    private final PortalAdministration portals;
    private final CustomerAdministration customers;
    private final GuardedForm<Details> form;

    public CustomerChangePage(
            ConsoleRoutes routes,
            CustomerPage page,
            PortalAdministration portals,
            CustomerAdministration customers,
            PreconditionStore preconditions) {
        this.routes = routes;
        this.page = page;
        this.portals = portals;
        this.customers = customers;
        this.form = CustomerPage.form(preconditions, this::details, this::ask);
    }

    @Override
    public List<Route> routes() {
        return form.routes(routes, PATH, Action.CUSTOMER_CHANGE, this::change).stream()
                .map(route -> route.withUpload(Continuation.LARGEST))
                .toList();
    }

    private ProfileSchema schema(Customer customer) {
        return portals.portal(customer.portalId())
                .orElseThrow(() -> new Refused(Notice.unknown()))
                .profile();
    }

    private Details details(Call call) {
        Details details = page.details(call);
        call.in(details.record().customer().portalId(), Action.CUSTOMER_CHANGE);
        return details;
    }

    private Answer ask(int status, Call call, Details details, @Nullable String fault) {
        Customer customer = details.record().customer();
        Layout layout = call.layout(Section.CUSTOMERS, customer.portalId());
        String path = layout.at("/console/customers/" + customer.id());
        var fields = new CustomerFields(schema(customer), customer);
        return Screen.show(
                status,
                "portal-form",
                new FormView(
                        new FormFrame(
                                layout,
                                "Change " + CustomerView.title(customer),
                                path + "/change",
                                path,
                                GuardedForm.version(call, status, Version.of(details)),
                                call.field(Reason.FIELD),
                                fault),
                        "A field that you empty is cleared. The address has a page of its own, since its change voids links.",
                        "Save",
                        fields.of(call),
                        status == 409 ? fields.storedOtherwise(call) : List.of(),
                        false,
                        null));
    }

    private Outcome change(Call call, Details details, AuditContext context) {
        Customer customer = details.record().customer();
        return switch (new CustomerFields(schema(customer), customer).typed(call)) {
            case CustomerFields.Typed.Wrong(String sentence) -> new Outcome.Rejected(sentence);
            case CustomerFields.Typed.Right(var username, var language, var profile) -> {
                var changes = new CustomerAdministration.Changes(null, username, language, profile);
                yield switch (customers.change(customer.id(), changes, context)) {
                    case CustomerAdministration.Changed(Customer changed) ->
                        new Outcome.Done(
                                call.goTo("/console/customers/" + changed.id() + "?done=" + CustomerPage.CHANGED));
                    case CustomerAdministration.LoginTaken(String login) ->
                        new Outcome.Rejected(CustomerFields.taken(login));
                    case CustomerAdministration.ProfileRefused(Map<String, List<String>> errors) ->
                        new Outcome.Rejected(CustomerFields.sentences(errors));
                    case CustomerAdministration.UnknownCustomer() -> new Outcome.Gone();
                };
            }
        };
    }
}
