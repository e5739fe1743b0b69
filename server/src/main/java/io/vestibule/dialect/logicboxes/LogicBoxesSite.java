package io.vestibule.dialect.logicboxes;

import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.Route;
import io.vestibule.http.Site;
import io.vestibule.portal.Dialect;
import java.util.List;
import java.util.stream.Stream;

/** LogicBoxes' customer calls, each as {@code .json} and {@code .xml}, by GET and POST, with parameters in query, form body or both. */
public final class LogicBoxesSite implements Site {
    private static final String ROOT = "/api/customers/";

    private final ResellerCallers callers;
    private final LogicBoxesError errors;
    private final List<Route> routes;

    public LogicBoxesSite(ResellerCallers callers, LogicBoxesError errors, List<CallGroup> groups) {
        this.callers = callers;
        this.errors = errors;
        this.routes = groups.stream()
                .flatMap(group -> group.calls().stream())
                .flatMap(this::routes)
                .toList();
    }

    private Stream<Route> routes(NamedCall call) {
        return Stream.of(Format.values())
                .flatMap(format -> NamedCall.METHODS.stream()
                        .map(method -> Route.of(
                                method,
                                ROOT + call.name() + format.ending(),
                                request -> callers.as(format, request, call))))
                .map(route -> call.reads() ? route : route.withoutHead());
    }

    @Override
    public String name() {
        return Dialect.LOGICBOXES.label();
    }

    @Override
    public List<String> prefixes() {
        return List.of(ROOT);
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public boolean readsJson() {
        return false;
    }

    @Override
    public Answer problem(Problem problem, String path) {
        return errors.of(Format.of(path), problem);
    }
}
