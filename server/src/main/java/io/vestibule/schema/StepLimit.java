package io.vestibule.schema;

/**
 * How much work one check of a value may be. Schemas may ask for exponential work in a few lines (a tree of {@code $ref}s), and a
 * customer's value may ask for it where the schema alone didn't.
 */
final class StepLimit {
    private static final int STEPS = 500_000; // some 50 ms; a profile takes a few hundred

    private int left = STEPS;

    void spend() {
        if (--left < 0) {
            throw new SpentException();
        }
    }

    /** The work was given up. */
    static final class SpentException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private SpentException() {
            super("too much work", null, false, false);
        }
    }
}
