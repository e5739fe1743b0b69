package io.vestibule.session;

/** The text is no set of public keys that we take. The message is a sentence's end for an operator, and quotes nothing of the text. */
public final class BadKeySetException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadKeySetException(String reason) {
        super(reason);
    }
}
