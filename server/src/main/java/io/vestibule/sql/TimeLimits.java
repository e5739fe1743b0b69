package io.vestibule.sql;

import java.time.Duration;

/**
 * How long somebody who asks the database waits. Each limit leaves room in the next: a statement that got its connection late is still
 * answered before whoever waits for it gives up.
 *
 * @param connection how long the pool may take to have a connection
 * @param statement  how long a statement may take; the driver's own setting counts in whole seconds
 * @param turn       how long one waits until others have what they asked for: a connection, or an answer that is shared
 */
public record TimeLimits(Duration connection, Duration statement, Duration turn) {
    /** Whoever asks must be told within two seconds that the database is away (security). */
    private static final Duration MOST = Duration.ofSeconds(2);

    /** Of requests. */
    public static final TimeLimits REQUEST =
            new TimeLimits(Duration.ofMillis(1000), Duration.ofMillis(1500), Duration.ofMillis(1800));

    /** How long a statement of a request may take that reads all of a portal's customers: of ten million, on a busy machine. */
    public static final Duration SEARCH = Duration.ofSeconds(30);

    public TimeLimits {
        if (connection.compareTo(statement) >= 0 || statement.compareTo(turn) >= 0 || turn.compareTo(MOST) >= 0) {
            throw new IllegalArgumentException("each limit must be shorter than the next, and the last than " + MOST);
        }
    }
}
