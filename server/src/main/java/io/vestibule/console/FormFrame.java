package io.vestibule.console;

import org.jspecify.annotations.Nullable;

/**
 * What stands around the fields of a form that asks why.
 *
 * @param action  where it goes, as an address
 * @param back    where whoever doesn't want it goes, as an address
 * @param version what it was made from; empty where there is nothing yet
 * @param reason  that was typed
 * @param fault   why it is shown again; null at first
 */
public record FormFrame(
        Layout layout,
        String title,
        String action,
        String back,
        String version,
        String reason,
        @Nullable String fault) {

    /** What a field that may be at fault says that it is described by. */
    public @Nullable String described() {
        return fault == null ? null : "fault";
    }

    /** The same for a field that has a hint. */
    public String described(String hint) {
        return fault == null ? hint : "fault " + hint;
    }
}
