package io.vestibule.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The refused lines of a run, for its owner only: they hold what the file holds. How much of it belongs to what is done is kept with the
 * run; what a killed process wrote beyond is cut off before more is written.
 */
final class ErrorFile {
    private final Path path;
    private final ErrorLines form;

    ErrorFile(Path path, ErrorLines form) {
        this.path = path;
        this.form = form;
    }

    /**
     * Asks before the first line is refused whether the file could be written then.
     *
     * @throws UnusableFileException if not
     */
    static void requireWritable(Path path) {
        Path folder = Objects.requireNonNull(path.toAbsolutePath().getParent());
        if (!Files.isDirectory(folder)) {
            throw new UnusableFileException(sentence(new NoSuchFileException(path.toString())));
        }
        if (!Files.isWritable(Files.exists(path) ? path : folder)) {
            throw new UnusableFileException(sentence(new AccessDeniedException(path.toString())));
        }
        if (Files.isDirectory(path)) {
            throw new UnusableFileException(sentence(new FileSystemException(path.toString(), null, "is a folder")));
        }
    }

    private static String sentence(IOException fault) {
        return "The error file can't be written: " + Unwritable.reason(fault) + ". --errors FILE names another place.";
    }

    /** A refused line. */
    record Line(SourceRecord source, String reason) {}

    /** Appends the lines behind what is done, on the disk when it returns; gives how long the file is then. */
    long append(long done, List<Line> lines) {
        if (lines.isEmpty()) {
            return done;
        }
        try (FileChannel file = open()) {
            // Somebody took it away or shortened it: what is there stays
            long end = Math.min(done, file.size());
            file.truncate(end);
            file.position(end);
            ByteBuffer text = ByteBuffer.wrap(text(end == 0, lines));
            while (text.hasRemaining()) {
                file.write(text);
            }
            file.force(true);
            return file.position();
        } catch (IOException e) {
            throw new UncheckedIOException(sentence(e), e);
        }
    }

    private byte[] text(boolean first, List<Line> lines) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        if (first && !form.header().isEmpty()) {
            text.writeBytes((form.header() + "\n").getBytes(UTF_8));
        }
        for (Line line : lines) {
            text.writeBytes(form.line(line.source(), line.reason()));
            text.write('\n');
        }
        return text.toByteArray();
    }

    private FileChannel open() throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return Files.getFileStore(path.toAbsolutePath().getParent()).supportsFileAttributeView("posix")
                ? FileChannel.open(
                        path,
                        options,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : FileChannel.open(path, options);
    }
}
