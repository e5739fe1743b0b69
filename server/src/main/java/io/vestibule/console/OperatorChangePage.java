package io.vestibule.console;

import io.vestibule.administration.OperatorAdministration;
import io.vestibule.administration.PortalName;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.audit.AuditContext;
import io.vestibule.customer.EmailAddress;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.operator.Operator;
import io.vestibule.operator.OperatorChanges;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.secret.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes an operator, and changes who one is and what they may do. */
public final class OperatorFormPage implements ConsolePage {
    private static final String ADD = OperatorsPage.PATH + "/add";
    private static final String CHANGE = OperatorPage.PATH + "/change";

    private final ConsoleRoutes routes;
    private final OperatorPage page;
    private final OperatorAdministration operators;
    private final GuardedForm<Operator> form;

    public OperatorFormPage(
            ConsoleRoutes routes,
            OperatorPage page,
            OperatorAdministration operators,
            PreconditionStore preconditions) {
        this.routes = routes;
        this.page = page;
        this.operators = operators;
        this.form = new GuardedForm<>(
                preconditions, PreconditionStore.Resource.OPERATOR, OperatorPage::version, OperatorFormPage::change);
    }

    /**
     * What the template shows.
     *
     * @param action  where the form goes, as an address
     * @param back    where whoever doesn't want it goes, as an address
     * @param version of the operator; empty for a new one
     * @param fault   why the page is shown again; null at first
     */
    public record View(
            Layout layout,
            String title,
            String email,
            String name,
            ScopeFields scope,
            String action,
            String back,
            String version,
            String reason,
            @Nullable String fault) {}

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page(ADD, Action.OPERATOR_CHANGE, call -> add(200, call, null)),
                routes.form(ADD, Action.OPERATOR_CHANGE, call -> add(200, call, null), this::add),
                routes.page(CHANGE, Action.OPERATOR_CHANGE, this::change),
                routes.form(
                        CHANGE,
                        Action.OPERATOR_CHANGE,
                        this::change,
                        call -> form.act(
                                call,
                                call.id("operator"),
                                () -> page.operator(call),
                                (operator, context) -> changed(call, operator, context))));
    }

    /** What was typed; {@code null} for what isn't right, of which a sentence tells. */
    private record Typed(
            @Nullable EmailAddress email,
            @Nullable PortalName name,
            @Nullable Role role,
            @Nullable PortalScope scope) {
        static Typed of(Call call) {
            ScopeFields fields = ScopeFields.typed(call);
            String name = call.field("name").strip();
            return new Typed(
                    EmailAddress.parse(call.field("email").strip()).orElse(null),
                    PortalName.parse(name.isEmpty() ? call.field("email").strip() : name)
                            .orElse(null),
                    fields.chosen().orElse(null),
                    fields.scope().orElse(null));
        }

        @Nullable
        String fault() {
            if (email == null) {
                return "That is no email address.";
            }
            if (name == null) {
                return "A name is one line of at most " + PortalName.LONGEST + " characters.";
            }
            return role == null || scope == null ? "Choose a role, and all portals or the ids of some." : null;
        }
    }

    private static Answer add(int status, Call call, @Nullable String fault) {
        Layout layout = call.layout(Section.OPERATORS);
        ScopeFields typed = ScopeFields.typed(call);
        return Screen.show(
                status,
                "operator-form",
                new View(
                        layout,
                        "Add an operator",
                        call.field("email"),
                        call.field("name"),
                        typed.role().isEmpty() ? ScopeFields.of(Role.VIEWER, PortalScope.ALL) : typed,
                        layout.at(ADD),
                        layout.at(OperatorsPage.PATH),
                        "",
                        call.field(Reason.FIELD),
                        fault));
    }

    private Answer add(Call call) {
        Typed typed = Typed.of(call);
        Reason reason = Reason.of(call);
        if (typed.email() == null || typed.name() == null || typed.role() == null || typed.scope() == null) {
            return add(422, call, typed.fault());
        }
        if (reason.fault() != null) {
            return add(422, call, reason.fault());
        }
        AuditContext context = call.because(reason.text());
        return switch (operators.add(typed.email(), typed.name().value(), typed.role(), typed.scope(), context)) {
            case OperatorAdministration.Added(long id, Secret link) ->
                OperatorActions.link(call, operators.byId(id).orElseThrow(), link);
            case OperatorAdministration.EmailTaken() -> add(422, call, "Another operator signs in with that address.");
            case OperatorAdministration.UnknownPortal(long portal) ->
                add(422, call, "There is no portal " + portal + ".");
        };
    }

    private Answer change(Call call) {
        return change(200, call, page.operator(call).orElseThrow(() -> new Refused(Notice.unknown())), null);
    }

    private static Answer change(int status, Call call, Operator operator, @Nullable String fault) {
        Layout layout = call.layout(Section.OPERATORS);
        boolean typed = call.request().method().equals("POST");
        String path = OperatorPage.path(operator);
        return Screen.show(
                status,
                "operator-form",
                new View(
                        layout,
                        "Change " + operator.name(),
                        typed ? call.field("email") : operator.email(),
                        typed ? call.field("name") : operator.name(),
                        typed ? ScopeFields.typed(call) : ScopeFields.of(operator.role(), operator.portals()),
                        layout.at(path + "/change"),
                        layout.at(path),
                        GuardedForm.version(call, status, OperatorPage.version(operator)),
                        call.field(Reason.FIELD),
                        fault));
    }

    private Outcome changed(Call call, Operator operator, AuditContext context) {
        Typed typed = Typed.of(call);
        String fault = typed.fault();
        if (fault != null || typed.email() == null || typed.name() == null) {
            return new Outcome.Not(String.valueOf(fault));
        }
        var changes = new OperatorChanges(typed.email().value(), typed.name().value(), typed.role(), typed.scope());
        return OperatorActions.of(
                operators.set(operator.id(), changes, context),
                new Outcome.Done(call.goTo(OperatorPage.path(operator) + "?done=change")));
    }
}
