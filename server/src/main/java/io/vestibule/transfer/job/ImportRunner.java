package io.vestibule.transfer.job;

import io.vestibule.node.Job;
import io.vestibule.node.JobLog;
import io.vestibule.password.PepperStore;
import io.vestibule.portal.PortalStore;
import io.vestibule.transfer.ImportStore;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the imports that were started: one at a time a node. One that a node left, since it died or stopped, is taken by another, which
 * goes on behind the last batch. Where the database goes away an import waits for it.
 */
public final class ImportRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImportRunner.class);
    static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int ROUNDS_A_SWEEP = 12;
    private static final Duration RENEWAL = Duration.ofSeconds(10);

    private final Parts parts;
    private final ImportWorkStore store;
    private final ImportSweepStore sweeping;
    private final UUID node = UUID.randomUUID();
    private final JobLog log = new JobLog("imports");
    private final Thread loop = Thread.ofVirtual().name("imports").unstarted(this::run);
    private volatile boolean nudged;
    private volatile boolean closed;

    /**
     * What an import takes, on connections that wait for long statements.
     *
     * @param outage which exceptions say that the database is away
     * @param kept   how long an import is there after it ended
     */
    public record Parts(
            ImportWorkStore store,
            ImportFileStore files,
            ImportStore imports,
            PortalStore portals,
            PepperStore peppers,
            Predicate<Throwable> outage,
            Duration kept) {}

    /**
     * Does nothing before {@link #start}.
     *
     * @param store finds what is due, as requests ask
     */
    public ImportRunner(Parts parts, ImportWorkStore store, ImportSweepStore sweeping) {
        this.parts = parts;
        this.store = store;
        this.sweeping = sweeping;
    }

    /** Begins to look for imports that are due. */
    public void start() {
        loop.start();
    }

    /** Says that an import was started, or that there is something to remove. Never waits; may be called by any thread. */
    public void nudge() {
        nudged = true;
        LockSupport.unpark(loop);
    }

    /** What is known of it: when it last looked for imports, or why it couldn't do one. */
    public Job job() {
        return log.job();
    }

    /** Stops, behind the batch that is being stored: another node goes on. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(loop);
        try {
            loop.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        for (int round = 0; !closed; round++) {
            if (!nudged) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            boolean sweep = nudged || round % ROUNDS_A_SWEEP == 0;
            nudged = false;
            long begin = System.nanoTime();
            try {
                while (!closed && workOnce()) {
                    sweep = true;
                }
                while (!closed && sweep) {
                    sweep = sweeping.sweep();
                }
                log.done(since(begin), PAUSE);
            } catch (RuntimeException e) { // the database is away; the next round comes
                LOG.warn("imports put off: {}", e.getClass().getSimpleName());
                log.failed(e.getClass().getSimpleName(), since(begin), PAUSE);
            } catch (Error e) { // of one import, say: the others needn't end with it
                LOG.error("fault", e);
                log.failed(e.getClass().getSimpleName(), since(begin), PAUSE);
            }
        }
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private boolean workOnce() {
        ImportWorkStore.Work work = store.claim(node).orElse(null);
        if (work == null) {
            return false;
        }
        var ended = new CountDownLatch(1);
        Thread.ofVirtual().name("import lease").start(() -> renew(work, ended));
        try {
            new ImportAttempt(parts, work, node, () -> closed).run();
        } finally {
            ended.countDown();
        }
        return true;
    }

    private void renew(ImportWorkStore.Work work, CountDownLatch ended) {
        try {
            while (!ended.await(RENEWAL.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    store.renew(work, node);
                } catch (RuntimeException e) {
                    LOG.debug("an import's lease isn't renewed", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
