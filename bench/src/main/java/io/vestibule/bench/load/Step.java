package io.vestibule.bench.load;

import java.util.function.Function;

/** A step of a sequence of requests: one to ask, or the end. */
public sealed interface Step {
    /**
     * A request, and what follows from its answer.
     *
     * @param then gives the next step
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Ask(byte[] request, Function<Answer, Step> then) implements Step {}

    /** Nothing more is asked. */
    enum End implements Step {
        DONE,
        /** The last answer wasn't what was to be expected. */
        FAILED
    }
}
