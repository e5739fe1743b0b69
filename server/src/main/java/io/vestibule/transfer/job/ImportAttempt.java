package io.vestibule.transfer.job;

import io.vestibule.password.PasswordHasher;
import io.vestibule.portal.Portal;
import io.vestibule.transfer.CustomerImport;
import io.vestibule.transfer.FileFormat;
import io.vestibule.transfer.Journal;
import io.vestibule.transfer.UnusableFileException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An import while this node has it, and how that ends: it is done, it can't be, somebody stopped it, or the database is away. */
final class ImportAttempt {
    private static final Logger LOG = LoggerFactory.getLogger(ImportAttempt.class);
    private static final int MOST_ATTEMPTS = 10;

    private final ImportRunner.Parts parts;
    private final ImportWorkStore.Work work;
    private final UUID node;
    private final BooleanSupplier stopping;

    ImportAttempt(ImportRunner.Parts parts, ImportWorkStore.Work work, UUID node, BooleanSupplier stopping) {
        this.parts = parts;
        this.work = work;
        this.node = node;
        this.stopping = stopping;
    }

    /** Does it, or what is left of it. */
    void run() {
        try {
            if (work.attempts() > MOST_ATTEMPTS) {
                fail("Nodes took it " + MOST_ATTEMPTS + " times without getting on; their logs say why.");
                return;
            }
            String notice = imported();
            parts.store().end(work, node, work.dry() ? ImportState.CHECKED : ImportState.DONE, notice, parts.kept());
        } catch (StoppedException e) {
            if (stopping.getAsBoolean()) {
                parts.store().release(work, node, Duration.ZERO);
            }
        } catch (UnusableFileException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            if (parts.outage().test(e)) {
                LOG.warn("an import waits: {}", e.getClass().getSimpleName());
                parts.store().release(work, node, ImportRunner.PAUSE);
            } else {
                LOG.error("fault", e);
                fail(
                        e instanceof UncheckedIOException
                                ? String.valueOf(e.getMessage())
                                : "Something went wrong on our side; the server's log says what.");
            }
        }
    }

    private void fail(String notice) {
        parts.store().end(work, node, ImportState.FAILED, notice, parts.kept());
    }

    /** What there is to say of how it ended. */
    private @Nullable String imported() {
        Portal portal = parts.portals().portal(work.portalId()).orElseThrow(StoppedException::new);
        var journal = new WorkJournal(parts.store(), parts.files(), work, node, stopping);
        var hasher = PasswordHasher.create(parts.peppers()::secret, ImportJobs.source(work.options(), parts.peppers()));
        CustomerImport.Outcome outcome = new CustomerImport(parts.imports(), hasher).run(portal, order(), journal);
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

    private CustomerImport.Order order() {
        ImportOptions options = work.options();
        FileFormat format = options.format();
        List<StoredFile> read = work.files().stream()
                .filter(file -> work.files().size() == 1 || !file.name().endsWith(".sql"))
                .map(file -> new StoredFile(parts.files(), file, work.files()))
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
