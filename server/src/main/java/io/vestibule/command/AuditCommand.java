package io.vestibule.command;

import io.vestibule.audit.AuditContext;
import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditSearch;
import io.vestibule.audit.AuditStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vestibule audit}. */
@Command(
        name = "audit",
        description = "The audit: who signed in, was refused, was changed, and by whom.",
        synopsisSubcommandLabel = "COMMAND")
final class AuditCommand {
    private static final int MOST = 100_000;

    private final Terminal terminal;

    AuditCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "list",
            description = {
                "Lists events, the latest at the end; docs/security.md tells of each.",
                "The options narrow it down, each of them further."
            })
    void list(
            @Option(names = "--portal", paramLabel = "ID", description = "Events of this portal.") @Nullable
                    Long portal,
            @Option(names = "--customer", paramLabel = "ID", description = "Events of this customer.") @Nullable
                    Long customer,
            @Option(
                            names = "--event",
                            paramLabel = "WORD",
                            split = ",",
                            description = "Events of these kinds, such as authn_login_fail.")
                    @Nullable
                    List<String> events,
            @Option(
                            names = "--since",
                            paramLabel = "MOMENT",
                            converter = Arguments.OfMoment.class,
                            description = "From then on: 24h for the last day, or 2026-11-28T10:00:00Z.")
                    @Nullable
                    Instant since,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "100",
                            description = "The latest so many; 100 if left out, at most 100000.")
                    int limit,
            @Option(
                            names = "--format",
                            paramLabel = "text|jsonl",
                            defaultValue = "TEXT",
                            description = "A table, or one JSON object a line.")
                    Format format) {
        Arguments.between("--limit", limit, 1, MOST);
        var search = new AuditSearch(
                portal == null ? null : List.of(portal),
                customer,
                events == null ? List.of() : events,
                null,
                since,
                null,
                null,
                limit);
        Installation.use(terminal, installation -> {
            List<AuditEvent> found = new AuditStore(installation.sql()).list(search);
            if (format == Format.JSONL) {
                found.forEach(event -> terminal.say(event.json().toString()));
            } else {
                print(found);
            }
        });
    }

    private void print(List<AuditEvent> found) {
        Table table = Table.of(
                "AT", "EVENT", "PORTAL", "CUSTOMER", "DIALECT", "ACTOR", "CLIENT", "NETWORK", "REQUEST", "DETAIL");
        for (AuditEvent event : found) {
            table.row(
                    event.at().truncatedTo(ChronoUnit.SECONDS),
                    event.event(),
                    or(event.portal()),
                    or(event.customer()),
                    or(event.dialect()),
                    actor(event),
                    or(event.client()),
                    or(event.network()),
                    or(event.request()),
                    event.detail());
        }
        table.print(terminal);
    }

    private static String actor(AuditEvent event) {
        AuditContext.By by = event.by();
        return by == null ? Objects.requireNonNullElse(event.actor(), "") : event.actor() + " " + by.name();
    }

    private static Object or(@Nullable Object value) {
        return value == null ? "" : value;
    }

    /** How the events are written. */
    enum Format {
        TEXT,
        JSONL
    }
}
