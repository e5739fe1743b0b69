package io.vestibule.transfer;

import io.vestibule.customer.ProfileSchema;
import io.vestibule.password.PasswordHasher;
import io.vestibule.portal.Portal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
     * @param account of Sonar's contacts whose own account isn't told
     * @param errors  where refused lines go
     * @param dry     to look only: nothing is stored but the error file
     */
    public record Order(
            Path file, FileFormat format, @Nullable String account, Path errors, boolean dry, String origin) {}

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
     * Imports the file, or what is left of it; gives how the run stands at its end. {@code finishedAt} of a run that this call had nothing
     * left to do for lies before the call.
     *
     * @throws UnusableFileException if the file as a whole can't be imported
     */
    public Run run(Portal portal, Order order, Progress progress) {
        Instant now = store.now();
        Run before = order.dry()
                ? Run.dry(now)
                : store.begin(portal.id(), Fingerprint.of(order.file(), order.format(), order.account()));
        if (before.finishedAt() != null) {
            return before;
        }
        try (InputStream file = Files.newInputStream(order.file());
                ImportStore.Batches batches = store.batches(portal.id(), order.origin(), order.dry());
                ExecutorService reader = Executors.newSingleThreadExecutor(task ->
                        Thread.ofPlatform().name("import-reader").daemon().unstarted(task))) {
            Pieces pieces = order.format().pieces(file, order.account(), Fields.names(portal.profile()));
            ErrorFile errors = new ErrorFile(order.errors(), order.format().errorLines(pieces));
            var reading = new Reading(pieces, portal.profile(), now);
            var kinds = new Kinds(hasher);
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
                progress.at(batch.bytes, run, before);
            }
            return order.dry() ? run : store.finish(run);
        } catch (IOException e) {
            throw new UncheckedIOException("The file can't be read: " + e.getMessage(), e);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException fault ? fault : e;
        }
    }

    private static Run store(ImportStore.Batches batches, Run run, Batch batch, ErrorFile errors, Kinds kinds) {
        return batches.store(run, Questions.of(batch.entries), known -> {
            var judge = new Judge(known);
            List<ErrorFile.Line> wrong = new ArrayList<>(batch.wrong);
            List<NewRow> made = new ArrayList<>();
            long there = 0;
            for (Entry entry : batch.entries) {
                switch (judge.judge(entry)) {
                    case Verdict.New(NewRow row) -> made.add(row);
                    case Verdict.There() -> there++;
                    case Verdict.Refused(String reason) -> wrong.add(new ErrorFile.Line(entry.told(), reason));
                }
            }
            wrong.sort(Comparator.comparingLong(line -> line.told().line()));
            long errorBytes = errors.append(run.errorBytes(), wrong);
            Run after = run.after(batch.pieces, made.size(), there, wrong.size(), 0, errorBytes);
            return new ImportStore.Judged(after, made, kinds.of(made));
        });
    }

    /** Reads and checks, on its own thread. */
    private final class Reading {
        private final Pieces pieces;
        private final ProfileSchema schema;
        private final Instant now;

        Reading(Pieces pieces, ProfileSchema schema, Instant now) {
            this.pieces = pieces;
            this.schema = schema;
            this.now = now;
        }

        void skip(long count) {
            for (long i = 0; i < count; i++) {
                pieces.skip();
            }
        }

        Batch batch() {
            Batch batch = new Batch();
            while (batch.entries.size() + batch.wrong.size() < BATCH && batch.weight < HEAVIEST) {
                List<Told> told = pieces.next();
                if (told == null) {
                    batch.last = true;
                    break;
                }
                batch.pieces++;
                for (Told one : told) {
                    batch.add(Fields.read(one, schema, hasher, now), one);
                }
            }
            batch.bytes = pieces.bytes();
            return batch;
        }
    }
}
