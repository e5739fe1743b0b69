package io.vestibule.transfer.job;

/** Ends a node's work on an import, with the batch that it is at: somebody stopped it, another node has it, or this one stops. */
final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException() {
        super("stopped", null, false, false);
    }
}
