package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.util.Map;

/** A name in one piece as first and last name: it parts at its last space. */
final class FullName {
    private FullName() {}

    static void put(Map<String, Json> fields, String name) {
        String whole = name.strip();
        int space = whole.lastIndexOf(' ');
        if (space < 0) {
            put(fields, "firstName", whole);
        } else {
            put(fields, "firstName", whole.substring(0, space).strip());
            put(fields, "lastName", whole.substring(space + 1));
        }
    }

    private static void put(Map<String, Json> fields, String field, String part) {
        if (!part.isEmpty()) {
            fields.put(field, Json.of(part));
        }
    }
}
