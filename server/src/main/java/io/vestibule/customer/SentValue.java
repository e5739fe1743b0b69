package io.vestibule.customer;

import io.vestibule.json.Json;
import io.vestibule.schema.PlainNumber;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a value on the wire means. */
final class SentValue {
    private SentValue() {}

    /**
     * The value of a field of these types (JSON Schema's names): forms send numbers and truth values as text, and programs truth
     * values as 1 and 0. A country is stored in
     * upper case. What means nothing stays as it is, for the schema to refuse.
     */
    static Json interpret(Json value, Set<String> types, boolean country) {
        if (value instanceof Json.Number(String literal) && types.equals(Set.of("boolean"))) {
            return truth(literal, value);
        }
        if (!(value instanceof Json.Text(String text))) {
            return value;
        } else if (country) {
            return Country.parse(text).map(known -> Json.of(known.code())).orElse(value);
        } else if (types.contains("string")) {
            return value;
        } else if (types.contains("boolean") && truth(text, value) instanceof Json.Bool truth) {
            return truth;
        }
        boolean number = types.contains("number") || types.contains("integer");
        return number && PlainNumber.is(text) ? new Json.Number(text) : value;
    }

    private static Json truth(String text, Json otherwise) {
        return switch (text) {
            case "true", "1" -> Json.of(true);
            case "false", "0" -> Json.of(false);
            default -> otherwise;
        };
    }

    /** The value of a field of several lines: each ends in LF, where forms have CR LF (HTML, "Constructing the entry list"). */
    static Json lines(Json value) {
        return value instanceof Json.Text(String text) ? Json.of(text.replace("\r\n", "\n")) : value;
    }

    /** The names that the keyword {@code type} has: one, or several. */
    static Stream<String> names(Json type) {
        return switch (type) {
            case Json.Text(String name) -> Stream.of(name);
            case Json.Array(List<Json> types) -> types.stream().flatMap(SentValue::names);
            default -> Stream.empty();
        };
    }

    /** Whether the database gives it back as it was given: jsonb takes no NUL, and writes 1e3 as 1000. */
    static boolean isStorable(Json value) {
        return switch (value) {
            case Json.Text(String text) -> text.indexOf('\0') < 0;
            case Json.Number(String literal) -> PlainNumber.is(literal);
            case Json.Array(List<Json> items) -> items.stream().allMatch(SentValue::isStorable);
            case Json.Object object ->
                object.fields().entrySet().stream()
                        .allMatch(field -> field.getKey().indexOf('\0') < 0 && isStorable(field.getValue()));
            case Json.Bool bool -> true;
            case Json.Null none -> true;
        };
    }
}
