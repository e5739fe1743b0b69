package io.vestibule.support;

import io.vestibule.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came back.
 *
 * @param headers by name in lower case, the first value of each
 */
public record Reply(int status, Map<String, String> headers, String body) {

    /** The body as a JSON object. */
    public Json.Object json() {
        return (Json.Object) Json.parse(body.getBytes(StandardCharsets.UTF_8));
    }

    /** A field of the JSON body as text; a path of names leads into objects. */
    public String text(String... path) {
        Json value = json();
        for (String name : path) {
            value = value instanceof Json.Object object ? object.get(name) : null;
        }
        if (value == null) {
            throw new AssertionError("no " + String.join(".", path) + " in " + body);
        }
        return value instanceof Json.Text(String text) ? text : value.toString();
    }

    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }
}
