package io.vestibule.customer;

import io.vestibule.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Changes to a profile that somebody asks for, and what is wrong with them: a field that the profile doesn't have, or a value
 * that the field doesn't take. An empty string says nothing; JSON null clears the field.
 */
public final class ProfileChanges {
    private final Map<String, Json> values = new LinkedHashMap<>();
    private final Map<String, List<String>> errors = new LinkedHashMap<>();

    private ProfileChanges() {}

    /** Checks what was sent. */
    static ProfileChanges of(
            Map<String, Json> sent, Function<String, Optional<ProfileField>> fields, Json.Object lists) {
        ProfileChanges changes = new ProfileChanges();
        sent.forEach((name, value) -> changes.add(name, fields.apply(name).orElse(null), value, lists));
        return changes;
    }

    private void add(String name, @Nullable ProfileField field, Json value, Json.Object lists) {
        if (field == null) {
            refuse(name, "The " + name + " field is unknown.");
        } else if (value instanceof Json.Null) {
            values.put(name, value);
        } else if (!(value instanceof Json.Text(String text) && text.isEmpty())) {
            Json accepted = field.accept(value);
            if (accepted == null) {
                refuse(name, "The " + name + " field must be " + field.type().words() + ".");
            } else if (lists.get(name) instanceof Json.Array list
                    && !list.items().contains(accepted)) {
                refuse(name, "The selected " + name + " is invalid.");
            } else {
                values.put(name, accepted);
            }
        }
    }

    /** Keeps a sentence about a field. */
    public void refuse(String name, String sentence) {
        errors.computeIfAbsent(name, n -> new ArrayList<>()).add(sentence);
    }

    /** The changes that are right. */
    public Map<String, Json> values() {
        return values;
    }

    /** What is wrong, sentences by field. */
    public Map<String, List<String>> errors() {
        return errors;
    }

    /** The profile of a customer who is about to be made. */
    public Profile asNew() {
        return Profile.EMPTY.with(values);
    }
}
