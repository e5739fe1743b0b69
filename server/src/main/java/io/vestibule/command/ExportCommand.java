package io.vestibule.command;

import io.vestibule.audit.AuditContext;
import io.vestibule.transfer.CustomerExport;
import io.vestibule.transfer.CustomerExport.Whom;
import io.vestibule.transfer.FileFormat;
import io.vestibule.transfer.Unwritable;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vestibule export}. */
@Command(
        name = "export",
        description = {
            "Writes the customers of a portal, with their passwords' hashes, in the format that import reads; docs/import.md tells of it.",
            "The file is readable to its owner only, and written atomically."
        })
final class ExportCommand implements Runnable {
    private static final int BUFFER = 1 << 16;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "Where to; standard output if left out.")
    private @Nullable Path file;

    @Option(names = "--portal", paramLabel = "ID", required = true, description = "Whose customers.")
    private long portal;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "csv or jsonl; by the file's name if left out, else jsonl.")
    private @Nullable String format;

    @Spec
    private @Nullable CommandSpec spec;

    private final Terminal terminal;

    ExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        FileFormat written = format();
        Installation.use(terminal, installation -> {
            installation.portal(portal);
            CustomerExport export = installation.exports();
            try {
                long count = file == null
                        ? toOutput(export, written)
                        : WholeFile.write(
                                file.toAbsolutePath(),
                                out -> export.write(portal, Whom.ALL, written, out, AuditContext.COMMAND));
                Objects.requireNonNull(spec)
                        .commandLine()
                        .getErr()
                        .println(count
                                + " customers are written. Keep them as you keep the database: the hashes of passwords are"
                                + " among what is written.");
            } catch (IOException e) {
                throw new Refusal("The export can't be written: " + Unwritable.reason(e), e);
            } catch (UncheckedIOException e) {
                throw new Refusal(String.valueOf(e.getMessage()), e);
            }
        });
    }

    private FileFormat format() {
        if (format != null) {
            return FormatOptions.byWord(format, FileFormat.own());
        }
        return file == null
                ? FileFormat.JSON_LINES
                : FileFormat.ofName(file.toString()).orElse(FileFormat.JSON_LINES);
    }

    private long toOutput(CustomerExport export, FileFormat written) throws IOException {
        OutputStream out = new BufferedOutputStream(terminal.out(), BUFFER);
        long count = export.write(portal, Whom.ALL, written, out, AuditContext.COMMAND);
        out.flush();
        if (terminal.isCut()) {
            throw new IOException("standard output takes no more");
        }
        return count;
    }
}
