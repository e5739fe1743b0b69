package io.vestibule.console;

import io.vestibule.administration.OperatorAdministration;
import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.operator.Operator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operators. */
public final class OperatorsPage implements ConsolePage {
    static final String PATH = "/console/operators";
    private static final int PAGE = 50;

    private final ConsoleRoutes routes;
    private final OperatorAdministration operators;

    public OperatorsPage(ConsoleRoutes routes, OperatorAdministration operators) {
        this.routes = routes;
        this.operators = operators;
    }

    /**
     * What the template shows.
     *
     * @param more the query of the next page; null where there is none
     * @param done what was just done; null for nothing
     */
    public record View(
            Layout layout,
            List<Operator> operators,
            @Nullable String more,
            @Nullable String done) {
        /** The portals of an operator, in words. */
        public static String portals(Operator operator) {
            return ScopeFields.portals(operator.portals());
        }

        /** What they show beside a password. */
        public static String state(Operator operator) {
            if (operator.disabled()) {
                return "disabled";
            }
            if (!operator.ready()) {
                return operator.linkUntil() == null ? "link expired" : "link not used yet";
            }
            return operator.lockedUntil() == null ? "" : "locked";
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(routes.page(PATH, Action.OPERATOR_READ, this::list));
    }

    private Answer list(Call call) {
        long after = call.query("after").flatMap(Digits::number).orElse(0L);
        List<Operator> found = operators.list(after, PAGE + 1);
        List<Operator> shown = found.size() > PAGE ? found.subList(0, PAGE) : found;
        return Screen.show(
                200,
                "operators",
                new View(
                        call.layout(Section.OPERATORS),
                        shown,
                        found.size() > PAGE ? PATH + "?after=" + shown.getLast().id() : null,
                        call.query("done")
                                .flatMap(OperatorAction::of)
                                .map(OperatorAction::done)
                                .orElse(null)));
    }
}
