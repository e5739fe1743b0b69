package io.vestibule.proxies;

import io.vestibule.support.TestDatabases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** PgBouncer between a server and a test's database, with its usual settings but for where it listens, who may come in, and how it pools. */
final class PgBouncer implements AutoCloseable {
    private final SystemProgram program;
    private final String url;

    private PgBouncer(SystemProgram program, String url) {
        this.program = program;
        this.url = url;
    }

    /**
     * Starts it.
     *
     * @param mode whose a connection to the database is: a {@code session}'s, or only a {@code transaction}'s
     * @param connections to the database, at most
     */
    static PgBouncer start(TestDatabases.Place place, String mode, int connections) {
        URI database = URI.create(place.url().substring("jdbc:".length()));
        int port = SystemProgram.freePort();
        try {
            Path folder = Files.createTempDirectory("pgbouncer");
            Path users = Files.writeString(
                    folder.resolve("users.txt"), "\"%s\" \"%s\"%n".formatted(place.user(), place.password()));
            Path settings = Files.writeString(folder.resolve("pgbouncer.ini"), """
                    [databases]
                    * = host=%s port=%d

                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = scram-sha-256
                    auth_file = %s
                    pool_mode = %s
                    default_pool_size = %d
                    """.formatted(
                            database.getHost(), database.getPort(), port, users, mode, connections));
            SystemProgram program =
                    SystemProgram.startUnprivileged(folder, port, List.of("pgbouncer", settings.toString()));
            return new PgBouncer(program, "jdbc:postgresql://127.0.0.1:" + port + database.getPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database's URL by way of it. */
    String url() {
        return url;
    }

    @Override
    public void close() {
        program.close();
    }
}
