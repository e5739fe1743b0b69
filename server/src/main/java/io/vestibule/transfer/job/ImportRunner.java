package io.vestibule.transfer.job;

import io.vestibule.password.PasswordHasher;
import io.vestibule.password.PepperStore;
import io.vestibule.portal.Portal;
import io.vestibule.portal.PortalStore;
import io.vestibule.transfer.CustomerImport;
import io.vestibule.transfer.FileFormat;
import io.vestibule.transfer.ImportStore;
import io.vestibule.transfer.Journal;
import io.vestibule.transfer.UnusableFileException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the imports that were started: one at a time a node. One that a node left, since it died or stopped, is taken by another, which
 * goes on behind the last batch. Where the database goes away an import waits for it.
 */
public final class ImportRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImportRunner.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration RENEWAL = Duration.ofSeconds(10);
    private static final int MOST_ATTEMPTS = 10;

    private final ImportWorkStore store;
    private final ImportFileStore files;
    private final ImportStore imports;
    private final PortalStore portals;
    private final PepperStore peppers;
    private final Predicate<Throwable> outage;
    private final Duration kept;
    private final UUID node = UUID.randomUUID();
    private final Thread loop = Thread.ofVirtual().name("imports").unstarted(this::run);
    private volatile boolean nudged;
    private volatile boolean closed;

    /**
     * Does nothing before {@link #start}.
     *
     * @param outage which exceptions say that the database is away
     * @param kept   how long an import is there after it ended
     */
    public ImportRunner(
            ImportWorkStore store,
            ImportFileStore files,
            ImportStore imports,
            PortalStore portals,
            PepperStore peppers,
            Predicate<Throwable> outage,
            Duration kept) {
        this.store = store;
        this.files = files;
        this.imports = imports;
        this.portals = portals;
        this.peppers = peppers;
        this.outage = outage;
        this.kept = kept;
    }

    /** Begins to look for imports that are due. */
    public void start() {
        loop.start();
    }

    /** Says that an import was started, so that it begins soon. Never waits; may be called by any thread. */
    public void nudge() {
        nudged = true;
        LockSupport.unpark(loop);
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
        while (!closed) {
            if (!nudged) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            nudged = false;
            try {
                while (!closed && workOnce()) {}
                while (!closed && store.sweep()) {}
            } catch (RuntimeException e) { // the database is away; the next round comes
                LOG.warn("imports put off: {}", e.getClass().getSimpleName());
            }
        }
    }

    private boolean workOnce() {
        ImportWorkStore.Work work = store.claim(node).orElse(null);
        if (work == null) {
            return false;
        }
        var ended = new CountDownLatch(1);
        Thread.ofVirtual().name("import lease").start(() -> renew(work, ended));
        try {
            work(work);
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

    private void work(ImportWorkStore.Work work) {
        try {
            if (work.attempts() > MOST_ATTEMPTS) {
                fail(work, "Nodes took it " + MOST_ATTEMPTS + " times without getting on; their logs say why.");
                return;
            }
            String notice = imported(work);
            store.end(work, node, work.dry() ? ImportState.CHECKED : ImportState.DONE, notice, kept);
        } catch (StoppedException e) {
            if (closed) {
                store.release(work, node, Duration.ZERO);
            }
        } catch (UnusableFileException e) {
            fail(work, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            if (outage.test(e)) {
                LOG.warn("an import waits: {}", e.getClass().getSimpleName());
                store.release(work, node, PAUSE);
            } else {
                LOG.error("fault", e);
                fail(
                        work,
                        e instanceof UncheckedIOException
                                ? String.valueOf(e.getMessage())
                                : "Something went wrong on our side; the server's log says what.");
            }
        }
    }

    private void fail(ImportWorkStore.Work work, String notice) {
        store.end(work, node, ImportState.FAILED, notice, kept);
    }

    /** What there is to say of how it ended. */
    private @Nullable String imported(ImportWorkStore.Work work) {
        Portal portal = portals.portal(work.portalId()).orElseThrow(StoppedException::new);
        var journal = new WorkJournal(store, files, work, node, () -> closed);
        var hasher = PasswordHasher.create(peppers::secret, ImportJobs.source(work.options(), peppers));
        CustomerImport.Outcome outcome = new CustomerImport(imports, hasher).run(portal, order(work), journal);
        if (outcome.before().finishedAt() == null) {
            return null;
        }
        journal.mark(new Journal.Standing(
                work.files().stream().mapToLong(ImportJob.File::bytes).sum(),
                outcome.now().withErrorBytes(work.before().errorBytes()),
                outcome.before(),
                outcome.reasons(),
                outcome.unmapped()));
        return work.before().records() > 0
                ? null
                : "The same file was imported before, at "
                        + Objects.requireNonNull(outcome.before().finishedAt()).truncatedTo(ChronoUnit.SECONDS)
                        + ", with this result. Nothing was left to do.";
    }

    private CustomerImport.Order order(ImportWorkStore.Work work) {
        ImportOptions options = work.options();
        FileFormat format = options.format();
        List<StoredFile> read = work.files().stream()
                .filter(file -> work.files().size() == 1 || !file.name().endsWith(".sql"))
                .map(file -> new StoredFile(files, file, work.files()))
                .toList();
        if (format == null || read.isEmpty()) {
            throw new UnusableFileException("There is no file whose format is known.");
        }
        if (read.size() > 1 && !format.takesSeveralFiles()) {
            throw new UnusableFileException("Files of the format " + format.word() + " are imported one at a time.");
        }
        return new CustomerImport.Order(
                read,
                format,
                options.columns(),
                options.account(),
                options.zone(),
                options.lenient(),
                work.dry(),
                work.context());
    }
}
