package io.vestibule.console;

import io.vestibule.administration.ActAsAdministration;
import io.vestibule.administration.CustomerAdministration;
import io.vestibule.administration.CustomerData;
import io.vestibule.administration.LinkAdministration;
import io.vestibule.administration.PasskeyAdministration;
import io.vestibule.administration.SignInAdministration;
import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.EmailAddress;
import io.vestibule.http.Answer;
import io.vestibule.http.Ids;
import io.vestibule.json.Json;
import io.vestibule.secret.Secret;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Does what an operator asks for about a customer: each action by its use case, with a sentence for each way in which that ends.
 *
 * @param export makes a document of all that is kept of a customer, and writes that it did
 */
public record CustomerActionHandler(
        CustomerAdministration customers,
        CustomerData data,
        SignInAdministration signIns,
        PasskeyAdministration passkeys,
        LinkAdministration links,
        ActAsAdministration actAs,
        BiFunction<Customer, AuditContext, Json> export) {

    /**
     * What is shown of a link by which the operator acts for the customer.
     *
     * @param expiresAt when it is void
     */
    public record LinkView(Layout layout, Customer customer, Secret link, Instant expiresAt) {
        public String title() {
            return CustomerAction.ACT_AS.title() + ": " + CustomerView.title(customer);
        }

        public String back() {
            return layout.at("/console/customers/" + customer.id());
        }
    }

    /** Does it, and has an outcome for each result. */
    Outcome apply(Call call, CustomerAction action, Customer customer, AuditContext context) {
        long id = customer.id();
        var done = new Outcome.Done(call.goTo(
                action == CustomerAction.DELETE
                        ? "/console/customers?portal=" + customer.portalId()
                        : "/console/customers/" + id + "?done=" + action.label()));
        return switch (action) {
            case UNLOCK -> of(signIns.unlock(id, context), done);
            case DISABLE -> of(signIns.disable(id, context), done);
            case ENABLE -> of(signIns.enable(id, context), done);
            case END_SESSIONS -> of(signIns.endSessions(id, context), done);
            case REMOVE_FACTOR -> of(signIns.turnSecondFactorOff(id, context), done);
            case RESET_PASSWORD -> mailed(links.mailReset(id, context), done);
            case END_SESSION -> endSession(call, id, context, done);
            case ACT_AS -> actAs(call, customer, context);
            case EXPORT ->
                new Outcome.Done(Answer.json(200, export.apply(customer, context))
                        .with("Content-Disposition", "attachment; filename=\"customer-" + id + ".json\""));
            case REVOKE_LINKS -> {
                data.revokeLinks(id, context);
                yield done;
            }
            case REMOVE_PASSKEY -> removePasskey(call, id, context, done);
            case WITHDRAW_CONSENT ->
                data.withdrawConsent(id, call.field(ActionView.ABOUT), context)
                        ? done
                        : new Outcome.Rejected("They don't agree to that any longer.");
            case CHANGE_EMAIL -> changeEmail(call, id, context, done);
            case DELETE ->
                switch (customers.delete(id, context)) {
                    case CustomerAdministration.Deleted() -> done;
                    case CustomerAdministration.UnknownCustomer() -> new Outcome.Gone();
                };
        };
    }

    private static Outcome of(SignInAdministration.UnlockResult result, Outcome done) {
        return switch (result) {
            case SignInAdministration.Done() -> done;
            case SignInAdministration.Unchanged() ->
                new Outcome.Rejected("They weren't locked, and no failure was counted.");
            case SignInAdministration.UnknownCustomer() -> new Outcome.Gone();
        };
    }

    private static Outcome of(SignInAdministration.DisableResult result, Outcome done) {
        return switch (result) {
            case SignInAdministration.Done() -> done;
            case SignInAdministration.UnknownCustomer() -> new Outcome.Gone();
        };
    }

    private static Outcome of(SignInAdministration.EndSessionsResult result, Outcome done) {
        return switch (result) {
            case SignInAdministration.Ended(int sessions) -> done;
            case SignInAdministration.UnknownCustomer() -> new Outcome.Gone();
        };
    }

    private static Outcome of(SignInAdministration.FactorOffResult result, Outcome done) {
        return switch (result) {
            case SignInAdministration.Done() -> done;
            case SignInAdministration.Unchanged() -> new Outcome.Rejected("No second factor was asked for.");
            case SignInAdministration.UnknownCustomer() -> new Outcome.Gone();
        };
    }

    private static Outcome mailed(LinkAdministration.ResetResult result, Outcome done) {
        return switch (result) {
            case LinkAdministration.Mailed() -> done;
            case LinkAdministration.NoAddress() ->
                new Outcome.Rejected("They have no address that a mail could go to.");
            case LinkAdministration.Disabled() -> new Outcome.Rejected("They are disabled. Enable them first.");
            case LinkAdministration.UnknownCustomer() -> new Outcome.Gone();
        };
    }

    private Outcome actAs(Call call, Customer customer, AuditContext context) {
        return switch (actAs.link(
                customer.portalId(), customer.id(), call.principal().id(), context)) {
            case ActAsAdministration.LinkResult.Issued(Secret link, Instant expiresAt) ->
                new Outcome.Done(Screen.show(
                        200,
                        "act-as-link",
                        new LinkView(call.layout(Section.CUSTOMERS, customer.portalId()), customer, link, expiresAt)));
            case ActAsAdministration.LinkResult.PortalOff() ->
                new Outcome.Rejected(
                        "The portal doesn't let operators act for its customers. An owner can change that on its page.");
            case ActAsAdministration.LinkResult.Disabled() ->
                new Outcome.Rejected("They are disabled. Enable them first.");
            case ActAsAdministration.LinkResult.NotPermitted() ->
                new Outcome.Rejected("Your role was changed meanwhile, and doesn't permit it any longer.");
            case ActAsAdministration.LinkResult.UnknownCustomer() -> new Outcome.Gone();
        };
    }

    private Outcome endSession(Call call, long id, AuditContext context, Outcome done) {
        Optional<UUID> session = Ids.uuid(call.field(ActionView.ABOUT));
        boolean ended = session.isPresent() && data.endSession(id, session.get(), context);
        return ended ? done : new Outcome.Rejected("That session has ended already.");
    }

    private Outcome removePasskey(Call call, long id, AuditContext context, Outcome done) {
        long passkey = Ids.id(call.field(ActionView.ABOUT)).orElse(0L);
        return switch (passkeys.remove(id, passkey, context)) {
            case PasskeyAdministration.RemoveResult.Done() -> done;
            case PasskeyAdministration.RemoveResult.UnknownPasskey() ->
                new Outcome.Rejected("They have no such passkey any longer.");
            case PasskeyAdministration.RemoveResult.UnknownCustomer() -> new Outcome.Gone();
        };
    }

    private Outcome changeEmail(Call call, long id, AuditContext context, Outcome done) {
        Optional<EmailAddress> email = EmailAddress.parse(call.field("email").strip());
        if (email.isEmpty()) {
            return new Outcome.Rejected("That is no email address.");
        }
        var changes = new CustomerAdministration.Changes(email.get(), null, null, Map.of());
        return switch (customers.change(id, changes, context)) {
            case CustomerAdministration.Changed(Customer changed) -> done;
            case CustomerAdministration.LoginTaken(String login) -> new Outcome.Rejected(CustomerFields.taken(login));
            case CustomerAdministration.ProfileRefused(var errors) ->
                new Outcome.Rejected("The portal's schema refuses the profile that they have: "
                        + String.join(", ", errors.keySet()) + ".");
            case CustomerAdministration.UnknownCustomer() -> new Outcome.Gone();
        };
    }
}
