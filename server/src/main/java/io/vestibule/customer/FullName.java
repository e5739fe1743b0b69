package io.vestibule.customer;

import io.vestibule.json.Json;
import java.util.Map;

/** A name in one field, as some dialects have it: all but its last word are the first name, a single word is one. */
public final class FullName {
    private FullName() {}

    /** What makes the profile's full name this one; nothing, if it reads so already. */
    public static Map<String, Json> changes(String name, Profile now) {
        String[] words = name.strip().split("\\s+");
        String full = String.join(" ", words);
        if (full.equals(now.fullName())) {
            return Map.of();
        }
        int last = full.lastIndexOf(' ');
        return last < 0
                ? Map.of("firstName", new Json.Text(full), "lastName", Json.Null.NULL)
                : Map.of(
                        "firstName", new Json.Text(full.substring(0, last)),
                        "lastName", new Json.Text(full.substring(last + 1)));
    }
}
