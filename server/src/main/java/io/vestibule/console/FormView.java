package io.vestibule.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the template of a form shows.
 *
 * @param version what the form was made from; empty where there is nothing yet
 * @param fault   why it is shown again; null at first
 * @param now     what is stored, where that isn't what the form was made from
 * @param upload  whether it sends a file
 * @param preview null for none
 */
public record FormView(
        Layout layout,
        String title,
        String lead,
        String action,
        String back,
        String submit,
        String version,
        List<Field> fields,
        String reason,
        @Nullable String fault,
        List<Value> now,
        boolean upload,
        @Nullable Preview preview) {

    /**
     * What is shown of a form's values before they are stored.
     *
     * @param address what shows it: by GET as it is stored, by POST as it was typed
     * @param fields  which mail
     */
    public record Preview(String address, List<Field> fields) {}

    /** What an element says it is described by. */
    public @Nullable String about() {
        return fault == null ? null : "fault";
    }
}
