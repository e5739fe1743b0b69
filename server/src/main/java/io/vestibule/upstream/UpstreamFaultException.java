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
    private final boolean ofOneRequest;

    private UpstreamFaultException(String message, @Nullable Duration retryAfter, boolean ofOneRequest) {
        super(message, null, false, false);
        this.retryAfter = retryAfter;
        this.ofOneRequest = ofOneRequest;
    }

    /** It is out of order, and the next request will likely find it so. */
    static UpstreamFaultException of(String what) {
        return new UpstreamFaultException(what, null, false);
    }

    /** It is in order, and has no answer to this request that can be used: the next one, of somebody else, may have one. */
    static UpstreamFaultException ofOneRequest(String what) {
        return new UpstreamFaultException(what, null, true);
    }

    /** It is in order, and asks for a pause. */
    static UpstreamFaultException throttled(Duration retryAfter) {
        return new UpstreamFaultException("it asks for a pause", retryAfter, false);
    }

    /** Whether it is about this request alone. */
    boolean isOfOneRequest() {
        return ofOneRequest;
    }

    /** The pause that it asks for; null if it asks for none. */
    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
