package io.vestibule.mail;

/** This mail can't be written. The message is for operators and holds nothing personal. */
final class UnmailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String fault;

    UnmailableException(String fault) {
        super(fault);
        this.fault = fault;
    }

    String fault() {
        return fault;
    }
}
