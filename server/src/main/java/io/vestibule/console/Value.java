package io.vestibule.console;

import org.jspecify.annotations.Nullable;

/**
 * What a portal has, as it is shown.
 *
 * @param from where it comes from that isn't the portal's own; null: it is
 */
public record Value(String label, String text, @Nullable String from) {
    static Value own(String label, String text) {
        return new Value(label, text, null);
    }

    /** What a portal says, or what holds where it says nothing. */
    static Value of(String label, @Nullable Object own, String otherwise, String from) {
        return own == null ? new Value(label, otherwise, from) : own(label, own.toString());
    }
}
