package io.vestibule.console;

import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.transfer.job.ImportJob;
import io.vestibule.transfer.job.ImportJobs;
import io.vestibule.transfer.job.ImportPass;
import io.vestibule.transfer.job.ImportState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Imports of a portal, where a file is uploaded; and one import, which renews itself while a node is at it. */
public final class ImportsPage implements ConsolePage {
    private static final int PAGE = 50;
    static final String ROOT = "/console/imports";
    static final String ONE = ROOT + "/{import}";

    private final ConsoleRoutes routes;
    private final ImportJobs imports;
    private final int mebibytes;

    /** @param mebibytes of the longest upload */
    public ImportsPage(ConsoleRoutes routes, ImportJobs imports, int mebibytes) {
        this.routes = routes;
        this.imports = imports;
        this.mebibytes = mebibytes;
    }

    /**
     * What the template of the list shows.
     *
     * @param portal    whose imports they are; 0 where there is none
     * @param mebibytes of the longest upload
     * @param more      the query of the next page; null where there is none
     * @param fault     what was wrong with the last upload; null for nothing
     */
    public record ListView(
            Layout layout,
            long portal,
            int mebibytes,
            List<ImportJob> jobs,
            @Nullable String more,
            @Nullable String fault,
            boolean deleted) {}

    /**
     * What the template of one shows.
     *
     * @param unnamed columns that are no fields, and of which nobody has said what they are
     */
    public record View(Layout layout, ImportJob job, List<String> unnamed) {
        /** Where something is done to it. */
        public String to(String action) {
            return layout.at(ROOT + "/" + job.id() + "/" + action);
        }

        /** How much of the files is done, in percent. */
        public long percent(ImportPass pass) {
            return job.bytes() == 0 ? 0 : 100 * pass.bytes() / job.bytes();
        }
    }

    /** What the states are called. */
    public static String words(ImportState state) {
        return switch (state) {
            case UPLOADING -> "on its way";
            case READY -> "uploaded";
            case CHECKING -> "dry run";
            case CHECKED -> "dry run done";
            case RUNNING -> "importing";
            case DONE -> "done";
            case FAILED -> "failed";
            case CANCELLED -> "stopped";
        };
    }

    /** A number of bytes, to the next unit. */
    public static String size(long bytes) {
        return bytes < 1 << 20 ? Math.ceilDiv(bytes, 1 << 10) + " KiB" : Math.ceilDiv(bytes, 1 << 20) + " MiB";
    }

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page(ROOT, Action.IMPORT_READ, call -> list(200, call, null)),
                routes.page(ONE, Action.IMPORT_READ, this::show),
                routes.page(ONE + "/errors", Action.IMPORT_READ, this::errors));
    }

    private Answer list(int status, Call call, @Nullable String fault) {
        Layout all = call.layout(Section.IMPORT);
        if (all.portals().isEmpty()) {
            return Screen.show(status, "imports", new ListView(all, 0, mebibytes, List.of(), null, fault, false));
        }
        Long chosen = all.portal();
        long portal = chosen == null ? all.portals().getFirst().id() : chosen;
        return list(status, call, portal, fault);
    }

    /** The list of a portal, with what was wrong with an upload. */
    Answer list(int status, Call call, long portal, @Nullable String fault) {
        long before = call.query("before").flatMap(Digits::number).orElse(0L);
        List<ImportJob> found = imports.list(portal, before, PAGE + 1);
        List<ImportJob> shown = found.size() > PAGE ? found.subList(0, PAGE) : found;
        String more = found.size() > PAGE ? ROOT + "?before=" + shown.getLast().id() : null;
        return Screen.show(
                status,
                "imports",
                new ListView(
                        call.layout(Section.IMPORT, portal),
                        portal,
                        mebibytes,
                        shown,
                        more,
                        fault,
                        call.query("done").isPresent()));
    }

    /** The import in the path, which is of a portal of theirs. */
    static ImportJob found(ImportJobs imports, Call call, Action action) {
        ImportJob job = imports.byId(call.id("import")).orElseThrow(() -> new Refused(Notice.unknown()));
        call.in(job.portalId(), action);
        return job;
    }

    private Answer show(Call call) {
        ImportJob job = found(imports, call, Action.IMPORT_READ);
        return Screen.show(200, "import", new View(call.layout(Section.IMPORT, job.portalId()), job, unnamed(job)));
    }

    private List<String> unnamed(ImportJob job) {
        List<String> fields = imports.fields(job.portalId());
        return !job.refusesCsv()
                ? List.of()
                : job.recognised().columns().stream()
                        .filter(column -> !fields.contains(column)
                                && !job.options().columns().containsKey(column))
                        .toList();
    }

    private Answer errors(Call call) {
        ImportJob job = found(imports, call, Action.IMPORT_READ);
        boolean dry = call.query("of").filter("check"::equals).isPresent();
        return Answer.streaming(
                        200,
                        job.refusesCsv() ? "text/csv; charset=utf-8; header=present" : "application/jsonl",
                        out -> imports.writeErrors(job, dry, out))
                .with("Content-Disposition", "attachment; filename=\"" + job.errorFileName(dry) + "\"");
    }
}
