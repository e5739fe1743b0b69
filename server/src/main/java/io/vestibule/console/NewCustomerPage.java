package io.vestibule.console;

import io.vestibule.administration.CustomerAdministration;
import io.vestibule.administration.CustomerDraft;
import io.vestibule.customer.Customer;
import io.vestibule.customer.EmailAddress;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.portal.Portal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Adds a customer. */
public final class NewCustomerPage implements ConsolePage {
    private static final String PATH = PortalForms.ONE + "/customers/add";

    private final ConsoleRoutes routes;
    private final PortalForms forms;
    private final CustomerAdministration customers;

    public NewCustomerPage(ConsoleRoutes routes, PortalForms forms, CustomerAdministration customers) {
        this.routes = routes;
        this.forms = forms;
        this.customers = customers;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page(PATH, Action.CUSTOMER_CREATE, call -> ask(200, call, null)),
                routes.form(PATH, Action.CUSTOMER_CREATE, call -> ask(200, call, null), this::add)
                        .withUpload(Continuation.LARGEST));
    }

    private Answer ask(int status, Call call, @Nullable String fault) {
        Portal portal = forms.portal(call, Action.CUSTOMER_CREATE);
        Layout layout = call.layout(Section.CUSTOMERS, portal.id());
        List<Field> fields = new ArrayList<>();
        fields.add(Field.line(call, "email", "Email address", "", "To sign in with, and for mail."));
        fields.addAll(new CustomerFields(portal.profile(), null).of(call));
        return Screen.show(
                status,
                "portal-form",
                new FormView(
                        new FormFrame(
                                layout,
                                "Add a customer to " + portal.name(),
                                layout.at(PortalForms.at(portal, "customers/add")),
                                layout.at("/console/customers?portal=" + portal.id()),
                                "",
                                call.field(Reason.FIELD),
                                fault),
                        "They have no password yet, and nothing is mailed. From their page a link to set one can be mailed.",
                        "Add",
                        fields,
                        List.of(),
                        false,
                        null));
    }

    private Answer add(Call call) {
        Portal portal = forms.portal(call, Action.CUSTOMER_CREATE);
        Optional<EmailAddress> email = EmailAddress.parse(call.field("email").strip());
        if (email.isEmpty()) {
            return ask(422, call, "That is no email address.");
        }
        Reason reason = Reason.of(call);
        if (reason.fault() != null) {
            return ask(422, call, reason.fault());
        }
        return switch (new CustomerFields(portal.profile(), null).typed(call)) {
            case CustomerFields.Typed.Wrong(String sentence) -> ask(422, call, sentence);
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
            case CustomerAdministration.LoginTaken(String login) -> ask(422, call, CustomerFields.taken(login));
            case CustomerAdministration.ProfileRefused(var errors) -> ask(422, call, CustomerFields.sentences(errors));
            case CustomerAdministration.PasswordRefused(String sentence) -> ask(422, call, sentence);
            case CustomerAdministration.UnknownPortal(long unknown) -> throw new Refused(Notice.unknown());
        };
    }
}
