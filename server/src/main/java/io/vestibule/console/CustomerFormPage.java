package io.vestibule.console;

import io.vestibule.administration.CustomerAdministration;
import io.vestibule.administration.CustomerAdministration.Details;
import io.vestibule.administration.CustomerDraft;
import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.portal.Portal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Adds a customer, and changes what one is called and what is known of them. */
public final class CustomerFormPage implements ConsolePage {
    private static final String ADD = PortalForms.ONE + "/customers/add";
    private static final String CHANGE = "/console/customers/{customer}/change";

    private final ConsoleRoutes routes;
    private final CustomerPage page;
    private final PortalForms forms;
    private final PortalAdministration portals;
    private final CustomerAdministration customers;
    private final PreconditionStore preconditions;

    public CustomerFormPage(
            ConsoleRoutes routes,
            CustomerPage page,
            PortalForms forms,
            PortalAdministration portals,
            CustomerAdministration customers,
            PreconditionStore preconditions) {
        this.routes = routes;
        this.page = page;
        this.forms = forms;
        this.portals = portals;
        this.customers = customers;
        this.preconditions = preconditions;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page(ADD, Action.CUSTOMER_CREATE, call -> add(200, call, null)),
                routes.form(ADD, Action.CUSTOMER_CREATE, call -> add(200, call, null), this::add)
                        .withUpload(Continuation.LARGEST),
                routes.page(CHANGE, Action.CUSTOMER_CHANGE, this::change),
                routes.form(CHANGE, Action.CUSTOMER_CHANGE, this::change, this::act)
                        .withUpload(Continuation.LARGEST));
    }

    private Answer add(int status, Call call, @Nullable String fault) {
        Portal portal = forms.portal(call, Action.CUSTOMER_CREATE);
        Layout layout = call.layout(Section.CUSTOMERS, portal.id());
        List<Field> fields = new ArrayList<>();
        fields.add(Field.line(call, "email", "Email address", "", "To sign in with, and for mail."));
        fields.addAll(new CustomerFields(portal.profile(), null).of(call));
        return Screen.show(
                status,
                "portal-form",
                new FormView(
                        layout,
                        "Add a customer to " + portal.name(),
                        "They have no password yet, and nothing is mailed. From their page a link to set one can be mailed.",
                        layout.at(PortalForms.at(portal, "customers/add")),
                        layout.at("/console/customers?portal=" + portal.id()),
                        "Add",
                        "",
                        fields,
                        call.field(Reason.FIELD),
                        fault,
                        List.of(),
                        false,
                        null));
    }

    private Answer add(Call call) {
        Portal portal = forms.portal(call, Action.CUSTOMER_CREATE);
        Optional<EmailAddress> email = EmailAddress.parse(call.field("email").strip());
        if (email.isEmpty()) {
            return add(422, call, "That is no email address.");
        }
        Reason reason = Reason.of(call);
        if (reason.fault() != null) {
            return add(422, call, reason.fault());
        }
        return switch (new CustomerFields(portal.profile(), null).typed(call)) {
            case CustomerFields.Typed.Wrong(String sentence) -> add(422, call, sentence);
            case CustomerFields.Typed.Right(var username, var language, var profile) ->
                added(
                        call,
                        customers.add(
                                new CustomerDraft(portal.id(), email.get(), username, null, language, profile),
                                call.because(reason.text())));
        };
    }

    private Answer added(Call call, CustomerAdministration.AddResult result) {
        return switch (result) {
            case CustomerAdministration.Added(Customer customer) ->
                call.goTo("/console/customers/" + customer.id() + "?done=" + CustomerPage.ADDED);
            case CustomerAdministration.LoginTaken(String login) -> add(422, call, taken(login));
            case CustomerAdministration.ProfileRefused(var errors) -> add(422, call, CustomerFields.sentences(errors));
            case CustomerAdministration.PasswordRefused(String sentence) -> add(422, call, sentence);
            case CustomerAdministration.UnknownPortal(long unknown) -> throw new Refused(Notice.unknown());
        };
    }

    private static String taken(String login) {
        return "Another customer of the portal signs in with " + login + ".";
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

    private Answer change(Call call) {
        return change(200, call, details(call), null);
    }

    private Answer change(int status, Call call, Details details, @Nullable String fault) {
        Customer customer = details.record().customer();
        Layout layout = call.layout(Section.CUSTOMERS, customer.portalId());
        String path = layout.at("/console/customers/" + customer.id());
        var fields = new CustomerFields(schema(customer), customer);
        return Screen.show(
                status,
                "portal-form",
                new FormView(
                        layout,
                        "Change " + CustomerView.title(customer),
                        "A field that you empty is cleared. The address has a page of its own, since its change voids links.",
                        path + "/change",
                        path,
                        "Save",
                        GuardedForm.version(call, status, Version.of(details)),
                        fields.of(call),
                        call.field(Reason.FIELD),
                        fault,
                        status == 409 ? fields.storedOtherwise(call) : List.of(),
                        false,
                        null));
    }

    private Answer act(Call call) {
        long id = details(call).record().customer().id();
        var form =
                new GuardedForm<Details>(preconditions, PreconditionStore.Resource.CUSTOMER, Version::of, this::change);
        return form.act(
                call,
                id,
                () -> customers.details(id),
                (now, context) -> changed(call, now.record().customer(), context));
    }

    private Outcome changed(Call call, Customer customer, AuditContext context) {
        return switch (new CustomerFields(schema(customer), customer).typed(call)) {
            case CustomerFields.Typed.Wrong(String sentence) -> new Outcome.Not(sentence);
            case CustomerFields.Typed.Right(var username, var language, var profile) -> {
                var changes = new CustomerAdministration.Changes(null, username, language, profile);
                yield switch (customers.change(customer.id(), changes, context)) {
                    case CustomerAdministration.Changed(Customer changed) ->
                        new Outcome.Done(
                                call.goTo("/console/customers/" + changed.id() + "?done=" + CustomerPage.CHANGED));
                    case CustomerAdministration.LoginTaken(String login) -> new Outcome.Not(taken(login));
                    case CustomerAdministration.ProfileRefused(Map<String, List<String>> errors) ->
                        new Outcome.Not(CustomerFields.sentences(errors));
                    case CustomerAdministration.UnknownCustomer() -> new Outcome.Gone();
                };
            }
        };
    }
}
