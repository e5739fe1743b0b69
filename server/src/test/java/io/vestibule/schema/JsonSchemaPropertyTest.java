package io.vestibule.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is given as a schema is refused with a sentence, or judges any value in bounded time. */
class JsonSchemaPropertyTest {
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

    @Property(tries = 3000)
    void any_json_is_a_schema_or_none(@ForAll("schemas") Json given, @ForAll("values") Json value) {
        if (!(given instanceof Json.Object object)) {
            return;
        }
        JsonSchema schema;
        try {
            schema = JsonSchema.of(object, Map.of("date", text -> text.length() == 10));
        } catch (BadSchemaException e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        List<Fault> faults = schema.faults(value);
        assertThat(schema.faults(value)).isEqualTo(faults);
        schema.properties().forEach(name -> assertThat(schema.property(name)).isNotNull());
    }

    @Provide
    Arbitrary<Json> schemas() {
        return json(4, Arbitraries.of(KEYWORDS));
    }

    @Provide
    Arbitrary<Json> values() {
        return json(3, Arbitraries.of("a", "b", "x", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "\0"));
    }

    private static Arbitrary<Json> json(int depth, Arbitrary<String> names) {
        Arbitrary<Json> leaves = Arbitraries.oneOf(
                Arbitraries.of(TEXTS).map(Json::of),
                Arbitraries.of("0", "1", "-1", "2.50", "99999999999", "1e3", "1e999999999")
                        .map(Json.Number::new),
                Arbitraries.of(Json.Bool.TRUE, Json.Bool.FALSE, Json.Null.NULL));
        if (depth == 0) {
            return leaves;
        }
        Arbitrary<Json> below = Arbitraries.lazy(() -> json(depth - 1, names));
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
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(5, objects),
                net.jqwik.api.Tuple.of(1, arrays),
                net.jqwik.api.Tuple.of(2, leaves));
    }
}
