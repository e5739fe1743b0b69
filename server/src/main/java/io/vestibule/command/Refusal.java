package io.vestibule.command;

/** An expected fault. The message is a sentence for the operator that says what to do; they never see a stack trace. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refusal(String sentence) {
        super(sentence);
    }

    Refusal(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
