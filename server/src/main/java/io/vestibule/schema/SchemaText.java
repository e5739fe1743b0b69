package io.vestibule.schema;

import io.vestibule.json.Json;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a schema may not say here, though the draft has it: references that lead elsewhere (nothing is ever fetched), ids and
 * anchors that change where a reference leads, numbers that only an exponent can write, and more text than a person writes.
 */
final class SchemaText {
    private static final int LONGEST = 64 * 1024;

    private static final Set<String> ELSEWHERE = Set.of(
            "$id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveRef", "$recursiveAnchor", "$vocabulary");

    /** Core and Applicator keywords whose value is a schema, several by name, or several in a list. */
    private static final Set<String> ONE = Set.of(
            "additionalProperties",
            "contains",
            "contentSchema",
            "else",
            "if",
            "items",
            "not",
            "propertyNames",
            "then",
            "unevaluatedItems",
            "unevaluatedProperties");

    private static final Set<String> NAMED = Set.of("$defs", "dependentSchemas", "patternProperties", "properties");
    private static final Set<String> LISTED = Set.of("allOf", "anyOf", "oneOf", "prefixItems");

    private final Json.Object root;

    private SchemaText(Json.Object root) {
        this.root = root;
    }

    /** @throws BadSchemaException for the first thing that it may not say */
    static void check(Json.Object schema) {
        if (schema.toString().length() > LONGEST) {
            throw new BadSchemaException("", "is longer than " + LONGEST + " characters");
        }
        numbers(schema, "");
        new SchemaText(schema).schema(schema, "");
    }

    private static void numbers(Json json, String pointer) {
        switch (json) {
            case Json.Number(String literal)
            when !PlainNumber.is(literal) ->
                throw new BadSchemaException(
                        pointer, "write the number with at most 30 digits and without an exponent");
            case Json.Array(List<Json> items) -> {
                for (int i = 0; i < items.size(); i++) {
                    numbers(items.get(i), pointer + "/" + i);
                }
            }
            case Json.Object object ->
                object.fields().forEach((name, value) -> numbers(value, Pointer.child(pointer, name)));
            case Json.Number number -> {}
            case Json.Text text -> {}
            case Json.Bool bool -> {}
            case Json.Null none -> {}
        }
    }

    private void schema(Json json, String pointer) {
        if (json instanceof Json.Object schema) {
            schema.fields().forEach((keyword, value) -> keyword(keyword, value, Pointer.child(pointer, keyword)));
        }
    }

    private void keyword(String keyword, Json value, String pointer) {
        if (ELSEWHERE.contains(keyword) && !pointer.equals("/$id")) {
            throw new BadSchemaException(pointer, keyword + " isn't possible here: refer to #/$defs/… by $ref");
        } else if (keyword.equals("$schema") && !namesDialect(value)) {
            throw new BadSchemaException(pointer, "must be " + JsonSchema.DIALECT);
        } else if (keyword.equals("$ref")) {
            reference(value, pointer);
        } else if (ONE.contains(keyword)) {
            schema(value, pointer);
        } else if (NAMED.contains(keyword) && value instanceof Json.Object schemas) {
            schemas.fields()
                    .forEach((name, schema) -> requireSchema(keyword, name, schema, Pointer.child(pointer, name)));
        } else if (LISTED.contains(keyword) && value instanceof Json.Array(List<Json> schemas)) {
            for (int i = 0; i < schemas.size(); i++) {
                schema(schemas.get(i), pointer + "/" + i);
            }
        }
    }

    private void requireSchema(String keyword, String name, Json schema, String pointer) {
        if (name.contains("#") && keyword.equals("patternProperties")) {
            throw new BadSchemaException(pointer, "write \\u0023 for #");
        }
        schema(schema, pointer);
    }

    private static boolean namesDialect(Json value) {
        return Stream.of("", "#").anyMatch(end -> value.equals(Json.of(JsonSchema.DIALECT + end)));
    }

    private void reference(Json value, String pointer) {
        if (!(value instanceof Json.Text(String text)) || !text.matches("#(/.*)?")) {
            throw new BadSchemaException(pointer, "must lead to a place in this schema, such as #/$defs/name");
        }
        Json target = null;
        try {
            target = Pointer.find(root, Pointer.tokensOfReference(text));
        } catch (IllegalArgumentException e) {
            // a broken escape leads nowhere
        }
        if (!(target instanceof Json.Object) && !(target instanceof Json.Bool)) {
            throw new BadSchemaException(pointer, "leads to no schema");
        }
    }
}
