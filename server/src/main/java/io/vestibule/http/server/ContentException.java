package io.vestibule.http.server;

/** A request's content that wasn't read to its end. The connection is closed after the answer. */
public final class ContentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** Longer than the reader takes. */
        TOO_LARGE,
        /** It ended early, or its chunks are none (RFC 9112 section 7.1). */
        MALFORMED,
        /** It came more slowly than {@link ConnectionLimits#contentRate}. */
        TIMED_OUT,
        /** Unfinished requests hold as much as they may. */
        OVERLOADED
    }

    private final Reason reason;

    public ContentException(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
