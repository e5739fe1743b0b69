package io.vestibule.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A server of demo data in a folder, asked what customers and portals ask most, and stopped: what its JVM saw is what a cache is made of,
 * and with it every start loads all of that. So another process makes the database before: few starts unpack PostgreSQL or change the schema.
 */
final class Rehearsal {
    /** The first line that {@link ServeCommand} logs once it serves. */
    private static final Pattern SERVING =
            Pattern.compile("serving on 127\\.0\\.0\\.1:(\\d+), health and metrics on 127\\.0\\.0\\.1:(\\d+)");

    private static final int PATIENCE_MINUTES = 5;

    private Rehearsal() {}

    /**
     * Returns when the server has ended; refuses if it didn't serve.
     *
     * @param options for the server's JVM, not for the one that makes the database
     */
    static void perform(OwnJvm jvm, List<String> options, Path folder) throws IOException {
        try (Closing closing = Closing.atExit()) {
            Process migration = start(closing, folder, jvm.running(List.of(), "migrate"));
            String output = output(migration);
            if (migration.onExit().join().exitValue() != 0) {
                throw new Refusal("The rehearsal's database can't be made: " + output);
            }
            follow(start(closing, folder, jvm.running(options, "serve", "--demo")));
        }
    }

    private static Process start(Closing closing, Path folder, ProcessBuilder command) throws IOException {
        command.environment().put("VESTIBULE_MODE", "test");
        command.environment().put("VESTIBULE_DATA_DIR", folder.resolve("data").toString());
        command.environment().put("VESTIBULE_HTTP_PORT", "0");
        command.environment().put("VESTIBULE_MANAGEMENT_PORT", "0");
        Process process = command.start();
        closing.opening(() -> () -> end(process));
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
            throw new Refusal("The rehearsal's server doesn't start; its last words: " + last);
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
