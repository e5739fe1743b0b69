package io.vestibule.console;

import io.vestibule.administration.OperatorAdministration;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.audit.AuditContext;
import io.vestibule.http.Answer;
import io.vestibule.http.Ids;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.operator.Operator;
import io.vestibule.secret.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resets, disables and deletes operators, ends their sessions and removes their passkeys. */
public final class OperatorActions implements ConsolePage {
    private static final String PATH = OperatorPage.PATH + "/{action}";

    private final ConsoleRoutes routes;
    private final OperatorAdministration operators;
    private final GuardedForm<Operator> form;

    public OperatorActions(
            ConsoleRoutes routes,
            OperatorPage page,
            OperatorAdministration operators,
            PreconditionStore preconditions) {
        this.routes = routes;
        this.operators = operators;
        this.form = page.form(preconditions, OperatorActions::ask);
    }

    @Override
    public List<Route> routes() {
        return form.routes(routes, PATH, Action.OPERATOR_CHANGE, this::done);
    }

    private static OperatorAction action(Call call) {
        return OperatorAction.of(call.request().segment("action")).orElseThrow(() -> new Refused(Notice.unknown()));
    }

    private static Answer ask(int status, Call call, Operator operator, @Nullable String fault) {
        OperatorAction action = action(call);
        Layout layout = call.layout(Section.OPERATORS);
        String path = OperatorPage.path(operator);
        var frame = new FormFrame(
                layout,
                action.title() + ": " + operator.name(),
                layout.at(path + "/" + action.label()),
                layout.at(path),
                GuardedForm.version(call, status, OperatorPage.version(operator)),
                call.field(Reason.FIELD),
                fault);
        return ActionView.of(frame, action, call.parameter(ActionView.ABOUT)).answer(status);
    }

    private Outcome done(Call call, Operator operator, AuditContext context) {
        OperatorAction action = action(call);
        long id = operator.id();
        String done = "?done=" + action.label();
        Outcome shown = new Outcome.Done(call.goTo(OperatorPage.path(operator) + done));
        return switch (action) {
            case RESET -> reset(call, operator, context);
            case DISABLE -> of(operators.disable(id, context), shown);
            case ENABLE -> of(operators.enable(id, context), shown);
            case DELETE -> of(operators.delete(id, context), new Outcome.Done(call.goTo(OperatorsPage.PATH + done)));
            case END_SESSIONS -> {
                operators.endSessions(id, context);
                yield shown;
            }
            case END_SESSION ->
                Ids.uuid(call.field(ActionView.ABOUT))
                                .filter(session -> operators.endSession(id, session, context))
                                .isPresent()
                        ? shown
                        : new Outcome.Rejected("That session has ended already.");
            case REMOVE_PASSKEY -> removePasskey(call, id, context, shown);
        };
    }

    private Outcome removePasskey(Call call, long id, AuditContext context, Outcome shown) {
        long passkey = Ids.id(call.field(ActionView.ABOUT)).orElse(0L);
        return switch (operators.removePasskey(id, passkey, context)) {
            case REMOVED -> shown;
            case LAST_FACTOR -> new Outcome.Rejected("They would be left without a second factor: reset them instead.");
            case UNKNOWN -> new Outcome.Rejected("They have no such passkey any longer.");
        };
    }

    private Outcome reset(Call call, Operator operator, AuditContext context) {
        return switch (operators.reset(operator.id(), context)) {
            case OperatorAdministration.Issued(Secret link) -> new Outcome.Done(link(call, operator, link));
            case OperatorAdministration.UnknownOperator() -> new Outcome.Gone();
        };
    }

    /** The page that shows a link by which somebody is set up. */
    static Answer link(Call call, Operator operator, Secret link) {
        Layout layout = call.layout(Section.OPERATORS);
        return new SecretView(
                        layout,
                        "A link for " + operator.name(),
                        "Hand it to them by a way that others can't read. By it they set a password and a second factor. It is"
                                + " good once, for 24 hours.",
                        null,
                        "Link",
                        link,
                        layout.at(OperatorPage.path(operator)))
                .answer();
    }

    static Outcome of(OperatorAdministration.ChangeResult result, Outcome shown) {
        return switch (result) {
            case OperatorAdministration.Done() -> shown;
            case OperatorAdministration.EmailTaken() ->
                new Outcome.Rejected("Another operator signs in with that address.");
            case OperatorAdministration.LastOwner() ->
                new Outcome.Rejected(
                        "Nobody would be left who may manage operators: make another owner of all portals first.");
            case OperatorAdministration.UnknownOperator() -> new Outcome.Gone();
            case OperatorAdministration.UnknownPortal(long portal) ->
                new Outcome.Rejected("There is no portal " + portal + ".");
        };
    }
}
