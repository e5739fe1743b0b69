package io.vestibule.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the template of a form shows.
 *
 * @param now     what is stored, where that isn't what the form was made from
 * @param upload  whether it sends a file
 * @param preview null for none
 */
public record FormView(
        FormFrame frame,
        String lead,
        String submit,
        List<Field> fields,
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
}
