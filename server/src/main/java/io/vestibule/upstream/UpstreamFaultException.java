package io.vestibule.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An upstream didn't answer, or not as its API has it. The message says what was wrong in words of ours: it quotes nothing that was sent or
 * received.
 */
final class UpstreamFaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Duration retryAfter;

    private UpstreamFaultException(String message, @Nullable Duration retryAfter) {
        super(message, null, false, false);
        this.retryAfter = retryAfter;
    }

    /** It is out of order, and the next request will likely find it so. */
    static UpstreamFaultException of(String what) {
        return new UpstreamFaultException(what, null);
    }

    /** It is in order, and asks for a pause. */
    static UpstreamFaultException throttled(Duration retryAfter) {
        return new UpstreamFaultException("it asks for a pause", retryAfter);
    }

    /** The pause that it asks for; null if it is out of order. */
    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
