package io.vestibule.operations;

import io.vestibule.audit.AuditContext;
import io.vestibule.audit.StatisticsRollupStore;
import io.vestibule.node.Job;
import io.vestibule.node.JobLog;
import io.vestibule.operations.HousekeepingStore.Expired;
import io.vestibule.portal.ClientUses;
import io.vestibule.session.SigningKeys;
import io.vestibule.sql.Sql;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens by itself, on every node, every minute: rows that can't matter any more are removed, signing keys rotate when they are old,
 * what is over is counted, and when API clients called is written. Each step does no harm when another node does it at the same time.
 */
public final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    /** Leaves room in the minute for the other steps. */
    private static final Duration REMOVING = Duration.ofSeconds(30);

    private static final int COUNTS_A_ROUND = 1200; // of five minutes each: a hundred hours
    private static final Duration KEY_AGE = Duration.ofDays(90);

    private final HousekeepingStore store;
    private final SigningKeys keys;
    private final StatisticsRollupStore statistics;
    private final ClientUses clientUses;
    private final List<Step> steps = List.of(
            new Step("expired-rows", this::removeExpired),
            new Step("signing-keys", this::rotateKeys),
            new Step("statistics", this::count),
            new Step("session-count", this::countSessions),
            new Step("client-uses", this::writeUses));
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("housekeeping").unstarted(this::run);

    private record Step(JobLog log, Runnable work) {
        Step(String name, Runnable work) {
            this(new JobLog(name), work);
        }
    }

    /**
     * @param patientSql removing a batch, or counting many rows, takes longer than a request may
     * @param forgotten  how long after the last failure a count of failed sign-ins means nothing
     */
    public Housekeeping(Sql patientSql, SigningKeys keys, ClientUses clientUses, Duration forgotten) {
        this.store = new HousekeepingStore(patientSql, forgotten);
        this.keys = keys;
        this.statistics = new StatisticsRollupStore(patientSql);
        this.clientUses = clientUses;
    }

    /** Starts, a minute from now. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing.await(PAUSE.toSeconds(), TimeUnit.SECONDS)) {
                tidy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One round: what the minute brings. A step that fails puts off those after it. */
    void tidy() {
        for (Step step : steps) {
            long begin = System.nanoTime();
            try {
                step.work().run();
                step.log().done(Duration.ofNanos(System.nanoTime() - begin), PAUSE);
            } catch (RuntimeException e) { // the database is away; the next minute comes
                String fault = e.getClass().getSimpleName();
                step.log().failed(fault, Duration.ofNanos(System.nanoTime() - begin), PAUSE);
                LOG.warn("housekeeping put off: {}", fault);
                return;
            }
        }
    }

    private void removeExpired() {
        removeExpired(REMOVING);
    }

    /** Removes a batch of each table, and then more of those that have more, until none has or the time is over. */
    void removeExpired(Duration most) {
        long begin = System.nanoTime();
        List<Expired> left = store.removeBatches(store.expired());
        while (!left.isEmpty() && closing.getCount() > 0) {
            if (System.nanoTime() - begin >= most.toNanos()) {
                LOG.warn(
                        "more rows have expired than a round removes, of {}",
                        left.stream().map(Expired::table).collect(Collectors.joining(", ")));
                return;
            }
            left = store.removeBatches(left);
        }
    }

    private void rotateKeys() {
        if (keys.rotate(KEY_AGE, AuditContext.HOUSEKEEPING)) {
            LOG.info("a new signing key was published");
        }
    }

    private void count() {
        for (int step = 0; step < COUNTS_A_ROUND && statistics.countMinutes(); step++) {}
        for (int step = 0; step < COUNTS_A_ROUND && statistics.countHour(); step++) {}
    }

    private void countSessions() {
        statistics.countSessions();
    }

    private void writeUses() {
        clientUses.write();
    }

    /** What is known of each step. */
    public List<Job> jobs() {
        return steps.stream().map(step -> step.log().job()).toList();
    }

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
