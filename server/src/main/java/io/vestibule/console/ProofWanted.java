package io.vestibule.console;

/** Ends a request with the question whether it still is them. */
final class ProofWanted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProofWanted() {
        super("a fresh proof is wanted", null, false, false);
    }
}
