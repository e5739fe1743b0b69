package io.vestibule.schema;

import io.vestibule.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a value. Equal faults are the same thing wrong in the same place.
 *
 * @param path        to what is wrong, from the value's root: names of fields, and numbers of items. To a missing field, where it
 *                    would be
 * @param keyword     the schema's keyword that says so
 * @param limit       what the keyword demands; null where that tells nothing
 * @param alternative whether it is only one of several ways to be right (anyOf, oneOf)
 */
public record Fault(
        List<String> path, String keyword, @Nullable Json limit, boolean alternative) {
    /** A field is missing that must be there. */
    public static final String MISSING = "required";

    /** Nothing of this name may be here. */
    public static final String UNKNOWN = "additionalProperties";

    /** The schema wants more work for this value than it gets. */
    public static final String COSTLY = "costly";

    public Fault {
        path = List.copyOf(path);
    }
}
