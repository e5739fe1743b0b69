package io.vestibule.console;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an operator does about something, beside changing it: each has a page that says what it does, and asks why. */
public interface ConsoleAction {
    /**
     * What is said of it.
     *
     * @param title  what it is
     * @param effect what it does
     * @param done   what is said when it was done
     */
    record Words(String title, String effect, String done) {}

    Words words();

    /** The constant's. */
    String name();

    /** Whether it takes something away. */
    boolean danger();

    default String title() {
        return words().title();
    }

    default String effect() {
        return words().effect();
    }

    default String done() {
        return words().done();
    }

    /** What the last segment of its page's address is. */
    default String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one with the label. */
    static <A extends ConsoleAction> Optional<A> of(A[] all, String label) {
        return Stream.of(all).filter(one -> one.label().equals(label)).findFirst();
    }
}
