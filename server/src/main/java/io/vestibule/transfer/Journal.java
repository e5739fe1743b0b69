package io.vestibule.transfer;

/** Keeps what becomes of an import, batch by batch, where whoever ordered it can see it. */
public interface Journal {
    /**
     * How an import stands after a batch.
     *
     * @param bytes    how much of the files is done
     * @param now      of the whole file
     * @param before   how the run stood when this call began
     * @param reasons  why lines were refused
     * @param unmapped what has no place in a profile
     */
    record Standing(long bytes, Run now, Run before, Reasons reasons, Unmapped unmapped) {}

    /** Why lines were refused before this call. */
    default Reasons reasons() {
        return new Reasons();
    }

    /** What had no place in a profile before this call. */
    default Unmapped unmapped() {
        return new Unmapped();
    }

    /**
     * Asks before the first line is refused whether it could be kept then.
     *
     * @throws UnusableFileException if not
     */
    default void requireWritable() {}

    /**
     * Appends refused lines behind what is done, in the transaction of their batch; what was written beyond is cut off. The same batch may
     * come twice.
     *
     * @param done how long they were
     * @return how long they are then
     */
    long append(long done, ErrorText text);

    /** A batch is about to be committed; what this throws keeps it from that. The same batch may come twice. */
    void mark(Standing standing);
}
