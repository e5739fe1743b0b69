package io.vestibule.schema;

import io.vestibule.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sees without walking through a schema that an object is right, where the schema is a list of properties and those that the object has
 * ask only for a type, a length, a pattern, a format or the size of a number. Never says that one is wrong: that is for the schema itself.
 */
final class FastCheck {
    private static final Set<String> NOTES =
            Set.of("$schema", "$comment", "$defs", "title", "description", "examples", "default", "readOnly");
    private static final int FARTHEST = 10;

    private final Json.Object source;
    private final Map<String, Predicate<String>> formats;
    private final Map<String, Predicate<Json>> properties = new HashMap<>();
    /** Whether the schema asks for nothing but its properties. */
    private final boolean list;

    /**
     * Of a schema.
     *
     * @param formats the formats that are checked, by name
     */
    FastCheck(Json.Object source, Map<String, Predicate<String>> formats) {
        this.source = source;
        this.formats = formats;
        this.list = source.fields().entrySet().stream()
                .allMatch(keyword -> isNote(keyword.getKey())
                        || keyword.getKey().equals("properties")
                        || (keyword.getKey().equals("type") && Json.of("object").equals(keyword.getValue())));
        if (list && source.get("properties") instanceof Json.Object declared) {
            declared.fields().forEach((name, schema) -> {
                List<Predicate<Json>> checks = new ArrayList<>();
                if (isPlain(schema, checks, FARTHEST)) {
                    properties.put(name, checks.stream().reduce(value -> true, Predicate::and));
                }
            });
        }
    }

    /** Whether the value is right for sure. */
    boolean isRight(Json value) {
        if (!list || !(value instanceof Json.Object object)) {
            return false;
        }
        for (Map.Entry<String, Json> field : object.fields().entrySet()) {
            Predicate<Json> check = properties.get(field.getKey());
            if (check == null || !check.test(field.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNote(String keyword) {
        return NOTES.contains(keyword) || keyword.startsWith("x-");
    }

    private boolean isPlain(@Nullable Json schema, List<Predicate<Json>> checks, int farthest) {
        if (!(schema instanceof Json.Object object) || farthest == 0) {
            return Json.Bool.TRUE.equals(schema);
        }
        return object.fields().entrySet().stream()
                .allMatch(keyword -> isNote(keyword.getKey())
                        || (keyword.getKey().equals("$ref")
                                ? isPlain(referred(keyword.getValue()), checks, farthest - 1)
                                : isCheck(keyword.getKey(), keyword.getValue(), checks)));
    }

    private @Nullable Json referred(Json reference) {
        return reference instanceof Json.Text(String text) && text.startsWith("#")
                ? Pointer.find(source, Pointer.tokensOfReference(text))
                : null;
    }

    private boolean isCheck(String keyword, Json asked, List<Predicate<Json>> checks) {
        Predicate<Json> check = switch (keyword) {
            case "type" -> type(asked);
            case "maxLength" ->
                asked instanceof Json.Number(String literal) && literal.matches("[0-9]{1,9}")
                        ? text(value -> value.codePointCount(0, value.length()) <= Integer.parseInt(literal))
                        : null;
            case "pattern" -> asked instanceof Json.Text(String pattern) ? text(Regex.of(pattern)::isFoundIn) : null;
            case "format" ->
                asked instanceof Json.Text(String name) && formats.containsKey(name) ? text(formats.get(name)) : null;
            case "minimum" ->
                asked instanceof Json.Number(String least)
                        ? number(value -> value.compareTo(new BigDecimal(least)) >= 0)
                        : null;
            case "maximum" ->
                asked instanceof Json.Number(String most)
                        ? number(value -> value.compareTo(new BigDecimal(most)) <= 0)
                        : null;
            case "multipleOf" ->
                asked instanceof Json.Number(String step) && PlainNumber.is(step)
                        ? number(value -> value.remainder(new BigDecimal(step)).signum() == 0)
                        : null;
            default -> null;
        };
        return check != null && checks.add(check);
    }

    private static @Nullable Predicate<Json> type(Json asked) {
        if (!(asked instanceof Json.Text(String name))) {
            return null;
        }
        return switch (name) {
            case "string" -> Json.Text.class::isInstance;
            case "boolean" -> Json.Bool.class::isInstance;
            case "number" -> number(value -> true);
            case "integer" -> number(value -> value.stripTrailingZeros().scale() <= 0);
            default -> null;
        };
    }

    private static Predicate<Json> number(Predicate<BigDecimal> check) {
        return value -> value instanceof Json.Number(String literal)
                && PlainNumber.is(literal)
                && check.test(new BigDecimal(literal));
    }

    private static Predicate<Json> text(Predicate<String> check) {
        return value -> value instanceof Json.Text(String text) && check.test(text);
    }
}
