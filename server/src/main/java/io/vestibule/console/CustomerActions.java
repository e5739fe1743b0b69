package io.vestibule.console;

import io.vestibule.administration.ActAsAdministration;
import io.vestibule.administration.CustomerAdministration;
import io.vestibule.administration.CustomerAdministration.Details;
import io.vestibule.administration.CustomerPossessions;
import io.vestibule.administration.LinkAdministration;
import io.vestibule.administration.PasskeyAdministration;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.administration.SignInAdministration;
import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.EmailAddress;
import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.secret.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Acts for a customer, after a page that says what it does and asks why: the audit keeps the reason with the operator's name. If somebody
 * changed the customer since that page was opened, nothing is done.
 */
public final class CustomerActions implements ConsolePage {
    private static final String PATH = "/console/customers/{customer}/{action}";

    private final ConsoleRoutes routes;
    private final CustomerPage page;
    private final UseCases useCases;

    /** What is asked to do it. */
    public record UseCases(
            CustomerAdministration customers,
            CustomerPossessions possessions,
            SignInAdministration signIns,
            PasskeyAdministration passkeys,
            LinkAdministration links,
            ActAsAdministration actAs,
            PreconditionStore preconditions) {}

    public CustomerActions(ConsoleRoutes routes, CustomerPage page, UseCases useCases) {
        this.routes = routes;
        this.page = page;
        this.useCases = useCases;
    }

    /**
     * What the template shows.
     *
     * @param version of the customer, as the form carries it on
     * @param about   the passkey, session or application that it is about; empty for none
     * @param email   that was typed
     * @param reason  that was typed
     * @param fault   why the page is shown again; null at first
     */
    public record View(
            Layout layout,
            CustomerAction action,
            Customer customer,
            String version,
            String about,
            String email,
            String reason,
            @Nullable String fault) {
        public String title() {
            return action.title() + ": " + CustomerView.title(customer);
        }

        public String to(String path) {
            return layout.at("/console/customers/" + customer.id() + path);
        }
    }

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

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page(PATH, Action.CUSTOMER_READ, this::ask),
                routes.form(PATH, Action.CUSTOMER_READ, this::ask, this::act));
    }

    private static CustomerAction action(Call call, Details details) {
        CustomerAction action =
                CustomerAction.of(call.request().segment("action")).orElseThrow(() -> new Refused(Notice.unknown()));
        call.in(details.record().customer().portalId(), action.action());
        return action;
    }

    private Answer ask(Call call) {
        Details details = page.details(call);
        return ask(200, call, action(call, details), details, null);
    }

    private Answer ask(int status, Call call, CustomerAction action, Details details, @Nullable String fault) {
        Customer customer = details.record().customer();
        return Screen.show(
                status,
                "customer-action",
                new View(
                        call.layout(Section.CUSTOMERS, customer.portalId()),
                        action,
                        customer,
                        GuardedForm.version(call, status, Version.of(details)),
                        given(call, "about"),
                        given(call, "email"),
                        given(call, Reason.FIELD),
                        fault));
    }

    /** Of the form, or of the query that led to it. */
    private static String given(Call call, String name) {
        return call.has(name) ? call.field(name) : call.query(name).orElse("");
    }

    private Answer act(Call call) {
        Details details = page.details(call);
        CustomerAction action = action(call, details);
        long id = details.record().customer().id();
        var form = new GuardedForm<Details>(
                useCases.preconditions(),
                PreconditionStore.Resource.CUSTOMER,
                Version::of,
                (status, asked, now, fault) -> ask(status, asked, action, now, fault));
        return form.act(
                call,
                id,
                () -> useCases.customers().details(id),
                (now, context) -> done(call, action, now.record().customer(), context));
    }

    private Outcome done(Call call, CustomerAction action, Customer customer, AuditContext context) {
        long id = customer.id();
        var done = new Outcome.Done(call.goTo(
                action == CustomerAction.DELETE
                        ? "/console/customers?portal=" + customer.portalId()
                        : "/console/customers/" + id + "?done=" + action.label()));
        return switch (action) {
            case UNLOCK -> of(useCases.signIns().unlock(id, context), done);
            case DISABLE -> of(useCases.signIns().disable(id, context), done);
            case ENABLE -> of(useCases.signIns().enable(id, context), done);
            case END_SESSIONS -> of(useCases.signIns().endSessions(id, context), done);
            case REMOVE_FACTOR -> of(useCases.signIns().turnSecondFactorOff(id, context), done);
            case RESET_PASSWORD -> mailed(useCases.links().mailReset(id, context), done);
            case END_SESSION -> endSession(call, id, context, done);
            case ACT_AS -> actAs(call, customer, context);
            case REVOKE_LINKS -> {
                useCases.possessions().revokeLinks(id, context);
                yield done;
            }
            case REMOVE_PASSKEY -> removePasskey(call, id, context, done);
            case WITHDRAW_CONSENT ->
                useCases.possessions().withdrawConsent(id, call.field("about"), context)
                        ? done
                        : new Outcome.Not("They don't agree to that any longer.");
            case CHANGE_EMAIL -> changeEmail(call, id, context, done);
            case DELETE ->
                switch (useCases.customers().delete(id, context)) {
                    case CustomerAdministration.Deleted() -> done;
                    case CustomerAdministration.UnknownCustomer() -> new Outcome.Gone();
                };
        };
    }

    private static Outcome of(SignInAdministration.UnlockResult result, Outcome done) {
        return switch (result) {
            case SignInAdministration.Done() -> done;
            case SignInAdministration.Unchanged() ->
                new Outcome.Not("They weren't locked, and no failure was counted.");
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
            case SignInAdministration.Unchanged() -> new Outcome.Not("No second factor was asked for.");
            case SignInAdministration.UnknownCustomer() -> new Outcome.Gone();
        };
    }

    private static Outcome mailed(LinkAdministration.ResetResult result, Outcome done) {
        return switch (result) {
            case LinkAdministration.Mailed() -> done;
            case LinkAdministration.NoAddress() -> new Outcome.Not("They have no address that a mail could go to.");
            case LinkAdministration.Disabled() -> new Outcome.Not("They are disabled. Enable them first.");
            case LinkAdministration.UnknownCustomer() -> new Outcome.Gone();
        };
    }

    private Outcome actAs(Call call, Customer customer, AuditContext context) {
        return switch (useCases.actAs()
                .link(customer.portalId(), customer.id(), call.principal().id(), context)) {
            case ActAsAdministration.LinkResult.Issued(Secret link, Instant expiresAt) ->
                new Outcome.Done(Screen.show(
                        200,
                        "act-as-link",
                        new LinkView(call.layout(Section.CUSTOMERS, customer.portalId()), customer, link, expiresAt)));
            case ActAsAdministration.LinkResult.PortalOff() ->
                new Outcome.Not(
                        "The portal doesn't let operators act for its customers. An owner can change that on its page.");
            case ActAsAdministration.LinkResult.Disabled() -> new Outcome.Not("They are disabled. Enable them first.");
            case ActAsAdministration.LinkResult.NotPermitted() ->
                new Outcome.Not("Your role was changed meanwhile, and doesn't permit it any longer.");
            case ActAsAdministration.LinkResult.UnknownCustomer() -> new Outcome.Gone();
        };
    }

    private Outcome endSession(Call call, long id, AuditContext context, Outcome done) {
        Optional<UUID> session = Uuids.of(call.field("about"));
        boolean ended = session.isPresent() && useCases.possessions().endSession(id, session.get(), context);
        return ended ? done : new Outcome.Not("That session has ended already.");
    }

    private Outcome removePasskey(Call call, long id, AuditContext context, Outcome done) {
        long passkey = Digits.number(call.field("about")).orElse(0L);
        return switch (useCases.passkeys().remove(id, passkey, context)) {
            case PasskeyAdministration.RemoveResult.Done() -> done;
            case PasskeyAdministration.RemoveResult.UnknownPasskey() ->
                new Outcome.Not("They have no such passkey any longer.");
            case PasskeyAdministration.RemoveResult.UnknownCustomer() -> new Outcome.Gone();
        };
    }

    private Outcome changeEmail(Call call, long id, AuditContext context, Outcome done) {
        Optional<EmailAddress> email = EmailAddress.parse(call.field("email").strip());
        if (email.isEmpty()) {
            return new Outcome.Not("That is no email address.");
        }
        var changes = new CustomerAdministration.Changes(email.get(), null, null, Map.of());
        return switch (useCases.customers().change(id, changes, context)) {
            case CustomerAdministration.Changed(Customer changed) -> done;
            case CustomerAdministration.LoginTaken(String login) ->
                new Outcome.Not("Another customer of the portal signs in with " + login + ".");
            case CustomerAdministration.ProfileRefused(var errors) ->
                new Outcome.Not("The portal's schema refuses the profile that they have: "
                        + String.join(", ", errors.keySet()) + ".");
            case CustomerAdministration.UnknownCustomer() -> new Outcome.Gone();
        };
    }
}
