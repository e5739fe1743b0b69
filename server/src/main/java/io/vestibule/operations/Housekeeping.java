package io.vestibule.operations;

import io.vestibule.audit.AuditContext;
import io.vestibule.audit.StatisticsStore;
import io.vestibule.portal.ClientUses;
import io.vestibule.session.SigningKeys;
import io.vestibule.sql.Sql;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens by itself, on every node, every minute: rows that can't matter any more are removed, signing keys rotate when
 * they are old, and when API clients called is written. Each step is one statement that does no harm when another node does it at the same time.
 */
public final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final int HOURS_A_ROUND = 100;
    private static final Duration KEY_AGE = Duration.ofDays(90);

    private final HousekeepingStore store;
    private final SigningKeys keys;
    private final StatisticsStore statistics;
    private final ClientUses clientUses;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("housekeeping").unstarted(this::run);

    /** @param forgotten how long after the last failure a count of failed sign-ins means nothing */
    public Housekeeping(Sql sql, SigningKeys keys, ClientUses clientUses, Duration forgotten) {
        this.store = new HousekeepingStore(sql, forgotten);
        this.keys = keys;
        this.clientUses = clientUses;
        this.statistics = new StatisticsStore(sql);
    }

    /** Starts, a minute from now. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing.await(1, TimeUnit.MINUTES)) {
                tidy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One round: what the minute brings. */
    void tidy() {
        try {
            clientUses.write();
            store.removeExpired();
            if (keys.rotate(KEY_AGE, AuditContext.HOUSEKEEPING)) {
                LOG.info("a new signing key was published");
            }
            for (int hours = 0; hours < HOURS_A_ROUND && statistics.countHour(); hours++) {}
        } catch (RuntimeException e) { // the database is away; the next minute comes
            LOG.warn("housekeeping put off: {}", e.getClass().getSimpleName());
        }
    }

    /** Ends the rounds, and writes what no other would. */
    @Override
    public void close() {
        closing.countDown();
        try {
            clientUses.write();
        } catch (RuntimeException e) { // the database is away: the last minute's uses are lost
            LOG.warn(
                    "when API clients called last isn't written: {}",
                    e.getClass().getSimpleName());
        }
    }
}
