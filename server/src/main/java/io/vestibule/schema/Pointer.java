package io.vestibule.schema;

import io.vestibule.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON pointers (RFC 6901): {@code /properties/age}. */
final class Pointer {
    private Pointer() {}

    /** The names on the way; none for the empty pointer. */
    static List<String> tokens(String pointer) {
        return pointer.isEmpty()
                ? List.of()
                : Arrays.stream(pointer.substring(1).split("/", -1))
                        .map(token -> token.replace("~1", "/").replace("~0", "~"))
                        .toList();
    }

    /**
     * The names on the way that a {@code $ref} within its document tells, a URI's fragment.
     *
     * @throws IllegalArgumentException if an escape is broken
     */
    static List<String> tokensOfReference(String reference) {
        return tokens(fragment(reference));
    }

    /** The pointer of a {@code $ref} within its document. */
    static String fragment(String reference) {
        return URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The pointer to what has this name there. */
    static String child(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** What is there; null for nothing. */
    static @Nullable Json find(Json root, List<String> tokens) {
        Json found = root;
        for (String token : tokens) {
            found = switch (found) {
                case Json.Object object -> object.get(token);
                case Json.Array(List<Json> items)
                when token.matches("0|[1-9][0-9]{0,5}") ->
                    Integer.parseInt(token) < items.size() ? items.get(Integer.parseInt(token)) : null;
                case null, default -> null;
            };
        }
        return found;
    }
}
