package io.vestibule.console;

import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.transfer.FileFormat;
import io.vestibule.transfer.job.ImportJob;
import io.vestibule.transfer.job.ImportJobs;
import io.vestibule.transfer.job.ImportOptions;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How the files of an import are read: format, columns, time zone, and what the passwords' hashes have in common. */
public final class ImportOptionsPage implements ConsolePage {
    private static final String PATH = ImportsPage.ONE + "/options";

    private final ConsoleRoutes routes;
    private final ImportJobs imports;

    public ImportOptionsPage(ConsoleRoutes routes, ImportJobs imports) {
        this.routes = routes;
        this.imports = imports;
    }

    /**
     * A column of the file.
     *
     * @param field the form's field
     * @param means what it is here; empty where it is left out
     */
    public record Column(String field, String name, String means) {}

    /**
     * What the template shows.
     *
     * @param typed what was typed, by field; what is missing is as the import has it
     * @param fault why it is shown again; null at first
     */
    public record View(
            Layout layout,
            ImportJob job,
            Map<String, String> typed,
            List<Column> columns,
            List<String> fields,
            @Nullable String fault) {
        public String value(String field) {
            return typed.getOrDefault(field, "");
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page(PATH, Action.IMPORT_CHANGE, call -> show(200, call, null)),
                routes.form(PATH, Action.IMPORT_CHANGE, call -> show(200, call, null), this::change));
    }

    private ImportJob found(Call call) {
        return ImportsPage.found(imports, call, Action.IMPORT_CHANGE);
    }

    private Answer show(int status, Call call, @Nullable String fault) {
        ImportJob job = found(call);
        List<String> fields = imports.fields(job.portalId());
        Map<String, String> typed = new LinkedHashMap<>();
        ImportOptions now = job.options();
        boolean sent = call.request().method().equals("POST");
        typed.put(
                "format",
                sent
                        ? call.field("format")
                        : now.format() == null ? "" : now.format().word());
        typed.put(
                "zone",
                sent ? call.field("zone") : now.zone() == null ? "" : now.zone().getId());
        typed.put("account", sent ? call.field("account") : text(now.account()));
        typed.put("lenient", sent ? call.field("lenient") : now.lenient() ? "yes" : "");
        typed.put("normalize", sent ? call.field("normalize") : text(now.form()));
        return Screen.show(
                status,
                "import-options",
                new View(
                        call.layout(Section.IMPORT, job.portalId()),
                        job,
                        typed,
                        columns(call, job, fields, sent),
                        fields,
                        fault));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private List<Column> columns(Call call, ImportJob job, List<String> fields, boolean sent) {
        List<String> names = job.recognised().columns();
        return IntStream.range(0, names.size())
                .mapToObj(i -> {
                    String name = names.get(i);
                    String said = job.options().columns().get(name);
                    String means = said != null
                            ? said
                            : fields.contains(name)
                                    ? name
                                    : imports.meant(job.portalId(), name).orElse("");
                    return new Column("column" + i, name, sent ? call.field("column" + i) : means);
                })
                .toList();
    }

    private Answer change(Call call) {
        ImportJob job = found(call);
        FileFormat format = FileFormat.ofWord(call.field("format")).orElse(null);
        if (format == null) {
            return show(422, call, "Say which format the file has.");
        }
        try {
            String zone = call.field("zone").strip();
            var options = new ImportOptions(
                    format,
                    format == FileFormat.CSV ? renamed(call, job) : Map.of(),
                    call.has("account") ? call.field("account").strip() : null,
                    zone.isEmpty() ? null : ZoneId.of(zone),
                    call.has("lenient"),
                    call.has("normalize") ? call.field("normalize") : null,
                    secret(call, "prehash", job.options().hmac()),
                    secret(call, "pepper", job.options().pepper()),
                    secret(call, "firebase", job.options().firebase()));
            return switch (imports.change(
                    job, options, ImportActions.version(call), call.principal().context())) {
                case DONE, NO_FORMAT -> call.goTo(ImportsPage.ROOT + "/" + job.id());
                case NOT_NOW -> show(409, call, "It can't be changed now: it was begun.");
                case STALE -> show(409, call, "Somebody changed the import since you opened the page.");
            };
        } catch (DateTimeException e) {
            return show(422, call, "That is no time zone: one is UTC, +05:30 or Europe/Berlin.");
        } catch (IllegalArgumentException e) {
            return show(422, call, String.valueOf(e.getMessage()));
        }
    }

    private Map<String, String> renamed(Call call, ImportJob job) {
        List<String> fields = imports.fields(job.portalId());
        Map<String, String> renamed = new LinkedHashMap<>();
        List<String> names = job.recognised().columns();
        for (int i = 0; i < names.size(); i++) {
            String means = call.field("column" + i);
            if (!means.equals(names.get(i))) {
                renamed.put(names.get(i), fields.contains(means) ? means : "");
            }
        }
        return renamed;
    }

    /** The id of a secret: of the one that was typed, or else as it was, unless it is to be forgotten. */
    private @Nullable String secret(Call call, String field, @Nullable String before) {
        String typed = call.field(field).replaceAll("[\\r\\n]+$", "");
        if (!typed.isEmpty()) {
            return imports.keep(typed);
        }
        return call.has("forget") ? null : before;
    }
}
