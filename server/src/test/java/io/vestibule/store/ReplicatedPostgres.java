package io.vestibule.store;

import io.vestibule.sql.Sql;
import io.vestibule.support.Direct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Two servers of the embedded engine: a primary that confirms a commit when the standby has it, and that standby. */
final class ReplicatedPostgres implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** As whom the standby asks, and from where. */
    private static final String ACCESS =
            "host all all 127.0.0.1/32 scram-sha-256\nhost replication all 127.0.0.1/32 trust\n";

    private final DataFolder folder;
    private final String password;
    private final int primaryPort = freePort();
    private final int standbyPort = freePort();
    private final Process primary;
    private final Process standby;

    /** Starts them, in an empty folder, and returns when both answer. */
    ReplicatedPostgres(Path root) throws IOException {
        EmbeddedPostgres.open(root).close();
        folder = DataFolder.at(root);
        password = NewDatabase.password(folder);
        Path data = folder.database();
        Path copy = folder.root().resolve("standby");
        Files.writeString(data.resolve("pg_hba.conf"), ACCESS, StandardOpenOption.TRUNCATE_EXISTING);
        copy(data, copy);
        Files.createFile(copy.resolve("standby.signal"));
        var command = UnprivilegedCommand.in(folder, UnprivilegedCommand.EVERY_WAY);
        command.own(copy);
        primary = start(command, data, primaryPort, "synchronous_standby_names=*");
        standby = start(
                command,
                copy,
                standbyPort,
                "primary_conninfo=host=127.0.0.1 port=" + primaryPort + " user=" + EmbeddedPostgres.USER);
        await(
                "standbys",
                () -> count(primaryPort, "select count(*) from pg_stat_replication where sync_state = 'sync'") == 1);
        await("answers", () -> count(standbyPort, "select 1") == 1);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var found = Files.walk(from)) {
            for (Path path : (Iterable<Path>) found::iterator) {
                Files.copy(
                        path,
                        to.resolve(from.relativize(path)),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    private Process start(UnprivilegedCommand command, Path data, int port, String setting) throws IOException {
        List<String> words = List.of(
                folder.program("postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "unix_socket_directories=",
                "-c",
                setting);
        return ProgramRun.builder(command.of(words), folder.root())
                .redirectErrorStream(true)
                .redirectOutput(folder.root().resolve(port + ".log").toFile())
                .start();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long count(int port, String query) {
        return sql(port).withHandle(h -> h.statement(query).mapTo(Long.class).one());
    }

    private Sql sql(int port) {
        return Direct.sql(url("127.0.0.1:" + port), user(), password);
    }

    private static String url(String hosts) {
        return "jdbc:postgresql://" + hosts + "/" + EmbeddedPostgres.DATABASE + "?sslmode=disable";
    }

    private static void await(String what, BooleanSupplier condition) {
        if (!Deadline.in(PATIENCE).await(() -> holds(condition))) {
            throw new IllegalStateException("PostgreSQL in vain: " + what);
        }
    }

    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    /** Names both servers, the primary first, as an operator would. */
    String url() {
        return url("127.0.0.1:" + primaryPort + ",127.0.0.1:" + standbyPort);
    }

    String user() {
        return EmbeddedPostgres.USER;
    }

    String password() {
        return password;
    }

    /** Stops the primary in an orderly way: the standby has all of it then. */
    void stopPrimary() {
        PostgresProcess.stop(primary.toHandle());
    }

    /** The primary stands still as a virtual machine does that is paused: its ports accept, and nothing answers. */
    void freezePrimary() {
        signalPrimary("STOP");
    }

    private void signalPrimary(String name) {
        primary.descendants().forEach(process -> signal(process, name));
        signal(primary.toHandle(), name);
    }

    private static void signal(ProcessHandle process, String name) {
        ProgramRun.of(List.of("kill", "-s", name, Long.toString(process.pid())));
    }

    /** The standby takes over. */
    void promote() {
        sql(standbyPort).useHandle(h -> h.execute("select pg_promote()"));
    }

    @Override
    public void close() {
        signalPrimary("CONT");
        PostgresProcess.stop(standby.toHandle());
        PostgresProcess.stop(primary.toHandle());
    }
}
