package io.vestibule.secret;

/** A fault: something sealed can't be opened with the keys at hand. The message says which setting to check. */
public final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
        super(message);
    }
}
