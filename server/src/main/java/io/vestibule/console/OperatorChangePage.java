package io.vestibule.console;

import io.vestibule.administration.OperatorAdministration;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.audit.AuditContext;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.operator.Operator;
import io.vestibule.operator.OperatorChanges;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes who an operator is and what they may do. */
public final class OperatorChangePage implements ConsolePage {
    private static final String PATH = OperatorPage.PATH + "/change";

    private final ConsoleRoutes routes;
    private final OperatorAdministration operators;
    private final GuardedForm<Operator> form;

    public OperatorChangePage(
            ConsoleRoutes routes,
            OperatorPage page,
            OperatorAdministration operators,
            PreconditionStore preconditions) {
        this.routes = routes;
        this.operators = operators;
        this.form = page.form(preconditions, OperatorChangePage::ask);
    }

    @Override
    public List<Route> routes() {
        return form.routes(routes, PATH, Action.OPERATOR_CHANGE, this::change);
    }

    private static Answer ask(int status, Call call, Operator operator, @Nullable String fault) {
        Layout layout = call.layout(Section.OPERATORS);
        String path = OperatorPage.path(operator);
        OperatorForm form = call.typed()
                ? OperatorForm.typed(call)
                : new OperatorForm(
                        operator.email(), operator.name(), ScopeFields.of(operator.role(), operator.portals()));
        return form.answer(
                status,
                new FormFrame(
                        layout,
                        "Change " + operator.name(),
                        layout.at(path + "/change"),
                        layout.at(path),
                        GuardedForm.version(call, status, OperatorPage.version(operator)),
                        call.field(Reason.FIELD),
                        fault));
    }

    private Outcome change(Call call, Operator operator, AuditContext context) {
        return switch (OperatorForm.typed(call).read()) {
            case OperatorForm.Typed.Wrong(String sentence) -> new Outcome.Rejected(sentence);
            case OperatorForm.Typed.Right(var email, var name, var role, var scope) ->
                OperatorActions.of(
                        operators.set(
                                operator.id(), new OperatorChanges(email.value(), name.value(), role, scope), context),
                        new Outcome.Done(call.goTo(OperatorPage.path(operator) + "?done=change")));
        };
    }
}
