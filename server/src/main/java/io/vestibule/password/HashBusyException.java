package io.vestibule.password;

import java.time.Duration;

/**
 * The pool has no room for another hash: the edge answers 503. Nothing was hashed, and nothing is known of the password. Without a
 * stack trace: a flood makes many.
 */
public final class HashBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    HashBusyException(Duration retryAfter) {
        super("Too many passwords are waiting to be hashed", null, false, false);
        this.retryAfter = retryAfter;
    }

    /** When to try again ({@code Retry-After}): at least a second. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
