package io.vestibule.proxies;

import static io.vestibule.support.Eventually.until;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the system that runs in the foreground, in a folder of its own, and listens on loopback. */
final class SystemProgram implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** In a user namespace without a mapping root counts as nobody: some programs refuse to run as root. */
    private static final List<String> UNPRIVILEGED = List.of("unshare", "-U");

    private final Process process;
    private final Path log;

    private SystemProgram(Process process, Path log) {
        this.process = process;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
    }

    /** Starts it, and waits until it listens on the port. */
    static SystemProgram start(Path folder, int port, List<String> command) {
        return start(folder, port, command, List.of());
    }

    /** The same for one that refuses to run as root. */
    static SystemProgram startUnprivileged(Path folder, int port, List<String> command) {
        return start(folder, port, command, "root".equals(System.getProperty("user.name")) ? UNPRIVILEGED : List.of());
    }

    private static SystemProgram start(Path folder, int port, List<String> command, List<String> prefix) {
        Path log = folder.resolve("output.log");
        List<String> words = new ArrayList<>(prefix);
        words.addAll(command);
        try {
            Process process = new ProcessBuilder(words)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            SystemProgram program = new SystemProgram(process, log);
            program.awaitPort(port);
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that nobody listens on. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it said so far. */
    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitPort(int port) {
        until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the program doesn't listen: " + output());
            }
            return listens(port);
        });
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
