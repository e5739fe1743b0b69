package io.vestibule.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

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
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
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

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Fails if it ended by itself. */
    public void requireAlive(Path log) {
        if (!process.isAlive()) {
            throw new IllegalStateException("it ended with code " + process.exitValue() + "; see " + log);
        }
    }

    /** Tells it to end, and waits until it has. */
    @Override
    public void close() {
        process.destroy();
        await();
    }

    /** Waits until it has ended, as it was told; half a minute later it is killed. */
    void await() {
        List<ProcessHandle> children = process.descendants().toList();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) { // this JVM is ending
            kill(process);
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
