package io.vestibule.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Connections for requests. Whoever asks must be told within two seconds that the database is away (security), so a statement
 * has a little less; the driver's own setting counts in whole seconds. A request that has waited in vain doesn't wait again: it may
 * have more to ask, such as who may read its answer.
 */
final class RequestConnections implements SqlLogger {
    private static final int STATEMENT_LIMIT_MILLIS = 1500;
    private static final Duration RESPITE = Duration.ofMillis(500);

    private final DataSource pool;
    /** When this thread, and so this request, last waited in vain. */
    private final ThreadLocal<Long> failedAt = new ThreadLocal<>();

    RequestConnections(DataSource pool) {
        this.pool = pool;
    }

    Connection open() throws SQLException {
        Long failed = failedAt.get();
        if (failed != null && System.nanoTime() - failed < RESPITE.toNanos()) {
            throw new SQLTransientConnectionException("the database was away a moment ago");
        }
        try {
            return open(pool, STATEMENT_LIMIT_MILLIS);
        } catch (SQLException e) {
            failedAt.set(System.nanoTime());
            throw e;
        }
    }

    /** A connection that waits so long for an answer; 0: as long as it takes. */
    static Connection open(DataSource pool, int limitMillis) throws SQLException {
        Connection connection = pool.getConnection();
        try {
            connection.setNetworkTimeout(Runnable::run, limitMillis);
            return connection;
        } catch (SQLException e) { // it broke just now: back to the pool, which drops it
            connection.close();
            throw e;
        }
    }

    /** A statement found the database away. */
    @Override
    public void logException(StatementContext context, SQLException e) {
        if (Outages.isOutage(e)) {
            failedAt.set(System.nanoTime());
        }
    }
}
