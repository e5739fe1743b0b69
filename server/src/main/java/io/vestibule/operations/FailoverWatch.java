package io.vestibule.operations;

import io.vestibule.node.Job;
import io.vestibule.node.JobLog;
import io.vestibule.operations.HousekeepingStore.Position;
import io.vestibule.sql.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices, on every node, that the database doesn't hold any more what it had confirmed: another server took over that lacked it, or
 * an older backup was restored. Nothing here can prevent that; but what was void is valid again then, and somebody must know.
 */
public final class FailoverWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FailoverWatch.class);
    private static final long PAUSE_SECONDS = 5;

    private final HousekeepingStore store;
    private final JobLog log = new JobLog("failover-watch");
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("failover-watch").unstarted(this::run);
    private Position seen = new Position("", 0, Instant.EPOCH, true);

    public FailoverWatch(Sql sql) {
        this.store = new HousekeepingStore(sql, Duration.ZERO);
    }

    /** Starts, some seconds from now. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing.await(PAUSE_SECONDS, TimeUnit.SECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look: false if the newest event that was seen is gone. */
    boolean look() {
        long begin = System.nanoTime();
        try {
            Position now = store.position(seen);
            if (!seen.timeline().isEmpty() && !now.timeline().equals(seen.timeline())) {
                LOG.warn("The database failed over: its timeline is {}, and was {}", now.timeline(), seen.timeline());
            }
            if (!now.holdsOther()) {
                LOG.error(
                        "The database lost what it had confirmed: audit event {} of {} is gone. Void sessions and links may be valid"
                                + " again: `vestibule epoch bump` is due, as after a restore (docs/operations.md)",
                        seen.event(),
                        seen.at());
            }
            seen = now;
            log.done(since(begin), Duration.ofSeconds(PAUSE_SECONDS));
            return now.holdsOther();
        } catch (RuntimeException e) { // the database is away
            LOG.debug("the database's position can't be read: {}", e.getClass().getSimpleName());
            log.failed(e.getClass().getSimpleName(), since(begin), Duration.ofSeconds(PAUSE_SECONDS));
            return true;
        }
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** What is known of it. */
    public Job job() {
        return log.job();
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
