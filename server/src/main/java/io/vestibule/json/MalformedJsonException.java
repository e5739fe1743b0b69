package io.vestibule.json;

/**
 * The bytes are not the JSON that {@link Json#parse} accepts. The message is one of a few fixed reasons: it never quotes the
 * input and there is no cause that could, so it may be logged and sent.
 */
public final class MalformedJsonException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean tooMany;
    private final int line;

    private MalformedJsonException(String reason, boolean tooMany, int line) {
        // No stack trace: a caller's mistake, not a fault of ours, and a flood of them must stay cheap.
        super(reason, null, false, false);
        this.tooMany = tooMany;
        this.line = line;
    }

    static MalformedJsonException tooManyValues() {
        return new MalformedJsonException("too many values", true, 0);
    }

    /** Whether it is JSON, but has more values than are read. */
    public boolean isTooMany() {
        return tooMany;
    }

    MalformedJsonException(String reason) {
        this(reason, false, 0);
    }

    /** The same with the line where reading ended. */
    MalformedJsonException at(int place) {
        return new MalformedJsonException(String.valueOf(getMessage()), tooMany, place);
    }

    /** The line where reading ended, from 1; 0 where that tells nothing. */
    public int line() {
        return line;
    }
}
