package io.vestibule.command;

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
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vestibule aot-cache}: the launcher and {@code ./run} call it, for the JVM and the options that it runs with itself. */
@Command(
        name = "aot-cache",
        description =
                "Makes the JVM's ahead-of-time cache (JEP 483, 515), with which the server starts in half the time."
                        + " For that it serves a throwaway database of demo data for a moment, on ports that are free, and calls each dialect."
                        + " bin/vestibule serve does this by itself, beside the first server that it starts.")
final class AotCacheCommand implements Runnable {
    private final Terminal terminal;

    @Parameters(
            paramLabel = "FILE",
            description = "The cache; it gets its name when it is whole, and is known to be good.")
    private Path file = Path.of("");

    AotCacheCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Path target = file.toAbsolutePath();
        Path folder = target.resolveSibling("rehearsal");
        try (FileChannel lock = FileChannel.open(
                        target.resolveSibling("rehearsal.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock turn = lock.tryLock()) {
            if (turn == null) {
                throw new Refusal("Another process makes a cache in " + target.getParent() + " just now.");
            }
            Path made = made(folder);
            Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
            terminal.say("Made " + target + ", " + Files.size(target) / (1 << 20) + " MiB.");
            delete(folder);
        } catch (IOException e) {
            throw new Refusal("No cache can be made in " + target.getParent() + ": " + e, e);
        }
    }

    /** What a run that was killed left in the folder goes first: a PostgreSQL that still runs there ends when its files are gone. */
    private static Path made(Path folder) throws IOException {
        delete(folder);
        Files.createDirectories(folder);
        Path made = folder.resolve("vestibule.aot");
        OwnJvm jvm = OwnJvm.get();
        Rehearsal.perform(jvm, List.of("-XX:AOTCacheOutput=" + made), folder);
        if (Files.notExists(made) || !jvm.accepts(made)) {
            throw new Refusal("This JVM makes no cache: " + jvm.description());
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
            found.sorted(Comparator.reverseOrder()).forEach(AotCacheCommand::remove);
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
