package io.vestibule.transfer;

/** A file as a whole can't be imported. The message is a sentence that says why and what to do. */
public final class UnusableFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnusableFileException(String sentence) {
        super(sentence);
    }
}
