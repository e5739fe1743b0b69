package io.vestibule.command;

import io.vestibule.audit.AuditContext;
import io.vestibule.transfer.CustomerExport;
import io.vestibule.transfer.ExportStore;
import io.vestibule.transfer.FileFormat;
import io.vestibule.transfer.Unwritable;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
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
            "The file is readable to its owner only, and there under its name once it is whole."
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
            var export = new CustomerExport(new ExportStore(installation.sql()));
            try {
                long count = file == null ? toOutput(export, written) : toFile(export, written, file.toAbsolutePath());
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
        long count = export.write(portal, written, out, AuditContext.COMMAND);
        out.flush();
        return count;
    }

    /** Under another name first, so that a killed export leaves no half file under this one. */
    private long toFile(CustomerExport export, FileFormat written, Path target) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.deleteIfExists(part);
        try (FileChannel channel = open(part);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
            long count = export.write(portal, written, out, AuditContext.COMMAND);
            out.flush();
            channel.force(true);
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return count;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    private static FileChannel open(Path part) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return Files.getFileStore(part.getParent()).supportsFileAttributeView("posix")
                ? FileChannel.open(
                        part,
                        options,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : FileChannel.open(part, options);
    }
}
