package io.vestibule.aotcache;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A server of demo data in a folder, asked what customers and portals ask most, and stopped: what its JVM saw is what a cache is made of,
 * and with it every start loads all of that. So another process makes the database before: few starts unpack PostgreSQL or change the schema.
 */
final class Rehearsal {
    /** What the server logs once it serves. */
    private static final Pattern SERVING =
            Pattern.compile("serving on 127\\.0\\.0\\.1:(\\d+), health and metrics on 127\\.0\\.0\\.1:(\\d+)");

    private static final int PATIENCE_MINUTES = 5;

    private final OwnJvm jvm;
    private final Path folder;
    private final Consumer<AutoCloseable> opened;

    /** @param opened is told of each process, to end it if this one is told to stop */
    Rehearsal(OwnJvm jvm, Path folder, Consumer<AutoCloseable> opened) {
        this.jvm = jvm;
        this.folder = folder;
        this.opened = opened;
    }

    /**
     * Returns when the server has ended; refuses if it didn't serve.
     *
     * @param options for the server's JVM, not for the one that makes the database
     */
    void perform(List<String> options) throws IOException {
        Process migration = start(jvm.running(List.of(), "migrate"));
        String output = output(migration);
        if (migration.onExit().join().exitValue() != 0) {
            throw new NoCacheException("The rehearsal's database can't be made: " + output);
        }
        Process server = start(jvm.running(options, "serve", "--demo"));
        try {
            follow(server);
        } finally {
            server.toHandle().destroy();
            server.onExit().join(); // the cache is written last
        }
    }

    private Process start(ProcessBuilder command) throws IOException {
        command.environment().put("VESTIBULE_MODE", "test");
        command.environment().put("VESTIBULE_DATA_DIR", folder.resolve("data").toString());
        command.environment().put("VESTIBULE_HTTP_PORT", "0");
        command.environment().put("VESTIBULE_MANAGEMENT_PORT", "0");
        Process process = command.start();
        opened.accept(() -> end(process));
        Thread.ofVirtual().start(() -> watch(process));
        return process;
    }

    private static String output(Process process) throws IOException {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            return lines.lines().collect(Collectors.joining("\n"));
        }
    }

    /** Reads to the end, or the server would wait for a reader. */
    private static void follow(Process process) throws IOException {
        String last = "";
        boolean served = false;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher serving = SERVING.matcher(line);
                if (!served && serving.find()) {
                    served = true;
                    try (HttpClient http = HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .build()) {
                        new RehearsalRequests(http, serving.group(1), serving.group(2)).ask();
                    }
                    process.toHandle().destroy(); // Process.destroy would close what is being read
                }
                // What the JVM says of its cache comes after what the server says.
                last = line.startsWith("vestibule: ") || !last.startsWith("vestibule: ") ? line : last;
            }
        }
        if (!served) {
            throw new NoCacheException("The rehearsal's server doesn't start; its last words: " + last);
        }
    }

    /** A server that hangs mustn't be there forever: nobody watches the launcher's. */
    private static void watch(Process process) {
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.toHandle().destroy();
        process.waitFor();
    }
}
