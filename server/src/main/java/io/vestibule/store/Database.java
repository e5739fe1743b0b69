package io.vestibule.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.vestibule.config.DatabaseConfig;
import io.vestibule.secret.Secret;
import io.vestibule.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
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
    private final int firstCustomerId;
    private final Sql sql;

    private Database(
            @Nullable EmbeddedPostgres embedded, String url, String user, String password, DatabaseConfig config) {
        this.embedded = embedded;
        this.url = url;
        this.user = user;
        this.password = password;
        this.firstCustomerId = config.firstCustomerId();
        this.pool = pool(url, user, password, config.poolSize());
        this.sql = new Sql(new RequestConnections(pool, config.poolSize()));
    }

    /** Opens the database that the settings name; starts the embedded one if they name none. */
    public static Database open(DatabaseConfig config) {
        if (config.url() == null) {
            EmbeddedPostgres embedded = EmbeddedPostgres.open(config.dataDirectory());
            return new Database(embedded, embedded.jdbcUrl(), embedded.user(), embedded.password(), config);
        }
        Secret password = config.password();
        return new Database(
                null,
                config.url(),
                config.user() == null ? "" : config.user(),
                password == null ? "" : password.reveal(),
                config);
    }

    private static HikariDataSource pool(String url, String user, String password, int size) {
        HikariDataSource hikari = new HikariDataSource(); // it would copy a HikariConfig by reflection
        hikari.setPoolName("vestibule");
        hikari.setJdbcUrl(url);
        if (!user.isEmpty()) {
            hikari.setUsername(user);
            hikari.setPassword(password);
        }
        hikari.setMaximumPoolSize(size);
        hikari.setMinimumIdle(1);
        hikari.setConnectionTimeout(1000);
        hikari.setValidationTimeout(500);
        hikari.setInitializationFailTimeout(-1);
        // Our statements look rows up by index, whatever the values: planned anew for each, those with arrays take
        // twice the time
        hikari.setConnectionInitSql("set plan_cache_mode = force_generic_plan");
        hikari.addDataSourceProperty("ApplicationName", "vestibule");
        hikari.addDataSourceProperty("connectTimeout", "1");
        hikari.addDataSourceProperty("socketTimeout", "2"); // while it connects
        hikari.addDataSourceProperty("tcpKeepAlive", "true");
        hikari.addDataSourceProperty("logServerErrorDetail", "false"); // it quotes rows
        return hikari;
    }

    /** The pool's connections; {@code awaited} is how many threads wait for one. */
    public record Connections(int all, int active, int idle, int awaited, int most) {}

    /** The pool's connections at this moment. */
    public Connections connections() {
        HikariPoolMXBean now = pool.getHikariPoolMXBean();
        return now == null // before the first one
                ? new Connections(0, 0, 0, 0, pool.getMaximumPoolSize())
                : new Connections(
                        now.getTotalConnections(),
                        now.getActiveConnections(),
                        now.getIdleConnections(),
                        now.getThreadsAwaitingConnection(),
                        pool.getMaximumPoolSize());
    }

    /** For requests: a statement that takes 1.5 s is given up. */
    public Sql sql() {
        return sql;
    }

    /** For an operator's commands, whose statements may go through every row there is: they take the time they need. */
    public Sql patientSql() {
        return new Sql(new PatientConnections(pool));
    }

    /** Brings the schema up to date; any number of nodes may do so at once. Returns how many migrations it took. */
    public int migrate() {
        // Flyway takes a second of CPU to find that there is nothing to do: a third of a start
        if (isUpToDate()) {
            return 0;
        }
        int executed = Flyway.configure(getClass().getClassLoader())
                .dataSource(url, user.isEmpty() ? null : user, user.isEmpty() ? null : password)
                .locations("classpath:db/migration")
                .load()
                .migrate()
                .migrationsExecuted;
        CustomerIds.begin(sql, firstCustomerId);
        return executed;
    }

    private boolean isUpToDate() {
        // The first connection may take longer than the pool waits: a cold JVM, a database that starts beside us
        Deadline.in(FIRST_CONNECTION).await(this::answers);
        return sql.withHandle(h -> h.statement("select to_regclass('flyway_schema_history') is not null")
                        .mapTo(Boolean.class)
                        .one()
                && h.statement("""
                                select coalesce(bool_and(success) and bool_or(version = :newest), false) from flyway_schema_history
                                """)
                        .bind("newest", NEWEST_MIGRATION)
                        .mapTo(Boolean.class)
                        .one()
                && CustomerIds.haveBegun(h, firstCustomerId));
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
