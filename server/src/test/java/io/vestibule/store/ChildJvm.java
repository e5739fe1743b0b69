package io.vestibule.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A running {@link OpenedInAnotherJvm}; killed, if it still runs, at the end of its try. */
final class ChildJvm implements AutoCloseable {
    static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static ChildJvm opening(Path dataDir, UnprivilegedCommand.Way... ways) {
        return opening(List.of(), System.getProperty("java.class.path"), dataDir, ways);
    }

    static ChildJvm opening(List<String> prefix, String classPath, Path dataDir, UnprivilegedCommand.Way... ways) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(JAVA, "-XX:+UseSerialGC", "-Xmx128m", "-cp", classPath));
        command.addAll(List.of(OpenedInAnotherJvm.class.getName(), dataDir.toString()));
        Stream.of(ways).map(Enum::name).forEach(command::add);
        try {
            return new ChildJvm(new ProcessBuilder(command)
                    .directory(new File("/"))
                    .redirectErrorStream(true)
                    .start());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** Waits until it has opened the folder, and gives the database's address. */
    String awaitUrl() throws IOException {
        var lines = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("ready ")) {
                return line.substring("ready ".length());
            }
            lines.append(line).append('\n');
        }
        throw new AssertionError("It ended before it was ready: " + lines);
    }

    /** All that it says until it ends. */
    String awaitEnd() throws IOException, InterruptedException {
        process.getOutputStream().close();
        String rest = output.readAllAsString();
        process.waitFor();
        return rest;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor()).isNotZero();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
