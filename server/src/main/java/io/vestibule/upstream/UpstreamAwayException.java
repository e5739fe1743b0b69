package io.vestibule.upstream;

import java.time.Duration;

/** The upstream had to be asked, and can't be now: nothing was decided, and nothing counts. */
public final class UpstreamAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Duration retryAfter;

    public UpstreamAwayException(Duration retryAfter) {
        super("the upstream can't be asked now", null, false, false);
        this.retryAfter = retryAfter;
    }

    /** When to try again. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
