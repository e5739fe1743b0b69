package io.vestibule.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.vestibule.config.DatabaseConfig;
import io.vestibule.secret.Secret;
import io.vestibule.sql.Sql;
import io.vestibule.sql.TimeLimits;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * The database: a pool of connections to the server that the settings name, or to the embedded one. It fails fast: a server
 * that is away is known within a second, one that hangs within two.
 */
public final class Database implements AutoCloseable {
    /** The version of the last file in {@code db/migration}; a test compares. */
    static final String NEWEST_MIGRATION = "40";

    /** What an import takes: for its batches, for what other records tell, for the file, and for its lease. */
    private static final int JOB_CONNECTIONS = 4;

    /** How many may read all of a portal's customers at once. */
    private static final int SEARCH_CONNECTIONS = 2;

    private static final Duration FIRST_CONNECTION = Duration.ofSeconds(5);

    private final @Nullable EmbeddedPostgres embedded;
    private final PostgresConnections source;
    private final HikariDataSource pool;
    private final HikariDataSource jobPool;
    private final HikariDataSource searchPool;
    private final int firstCustomerId;
    private final RequestConnections requests;
    private final Sql sql;
    private final Sql signInSql;

    private Database(
            @Nullable EmbeddedPostgres embedded, String url, String user, String password, DatabaseConfig config) {
        this.embedded = embedded;
        this.firstCustomerId = config.firstCustomerId();
        this.source = new PostgresConnections(url, user, password, name());
        this.pool = pool(source, config.poolSize());
        this.jobPool = pool(source, JOB_CONNECTIONS);
        this.searchPool = pool(source, SEARCH_CONNECTIONS);
        this.requests = new RequestConnections(pool, config.poolSize());
        this.sql = new Sql(requests);
        this.signInSql = new Sql(requests.bulkhead());
    }

    /** As the server shows it; of this process alone, so that its own statements can be told from those of other nodes. */
    private static String name() {
        return "vestibule "
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt(), 6);
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

    private static HikariDataSource pool(PostgresConnections source, int size) {
        HikariDataSource hikari = new HikariDataSource(); // it would copy a HikariConfig by reflection
        hikari.setPoolName("vestibule");
        hikari.setDataSource(source);
        hikari.setMaximumPoolSize(size);
        hikari.setMinimumIdle(0);
        hikari.setConnectionTimeout(TimeLimits.REQUEST.connection().toMillis());
        hikari.setValidationTimeout(500);
        hikari.setInitializationFailTimeout(-1);
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

    /** For requests: a statement that takes longer than {@link TimeLimits#REQUEST} says is given up. */
    public Sql sql() {
        return sql;
    }

    /** The same for sign-ins with passwords, which come in floods: other requests don't queue behind them. */
    public Sql signInSql() {
        return signInSql;
    }

    /** For an operator's commands and housekeeping, whose statements may go through every row there is: they take the time they need. */
    public Sql patientSql() {
        return new Sql(new PatientConnections(pool));
    }

    /**
     * For what the server does by itself and takes minutes: on connections of its own, so that no request waits for them. There are none
     * while nothing is to be done.
     */
    public Sql jobSql() {
        return new Sql(new PatientConnections(jobPool));
    }

    /**
     * For requests that read all customers of a portal: a statement may take {@link TimeLimits#SEARCH}. They have connections of their own,
     * few: who waits a second in vain for one is refused, and no other request waits for them.
     */
    public Sql searchSql() {
        return new Sql(new PatientConnections(searchPool, TimeLimits.SEARCH));
    }

    /** Brings the schema up to date; any number of nodes may do so at once. Returns how many migrations it took. */
    public int migrate() {
        // Flyway takes a second of CPU to find that there is nothing to do: a third of a start
        if (isUpToDate()) {
            return 0;
        }
        int executed = Flyway.configure(getClass().getClassLoader())
                .dataSource(source)
                .locations("classpath:db/migration")
                .load()
                .migrate()
                .migrationsExecuted;
        CustomerIds.begin(sql, firstCustomerId);
        return executed;
    }

    private boolean isUpToDate() {
        // The first connection may take longer than the pool waits: a cold JVM, a database that starts beside us
        Deadline.in(FIRST_CONNECTION).await(() -> answers() || refusesUs());
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

    /** Whether the database has us under another password, or not at all: no waiting helps. */
    private boolean refusesUs() {
        try {
            source.getConnection().close();
            return false;
        } catch (SQLException e) {
            return e.getSQLState() != null && e.getSQLState().startsWith("28");
        }
    }

    /** Whether the database answers a question now, and no commit waits for a standby. */
    public boolean answers() {
        AbandonedStatements abandoned = requests.abandoned();
        if (abandoned.areThere()) { // who asks how they are
            return abandoned.answered();
        }
        try (var connection = pool.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        requests.abandoned().close();
        searchPool.close();
        jobPool.close();
        pool.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
