package io.vestibule.transfer.job;

import io.vestibule.transfer.Reasons;
import io.vestibule.transfer.Unmapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a dry run, or the import, has done so far.
 *
 * @param bytes      how much of the files is done
 * @param imported   customers that were made, or would be
 * @param unchanged  customers that were there already
 * @param refused    records that were refused
 * @param leftOut    records of nobody
 * @param partial    customers that were made without a field that is odd
 * @param renumbered customers that were made with another id than the file has for them
 * @param errorBytes how long the refused lines are
 * @param finishedAt null: it goes on, or was stopped
 */
public record ImportPass(
        long bytes,
        long imported,
        long unchanged,
        long refused,
        long leftOut,
        long partial,
        long renumbered,
        long errorBytes,
        Reasons reasons,
        Unmapped unmapped,
        Instant startedAt,
        @Nullable Instant finishedAt) {

    /** Records of the files that are accounted for. */
    public long records() {
        return imported + unchanged + refused + leftOut;
    }
}
