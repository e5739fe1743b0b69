package io.vestibule.http;

import io.vestibule.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a request and keeps a sentence for each that is wrong, in the wording that clients of these APIs
 * show to people ("The email field is required."). A reader of a wrong field gives a placeholder that nobody may use
 * before {@link #passed()}.
 */
public final class Validation {
    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private final Parameters parameters;
    private final Map<String, List<String>> errors = new LinkedHashMap<>();

    public Validation(Parameters parameters) {
        this.parameters = parameters.once();
    }

    /** Text without control characters, at most 1,000 characters. Empty if wrong. */
    public String requiredText(String field) {
        String text = text(field, parameters.get(field));
        if (text == null && !errors.containsKey(field)) {
            refuse(field, "The " + words(field) + " field is required.");
        }
        return text == null ? "" : text;
    }

    /** The same for a field that may be left out; null where it is, or is wrong. */
    public @Nullable String optionalText(String field) {
        return text(field, parameters.get(field));
    }

    /** Whether the request has the field. An empty string and a JSON null are a missing field. */
    public boolean given(String field) {
        return parameters.get(field) != null;
    }

    /** A whole number in a range, also as text. The default if missing or wrong. */
    public long optionalNumber(String field, long missing, long least, long most) {
        String literal = switch (parameters.get(field)) {
            case null -> Long.toString(missing);
            case Json.Number(String number) -> number;
            case Json.Text(String text) -> text;
            default -> "";
        };
        Optional<Long> number = Digits.number(literal);
        if (number.isEmpty() || number.get() < least || number.get() > most) {
            refuse(field, "The " + words(field) + " field must be a whole number from " + least + " to " + most + ".");
            return missing;
        }
        return number.get();
    }

    /** A password or token: any text at all. Empty if missing or of another type. */
    public String requiredSecret(String field) {
        return switch (parameters.get(field)) {
            case null -> {
                refuse(field, "The " + words(field) + " field is required.");
                yield "";
            }
            case Json.Text(String value) -> value;
            default -> {
                refuse(field, "The " + words(field) + " field must be a string.");
                yield "";
            }
        };
    }

    /** The same for a contract that types its password as a number: then the literal as it was written counts. */
    public String requiredSecretOrNumber(String field) {
        return parameters.get(field) instanceof Json.Number(String literal) ? literal : requiredSecret(field);
    }

    /** True or false, also as the strings and numbers that forms carry. The default if missing or wrong. */
    public boolean optionalBoolean(String field, boolean missing) {
        return switch (parameters.get(field)) {
            case null -> missing;
            case Json.Bool(boolean value) -> value;
            case Json.Text(String value) -> bool(field, value.toLowerCase(Locale.ROOT), missing);
            case Json.Number(String literal) -> bool(field, literal, missing);
            default -> bool(field, "", missing);
        };
    }

    private boolean bool(String field, String value, boolean missing) {
        return switch (value) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> {
                refuse(field, "The " + words(field) + " field must be true or false.");
                yield missing;
            }
        };
    }

    private @Nullable String text(String field, @Nullable Json value) {
        switch (value) {
            case null -> {
                return null;
            }
            case Json.Text(String text)
            when text.codePoints().anyMatch(Character::isISOControl) ->
                refuse(field, "The " + words(field) + " field must not contain control characters.");
            case Json.Text(String text)
            when text.length() > 1000 ->
                refuse(field, "The " + words(field) + " field must not be greater than 1000 characters.");
            case Json.Text(String text) -> {
                return text;
            }
            default -> refuse(field, "The " + words(field) + " field must be a string.");
        }
        return null;
    }

    /** Keeps a sentence about a field. */
    public void refuse(String field, String sentence) {
        errors.computeIfAbsent(field, f -> new ArrayList<>()).add(sentence);
    }

    /** Whether nothing was wrong so far. */
    public boolean passed() {
        return errors.isEmpty();
    }

    /** Whether nothing was wrong with this field so far. */
    public boolean passed(String field) {
        return !errors.containsKey(field);
    }

    /** What was wrong, in the order the fields were read. */
    public Map<String, List<String>> errors() {
        return errors;
    }

    /** A field's name as words: {@code email_address} and {@code newPassword} read "email address", "new password". */
    public static String words(String field) {
        return CAMEL.matcher(field).replaceAll(" ").replace('_', ' ').toLowerCase(Locale.ROOT);
    }
}
