package io.vestibule.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.vestibule.config.DatabaseConfig;
import io.vestibule.secret.Secret;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jspecify.annotations.Nullable;

/**
 * The database: a pool of connections to the server that the settings name, or to the embedded one. It fails fast: a server
 * that is away is known within a second, one that hangs within two.
 */
public final class Database implements AutoCloseable {
    /** The version of the last file in {@code db/migration}; a test compares. */
    static final String NEWEST_MIGRATION = "10";

    private static final Duration FIRST_CONNECTION = Duration.ofSeconds(5);

    private final @Nullable EmbeddedPostgres embedded;
    private final HikariDataSource pool;
    private final String url;
    private final String user;
    private final String password;
    private final Jdbi jdbi;

    private Database(@Nullable EmbeddedPostgres embedded, String url, String user, String password, int poolSize) {
        this.embedded = embedded;
        this.url = url;
        this.user = user;
        this.password = password;
        this.pool = new HikariDataSource(pool(url, user, password, poolSize));
        RequestConnections connections = new RequestConnections(pool, poolSize);
        this.jdbi = configured(Jdbi.create(connections));
        jdbi.setSqlLogger(connections);
    }

    private static Jdbi configured(Jdbi jdbi) {
        jdbi.getConfig(SqlStatements.class).setSqlParser(new NamedParameters());
        // What is bound to a statement may be a password's hash or a login: it stays out of messages, so out of logs
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        return jdbi;
    }

    /** Opens the database that the settings name; starts the embedded one if they name none. */
    public static Database open(DatabaseConfig config) {
        if (config.url() == null) {
            EmbeddedPostgres embedded = EmbeddedPostgres.open(config.dataDirectory());
            return new Database(embedded, embedded.jdbcUrl(), embedded.user(), embedded.password(), config.poolSize());
        }
        Secret password = config.password();
        return new Database(
                null,
                config.url(),
                config.user() == null ? "" : config.user(),
                password == null ? "" : password.reveal(),
                config.poolSize());
    }

    private static HikariConfig pool(String url, String user, String password, int size) {
        HikariConfig hikari = new HikariConfig();
        hikari.setPoolName("vestibule");
        hikari.setJdbcUrl(url);
        if (!user.isEmpty()) {
            hikari.setUsername(user);
            hikari.setPassword(password);
        }
        hikari.setMaximumPoolSize(size);
        hikari.setMinimumIdle(Math.min(2, size));
        hikari.setConnectionTimeout(1000);
        hikari.setValidationTimeout(500);
        hikari.setInitializationFailTimeout(-1);
        hikari.addDataSourceProperty("ApplicationName", "vestibule");
        hikari.addDataSourceProperty("connectTimeout", "1");
        hikari.addDataSourceProperty("socketTimeout", "2"); // while it connects
        hikari.addDataSourceProperty("tcpKeepAlive", "true");
        hikari.addDataSourceProperty("logServerErrorDetail", "false"); // it quotes rows
        return hikari;
    }

    /** For requests: a statement that takes 1.5 s is given up. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /** For an operator's commands, whose statements may go through every row there is: they take the time they need. */
    public Jdbi patientJdbi() {
        return configured(Jdbi.create(() -> RequestConnections.open(pool, 0)));
    }

    /** Brings the schema up to date; any number of nodes may do so at once. Returns how many migrations it took. */
    public int migrate() {
        // Flyway takes a second of CPU to find that there is nothing to do: a third of a start
        if (hasNewest()) {
            return 0;
        }
        return Flyway.configure(getClass().getClassLoader())
                .dataSource(url, user.isEmpty() ? null : user, user.isEmpty() ? null : password)
                .locations("classpath:db/migration")
                .load()
                .migrate()
                .migrationsExecuted;
    }

    private boolean hasNewest() {
        // The first connection may take longer than the pool waits: a cold JVM, a database that starts beside us
        Deadline.in(FIRST_CONNECTION).await(this::answers);
        return jdbi.withHandle(h -> h.createQuery("select to_regclass('flyway_schema_history') is not null")
                        .mapTo(Boolean.class)
                        .one()
                && h.createQuery("""
                                select coalesce(bool_and(success) and bool_or(version = :newest), false) from flyway_schema_history
                                """)
                        .bind("newest", NEWEST_MIGRATION)
                        .mapTo(Boolean.class)
                        .one());
    }

    /** Whether the database answers a question now. */
    public boolean answers() {
        try (var connection = pool.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        pool.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
