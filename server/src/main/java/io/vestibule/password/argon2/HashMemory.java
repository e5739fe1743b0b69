package io.vestibule.password.argon2;

import java.lang.foreign.MemorySegment;

/** Memory of one thread that hashes: on huge pages, left out of core dumps. Nobody else touches it. */
final class HashMemory implements AutoCloseable {
    private static final long HUGE_PAGE = 2L << 20;

    private final Argon2Library library;
    private final MemorySegment segment;
    /** How many bytes, from the first one, the hashes since the last wiping wrote. */
    private long written;

    private HashMemory(Argon2Library library, MemorySegment segment) {
        this.library = library;
        this.segment = segment;
    }

    /**
     * Memory of at least so many bytes.
     *
     * @throws HashMemoryException if the system has none
     */
    static HashMemory map(Argon2Library library, long bytes) {
        return new HashMemory(library, library.map(Math.ceilDiv(bytes, HUGE_PAGE) * HUGE_PAGE));
    }

    /** For a hash that writes so many bytes of it. */
    MemorySegment lend(long bytes) {
        written = Math.max(written, bytes);
        return segment;
    }

    /** Overwrites all that hashes left. */
    void wipe() {
        library.wipe(segment, written);
        written = 0;
    }

    /** All of it. */
    MemorySegment segment() {
        return segment;
    }

    /** Gives it back to the system, which wipes it before anybody else has it. */
    @Override
    public void close() {
        library.unmap(segment);
    }
}
