package io.vestibule.json;

/**
 * The bytes are not the JSON that {@link Json#parse} accepts. The message is one of a few fixed reasons: it never quotes the
 * input and there is no cause that could, so it may be logged and sent.
 */
public final class MalformedJsonException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean tooMany;

    private MalformedJsonException(String reason, boolean tooMany) {
        // No stack trace: a caller's mistake, not a fault of ours, and a flood of them must stay cheap.
        super(reason, null, false, false);
        this.tooMany = tooMany;
    }

    static MalformedJsonException tooManyValues() {
        return new MalformedJsonException("too many values", true);
    }

    /** Whether it is JSON, but has more values than are read. */
    public boolean isTooMany() {
        return tooMany;
    }

    MalformedJsonException(String reason) {
        this(reason, false);
    }
}
