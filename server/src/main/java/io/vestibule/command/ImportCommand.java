package io.vestibule.command;

import io.vestibule.audit.AuditContext;
import io.vestibule.password.PasswordHasher;
import io.vestibule.password.PepperStore;
import io.vestibule.portal.Portal;
import io.vestibule.transfer.CustomerImport;
import io.vestibule.transfer.ErrorFile;
import io.vestibule.transfer.FileFormat;
import io.vestibule.transfer.FileOnDisk;
import io.vestibule.transfer.ImportStore;
import io.vestibule.transfer.UnusableFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vestibule import}. */
@Command(
        name = "import",
        description = {
            "Takes the customers of a file into a portal, with their passwords' hashes; docs/import.md tells of the"
                    + " format.",
            "What can't be taken goes into an error file, with line and reason. If it is stopped, the same command"
                    + " goes on where it was; a file that is done changes nothing any more. Customers who are there"
                    + " already stay as they are. Nothing is mailed."
        })
final class ImportCommand implements Runnable {
    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "The file: CSV or JSON Lines, in UTF-8; with --from also several, which are read together.")
    private List<Path> files = List.of();

    @Option(names = "--portal", paramLabel = "ID", required = true, description = "Whose customers they will be.")
    private long portal;

    @Mixin
    private final FormatOptions formats = new FormatOptions();

    @Option(
            names = "--account",
            paramLabel = "ID",
            description = "With sonar-contacts: whose contacts they are, where the file doesn't tell.")
    private @Nullable String account;

    @Option(
            names = "--column",
            paramLabel = "COLUMN=FIELD",
            description = "With CSV: the field that a column of another name is; COLUMN= leaves the column out.")
    private List<String> columns = List.of();

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description =
                    "What times that are written without a zone are in, as UTC or Europe/Berlin; else such a file is refused.")
    private @Nullable String zone;

    @Option(
            names = "--lenient",
            description =
                    "Import a customer without a field that can't be read, and tell of it in the error file; logins, passwords"
                            + " and whether somebody is disabled must be right all the same.")
    private boolean lenient;

    @Option(
            names = "--errors",
            paramLabel = "FILE",
            description =
                    "Where refused lines go; beside the file, as FILE.errors.csv or .jsonl, if left out; of a dry run as"
                            + " FILE.dry-run.errors.csv or .jsonl.")
    private @Nullable Path errors;

    @Option(
            names = "--dry-run",
            description = "Only look: tell what would be done, write the error file, change nothing.")
    private boolean dry;

    @Mixin
    private final HashOptions hashes = new HashOptions();

    @Spec
    private @Nullable CommandSpec spec;

    private final Terminal terminal;

    ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new Refusal("\"" + Arguments.shown(file.toString())
                        + "\" is no file that can be read; pipes can't go on" + " where they were.");
            }
        }
        FileFormat read = formats.format(files.getFirst());
        if (files.size() > 1 && !read.takesSeveralFiles()) {
            throw new Refusal("One file at a time: what is read together are files of --from "
                    + FileFormat.others().stream()
                            .filter(FileFormat::takesSeveralFiles)
                            .map(FileFormat::word)
                            .collect(Collectors.joining(", "))
                    + ".");
        }
        Path first = files.getFirst();
        Path refused = errors == null
                ? first.resolveSibling(first.getFileName() + (dry ? ".dry-run" : "") + ".errors." + read.ending())
                : errors;
        Installation.use(terminal, installation -> {
            Portal into = installation.portal(portal);
            var order = new CustomerImport.Order(
                    files.stream().map(FileOnDisk::new).toList(),
                    read,
                    columns(),
                    account,
                    zone(),
                    lenient,
                    dry,
                    AuditContext.COMMAND);
            new ImportReport(terminal, order, refused, portal, hashes.words())
                    .tell(run(installation, into, order, refused));
        });
    }

    private CustomerImport.Outcome run(
            Installation installation, Portal into, CustomerImport.Order order, Path refused) {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        try {
            long bytes = 0;
            for (Path file : files) {
                bytes += Files.size(file);
            }
            ProgressLine progress = ProgressLine.of(err, bytes);
            try {
                return new CustomerImport(new ImportStore(installation.sql()), hasher(installation))
                        .run(
                                into,
                                order,
                                new ErrorFile(refused, now -> progress.at(now.bytes(), now.now(), now.before())));
            } finally {
                progress.leave();
            }
        } catch (UnusableFileException | UncheckedIOException | IOException e) {
            throw new Refusal(String.valueOf(e.getMessage()), e);
        }
    }

    private PasswordHasher hasher(Installation installation) {
        var peppers = new PepperStore(installation.sql(), installation.keys());
        return PasswordHasher.create(peppers::secret, hashes.source(peppers, dry));
    }

    private Map<String, String> columns() {
        Map<String, String> renamed = new LinkedHashMap<>();
        for (String one : columns) {
            int sign = one.lastIndexOf('=');
            if (sign < 1) {
                throw new Refusal("\"" + Arguments.shown(one) + "\" isn't COLUMN=FIELD.");
            }
            renamed.put(one.substring(0, sign), one.substring(sign + 1));
        }
        return renamed;
    }

    private @Nullable ZoneId zone() {
        try {
            return zone == null ? null : ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new Refusal(
                    "\"" + Arguments.shown(zone) + "\" is no time zone; give one such as UTC, +05:30 or Europe/Berlin.",
                    e);
        }
    }
}
