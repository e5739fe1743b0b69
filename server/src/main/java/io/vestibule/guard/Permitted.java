package io.vestibule.guard;

import java.time.Duration;

/** What a statement found after it took its permits, or how long to wait for them. */
public sealed interface Permitted<T> {
    /** A limit was full; nothing was read, nothing taken. */
    record Throttled<T>(Duration retryAfter) implements Permitted<T> {}

    /** All permits were there. */
    record Granted<T>(T value) implements Permitted<T> {}
}
