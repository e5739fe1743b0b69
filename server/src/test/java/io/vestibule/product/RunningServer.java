package io.vestibule.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server as a process of its own, on free ports; killed, if it still runs, at the end of its try. */
final class RunningServer implements AutoCloseable {
    private static final Pattern SERVING =
            Pattern.compile("serving on [^ ]*:(\\d+), health and metrics on [^ ]*:(\\d+)");

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Client> client = new CompletableFuture<>();
    private final CompletableFuture<Void> ended;

    private RunningServer(Process process) {
        this.process = process;
        this.ended = CompletableFuture.allOf(
                CompletableFuture.runAsync(
                        () -> read(process.inputReader(StandardCharsets.UTF_8)), Vestibule.OWN_THREAD),
                CompletableFuture.runAsync(
                        () -> read(process.errorReader(StandardCharsets.UTF_8)), Vestibule.OWN_THREAD));
        var _ = this.ended.thenRun(() -> client.completeExceptionally(new AssertionError("It ended: " + lines)));
    }

    /** Starts it in test mode, with the embedded database in the folder. */
    static RunningServer inTestMode(Path data, Map<String, String> changes, String... args) {
        Map<String, String> settings = new HashMap<>(testMode(data));
        settings.putAll(changes);
        return of(settings, args);
    }

    /** Test mode on free ports with the embedded database in the folder. */
    static Map<String, String> testMode(Path data) {
        return Map.of(
                "VESTIBULE_MODE", "test",
                "VESTIBULE_DATA_DIR", data.toString(),
                "VESTIBULE_HTTP_PORT", "0",
                "VESTIBULE_MANAGEMENT_PORT", "0");
    }

    static RunningServer of(Map<String, String> settings, String... args) {
        return new RunningServer(Vestibule.start(settings, args));
    }

    private void read(BufferedReader reader) {
        try (reader) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
                Matcher serving = SERVING.matcher(line);
                if (serving.find()) {
                    client.complete(new Client(Integer.parseInt(serving.group(1)), Integer.parseInt(serving.group(2))));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    /** Returns once it has printed a line with these words. */
    synchronized void awaitLine(String words) throws InterruptedException {
        while (lines.stream().noneMatch(line -> line.contains(words))) {
            assertThat(process.isAlive()).as("still running; it said %s", lines).isTrue();
            wait(1000);
        }
    }

    /** A client of it, once it serves. */
    Client client() {
        return client.join();
    }

    /** What it printed so far. */
    List<String> lines() {
        return lines;
    }

    /** SIGTERM. */
    void tellToStop() {
        process.toHandle().destroy(); // Process.destroy() would close what we read
    }

    /** Stops it as a user would; gives the exit code. */
    int stop() throws InterruptedException {
        tellToStop();
        return awaitEnd();
    }

    int awaitEnd() throws InterruptedException {
        int exit = process.waitFor();
        ended.join();
        return exit;
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        assertThat(awaitEnd()).isEqualTo(137);
    }

    /** The PostgreSQL processes that run out of a data folder. */
    static List<Long> postgresIn(Path data) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .command()
                        .filter(path -> path.startsWith(data.toString()))
                        .isPresent())
                .map(ProcessHandle::pid)
                .toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
