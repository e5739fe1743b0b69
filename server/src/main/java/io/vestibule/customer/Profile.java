package io.vestibule.customer;

import io.vestibule.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is known about a customer beside how they sign in. Fields that aren't set are absent. Immutable. */
public record Profile(Json.Object attributes) {
    public static final Profile EMPTY = new Profile(Json.object().build());

    private static final Pattern BLANKS = Pattern.compile(" {2,}");

    /** The attribute as text; empty where it isn't set. */
    public String text(String attribute) {
        return attributes.text(attribute).orElse("");
    }

    /** The attribute's value; null where it isn't set. */
    public @Nullable Json get(String attribute) {
        return attributes.get(attribute);
    }

    /** First and last name; empty where neither is set. */
    public String fullName() {
        String first = text("firstName");
        String last = text("lastName");
        return first.isEmpty() || last.isEmpty() ? first + last : first + " " + last;
    }

    /**
     * The changes that give the customer this full name: it splits at its last blank, and a single word is a first name. Empty
     * where it is their name already, so that a name that was given in parts keeps them.
     */
    public Map<String, Json> renamed(String fullName) {
        String name = BLANKS.matcher(fullName.strip()).replaceAll(" ");
        if (name.isEmpty() || name.equals(BLANKS.matcher(fullName()).replaceAll(" "))) {
            return Map.of();
        }
        int last = name.lastIndexOf(' ');
        return Map.of(
                "firstName", Json.of(last < 0 ? name : name.substring(0, last)),
                "lastName", Json.of(last < 0 ? null : name.substring(last + 1)));
    }

    /** This profile with the changes made; a JSON null clears its field. */
    public Profile with(Map<String, Json> changes) {
        LinkedHashMap<String, Json> fields = new LinkedHashMap<>(attributes.fields());
        changes.forEach((name, value) -> {
            if (value instanceof Json.Null) {
                fields.remove(name);
            } else {
                fields.put(name, value);
            }
        });
        return new Profile(new Json.Object(fields));
    }
}
