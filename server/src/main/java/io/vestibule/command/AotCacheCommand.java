package io.vestibule.command;

import io.vestibule.aotcache.AotCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            description =
                    "The cache, written atomically, once it is known to be good. bin/vestibule chooses a file beside the"
                            + " jar if none is given.")
    private Path file = Path.of("");

    AotCacheCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Path target = file.toAbsolutePath();
        try (Closing closing = Closing.atExit()) {
            AotCache.make(target, process -> closing.opening(() -> process));
            terminal.say("Made " + target + ", " + Files.size(target) / (1 << 20) + " MiB.");
        } catch (IOException e) {
            throw new Refusal("No cache can be made in " + target.getParent() + ": " + e, e);
        }
    }
}
