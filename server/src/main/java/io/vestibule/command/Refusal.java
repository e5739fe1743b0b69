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

    static Refusal unknownPortal(long id) {
        return new Refusal("There is no portal " + id + "; 'vestibule portal list' shows those there are.");
    }

    static Refusal unknownCustomer(long id) {
        return new Refusal("Customer " + id + " is gone.");
    }

    /** Of the policy's sentence. */
    static Refusal password(String sentence) {
        return new Refusal(sentence + " Nothing was stored.");
    }
}
