package io.vestibule.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The PostgreSQL server in the data folder, for a machine that has none: the same engine as in production, durable (fsync stays on),
 * reached by TCP on 127.0.0.1 alone.
 *
 * <p>{@link #open} finds the server running or starts it, whatever was killed before; the first time it unpacks PostgreSQL and makes the
 * database. Any number of JVMs may have one folder open; the last that closes stops the server. A JVM that is killed leaves the server
 * running, and the next that opens the folder takes it over with all data. A server that ends by itself is started again on its port.
 *
 * <p>No shutdown hook is registered here: who opens closes, also when the JVM is told to stop, and after the last use of the database.
 * The server doesn't hear the terminal's Ctrl-C.
 *
 * <p>Runs on Linux with glibc and on macOS, as an ordinary user or as root. Every fault is an {@link IllegalStateException} or {@link
 * UncheckedIOException} whose message says what to do.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    static final String USER = "vestibule";
    static final String DATABASE = "vestibule";

    /** The kernel's file locks count for the whole JVM, so it must know its own uses of a folder. */
    private static final Map<Path, SharedServer> OPEN = new HashMap<>();

    private final SharedServer server;
    private boolean closed;

    private EmbeddedPostgres(SharedServer server) {
        this.server = server;
    }

    /** Returns when the server takes connections: within a second, the first time within five on a slow machine. */
    public static EmbeddedPostgres open(Path dataDir) {
        return open(dataDir, UnprivilegedCommand.EVERY_WAY);
    }

    static EmbeddedPostgres open(Path dataDir, Set<UnprivilegedCommand.Way> ways) {
        synchronized (OPEN) {
            try {
                var folder = DataFolder.at(dataDir);
                SharedServer server = OPEN.get(folder.root());
                if (server == null) {
                    server = SharedServer.begin(folder, ways);
                    OPEN.put(folder.root(), server);
                }
                server.users++;
                return new EmbeddedPostgres(server);
            } catch (IOException fault) {
                throw new UncheckedIOException("The embedded PostgreSQL can't use " + dataDir + ": " + fault, fault);
            }
        }
    }

    /** Where the database {@code vestibule} is, for pgjdbc. */
    public String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    /** Where another database of the server is, or would be: {@link #user} may create them. */
    public String jdbcUrl(String database) {
        return server.jdbcUrl(database);
    }

    /** The superuser, who owns the database. */
    public String user() {
        return USER;
    }

    /** The user's password, made with the database and kept in the data folder. */
    public String password() {
        return server.password;
    }

    /**
     * Ends this use. The last one stops the server and returns when no process is left: open transactions are rolled back. Closing again
     * does nothing.
     */
    @Override
    public void close() {
        synchronized (OPEN) {
            if (closed) {
                return;
            }
            closed = true;
            if (--server.users == 0) {
                OPEN.remove(server.folder.root());
                server.end();
            }
        }
    }
}
