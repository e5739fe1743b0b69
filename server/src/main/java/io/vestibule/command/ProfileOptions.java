package io.vestibule.command;

import io.vestibule.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What may be said of a new customer beside how they sign in. */
final class ProfileOptions {
    @Option(names = "--first-name", paramLabel = "TEXT", description = "Their first name.")
    private @Nullable String firstName;

    @Option(names = "--last-name", paramLabel = "TEXT", description = "Their last name.")
    private @Nullable String lastName;

    @Option(names = "--phone", paramLabel = "NUMBER", description = "Their phone number.")
    private @Nullable String phone;

    /** What was said, by field. */
    Map<String, Json> sent() {
        Map<String, Json> sent = new LinkedHashMap<>();
        put(sent, "firstName", firstName);
        put(sent, "lastName", lastName);
        put(sent, "phone", phone);
        return sent;
    }

    private static void put(Map<String, Json> sent, String field, @Nullable String value) {
        if (value != null && Json.isUnicode(value)) {
            sent.put(field, Json.of(value));
        }
    }
}
