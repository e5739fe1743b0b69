package io.vestibule.console;

import io.vestibule.administration.OperatorAdministration;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.operator.Operator;
import io.vestibule.operator.OperatorPasskey;
import io.vestibule.operator.OperatorSessionStore;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An operator: what they may, what they sign in with, where they are signed in, and what can be done about it. */
public final class OperatorPage implements ConsolePage {
    static final String PATH = OperatorsPage.PATH + "/{operator}";

    private final ConsoleRoutes routes;
    private final OperatorAdministration operators;

    public OperatorPage(ConsoleRoutes routes, OperatorAdministration operators) {
        this.routes = routes;
        this.operators = operators;
    }

    /**
     * What the template shows.
     *
     * @param self whether it is whoever looks
     * @param may  what can be done about them as a whole
     * @param done what was just done; null for nothing
     */
    public record View(
            Layout layout,
            Operator operator,
            List<OperatorSessionStore.Session> sessions,
            List<OperatorPasskey> passkeys,
            boolean self,
            List<OperatorAction> may,
            @Nullable String done) {
        public String portals() {
            return ScopeFields.portals(operator.portals());
        }

        public String to(String path) {
            return layout.at(path(operator) + path);
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(routes.page(PATH, Action.OPERATOR_READ, this::show));
    }

    static String path(Operator operator) {
        return OperatorsPage.PATH + "/" + operator.id();
    }

    /** Tells one state of an operator from another; that they sign in is no change. */
    static String version(Operator operator) {
        return Version.of(
                operator.email(),
                operator.name(),
                operator.role().label(),
                String.valueOf(operator.portals().ids()),
                String.valueOf(operator.ready()),
                String.valueOf(operator.linkUntil()),
                String.valueOf(operator.disabled()));
    }

    /** The operator in the path, as they are at this moment. */
    Operator operator(Call call) {
        return operators.byId(call.id("operator")).orElseThrow(() -> new Refused(Notice.unknown()));
    }

    /** A form about an operator. */
    GuardedForm<Operator> form(PreconditionStore preconditions, GuardedForm.Page<Operator> shown) {
        return new GuardedForm<>(
                preconditions,
                PreconditionStore.Resource.OPERATOR,
                call -> call.id("operator"),
                this::operator,
                OperatorPage::version,
                shown);
    }

    private Answer show(Call call) {
        Operator operator = operator(call);
        return Screen.show(
                200,
                "operator",
                new View(
                        call.layout(Section.OPERATORS),
                        operator,
                        operators.sessions(operator.id()),
                        operators.passkeys(operator.id()),
                        operator.id() == call.principal().id(),
                        Stream.of(OperatorAction.values())
                                .filter(action -> !action.ofPart() && action.fits(operator))
                                .toList(),
                        done(call.query("done").orElse(""))));
    }

    private static @Nullable String done(String label) {
        return label.equals("change")
                ? "The operator is changed. What they may do holds from their next request on."
                : OperatorAction.of(label).map(OperatorAction::done).orElse(null);
    }
}
