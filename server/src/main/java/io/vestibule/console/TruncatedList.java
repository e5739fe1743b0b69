package io.vestibule.console;

import java.util.List;

/**
 * The first of a list that may go on.
 *
 * @param cut whether there is more
 */
public record TruncatedList<T>(List<T> shown, boolean cut) {

    /** The first so many of a list that was read up to one more. */
    static <T> TruncatedList<T> of(List<T> read, int most) {
        return new TruncatedList<>(read.stream().limit(most).toList(), read.size() > most);
    }
}
