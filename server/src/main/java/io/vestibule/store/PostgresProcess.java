package io.vestibule.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server's process: found, started, stopped. Called only in turn (see {@link FolderUse}). */
final class PostgresProcess {
    /** Room for a recovery after a crash. */
    private static final Duration START = Duration.ofMinutes(2);

    private static final int ANY_PORT = 0;
    private static final Duration FAST_STOP = Duration.ofSeconds(20);
    private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(5);

    private PostgresProcess() {}

    /**
     * The live process that the file tells of, if its program is one of this folder. A pid that now is somebody else's fails that:
     * it's left alone.
     */
    static Optional<ProcessHandle> find(DataFolder folder, PostmasterFile file) {
        return ProcessHandle.of(file.pid()).filter(process -> process.isAlive() && runsProgramOf(folder, process));
    }

    private static boolean runsProgramOf(DataFolder folder, ProcessHandle process) {
        return process.info().command().map(Path::of).filter(folder::hasProgram).isPresent();
    }

    /** Waits while the server starts or recovers: false when it ends, or isn't ready in time. */
    static boolean awaitReady(DataFolder folder, ProcessHandle process) {
        return Deadline.in(START)
                        .await(() -> hasEnded(process)
                                || read(folder).filter(PostmasterFile::ready).isPresent())
                && !hasEnded(process);
    }

    /** Starts the server on a free port and waits until it takes connections. */
    static PostmasterFile start(DataFolder folder, UnprivilegedCommand command) throws IOException {
        PostmasterFile stale = PostmasterFile.in(folder.database()).orElse(null);
        var log = PostgresLog.watch(folder.log());
        var deadline = Deadline.in(START);
        var started = new PostmasterFile[1];
        // Another program may take the port in between; a killed server's last processes may need a moment to end.
        boolean inTime = deadline.await(() -> (started[0] = tryStart(folder, command, stale, deadline)) != null);
        if (!inTime) {
            throw doesNotStart(log);
        }
        return started[0];
    }

    private static @Nullable PostmasterFile tryStart(
            DataFolder folder, UnprivilegedCommand command, @Nullable PostmasterFile stale, Deadline deadline) {
        try {
            var log = PostgresLog.watch(folder.log());
            // A pool that lost its killed server looks for it where it was.
            int port = freePort(stale == null ? ANY_PORT : stale.port());
            var builder = ProgramRun.builder(
                            PostgresCommand.inOwnSession(command.of(PostgresCommand.of(folder, port))), folder.root())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
            if (stale != null) {
                // No server has this pid, or find() had told; whoever else has it must not count as one (miscinit.c,
                // CreateLockFile).
                // Deleting the file instead would lose PostgreSQL's check for a killed server's last processes.
                builder.environment().put("PG_GRANDPARENT_PID", Long.toString(stale.pid()));
            }
            Process process = builder.start();
            deadline.await(
                    () -> !process.isAlive() || ready(folder, port, stale).isPresent());
            Optional<PostmasterFile> ready = ready(folder, port, stale);
            if (ready.isPresent() && process.isAlive()) {
                return ready.get();
            }
            stop(process.toHandle());
            String written = log.written();
            if (written.contains("could not create any TCP/IP sockets")
                    || written.contains("pre-existing shared memory block")) {
                return null;
            }
            throw doesNotStart(log);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static IllegalStateException doesNotStart(PostgresLog log) throws IOException {
        return new IllegalStateException(
                "The embedded PostgreSQL doesn't start. In " + log.file() + " it says: " + log.reason());
    }

    private static Optional<PostmasterFile> ready(DataFolder folder, int port, @Nullable PostmasterFile stale) {
        return read(folder)
                .filter(file -> file.ready() && file.port() == port && (stale == null || !file.sameStart(stale)));
    }

    /** Stops the server: open transactions are rolled back; one that doesn't obey is killed, and recovers at the next start. */
    static void stop(ProcessHandle process) {
        signal(process, "INT");
        if (Deadline.in(FAST_STOP).await(() -> hasEnded(process))) {
            return;
        }
        signal(process, "QUIT");
        if (!Deadline.in(IMMEDIATE_STOP).await(() -> hasEnded(process))) {
            kill(process);
        }
    }

    /** In a container whose first process doesn't reap, an ended orphan keeps its pid, and Java calls it alive; but it has no program. */
    private static boolean hasEnded(ProcessHandle process) {
        return !process.isAlive() || process.info().command().isEmpty();
    }

    /** Kills what a killed JVM left of this folder's programs: an unfinished initdb, the last processes of a killed server. */
    static void killStrays(DataFolder folder) {
        ProcessHandle.allProcesses()
                .filter(process -> runsProgramOf(folder, process))
                .forEach(PostgresProcess::kill);
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        Deadline.in(IMMEDIATE_STOP).await(() -> hasEnded(process));
    }

    /** By the shell: Java sends only TERM, upon which PostgreSQL waits for its clients to leave, and KILL. */
    private static void signal(ProcessHandle process, String name) {
        ProgramRun.of(List.of("sh", "-c", "kill -s \"$0\" \"$1\"", name, Long.toString(process.pid())));
    }

    private static int freePort(int preferred) throws IOException {
        try {
            return bind(preferred);
        } catch (BindException taken) {
            return bind(ANY_PORT);
        }
    }

    private static int bind(int port) throws IOException {
        try (var socket = new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }

    private static Optional<PostmasterFile> read(DataFolder folder) {
        try {
            return PostmasterFile.in(folder.database());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
