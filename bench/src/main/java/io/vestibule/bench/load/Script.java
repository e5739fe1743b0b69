package io.vestibule.bench.load;

import org.jspecify.annotations.Nullable;

/** What the connections of a load ask, one after the other, and what they make of the answers. One thread calls it at a time. */
public interface Script {
    /** The next request of a connection; null: it has no more. */
    byte @Nullable [] request(int connection);

    /** Takes in the answer to it; false if it isn't what was to be expected. */
    boolean answered(int connection, Answer answer);

    /** Whether what counts as one is whole with the answer that was just taken in; false while requests that belong to it are to come. */
    default boolean isWhole(int connection) {
        return true;
    }
}
