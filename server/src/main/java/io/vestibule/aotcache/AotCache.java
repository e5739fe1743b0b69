package io.vestibule.aotcache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Makes a cache for the JVM that this process runs in, and for the options that it has. */
public final class AotCache {
    private AotCache() {}

    /**
     * Makes the file, which gets its name when it is whole and known to be good.
     *
     * @param opened is told of each process that is started, to end it if this one is told to stop
     * @throws NoCacheException if there can be none, or another process makes one beside it
     */
    public static void make(Path file, Consumer<AutoCloseable> opened) throws IOException {
        Path folder = file.resolveSibling("rehearsal");
        try (FileChannel lock = FileChannel.open(
                        file.resolveSibling("rehearsal.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock turn = lock.tryLock()) {
            if (turn == null) {
                throw new NoCacheException("Another process makes a cache in " + file.getParent() + " just now.");
            }
            Files.move(made(folder, opened), file, StandardCopyOption.ATOMIC_MOVE);
            delete(folder);
        }
    }

    /** What a run that was killed left in the folder goes first: a PostgreSQL that still runs there ends when its files are gone. */
    private static Path made(Path folder, Consumer<AutoCloseable> opened) throws IOException {
        delete(folder);
        Files.createDirectories(folder);
        Path made = folder.resolve("vestibule.aot");
        OwnJvm jvm = OwnJvm.get();
        new Rehearsal(jvm, folder, opened).perform(List.of("-XX:AOTCacheOutput=" + made));
        if (Files.notExists(made) || !jvm.accepts(made)) {
            throw new NoCacheException("This JVM makes no cache: " + jvm.description());
        }
        try (FileChannel channel = FileChannel.open(made, StandardOpenOption.WRITE)) {
            channel.force(
                    true); // a name for a file whose bytes the power cut took would be a cache that crashes the JVM
        }
        return made;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (var found = Files.walk(folder)) {
            found.sorted(Comparator.reverseOrder()).forEach(AotCache::remove);
        }
    }

    private static void remove(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
