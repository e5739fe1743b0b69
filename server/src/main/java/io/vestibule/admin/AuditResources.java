package io.vestibule.admin;

import static io.vestibule.operator.Action.AUDIT_EXPORT;
import static io.vestibule.operator.Action.AUDIT_READ;

import io.vestibule.audit.Actor;
import io.vestibule.audit.AuditContext;
import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditSearch;
import io.vestibule.audit.AuditStore;
import io.vestibule.http.Answer;
import io.vestibule.http.Csv;
import io.vestibule.http.Problem;
import io.vestibule.http.RequestException;
import io.vestibule.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The audit: searched a page at a time, and exported as a whole. */
final class AuditResources {
    /** How many events of an export are read at once. The client may take its time meanwhile: no connection to the database waits for it. */
    private static final int READ_AT_ONCE = 1000;

    private static final Set<String> FORMATS = Set.of("jsonl", "csv");

    private final AuditStore audit;

    AuditResources(AuditStore audit) {
        this.audit = audit;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.get("/audit", AUDIT_READ, this::list),
                AdminRoute.get("/audit/export", AUDIT_EXPORT, this::export));
    }

    private Answer list(Call call) {
        Page page = call.page();
        AuditSearch search = search(call, page.read());
        long before = page.afterId();
        return page.of(
                audit.latest(before == 0 ? search : search.before(before)),
                AuditResources::json,
                event -> Json.of(event.id()));
    }

    static Json json(AuditEvent event) {
        AuditContext.By by = event.by();
        return Json.object()
                .put("id", event.id())
                .put("at", Values.moment(event.at()))
                .put("event", event.event())
                .put("actor", event.actor())
                .put("actorId", Values.number(by == null ? null : by.id()))
                .put("actorName", by == null ? null : by.name())
                .put("dialect", event.dialect())
                .put("portal", Values.number(event.portal()))
                .put("client", Values.number(event.client()))
                .put("customer", Values.number(event.customer()))
                .put("network", event.network())
                .put("request", event.request())
                .put("detail", event.detail())
                .build();
    }

    /** Whoever is bound to some portals sees their events alone, and none of the installation's. */
    private static AuditSearch search(Call call, int limit) {
        Long portal = call.queryNumber("portal");
        if (portal != null) {
            call.in(portal);
        }
        return new AuditSearch(
                        call.principal().portals().narrowedTo(portal).ids(),
                        call.queryNumber("customer"),
                        call.query("event")
                                .map(events -> Arrays.asList(events.split(",", -1)))
                                .orElse(List.of()),
                        call.query("request").orElse(null),
                        call.queryMoment("since"),
                        call.queryMoment("until"),
                        null,
                        limit)
                .by(doer(call));
    }

    private static AuditSearch.@Nullable Doer doer(Call call) {
        Long operator = call.queryNumber("operator");
        Long key = call.queryNumber("apiKey");
        if (operator != null && key != null) {
            throw new RequestException(new Problem.Malformed("Look for one: operator or apiKey."));
        }
        return operator != null
                ? new AuditSearch.Doer(Actor.OPERATOR, operator)
                : key == null ? null : new AuditSearch.Doer(Actor.API_KEY, key);
    }

    private Answer export(Call call) {
        AuditSearch search = search(call, READ_AT_ONCE);
        String format = call.query("format").orElse("jsonl");
        if (!FORMATS.contains(format)) {
            throw new RequestException(new Problem.Malformed("The parameter format must be jsonl or csv."));
        }
        audit.eventsExported(
                call.context(),
                Json.object().put("format", format).put("search", asked(search)).build());
        return format.equals("jsonl")
                ? Answer.streaming(200, "application/jsonl", out -> write(search, out, event -> json(event) + "\n"))
                        .with("Content-Disposition", "attachment; filename=\"audit.jsonl\"")
                : Answer.streaming(200, "text/csv; charset=utf-8; header=present", out -> {
                            out.write((CSV_COLUMNS + "\r\n").getBytes(StandardCharsets.UTF_8));
                            write(search, out, AuditResources::csv);
                        })
                        .with("Content-Disposition", "attachment; filename=\"audit.csv\"");
    }

    /** What a search asks for beside a portal, which its event is of. */
    private static Json asked(AuditSearch search) {
        var asked = Json.object()
                .putIfPresent("customer", search.customer())
                .putIfPresent("request", search.request())
                .putIfPresent(
                        "since", search.since() == null ? null : search.since().toString())
                .putIfPresent(
                        "until", search.until() == null ? null : search.until().toString());
        return (search.events().isEmpty() ? asked : asked.put("events", Values.texts(search.events()))).build();
    }

    /** The latest first, as they are searched. */
    private void write(AuditSearch search, OutputStream out, Function<AuditEvent, String> line) throws IOException {
        AuditSearch next = search;
        while (true) {
            List<AuditEvent> events = audit.latest(next);
            StringBuilder piece = new StringBuilder();
            events.forEach(event -> piece.append(line.apply(event)));
            out.write(piece.toString().getBytes(StandardCharsets.UTF_8));
            if (events.size() < READ_AT_ONCE) {
                return;
            }
            next = search.before(events.getLast().id());
        }
    }

    private static final String CSV_COLUMNS =
            "id,at,event,actor,actorId,actorName,dialect,portal,client,customer,network,request,detail";

    /** RFC 4180. */
    private static String csv(AuditEvent event) {
        AuditContext.By by = event.by();
        Object[] values = {
            event.id(),
            event.at(),
            event.event(),
            event.actor(),
            by == null ? null : by.id(),
            by == null ? null : by.name(),
            event.dialect(),
            event.portal(),
            event.client(),
            event.customer(),
            event.network(),
            event.request(),
            event.detail()
        };
        StringBuilder line = new StringBuilder();
        for (Object value : values) {
            line.append(line.isEmpty() ? "" : ",").append(Csv.field(value));
        }
        return line.append("\r\n").toString();
    }
}
