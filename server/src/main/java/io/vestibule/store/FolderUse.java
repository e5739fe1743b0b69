package io.vestibule.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JVM's use of a data folder, as locks of the kernel on {@code lock}: they end with the process however it ends, so a killed JVM
 * never stands in the way. The first byte is the turn: who holds it alone may start or stop the server. The second byte is shared by
 * all that use the server: who can have it alone is the last one.
 *
 * <p>One object a folder and JVM: closing any channel of a file ends all locks that the JVM holds on it (see {@link FileLock}).
 */
final class FolderUse implements AutoCloseable {
    private static final long TURN = 0;
    private static final long USE = 1;

    private final Path file;
    private final FileChannel channel;
    private @Nullable FileLock use;

    private FolderUse(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static FolderUse of(Path file) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        return new FolderUse(file, FileChannel.open(file, options, ownerOnly));
    }

    /** Waits until no other JVM starts or stops the server. The turn ends when the lock is closed. */
    FileLock takeTurn(Duration patience) throws IOException {
        var turn = new FileLock[1];
        if (!Deadline.in(patience).await(() -> (turn[0] = tryLock(TURN, false)) != null)) {
            throw new IllegalStateException("Another process holds " + file + " for more than " + patience.toSeconds()
                    + " s: it starts or stops the embedded database");
        }
        return turn[0];
    }

    /** Whether no other JVM uses the server. Asked only in turn, before {@link #begin} or after {@link #end}. */
    boolean isAlone() throws IOException {
        try (FileLock alone = tryLock(USE, false)) {
            return alone != null;
        }
    }

    /** From here on the others know that this JVM uses the server. Called only in turn. */
    void begin() {
        use = tryLock(USE, true);
        if (use == null) {
            throw new IllegalStateException(file + " is locked by another program");
        }
    }

    void end() throws IOException {
        if (use != null) {
            use.release();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private @Nullable FileLock tryLock(long position, boolean shared) {
        try {
            return channel.tryLock(position, 1, shared);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
