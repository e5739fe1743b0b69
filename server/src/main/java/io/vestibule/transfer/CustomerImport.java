package io.vestibule.transfer;

import io.vestibule.audit.AuditContext;
import io.vestibule.password.PasswordHasher;
import io.vestibule.portal.Portal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Takes the customers of a file into a portal. Each batch of lines is done whole or not at all, and with it the mark of how far the file
 * has come: whatever is killed, the next call goes on from there, and a file that is done is done. A line that can't be taken goes into
 * the error file with its reason and stops nothing. While the database works on one batch, the next is read and checked.
 */
public final class CustomerImport {
    private static final int BATCH = 4_000;
    private static final int HEAVIEST = 2 * 1024 * 1024;

    private final ImportStore store;
    private final PasswordHasher hasher;

    public CustomerImport(ImportStore store, PasswordHasher hasher) {
        this.store = store;
        this.hasher = hasher;
    }

    /**
     * What to import, and how.
     *
     * @param files   several only of a format that takes them
     * @param columns what columns of CSV are called here, by what the file calls them; empty for one that is left out
     * @param account of Sonar's contacts whose own account isn't told
     * @param zone    of times that are given without one; null: they aren't guessed
     * @param lenient whether a customer is imported without a field that is odd
     * @param dry     to look only: nothing is stored but the journal
     */
    public record Order(
            List<? extends ImportFile> files,
            FileFormat format,
            Map<String, String> columns,
            @Nullable String account,
            @Nullable ZoneId zone,
            boolean lenient,
            boolean dry,
            AuditContext context) {
        ImportFile first() {
            return files.getFirst();
        }
    }

    /**
     * What came of it.
     *
     * @param before   how the run stood when this call began; done, if there was nothing left to do
     * @param now      how it stands at the end
     * @param reasons  why lines were refused, as far as the journal knows
     * @param unmapped what has no place in a profile, as far as the journal knows
     */
    public record Outcome(Run before, Run now, Reasons reasons, Unmapped unmapped) {}

    /**
     * Imports the files, or what is left of them.
     *
     * @throws UnusableFileException if the file as a whole can't be imported, or refused lines can't be kept
     */
    public Outcome run(Portal portal, Order order, Journal journal) {
        Instant now = store.now();
        journal.requireWritable();
        Unmapped sides = new Unmapped();
        Rules rules = new Rules(portal.profile(), hasher, now, order.lenient(), order.zone());
        Run before = order.dry() ? Run.dry(now) : store.begin(portal.id(), Fingerprint.of(order, hasher));
        if (before.finishedAt() != null) {
            return new Outcome(before, before, journal.reasons(), journal.unmapped());
        }
        boolean goesOn =
                before.pieces() > 0; // else the journal may have what was counted when the file was read otherwise
        Reasons reasons = goesOn ? journal.reasons() : new Reasons();
        Unmapped unmapped = goesOn ? journal.unmapped() : new Unmapped();
        try (OpenFiles files = new OpenFiles(order, rules, () -> store.side(rules.attributes(), sides));
                BatchStore batches = store.batches(portal.id(), order.context(), order.dry());
                ExecutorService reader = Executors.newSingleThreadExecutor(task ->
                        Thread.ofPlatform().name("import-reader").daemon().unstarted(task))) {
            Pieces pieces = files.pieces();
            var reading = new Reading(pieces, rules);
            var writing =
                    new Writing(batches, journal, order.format().errorLines(pieces), new HashKinds(hasher), before);
            CompletableFuture<Batch> ahead = CompletableFuture.supplyAsync(
                    () -> {
                        reading.skip(before.pieces());
                        return reading.batch();
                    },
                    reader);
            if (unmapped.counts().isEmpty()) { // a journal that keeps it has that of the sides since the first batch
                unmapped = unmapped.with(sides);
            }
            Run run = before;
            for (boolean last = false; !last; ) {
                Batch batch = ahead.join();
                last = batch.last;
                if (!last) {
                    ahead = CompletableFuture.supplyAsync(reading::batch, reader);
                }
                Journal.Standing stands = writing.store(run, batch, reasons, unmapped.with(batch.unmapped));
                run = stands.now();
                reasons = stands.reasons();
                unmapped = stands.unmapped();
            }
            return new Outcome(before, order.dry() ? run : store.finish(run), reasons, unmapped);
        } catch (IOException e) {
            throw new UncheckedIOException("The file can't be read: " + e.getMessage(), e);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException fault ? fault : e;
        }
    }

    /** Reads and checks, on its own thread. */
    private static final class Reading {
        private final Pieces pieces;
        private final Rules rules;

        Reading(Pieces pieces, Rules rules) {
            this.pieces = pieces;
            this.rules = rules;
        }

        void skip(long count) {
            for (long i = 0; i < count; i++) {
                pieces.skip();
            }
        }

        Batch batch() {
            Batch batch = new Batch();
            while (batch.records() < BATCH && batch.weight < HEAVIEST) {
                List<SourceRecord> records = pieces.next();
                if (records == null) {
                    batch.last = true;
                    break;
                }
                batch.pieces++;
                for (SourceRecord one : records) {
                    batch.add(Fields.read(one, rules), one);
                }
            }
            batch.bytes = pieces.bytes();
            return batch;
        }
    }
}
