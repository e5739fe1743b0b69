package io.vestibule.transfer;

import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of other systems' records, as their mappings ask for them. */
final class Values {
    private Values() {}

    /** The text of a field, or its number's literal; empty where it is anything else. */
    static String text(Json.Object record, String name) {
        return text(record.get(name));
    }

    static String text(@Nullable Json value) {
        return switch (value) {
            case Json.Text(String text) -> text;
            case Json.Number(String literal) -> literal;
            case null, default -> "";
        };
    }

    /** Whether a field is true, as JSON or as databases write it. */
    static boolean isTrue(Json.Object record, String name) {
        return switch (record.get(name)) {
            case Json.Bool(boolean value) -> value;
            case Json.Text(String text) -> Boolean.TRUE.equals(Booleans.of(text));
            case Json.Number(String literal) -> literal.equals("1");
            case null, default -> false;
        };
    }

    /** The object of a field; without fields where it is anything else. */
    static Json.Object object(Json.Object record, String name) {
        return record.get(name) instanceof Json.Object object
                ? object
                : Json.object().build();
    }

    /** The items of a field; none where it is anything else. */
    static List<Json> items(Json.Object record, String name) {
        return record.get(name) instanceof Json.Array(List<Json> items) ? items : List.of();
    }

    /** The first of a list, or the value itself. */
    static @Nullable Json first(@Nullable Json value) {
        return value instanceof Json.Array(List<Json> items) ? items.isEmpty() ? null : items.getFirst() : value;
    }

    /** An object that stands in a text. */
    static Json.Object within(Json.Object record, String name) {
        try {
            return Json.parse(text(record, name).getBytes(StandardCharsets.UTF_8)) instanceof Json.Object object
                    ? object
                    : Json.object().build();
        } catch (MalformedJsonException e) {
            return Json.object().build();
        }
    }

    /** A time that the system writes without a zone and means in UTC. */
    static String utc(String time) {
        return time.isEmpty() || Times.isNone(time) ? "" : time + "Z";
    }

    /** Base64 as RFC 4648 has it, without padding. */
    static String unpadded(String base64) {
        return base64.replace('-', '+').replace('_', '/').replaceAll("=+$", "");
    }
}
