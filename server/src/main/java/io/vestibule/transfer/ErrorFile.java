package io.vestibule.transfer;

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
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The refused lines of a run, for its owner only: they hold what the file holds. How much of it belongs to what is done is kept with the
 * run; what a killed process wrote beyond is cut off before more is written.
 */
public final class ErrorFile implements Journal {
    private final Path path;
    private final Consumer<Standing> told;

    /** @param told is told how the import stands after each batch */
    public ErrorFile(Path path, Consumer<Standing> told) {
        this.path = path;
        this.told = told;
    }

    @Override
    public void requireWritable() {
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

    @Override
    public void mark(Standing standing) {
        told.accept(standing);
    }

    /** The lines are on the disk when it returns. */
    @Override
    public long append(long done, ErrorText lines) {
        if (lines.isEmpty()) {
            return done;
        }
        try (FileChannel file = open()) {
            // Somebody took it away or shortened it: what is there stays
            long end = Math.min(done, file.size());
            file.truncate(end);
            file.position(end);
            ByteBuffer text = ByteBuffer.wrap(lines.bytes(end == 0));
            while (text.hasRemaining()) {
                file.write(text);
            }
            file.force(true);
            return file.position();
        } catch (IOException e) {
            throw new UncheckedIOException(sentence(e), e);
        }
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
