package io.vestibule.store;

import io.vestibule.sql.TimeLimits;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns of connections that broke, such as under a statement that was given up. The database may go on with it, and without end
 * where a commit waits for a synchronous standby that is away. So a turn is given back only when the database says that nothing
 * runs on behalf of it any more: there are never more backends than the pool may have connections.
 */
final class AbandonedStatements implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AbandonedStatements.class);
    private static final Duration PAUSE = Duration.ofMillis(250);

    /**
     * Statements of this process that may be among those that were given up. The database counts from when it got a statement, which can be
     * long after the request began to wait ({@link TimeLimits#REQUEST}) where both share a busy machine: one that is counted too early only
     * keeps a turn a moment longer, one that isn't counted gives it away.
     */
    private static final String RUNNING = """
            select count(*) as running, coalesce(bool_or(wait_event = 'SyncRep'), false) as standby_awaited
            from pg_stat_activity
            where application_name = current_setting('application_name') and datname = current_database()
              and pid <> pg_backend_pid() and state <> 'idle' and query_start < now() - interval '1 second'
            """;

    private final DataSource pool;
    private final Semaphore turns;
    private final int all;
    private int kept;
    private boolean watched;
    private boolean answered;
    private boolean standbyAwaited;
    private volatile boolean closed;

    /** @param turns all of them, none taken yet */
    AbandonedStatements(DataSource pool, Semaphore turns) {
        this.pool = pool;
        this.turns = turns;
        this.all = turns.availablePermits();
    }

    /** Keeps a turn until nothing runs for it any more. */
    synchronized void keepTurn() {
        kept++;
        if (!watched) {
            watched = true;
            answered = false;
            Thread.ofVirtual().name("abandoned-statements").start(this::watch);
        }
    }

    /** Whether no turn is left. */
    synchronized boolean haveAll() {
        return kept == all;
    }

    /** Whether there are any: then {@link #answered} says whether the database answers. */
    synchronized boolean areThere() {
        return kept > 0;
    }

    /** Whether the database answered last, and no commit waits for a standby. */
    synchronized boolean answered() {
        return answered && !standbyAwaited && kept < all;
    }

    private void watch() {
        do {
            LockSupport.parkNanos(PAUSE.toNanos());
            look();
        } while (!closed && goesOn());
    }

    private synchronized boolean goesOn() {
        watched = kept > 0;
        return watched;
    }

    private void look() {
        try (Connection connection = RequestConnections.open(pool, TimeLimits.REQUEST.statement());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(RUNNING)) {
            row.next();
            found(row.getInt("running"), row.getBoolean("standby_awaited"));
        } catch (SQLException away) {
            foundAway();
        }
    }

    private synchronized void found(int running, boolean standby) {
        if (standby && !standbyAwaited) {
            LOG.error("Commits wait for a synchronous standby that doesn't confirm them; requests are answered 503");
        } else if (standbyAwaited && !standby) {
            LOG.info("No commit waits for a standby any more");
        }
        answered = true;
        standbyAwaited = standby;
        int ended = Math.max(0, kept - running);
        kept -= ended;
        turns.release(ended);
    }

    private synchronized void foundAway() {
        answered = false;
    }

    @Override
    public void close() {
        closed = true;
    }
}
