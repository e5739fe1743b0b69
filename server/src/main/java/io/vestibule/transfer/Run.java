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
 * @param refused    lines in the error file
 * @param renumbered customers that were made with another id than the file has for them
 * @param errorBytes how much of the error file belongs to that
 */
public record Run(
        long id,
        long pieces,
        long imported,
        long unchanged,
        long refused,
        long renumbered,
        long errorBytes,
        Instant startedAt,
        @Nullable Instant finishedAt) {

    /** A run that begins now and is kept nowhere. */
    static Run dry(Instant now) {
        return new Run(0, 0, 0, 0, 0, 0, 0, now, null);
    }

    /** The same some lines later. */
    Run after(long morePieces, long made, long there, long bad, long otherIds, long errorBytesNow) {
        return new Run(
                id,
                pieces + morePieces,
                imported + made,
                unchanged + there,
                refused + bad,
                renumbered + otherIds,
                errorBytesNow,
                startedAt,
                finishedAt);
    }
}
