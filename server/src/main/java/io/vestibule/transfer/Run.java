package io.vestibule.transfer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a file has come in a portal.
 *
 * @param id         0 for a dry run, which is kept nowhere
 * @param pieces     how many pieces of the file are done
 * @param imported   customers that were made
 * @param unchanged  customers that were there already
 * @param refused    records that were refused
 * @param leftOut    records of nobody: the other system's own
 * @param partial    customers that were made without a field that is odd
 * @param renumbered customers that were made with another id than the file has for them
 * @param errorBytes how much of the error file belongs to that
 */
public record Run(
        long id,
        long pieces,
        long imported,
        long unchanged,
        long refused,
        long leftOut,
        long partial,
        long renumbered,
        long errorBytes,
        Instant startedAt,
        @Nullable Instant finishedAt) {

    /**
     * What a batch brings.
     *
     * @param errorBytes how long the error file is then
     */
    record Step(
            long pieces, long imported, long unchanged, long refused, long leftOut, long partial, long errorBytes) {}

    /** A run that begins now and is kept nowhere. */
    static Run dry(Instant now) {
        return new Run(0, 0, 0, 0, 0, 0, 0, 0, 0, now, null);
    }

    /** The same some lines later. */
    Run after(Step step) {
        return new Run(
                id,
                pieces + step.pieces(),
                imported + step.imported(),
                unchanged + step.unchanged(),
                refused + step.refused(),
                leftOut + step.leftOut(),
                partial + step.partial(),
                renumbered,
                step.errorBytes(),
                startedAt,
                finishedAt);
    }

    /** With an error file of another length. */
    public Run withErrorBytes(long bytes) {
        return new Run(
                id, pieces, imported, unchanged, refused, leftOut, partial, renumbered, bytes, startedAt, finishedAt);
    }

    /** With so many customers more who have another id. */
    Run renumbered(long more) {
        return new Run(
                id,
                pieces,
                imported,
                unchanged,
                refused,
                leftOut,
                partial,
                renumbered + more,
                errorBytes,
                startedAt,
                finishedAt);
    }
}
