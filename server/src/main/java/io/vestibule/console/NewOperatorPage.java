package io.vestibule.console;

import io.vestibule.administration.OperatorAdministration;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.secret.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes an operator. */
public final class NewOperatorPage implements ConsolePage {
    private static final String PATH = OperatorsPage.PATH + "/add";

    private final ConsoleRoutes routes;
    private final OperatorAdministration operators;

    public NewOperatorPage(ConsoleRoutes routes, OperatorAdministration operators) {
        this.routes = routes;
        this.operators = operators;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page(PATH, Action.OPERATOR_CHANGE, call -> ask(200, call, null)),
                routes.form(PATH, Action.OPERATOR_CHANGE, call -> ask(200, call, null), this::add));
    }

    private static Answer ask(int status, Call call, @Nullable String fault) {
        Layout layout = call.layout(Section.OPERATORS);
        OperatorForm typed = OperatorForm.typed(call);
        OperatorForm form = typed.scope().role().isEmpty()
                ? new OperatorForm(typed.email(), typed.name(), ScopeFields.of(Role.VIEWER, PortalScope.ALL))
                : typed;
        return form.answer(
                status,
                new FormFrame(
                        layout,
                        "Add an operator",
                        layout.at(PATH),
                        layout.at(OperatorsPage.PATH),
                        "",
                        call.field(Reason.FIELD),
                        fault));
    }

    private Answer add(Call call) {
        Reason reason = Reason.of(call);
        return switch (OperatorForm.typed(call).read()) {
            case OperatorForm.Typed.Wrong(String sentence) -> ask(422, call, sentence);
            case OperatorForm.Typed.Right right ->
                reason.fault() != null ? ask(422, call, reason.fault()) : add(call, right, reason);
        };
    }

    private Answer add(Call call, OperatorForm.Typed.Right typed, Reason reason) {
        return switch (operators.add(
                typed.email(), typed.name().value(), typed.role(), typed.scope(), call.because(reason.text()))) {
            case OperatorAdministration.Added(long id, Secret link) ->
                OperatorActions.link(call, operators.byId(id).orElseThrow(), link);
            case OperatorAdministration.EmailTaken() -> ask(422, call, "Another operator signs in with that address.");
            case OperatorAdministration.UnknownPortal(long portal) ->
                ask(422, call, "There is no portal " + portal + ".");
        };
    }
}
