package io.vestibule.operations;

import static io.vestibule.http.Route.get;

import io.vestibule.http.Answer;
import io.vestibule.http.PlainError;
import io.vestibule.http.Problem;
import io.vestibule.http.Route;
import io.vestibule.http.Site;
import io.vestibule.store.Database;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Health and metrics, on a port of their own. */
public final class ManagementSite implements Site {
    private final Database database;
    private final Metrics metrics;

    public ManagementSite(Database database, Metrics metrics) {
        this.database = database;
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return "management";
    }

    @Override
    public List<String> prefixes() {
        return List.of("/");
    }

    @Override
    public List<Route> routes() {
        return List.of(
                // The process runs: restart it if this fails
                get("/livez", request -> text(200, "ok\n")),
                // It can answer customers: send it no traffic while this fails
                get(
                        "/readyz",
                        request ->
                                database.answers() ? text(200, "ok\n") : text(503, "the database does not answer\n")),
                get("/metrics", request -> Answer.of(200, "text/plain; version=0.0.4; charset=utf-8", metrics.text())));
    }

    @Override
    public Answer problem(Problem problem, String path) {
        return PlainError.of(problem);
    }

    private static Answer text(int status, String text) {
        return Answer.of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }
}
