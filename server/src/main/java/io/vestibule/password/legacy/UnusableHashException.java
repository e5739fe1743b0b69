package io.vestibule.password.legacy;

/** A text is no password hash that we verify. The message is a reason without anything of the text: it may be shown. */
public final class UnusableHashException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableHashException(String reason) {
        // No stack trace: an import may meet a million of them.
        super(reason, null, false, false);
    }
}
