package io.vestibule.transfer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file, piece by piece: a line, or a page of several customers. Always cut in the same places, so that a number names one. */
interface Pieces {

    /** What the next piece tells, of no, one or several customers; null at the end of the file. */
    @Nullable
    List<SourceRecord> next();

    /** Goes past the next piece without a look at what it tells; false at the end of the file. */
    default boolean skip() {
        return next() != null;
    }

    /** How many bytes of the file have been read. */
    long bytes();
}
