package io.vestibule.customer;

import io.vestibule.json.Json;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A field of a profile as a form has it. {@link ProfileSchema} tells it.
 *
 * @param title    what the portal's operator calls it; null where they don't say
 * @param choices  the only values that it takes; empty where it isn't bound to some
 * @param readOnly whether customers see it and change nothing
 * @param mustBe   what the portal's operator says of its values; null where they say nothing
 */
public record ProfileField(
        String name,
        @Nullable String title,
        Kind kind,
        List<Json> choices,
        boolean readOnly,
        @Nullable String mustBe) {
    public ProfileField {
        choices = List.copyOf(choices);
    }

    /** How somebody gives its value. */
    public enum Kind {
        TEXT,
        LINES,
        DATE,
        NUMBER,
        TRUTH,
        /** One of its choices. */
        CHOICE,
        /** A list, or an object: nobody types one. */
        STRUCTURE
    }

    static ProfileField of(ProfileSchema schema, String name) {
        Json builtIn = ProfileSchema.BUILT_IN_FIELDS.property(name).get("x-must-be");
        List<Json> choices = choices(schema, name);
        return new ProfileField(
                name,
                text(schema.keyword(name, "title").toList()),
                choices.isEmpty() ? kind(schema, name) : Kind.CHOICE,
                choices,
                schema.keyword(name, "readOnly").anyMatch(Json.Bool.TRUE::equals),
                text(schema.keyword(name, "x-must-be")
                        .filter(words -> !words.equals(builtIn))
                        .toList()));
    }

    /** The last of them, since the portal's own schema is. */
    private static @Nullable String text(List<Json> said) {
        return !said.isEmpty() && said.getLast() instanceof Json.Text(String text) ? text : null;
    }

    /** What every list has that binds the field. */
    private static List<Json> choices(ProfileSchema schema, String name) {
        List<List<Json>> lists = schema.keyword(name, "enum")
                .filter(Json.Array.class::isInstance)
                .map(list -> ((Json.Array) list).items())
                .toList();
        return lists.isEmpty()
                ? List.of()
                : lists.getFirst().stream()
                        .filter(value -> lists.stream().allMatch(list -> list.contains(value)))
                        .toList();
    }

    private static Kind kind(ProfileSchema schema, String name) {
        Set<String> types =
                schema.keyword(name, "type").flatMap(SentValue::names).collect(Collectors.toSet());
        if (types.isEmpty() || types.contains("string")) {
            boolean date = schema.keyword(name, "format").anyMatch(Json.of("date")::equals);
            return date ? Kind.DATE : schema.isMultiline(name) ? Kind.LINES : Kind.TEXT;
        }
        if (types.contains("number") || types.contains("integer")) {
            return Kind.NUMBER;
        }
        return types.contains("boolean") ? Kind.TRUTH : Kind.STRUCTURE;
    }

    /** Whether customers change it in a form. */
    public boolean isTyped() {
        return !readOnly && kind != Kind.STRUCTURE;
    }

    /** A value as a form has it; empty for none. */
    public String inForm(@Nullable Json value) {
        return switch (value) {
            case null -> "";
            case Json.Null none -> "";
            case Json known
            when kind == Kind.CHOICE -> // however its parts are ordered
                choices.stream().filter(known::equals).findFirst().orElse(known).toString();
            case Json.Text(String text) -> text;
            default -> value.toString();
        };
    }

    /** What a form says. */
    public Json fromForm(String typed) {
        return choices.stream()
                .filter(choice -> choice.toString().equals(typed))
                .findFirst()
                .orElseGet(() -> Json.of(typed));
    }
}
