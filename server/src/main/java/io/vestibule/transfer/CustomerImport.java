package io.vestibule.transfer;

import io.vestibule.audit.AuditContext;
import io.vestibule.password.PasswordHasher;
import io.vestibule.portal.Portal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
     * @param account of Sonar's contacts whose own account isn't told
     * @param zone    of times that are given without one; null: they aren't guessed
     * @param lenient whether a customer is imported without a field that is odd
     * @param errors  where refused lines go
     * @param dry     to look only: nothing is stored but the error file
     */
    public record Order(
            List<Path> files,
            FileFormat format,
            @Nullable String account,
            @Nullable ZoneId zone,
            boolean lenient,
            Path errors,
            boolean dry,
            AuditContext context) {}

    /**
     * What came of it.
     *
     * @param before   how the run stood when this call began; done, if there was nothing left to do
     * @param now      how it stands at the end
     * @param reasons  why lines were refused by this call
     * @param unmapped what this call read that has no place in a profile
     */
    public record Outcome(Run before, Run now, Reasons reasons, Unmapped unmapped) {}

    /** Is told how far it is, after each batch. */
    public interface Progress {
        /**
         * A batch is done.
         *
         * @param bytes how much of the file is done
         * @param now    how the run stands
         * @param before how the run stood when this call began
         */
        void at(long bytes, Run now, Run before);
    }

    /**
     * Imports the files, or what is left of them.
     *
     * @throws UnusableFileException if the file as a whole can't be imported, or the error file can't be written
     */
    public Outcome run(Portal portal, Order order, Progress progress) {
        Instant now = store.now();
        ErrorFile.requireWritable(order.errors());
        Reasons reasons = new Reasons();
        Unmapped unmapped = new Unmapped();
        Rules rules = new Rules(portal.profile(), hasher, now, order.lenient(), order.zone());
        Run before = order.dry() ? Run.dry(now) : store.begin(portal.id(), Fingerprint.of(order, hasher));
        if (before.finishedAt() != null) {
            return new Outcome(before, before, reasons, unmapped);
        }
        try (OpenFiles files = new OpenFiles(order, rules, () -> store.side(rules.attributes(), unmapped));
                BatchStore batches = store.batches(portal.id(), order.context(), order.dry());
                ExecutorService reader = Executors.newSingleThreadExecutor(task ->
                        Thread.ofPlatform().name("import-reader").daemon().unstarted(task))) {
            Pieces pieces = files.pieces();
            ErrorFile errors = new ErrorFile(order.errors(), order.format().errorLines(pieces));
            var reading = new Reading(pieces, rules);
            var kinds = new HashKinds(hasher);
            CompletableFuture<Batch> ahead = CompletableFuture.supplyAsync(
                    () -> {
                        reading.skip(before.pieces());
                        return reading.batch();
                    },
                    reader);
            Run run = before;
            for (boolean last = false; !last; ) {
                Batch batch = ahead.join();
                last = batch.last;
                if (!last) {
                    ahead = CompletableFuture.supplyAsync(reading::batch, reader);
                }
                run = store(batches, run, batch, errors, kinds);
                batch.refused.forEach(
                        line -> reasons.add(line.reason(), line.source().line()));
                unmapped.addAll(batch.unmapped);
                progress.at(batch.bytes, run, before);
            }
            return new Outcome(before, order.dry() ? run : store.finish(run), reasons, unmapped);
        } catch (IOException e) {
            throw new UncheckedIOException("The file can't be read: " + e.getMessage(), e);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException fault ? fault : e;
        }
    }

    private static Run store(BatchStore batches, Run run, Batch batch, ErrorFile errors, HashKinds kinds) {
        return batches.store(run, Questions.of(batch.entries), existing -> {
            var reconciler = new Reconciler(existing);
            List<ErrorFile.Line> refused = new ArrayList<>(batch.wrong);
            List<ErrorFile.Line> lines = new ArrayList<>();
            List<NewRow> made = new ArrayList<>();
            long there = 0;
            for (Entry entry : batch.entries) {
                switch (reconciler.reconcile(entry)) {
                    case Reconciliation.New(NewRow row) -> {
                        made.add(row);
                        if (!entry.odd().isEmpty()) {
                            lines.add(new ErrorFile.Line(
                                    entry.source(), "Imported without a field: " + String.join(" ", entry.odd())));
                        }
                    }
                    case Reconciliation.There() -> there++;
                    case Reconciliation.Refused(String reason) ->
                        refused.add(new ErrorFile.Line(entry.source(), reason));
                }
            }
            batch.refused = refused;
            lines.addAll(refused);
            lines.sort(Comparator.comparingLong(line -> line.source().line()));
            long errorBytes = errors.append(run.errorBytes(), lines);
            Run after = run.after(new Run.Step(
                    batch.pieces,
                    made.size(),
                    there,
                    refused.size(),
                    batch.leftOut,
                    lines.size() - refused.size(),
                    errorBytes));
            return new BatchStore.Reconciled(after, made, kinds.of(made));
        });
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
