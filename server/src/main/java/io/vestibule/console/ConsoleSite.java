package io.vestibule.console;

import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.Route;
import io.vestibule.http.Site;
import java.util.List;
import java.util.stream.Stream;

/** The operators' pages. */
public final class ConsoleSite implements Site {
    public static final String NAME = "console";
    public static final List<String> PREFIXES = List.of("/console");

    private final Layouts layouts;
    private final List<Route> routes;

    public ConsoleSite(Layouts layouts, List<ConsolePage> pages) {
        this.layouts = layouts;
        this.routes = Stream.concat(
                        Stream.of(layouts.files().route()), pages.stream().flatMap(page -> page.routes().stream()))
                .toList();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> prefixes() {
        return PREFIXES;
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
        return problem.onto(Notice.of(problem).answer(layouts.ofNobody()));
    }
}
