package io.vestibule.bench;

import io.vestibule.bench.load.Load;
import io.vestibule.bench.load.Script;
import io.vestibule.bench.load.Target;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A process that ends with this one. */
public final class Program implements AutoCloseable {
    private final Process process;
    private final Thread atExit;

    private Program(Process process) {
        this.process = process;
        this.atExit = new Thread(() -> kill(process));
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts a program; what it says goes to the end of a file. */
    public static Program start(List<String> command, Map<String, String> environment, Path log) throws IOException {
        return start(command, environment, log, Path.of("."));
    }

    /** The same in a folder. */
    public static Program start(List<String> command, Map<String, String> environment, Path log, Path folder)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return new Program(builder.start());
    }

    /** Runs a program to its end and gives what it said. */
    public static String output(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return said.strip();
    }

    /** Its process. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Asks again and again until it answers a script's request as it should. */
    public void await(Target target, Script script, Duration patience, Path log) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        while (!answers(target, script)) {
            requireAlive(log);
            if (System.nanoTime() > end) {
                throw new IOException("it doesn't answer; see " + log);
            }
            Machine.pause(2);
        }
    }

    private static boolean answers(Target target, Script script) throws IOException {
        try {
            return Load.run(target, 1, Duration.ofSeconds(10), new Few(script, 1))
                            .answered()
                    == 1;
        } catch (SocketException notYet) { // refused, or accepted and dropped
            return false;
        }
    }

    /** Fails if it ended by itself. */
    public void requireAlive(Path log) {
        if (!process.isAlive()) {
            throw new IllegalStateException("it ended with code " + process.exitValue() + "; see " + log);
        }
    }

    /** Tells it and its children to end, and waits until they have. */
    @Override
    public void close() {
        List<ProcessHandle> all = all();
        all.forEach(ProcessHandle::destroy);
        await(all);
    }

    /** Waits until it has ended, as it was told. */
    void await() {
        await(all());
    }

    /** Half a minute; then they are killed. */
    private void await(List<ProcessHandle> all) {
        for (ProcessHandle one : all) {
            try {
                one.onExit().get(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                one.destroyForcibly();
            }
        }
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) { // this JVM is ending
            kill(process);
        }
    }

    private List<ProcessHandle> all() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
