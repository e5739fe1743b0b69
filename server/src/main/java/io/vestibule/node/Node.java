package io.vestibule.node;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A process that serves, by what it tells of itself.
 *
 * @param id          of the process: another with each start
 * @param name        of its machine
 * @param clockAhead  how far its clock is ahead of the database's; null: it couldn't be told
 * @param connections of clients, that are open
 * @param heap        in bytes
 */
public record Node(
        UUID id,
        String name,
        String version,
        Instant startedAt,
        @Nullable Duration clockAhead,
        Pool database,
        Hashing hashing,
        int connections,
        Heap heap,
        List<Job> jobs) {

    /** Connections to the database; {@code awaited} is how many requests wait for one. */
    public record Pool(int all, int active, int awaited, int most) {}

    /** What hashes passwords, and how many do and wait. */
    public record Hashing(String library, int threads, int running, int queued) {}

    /** In bytes. */
    public record Heap(long used, long most) {}
}
