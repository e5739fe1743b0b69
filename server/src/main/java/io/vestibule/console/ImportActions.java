package io.vestibule.console;

import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.transfer.job.ImportJob;
import io.vestibule.transfer.job.ImportJobs;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done to an import: a dry run, which changes nothing, at once; all else after a page that asks why. */
public final class ImportActions implements ConsolePage {
    /** Which import was looked at: one that somebody changed since is shown anew. */
    public static final String VERSION = "version";

    private final ConsoleRoutes routes;
    private final ImportJobs imports;

    public ImportActions(ConsoleRoutes routes, ImportJobs imports) {
        this.routes = routes;
        this.imports = imports;
    }

    /** What can be done. */
    public enum Step {
        START("start", "Start the import", "Start"),
        CANCEL("cancel", "Stop the import", "Stop"),
        DELETE("delete", "Remove the import", "Remove");

        private final String path;
        private final String title;
        private final String button;

        Step(String path, String title, String button) {
            this.path = path;
            this.title = title;
            this.button = button;
        }

        public String path() {
            return path;
        }

        public String title() {
            return title;
        }

        public String button() {
            return button;
        }
    }

    /**
     * The page that asks why.
     *
     * @param fault why it is shown again; null at first
     */
    public record AskView(
            Layout layout,
            ImportJob job,
            Step step,
            String reason,
            @Nullable String fault) {
        public String to(String action) {
            return layout.at(ImportsPage.ROOT + "/" + job.id() + action);
        }
    }

    @Override
    public List<Route> routes() {
        List<Route> all = new ArrayList<>();
        all.add(routes.form(
                ImportsPage.ONE + "/check", Action.IMPORT_CHANGE, call -> to(call, found(call)), this::check));
        for (Step step : Step.values()) {
            String path = ImportsPage.ONE + "/" + step.path();
            all.add(routes.page(path, Action.IMPORT_CHANGE, call -> ask(200, call, step, null)));
            all.add(routes.form(
                    path, Action.IMPORT_CHANGE, call -> ask(200, call, step, null), call -> act(call, step)));
        }
        return all;
    }

    private ImportJob found(Call call) {
        return ImportsPage.found(imports, call, Action.IMPORT_CHANGE);
    }

    private static Answer to(Call call, ImportJob job) {
        return call.goTo(ImportsPage.ROOT + "/" + job.id());
    }

    /** The version that the form was made from; none fits where it has none. */
    static int version(Call call) {
        return Digits.number(call.field(VERSION)).orElse(0L).intValue();
    }

    private Answer check(Call call) {
        ImportJob job = found(call);
        return switch (imports.check(job, version(call), call.principal().context())) {
            case DONE, NOT_NOW, STALE -> to(call, job); // the page shows how it is now
            case NO_FORMAT -> call.goTo(ImportsPage.ROOT + "/" + job.id() + "/options");
        };
    }

    private Answer ask(int status, Call call, Step step, @Nullable String fault) {
        ImportJob job = found(call);
        return Screen.show(
                status,
                "import-ask",
                new AskView(call.layout(Section.IMPORT, job.portalId()), job, step, call.field(Reason.FIELD), fault));
    }

    private Answer act(Call call, Step step) {
        ImportJob job = found(call);
        Reason reason = Reason.of(call);
        if (reason.fault() != null) {
            return ask(422, call, step, reason.fault());
        }
        var why = call.because(reason.text());
        ImportJob.Change change = switch (step) {
            case START -> imports.start(job, version(call), why);
            case CANCEL -> imports.cancel(job, version(call), why);
            case DELETE -> imports.delete(job, version(call), why);
        };
        return switch (change) {
            case DONE ->
                step == Step.DELETE
                        ? call.goTo(ImportsPage.ROOT + "?done=yes&portal=" + job.portalId())
                        : to(call, job);
            case NOT_NOW -> ask(409, call, step, "It can't be done now: the import is otherwise than it was.");
            case STALE ->
                ask(409, call, step, "Somebody changed the import since you opened the page. Look, and say it again.");
            case NO_FORMAT -> call.goTo(ImportsPage.ROOT + "/" + job.id() + "/options");
        };
    }
}
