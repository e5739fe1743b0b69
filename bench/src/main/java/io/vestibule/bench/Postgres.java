package io.vestibule.bench;

import io.vestibule.store.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The database server of a run: the engine of the product's embedded store in a new folder, but started with PostgreSQL's own defaults
 * but for {@link #settings}, as an operator's would be. Durable: fsync, synchronous_commit and full_page_writes are on.
 */
public final class Postgres implements AutoCloseable {
    private final Program program;
    private final Path folder;
    private final int port;
    private final String password;

    private Postgres(Program program, Path folder, int port, String password) {
        this.program = program;
        this.folder = folder;
        this.port = port;
        this.password = password;
    }

    /** Makes an empty server in a new folder and starts it. */
    public static Postgres start(Path folder) throws IOException {
        String password;
        try (EmbeddedPostgres embedded = EmbeddedPostgres.open(folder)) {
            password = embedded.password();
        }
        Path real = folder.toRealPath();
        int port = freePort();
        List<String> command = new ArrayList<>(unprivileged(real.resolve("database")));
        command.addAll(
                List.of(binary(real).toString(), "-D", real.resolve("database").toString()));
        command.addAll(List.of("-p", Integer.toString(port)));
        settings().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        Program program = Program.start(command, Map.of(), real.resolve("bench.log"));
        Postgres postgres = new Postgres(program, real, port, password);
        postgres.awaitReady();
        return postgres;
    }

    /** What differs from PostgreSQL's defaults: where it listens and logs, and what a server of its own that writes much is given. */
    static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("unix_socket_directories", "");
        settings.put("max_connections", "300");
        settings.put("shared_buffers", Machine.memoryMebibytes() / 4 + "MB"); // as its manual advises
        // By default half a gigabyte of WAL brings a checkpoint, after which each page's first change writes it whole
        // there again
        settings.put("max_wal_size", "16GB");
        settings.put("checkpoint_timeout", "30min");
        settings.put("logging_collector", "on");
        settings.put("log_destination", "jsonlog");
        settings.put("log_filename", "statements.log");
        settings.put("log_rotation_size", "0");
        return settings;
    }

    private static Path binary(Path folder) throws IOException {
        try (var found = Files.list(folder)) {
            return found.filter(path -> Files.isExecutable(path.resolve("bin/postgres")))
                    .findFirst()
                    .orElseThrow()
                    .resolve("bin/postgres");
        }
    }

    /** PostgreSQL refuses to run as root: then as whoever the embedded store gave the database's files to. */
    private static List<String> unprivileged(Path database) throws IOException {
        if (!Machine.root()) {
            return List.of();
        }
        Object owner = Files.getAttribute(database, "unix:uid");
        Object group = Files.getAttribute(database, "unix:gid");
        return owner.equals(0)
                ? List.of("unshare", "-U")
                : List.of("setpriv", "--reuid=" + owner, "--regid=" + group, "--clear-groups");
    }

    private void awaitReady() {
        for (int tries = 0; tries < 600; tries++) {
            program.requireAlive(folder.resolve("bench.log"));
            try (Connection connection = connect("postgres")) {
                if (connection.isValid(1)) {
                    return;
                }
            } catch (SQLException e) {
                Machine.pause(100);
            }
        }
        throw new IllegalStateException("PostgreSQL doesn't start; see " + folder.resolve("bench.log"));
    }

    /** A port that nobody listens on. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Makes a database. */
    public void create(String database) {
        run("postgres", "create database " + database);
    }

    /** A connection of the superuser. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), user(), password);
    }

    /** Runs statements that return nothing. */
    public void run(String database, String... statements) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the bench's own statement failed", e);
        }
    }

    /** The first column of the first row. */
    public String ask(String database, String query) {
        try (Connection connection = connect(database);
                ResultSet rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException("the bench's own query failed", e);
        }
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=disable";
    }

    public int port() {
        return port;
    }

    public String user() {
        return "vestibule";
    }

    public String password() {
        return password;
    }

    Path statementLog() {
        return folder.resolve("database/log/statements.json");
    }

    /** Its settings as far as they matter for what is measured. */
    public String description() {
        List<String> parts = new ArrayList<>();
        for (String name : List.of(
                "fsync",
                "synchronous_commit",
                "full_page_writes",
                "shared_buffers",
                "max_wal_size",
                "checkpoint_timeout",
                "max_connections")) {
            parts.add(name + " " + ask("postgres", "show " + name));
        }
        return String.join(", ", parts) + "; all else is its default";
    }

    /**
     * What it has done.
     *
     * @param cpuTime  of all its processes
     * @param walBytes written to the log ahead of the data, of all databases
     */
    public record Work(CpuTime cpuTime, long walBytes) {
        static final Work NONE = new Work(new CpuTime(Duration.ZERO), 0);

        /** What it has done since. */
        public Work since(Work before) {
            return new Work(cpuTime.since(before.cpuTime), walBytes - before.walBytes);
        }
    }

    /** What it has done so far. */
    public Work work() throws IOException {
        String written = ask("postgres", "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint");
        return new Work(CpuTime.of(program.handle()), Long.parseLong(written));
    }

    @Override
    public void close() {
        try { // its fast way to stop; told to terminate, it would wait for its clients
            Program.output(
                    List.of("kill", "-INT", Long.toString(program.handle().pid())), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            program.await();
        }
    }
}
