package io.vestibule.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This JVM's use of the server of a data folder, which other JVMs may use too. */
final class SharedServer {
    private static final Logger LOG = LoggerFactory.getLogger(SharedServer.class);
    /** Longer than another JVM takes to unpack, make and start everything. */
    private static final Duration TURN = Duration.ofMinutes(3);

    private static final Duration END_TURN = Duration.ofSeconds(30);
    private static final String ANSWER_SECONDS = "5";

    final DataFolder folder;
    final String password;
    /** How many in this JVM have it open; guarded by the JVM's register in {@link EmbeddedPostgres}. */
    int users;

    private final FolderUse use;
    private final Set<UnprivilegedCommand.Way> ways;
    private PostmasterFile running;
    private boolean ended;

    private SharedServer(DataFolder folder, FolderUse use, Set<UnprivilegedCommand.Way> ways) throws IOException {
        this.folder = folder;
        this.use = use;
        this.ways = ways;
        if (Files.notExists(folder.database())) {
            PostgresProcess.killStrays(folder);
            PostgresBinaries.unpack(folder);
            NewDatabase.create(folder, UnprivilegedCommand.in(folder, ways));
        }
        password = NewDatabase.password(folder);
        running = findOrStart();
    }

    /** Finds the server or starts it, and tells the other JVMs that this one uses it. */
    static SharedServer begin(DataFolder folder, Set<UnprivilegedCommand.Way> ways) throws IOException {
        var use = FolderUse.of(folder.lock());
        try (FileLock _ = use.takeTurn(TURN)) {
            var server = new SharedServer(folder, use, ways);
            use.begin();
            server.watch();
            return server;
        } catch (IOException | RuntimeException fault) {
            use.close();
            throw fault;
        }
    }

    synchronized String jdbcUrl(String database) {
        return url(running.port(), database);
    }

    /** Ends this JVM's use, and the server if no other JVM uses it. */
    synchronized void end() {
        ended = true;
        try (use;
                FileLock _ = use.takeTurn(END_TURN)) {
            use.end();
            if (use.isAlone()) {
                PostmasterFile.in(folder.database())
                        .flatMap(file -> PostgresProcess.find(folder, file))
                        .ifPresent(PostgresProcess::stop);
            }
        } catch (IOException fault) {
            throw new UncheckedIOException("The embedded PostgreSQL in " + folder.root() + " may still run", fault);
        }
    }

    private PostmasterFile findOrStart() throws IOException {
        Optional<ProcessHandle> found =
                PostmasterFile.in(folder.database()).flatMap(file -> PostgresProcess.find(folder, file));
        if (found.isPresent()) {
            if (PostgresProcess.awaitReady(folder, found.get())) {
                Optional<PostmasterFile> ready = PostmasterFile.in(folder.database());
                if (ready.isPresent() && answers(ready.get())) {
                    return ready.get();
                }
            }
            if (!use.isAlone()) {
                throw new IllegalStateException("The embedded PostgreSQL in " + folder.root()
                        + " doesn't answer, and other processes use it: stop them, then try again");
            }
            PostgresProcess.stop(found.get());
        }
        PostgresProcess.killStrays(folder);
        PostgresBinaries.unpack(folder);
        var command = UnprivilegedCommand.in(folder, ways);
        command.own(folder.database());
        return PostgresProcess.start(folder, command);
    }

    /** Whether the server there is this folder's: a copied folder names its original's process and port, and has its password. */
    private boolean answers(PostmasterFile file) {
        var properties = new Properties();
        properties.setProperty("user", EmbeddedPostgres.USER);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", ANSWER_SECONDS);
        properties.setProperty("socketTimeout", ANSWER_SECONDS);
        try (Connection connection =
                        DriverManager.getConnection(url(file.port(), EmbeddedPostgres.DATABASE), properties);
                ResultSet row = connection.createStatement().executeQuery("SHOW data_directory")) {
            return row.next() && row.getString(1).equals(folder.database().toString());
        } catch (SQLException refused) {
            LOG.info("The embedded PostgreSQL that was left running doesn't answer: {}", refused.getMessage());
            return false;
        }
    }

    private void watch() {
        PostgresProcess.find(folder, running).ifPresent(process -> {
            var _ = process.onExit().thenRunAsync(this::revive);
        });
    }

    /** Who killed the server shouldn't take sign-in down with it: it comes back on its port, which the pool's URL names. */
    private synchronized void revive() {
        if (ended) {
            return;
        }
        try (FileLock _ = use.takeTurn(TURN)) {
            LOG.warn("The embedded PostgreSQL ended by itself; it is started again");
            running = findOrStart();
            watch();
        } catch (IOException | RuntimeException fault) {
            LOG.error("The embedded PostgreSQL ended by itself, and can't be started again", fault);
        }
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=disable";
    }
}
