package io.vestibule.command;

import io.vestibule.password.PasswordHasher;
import io.vestibule.password.PepperStore;
import io.vestibule.transfer.CustomerImport;
import io.vestibule.transfer.FileFormat;
import io.vestibule.transfer.ImportStore;
import io.vestibule.transfer.Run;
import io.vestibule.transfer.UnusableFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
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
    @Parameters(paramLabel = "FILE", description = "The file: CSV or JSON Lines, in UTF-8.")
    private Path file = Path.of("");

    @Option(names = "--portal", paramLabel = "ID", required = true, description = "Whose customers they will be.")
    private long portal;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "csv or jsonl; by the file's name (.csv, .jsonl, .ndjson) if left out.")
    private @Nullable String format;

    @Option(
            names = "--from",
            paramLabel = "SYSTEM",
            description = "The file holds answers of another system's API: sonar-contacts (pages of a contact list) or"
                    + " logicboxes-search (pages of a customer search).")
    private @Nullable String from;

    @Option(
            names = "--account",
            paramLabel = "ID",
            description = "With sonar-contacts: whose contacts they are, where the file doesn't tell.")
    private @Nullable String account;

    @Option(
            names = "--errors",
            paramLabel = "FILE",
            description = "Where refused lines go; beside the file, as FILE.errors.csv or .jsonl, if left out.")
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
        FileFormat read = format();
        if (!Files.isRegularFile(file)) {
            throw new Refusal("\"" + Given.shown(file.toString()) + "\" is no file that can be read; pipes can't go on"
                    + " where they were.");
        }
        Path refused = errors == null
                ? file.resolveSibling(file.getFileName() + (dry ? ".dry-run" : "") + ".errors." + read.ending())
                : errors;
        Installation.use(terminal, installation -> {
            installation.requirePortal(portal);
            var order = new CustomerImport.Order(file, read, account, refused, dry, Installation.ORIGIN);
            tell(run(installation, order), refused);
        });
    }

    private Run run(Installation installation, CustomerImport.Order order) {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        try {
            ProgressLine progress = ProgressLine.of(err, Files.size(order.file()));
            try {
                return new CustomerImport(new ImportStore(installation.sql()), hasher(installation))
                        .run(installation.portals().portal(portal).orElseThrow(), order, progress::at);
            } finally {
                progress.leave();
            }
        } catch (UnusableFileException | UncheckedIOException | IOException e) {
            throw new Refusal(String.valueOf(e.getMessage()), e);
        }
    }

    private PasswordHasher hasher(Installation installation) {
        var peppers = new PepperStore(installation.sql(), installation.keys());
        return PasswordHasher.create(peppers, hashes.source(peppers, dry));
    }

    private FileFormat format() {
        if (from != null) {
            return byWord(from, FileFormat.SONAR_CONTACTS, FileFormat.LOGICBOXES_SEARCH);
        }
        if (format != null) {
            return byWord(format, FileFormat.CSV, FileFormat.JSON_LINES);
        }
        return FileFormat.ofName(file.toString())
                .orElseThrow(() ->
                        new Refusal("The file's name doesn't tell its format; say --format csv or --format jsonl."));
    }

    static FileFormat byWord(String word, FileFormat... choices) {
        return Arrays.stream(choices)
                .filter(choice -> choice.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new Refusal("\"" + Given.shown(word) + "\" is none of "
                        + Arrays.stream(choices).map(FileFormat::word).collect(Collectors.joining(", ")) + "."));
    }

    private void tell(Run run, Path refused) {
        if (run.finishedAt() != null) {
            terminal.say("The file is done, since " + run.finishedAt().truncatedTo(ChronoUnit.SECONDS) + ".");
        }
        Table.ofFields()
                .row(dry ? "would be imported" : "imported", run.imported())
                .row("there already", run.unchanged())
                .row("refused", run.refused())
                .row("with another id", run.renumbered())
                .print(terminal);
        if (run.refused() > 0) {
            throw new Refusal(run.refused() + " lines were refused; they are in " + refused
                    + " with the reasons. Mend them there and import that file.");
        }
    }
}
