package io.vestibule.support;

import io.vestibule.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** JSON of any shape, for property tests: such as might be a JSON Schema, and such as one might judge. */
public final class AnyJson {
    private static final String[] KEYWORDS = {
        "$anchor",
        "$defs",
        "$dynamicRef",
        "$id",
        "$ref",
        "$schema",
        "$vocabulary",
        "additionalProperties",
        "allOf",
        "anyOf",
        "const",
        "contains",
        "default",
        "dependentRequired",
        "dependentSchemas",
        "else",
        "enum",
        "exclusiveMaximum",
        "format",
        "if",
        "items",
        "maxContains",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "minContains",
        "minItems",
        "minLength",
        "minimum",
        "multipleOf",
        "not",
        "oneOf",
        "pattern",
        "patternProperties",
        "prefixItems",
        "properties",
        "propertyNames",
        "readOnly",
        "required",
        "then",
        "type",
        "unevaluatedItems",
        "unevaluatedProperties",
        "uniqueItems",
        "a",
        "b"
    };
    private static final String[] TEXTS = {
        "",
        "a",
        "b",
        "#",
        "#/",
        "#/properties/a",
        "#/$defs/a",
        "#/%",
        "#a",
        "%%%",
        "http://[",
        "urn:x",
        "../x",
        "https://json-schema.org/draft/2020-12/schema",
        "https://json-schema.org/draft/2020-12/meta/core",
        "string",
        "integer",
        "object",
        "array",
        "null",
        "date",
        "regex",
        "(",
        "[",
        "a{",
        "^(a+)+$",
        "(a|aa)+$",
        "\\",
        "[^]",
        "aaaaaaaaaaaaaaaaaaaaaaaa!"
    };

    private AnyJson() {}

    /** What has the words of a schema, seldom in the right places. */
    public static Arbitrary<Json> schemas(int depth) {
        return of(depth, Arbitraries.of(KEYWORDS));
    }

    public static Arbitrary<Json> values(int depth) {
        return of(depth, Arbitraries.of("a", "b", "x", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "\0"));
    }

    private static Arbitrary<Json> of(int depth, Arbitrary<String> names) {
        Arbitrary<Json> leaves = Arbitraries.oneOf(
                Arbitraries.of(TEXTS).map(Json::of),
                Arbitraries.of("0", "1", "-1", "2.50", "99999999999", "1e3", "1e999999999")
                        .map(Json.Number::new),
                Arbitraries.of(Json.Bool.TRUE, Json.Bool.FALSE, Json.Null.NULL));
        if (depth == 0) {
            return leaves;
        }
        Arbitrary<Json> below = Arbitraries.lazy(() -> of(depth - 1, names));
        Arbitrary<Json> objects = Combinators.combine(names, below)
                .as(Map::entry)
                .list()
                .ofMaxSize(4)
                .map(entries -> {
                    LinkedHashMap<String, Json> fields = new LinkedHashMap<>();
                    entries.forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
                    return new Json.Object(fields);
                });
        Arbitrary<Json> arrays = below.list().ofMaxSize(3).map(Json.Array::new);
        return Arbitraries.frequencyOf(Tuple.of(5, objects), Tuple.of(1, arrays), Tuple.of(2, leaves));
    }
}
