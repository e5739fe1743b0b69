package io.vestibule.product;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The runnable file, run with the JVM options it ships with. */
final class Vestibule {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** A reader blocks as long as its process runs: the pool that all share has too few threads for that. */
    static final Executor OWN_THREAD = task -> Thread.ofPlatform().daemon().start(task);

    private Vestibule() {}

    /** How a command ended. */
    record Ended(int exit, String out, String err) {}

    /** Starts a command; only settings that are given are set. */
    static Process start(Map<String, String> settings, String... args) {
        List<String> command = new ArrayList<>(List.of(JAVA, "@jvm.options", "-jar", "target/vestibule.jar"));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("VESTIBULE_"));
        builder.environment().putAll(settings);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end. */
    static Ended run(Map<String, String> settings, String... args) {
        Process process = start(settings, args);
        try {
            var err = CompletableFuture.supplyAsync(() -> all(process.errorReader(StandardCharsets.UTF_8)), OWN_THREAD);
            process.getOutputStream().close();
            String out = all(process.inputReader(StandardCharsets.UTF_8));
            return new Ended(process.waitFor(), out, err.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String all(BufferedReader reader) {
        try {
            return reader.readAllAsString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
