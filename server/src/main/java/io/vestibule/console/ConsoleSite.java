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

    private final Frames frames;
    private final List<Route> routes;

    public ConsoleSite(
            Gate gate,
            SignInPage signIn,
            SetupPage setup,
            OwnSessionsPage sessions,
            OverviewPage overview,
            WhyPage why,
            CustomersPage customers,
            CustomerPage customer,
            CustomerActions actions,
            PortalsPage portals,
            AuditPage audit,
            MailPage mail) {
        this.frames = gate.frames();
        this.routes = Stream.of(
                        List.of(frames.files().route()),
                        signIn.routes(),
                        setup.routes(),
                        sessions.routes(),
                        overview.routes(),
                        why.routes(),
                        customers.routes(),
                        customer.routes(),
                        actions.routes(),
                        portals.routes(),
                        audit.routes(),
                        mail.routes())
                .flatMap(List::stream)
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
        return problem.onto(Notice.of(problem).answer(frames.ofNobody()));
    }
}
