package io.vestibule.customer;

import io.vestibule.json.Json;
import io.vestibule.schema.Fault;
import io.vestibule.schema.JsonSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people read about a field that is wrong, in the wording that clients of Keaze show. */
final class ProfileSentence {
    private ProfileSentence() {}

    static String unknown(String field) {
        return "The " + field + " field is unknown.";
    }

    static String readOnly(String field) {
        return "The " + field + " field can't be changed here.";
    }

    /** About fields that are right each, but not together. */
    static String unfitting(String field) {
        return "The " + field + " field doesn't go with the other fields.";
    }

    /** About a value that isn't what the field takes, in the schema's own words where it has some. */
    static String of(Fault fault, JsonSchema schema) {
        String field = fault.path().getFirst();
        boolean nested = fault.path().size() > 1;
        if (fault.keyword().equals(Fault.MISSING) && !nested) {
            return "The " + field + " field is required.";
        }
        if (!nested && (fault.keyword().equals("enum") || fault.keyword().equals("const"))) {
            return "The selected " + field + " is invalid.";
        }
        return schema.property(field)
                .text("x-must-be")
                .map(words -> "The " + field + " field must be " + words + ".")
                .orElseGet(() -> "The " + String.join(".", fault.path()) + " field " + rule(fault) + ".");
    }

    private static String rule(Fault fault) {
        String limit = fault.limit() instanceof Json.Text(String text) ? text : String.valueOf(fault.limit());
        return switch (fault.keyword()) {
            case Fault.MISSING -> "is required";
            case Fault.UNKNOWN -> "is unknown";
            case "type" -> "must be " + type(fault.limit());
            case "maxLength" -> "must not be greater than " + limit + " characters";
            case "minLength" -> "must be at least " + limit + " characters";
            case "maximum" -> "must not be greater than " + limit;
            case "minimum" -> "must be at least " + limit;
            case "exclusiveMaximum" -> "must be less than " + limit;
            case "exclusiveMinimum" -> "must be greater than " + limit;
            case "multipleOf" -> "must be a multiple of " + limit;
            case "maxItems" -> "must not have more than " + limit + " items";
            case "minItems" -> "must have at least " + limit + " items";
            case "uniqueItems" -> "has a duplicate value";
            case "format" -> "must be a valid " + limit;
            case "pattern" -> "format is invalid";
            default -> "is invalid";
        };
    }

    private static String type(@Nullable Json type) {
        return switch (type) {
            case Json.Text(String name) ->
                switch (name) {
                    case "integer" -> "a whole number";
                    case "boolean" -> "true or false";
                    case "array", "object" -> "an " + name;
                    default -> "a " + name;
                };
            case Json.Array(List<Json> types) ->
                types.stream()
                        .map(ProfileSentence::type)
                        .reduce((a, b) -> a + " or " + b)
                        .orElse("");
            case null, default -> "something else";
        };
    }
}
