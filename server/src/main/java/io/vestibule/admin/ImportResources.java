package io.vestibule.admin;

import static io.vestibule.operator.Action.IMPORT_CHANGE;
import static io.vestibule.operator.Action.IMPORT_READ;

import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.PreconditionStore.Resource;
import io.vestibule.http.Answer;
import io.vestibule.http.RequestException;
import io.vestibule.json.Json;
import io.vestibule.transfer.FileFormat;
import io.vestibule.transfer.job.ImportJob;
import io.vestibule.transfer.job.ImportJobs;
import io.vestibule.transfer.job.ImportOptions;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Imports: how their files are read, a dry run, the import, what was refused. */
final class ImportResources {
    static final String FORMATS =
            "one of " + Stream.of(FileFormat.values()).map(FileFormat::word).collect(Collectors.joining(", "));

    private final ImportJobs imports;
    private final PortalAdministration portals;
    private final Changes changes;

    ImportResources(ImportJobs imports, PortalAdministration portals, Changes changes) {
        this.imports = imports;
        this.portals = portals;
        this.changes = changes;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.get("/portals/{portal}/imports", IMPORT_READ, this::list),
                AdminRoute.get("/imports/{import}", IMPORT_READ, this::show),
                AdminRoute.patch("/imports/{import}", IMPORT_CHANGE, this::change),
                AdminRoute.delete("/imports/{import}", IMPORT_CHANGE, this::delete),
                AdminRoute.post("/imports/{import}/check", IMPORT_CHANGE, this::check),
                AdminRoute.post("/imports/{import}/start", IMPORT_CHANGE, this::start),
                AdminRoute.post("/imports/{import}/cancel", IMPORT_CHANGE, this::cancel),
                AdminRoute.get("/imports/{import}/errors", IMPORT_READ, this::errors));
    }

    private Answer list(Call call) {
        long portal = call.portal();
        Page page = call.page();
        if (portals.portal(portal).isEmpty()) {
            throw AdminProblem.notFound().thrown();
        }
        return page.of(imports.list(portal, page.afterId(), page.read()), ImportJson::of, job -> Json.of(job.id()));
    }

    /** The import in the path, which is of a portal of theirs. */
    static ImportJob found(ImportJobs imports, Call call) {
        ImportJob job = imports.byId(call.id("import"))
                .orElseThrow(() -> AdminProblem.notFound().thrown());
        call.in(job.portalId());
        return job;
    }

    private Supplier<Optional<Json>> shown(long id) {
        return () -> imports.byId(id).map(ImportJson::of);
    }

    private Answer show(Call call) {
        return Changes.shown(200, ImportJson.of(found(imports, call)));
    }

    private Answer change(Call call) {
        ImportJob job = found(imports, call);
        Body body = call.body();
        return changes.change(call, Resource.IMPORT, job.id(), shown(job.id()), () -> {
            ImportJob now = found(imports, call);
            ImportOptions options = options(now, body);
            try {
                require(imports.change(now, options, null, call.context()));
            } catch (IllegalArgumentException e) {
                throw AdminProblem.invalid(Map.of("/passwords", List.of(String.valueOf(e.getMessage()))))
                        .thrown();
            }
        });
    }

    private ImportOptions options(ImportJob job, Body body) {
        ImportOptions now = job.options();
        var read = new ImportOptions(
                body.has("format") ? body.parsed("format", FileFormat::ofWord, "must be " + FORMATS) : now.format(),
                body.has("columns") ? columns(job, body) : now.columns(),
                body.has("account") ? body.text("account") : now.account(),
                body.has("zone")
                        ? body.parsed("zone", ImportResources::zone, "must be a time zone such as UTC or Europe/Berlin")
                        : now.zone(),
                body.has("lenient") ? Boolean.TRUE.equals(body.bool("lenient")) : now.lenient(),
                now.form(),
                now.hmac(),
                now.pepper(),
                now.firebase());
        Body passwords = body.object("passwords");
        return passwords == null
                ? checked(body, read)
                : PasswordOptions.of(passwords, body).onto(read, imports);
    }

    private static ImportOptions checked(Body body, ImportOptions options) {
        body.checked();
        return options;
    }

    /** How columns are renamed; null leaves one out. */
    private Map<String, String> columns(ImportJob job, Body body) {
        Body renamed = body.object("columns");
        if (renamed == null) {
            return Map.of();
        }
        List<String> fields = imports.fields(job.portalId());
        return renamed.all().keySet().stream().collect(Collectors.toMap(column -> column, column -> {
            String field = renamed.text(column);
            if (field != null && !fields.contains(field)) {
                renamed.refuse(column, "must be a field of a customer (docs/import.md), or null for none");
            }
            return field == null ? "" : field;
        }));
    }

    private static Optional<ZoneId> zone(String text) {
        try {
            return Optional.of(ZoneId.of(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Answer delete(Call call) {
        ImportJob job = found(imports, call);
        return changes.delete(
                call,
                Resource.IMPORT,
                job.id(),
                shown(job.id()),
                () -> require(imports.delete(job, null, call.context())));
    }

    private Answer check(Call call) {
        ImportJob job = found(imports, call);
        return begun(job, imports.check(job, null, call.context()));
    }

    private Answer start(Call call) {
        ImportJob job = found(imports, call);
        return begun(job, imports.start(job, null, call.context()));
    }

    private Answer cancel(Call call) {
        ImportJob job = found(imports, call);
        return begun(job, imports.cancel(job, null, call.context()));
    }

    private Answer begun(ImportJob job, ImportJob.Change change) {
        require(change);
        return Changes.shown(shown(job.id()).get());
    }

    private static void require(ImportJob.Change change) {
        switch (change) {
            case DONE -> {}
            case NOT_NOW, STALE -> throw notNow();
            case NO_FORMAT ->
                throw AdminProblem.conflict("Nobody has said which format the file has: set options.format.")
                        .thrown();
        }
    }

    static AdminProblem.Thrown notNow() {
        return AdminProblem.conflict("The import's state doesn't allow that now.")
                .thrown();
    }

    private Answer errors(Call call) {
        ImportJob job = found(imports, call);
        boolean dry = switch (call.query("of").orElse("run")) {
            case "run" -> false;
            case "check" -> true;
            default -> throw RequestException.malformed("The parameter of must be run or check.");
        };
        if (job.pass(dry) == null) {
            throw AdminProblem.notFound().thrown();
        }
        String type = job.refusesCsv() ? "text/csv; charset=utf-8; header=present" : "application/jsonl";
        return Answer.streaming(200, type, out -> imports.writeErrors(job, dry, out))
                .with("Content-Disposition", "attachment; filename=\"" + job.errorFileName(dry) + "\"");
    }
}
