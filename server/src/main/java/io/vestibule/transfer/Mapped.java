package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A record in the fields of our format.
 *
 * @param fields     by our names
 * @param more       what has a place only if the portal's schema has an attribute of the name
 * @param names      what the file calls a field that it names otherwise
 * @param faults     why it can't be imported, in sentences
 * @param isCustomer false: the record is the other system's own, or of nobody
 */
record Mapped(
        Map<String, Json> fields,
        Map<String, Json> more,
        Map<String, String> names,
        List<String> faults,
        boolean isCustomer) {
    static final Mapped NOTHING = own(Map.of());
    static final Mapped NOBODY = new Mapped(Map.of(), Map.of(), Map.of(), List.of(), false);

    /** A record of our own format. */
    static Mapped own(Map<String, Json> fields) {
        return new Mapped(fields, Map.of(), Map.of(), List.of(), true);
    }

    /** Fills a record, field by field. What is null or empty is left out. */
    static final class Builder {
        private final Map<String, Json> fields = new LinkedHashMap<>();
        private final Map<String, Json> more = new LinkedHashMap<>();
        private final Map<String, String> names = new HashMap<>();
        private final List<String> faults = new ArrayList<>();

        /** A field that the file calls otherwise. */
        Builder put(String name, String theirs, @Nullable Json value) {
            if (isTold(value)) {
                fields.put(name, value);
                names.put(name, theirs);
            }
            return this;
        }

        Builder put(String name, String theirs, @Nullable String value) {
            return put(name, theirs, Json.of(value));
        }

        /** A field that the file doesn't have as such. */
        Builder put(String name, Json value) {
            fields.put(name, value);
            return this;
        }

        /** What has no place of its own here. */
        Builder more(String name, @Nullable Json value) {
            if (isTold(value)) {
                more.put(name, value);
            }
            return this;
        }

        Builder refuse(String sentence) {
            faults.add(sentence);
            return this;
        }

        /** They are banned until then; for ever, where nothing is told. */
        Builder bannedUntil(String theirs, @Nullable Json end) {
            return isTold(end) ? put(FieldNames.BANNED_UNTIL, theirs, end) : put("disabled", Json.Bool.TRUE);
        }

        /** Whether a name is only what they sign in with. */
        boolean isLogin(String name) {
            return Stream.of("username", "email")
                    .map(fields::get)
                    .anyMatch(login -> Values.text(login).equalsIgnoreCase(name));
        }

        boolean has(String name) {
            return fields.containsKey(name);
        }

        Mapped build() {
            return new Mapped(fields, more, names, faults, true);
        }

        private static boolean isTold(@Nullable Json value) {
            return switch (value) {
                case null -> false;
                case Json.Null() -> false;
                case Json.Text(String text) -> !text.isEmpty();
                case Json.Array(List<Json> items) -> !items.isEmpty();
                case Json.Object object -> !object.fields().isEmpty();
                default -> true;
            };
        }
    }
}
