package io.vestibule.store;

import io.vestibule.sql.Connections;
import io.vestibule.sql.TimeLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Connections for requests, first come, first served: the pool itself lets newcomers overtake, and with more requests than
 * connections some would wait until they are refused. A request that has waited in vain doesn't wait again: it may have more to ask,
 * such as who may read its answer. Nor does one that waited for its turn while others found the database away. One connection of the
 * pool has no turn: it asks how the others' statements are.
 */
final class RequestConnections implements Connections {
    private static final Duration RESPITE = Duration.ofMillis(500);

    private final DataSource pool;
    private final Semaphore turns;
    private final AbandonedStatements abandoned;
    /** When this thread, and so this request, last waited in vain. */
    private final ThreadLocal<Long> failedAt = new ThreadLocal<>();
    /** When some request last did. */
    private volatile long awayAt = System.nanoTime() - RESPITE.toNanos();

    RequestConnections(DataSource pool, int size) {
        this.pool = pool;
        this.turns = new Semaphore(Math.max(1, size - 1), true);
        this.abandoned = new AbandonedStatements(pool, turns);
    }

    /** Of statements that were given up and may still run. */
    AbandonedStatements abandoned() {
        return abandoned;
    }

    /**
     * The same connections for work of which much may come at once: it has two thirds of them at a time, and the others are left to the
     * rest, which doesn't queue behind it.
     */
    Connections bulkhead() {
        Semaphore share = new Semaphore(Math.max(1, turns.availablePermits() * 2 / 3), true);
        return new Connections() {
            @Override
            public Connection open() throws SQLException {
                return RequestConnections.this.open(share);
            }

            @Override
            public void close(Connection connection) throws SQLException {
                try {
                    RequestConnections.this.close(connection);
                } finally {
                    share.release();
                }
            }

            @Override
            public void failed(SQLException fault) {
                RequestConnections.this.failed(fault);
            }
        };
    }

    @Override
    public Connection open() throws SQLException {
        refuseInVain();
        return open(System.nanoTime());
    }

    private Connection open(Semaphore share) throws SQLException {
        refuseInVain();
        long begin = System.nanoTime();
        await(share, begin);
        try {
            return open(begin);
        } catch (SQLException | RuntimeException e) {
            share.release();
            throw e;
        }
    }

    private void refuseInVain() throws SQLException {
        Long failed = failedAt.get();
        if (failed != null && isRecent(failed)) {
            throw new SQLTransientConnectionException("the database was away a moment ago");
        }
        if (abandoned.haveAll()) {
            throw inVain("the database goes on with statements that were given up");
        }
    }

    private Connection open(long begin) throws SQLException {
        await(turns, begin);
        try {
            return open(pool, TimeLimits.REQUEST.statement());
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

    private void await(Semaphore queue, long begin) throws SQLException {
        try {
            if (!queue.tryAcquire(
                    TimeLimits.REQUEST.turn().toNanos() - (System.nanoTime() - begin), TimeUnit.NANOSECONDS)) {
                throw inVain("every connection to the database is in use");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while waiting for a connection to the database", e);
        }
        if (isRecent(awayAt) && !isRecent(begin)) {
            queue.release();
            throw inVain("the database went away meanwhile");
        }
    }

    private SQLException inVain(String why) {
        failedAt.set(System.nanoTime());
        return new SQLTransientConnectionException(why);
    }

    @Override
    public void close(Connection connection) throws SQLException {
        if (connection.isClosed()) { // it broke, and the pool has dropped it
            abandoned.keepTurn();
            return;
        }
        try {
            connection.close();
        } finally {
            turns.release();
        }
    }

    /** A connection that waits so long for an answer; zero: as long as it takes. */
    static Connection open(DataSource pool, Duration limit) throws SQLException {
        Connection connection = pool.getConnection();
        try {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(limit.toMillis()));
            return connection;
        } catch (SQLException e) { // it broke just now: back to the pool, which drops it
            connection.close();
            throw e;
        }
    }

    /** A statement found the database away. */
    @Override
    public void failed(SQLException fault) {
        if (Outages.isAway(fault)) {
            foundAway();
        }
    }
}
