package io.vestibule.store;

import io.vestibule.sql.Connections;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Connections for requests, first come, first served: the pool itself lets newcomers overtake, and with more requests than
 * connections some would wait until they are refused. Whoever asks must be told within two seconds that the database is away
 * (security), so a statement has a little less; the driver's own setting counts in whole seconds. A request that has waited in
 * vain doesn't wait again: it may have more to ask, such as who may read its answer. Nor does one that waited for its turn while
 * others found the database away.
 */
final class RequestConnections implements Connections {
    private static final int STATEMENT_LIMIT_MILLIS = 1500;
    /** How long a request waits for its turn. */
    private static final Duration PATIENCE = Duration.ofMillis(1800);

    private static final Duration RESPITE = Duration.ofMillis(500);

    private final DataSource pool;
    private final Semaphore turns;
    /** When this thread, and so this request, last waited in vain. */
    private final ThreadLocal<Long> failedAt = new ThreadLocal<>();
    /** When some request last did. */
    private volatile long awayAt = System.nanoTime() - RESPITE.toNanos();

    RequestConnections(DataSource pool, int size) {
        this.pool = pool;
        this.turns = new Semaphore(size, true);
    }

    @Override
    public Connection open() throws SQLException {
        Long failed = failedAt.get();
        if (failed != null && isRecent(failed)) {
            throw new SQLTransientConnectionException("the database was away a moment ago");
        }
        awaitTurn();
        try {
            return open(pool, STATEMENT_LIMIT_MILLIS);
        } catch (SQLException | RuntimeException e) {
            foundAway();
            turns.release();
            throw e;
        }
    }

    private static boolean isRecent(long moment) {
        return System.nanoTime() - moment < RESPITE.toNanos();
    }

    private void foundAway() {
        awayAt = System.nanoTime();
        failedAt.set(awayAt);
    }

    private void awaitTurn() throws SQLException {
        long begin = System.nanoTime();
        try {
            if (!turns.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                throw inVain("every connection to the database is in use");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while waiting for a connection to the database", e);
        }
        if (isRecent(awayAt) && !isRecent(begin)) {
            turns.release();
            throw inVain("the database went away meanwhile");
        }
    }

    private SQLException inVain(String why) {
        failedAt.set(System.nanoTime());
        return new SQLTransientConnectionException(why);
    }

    @Override
    public void close(Connection connection) throws SQLException {
        try {
            connection.close();
        } finally {
            turns.release();
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
    public void failed(SQLException fault) {
        if (Outages.isOutage(fault)) {
            foundAway();
        }
    }
}
