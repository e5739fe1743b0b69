package io.vestibule.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON Schema, draft 2020-12, as a portal's operator may use it. */
class JsonSchemaTest {
    private static final char BAR = '|';

    private static Json json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonSchema schema(String text) {
        return JsonSchema.of((Json.Object) json(text), Map.of("even", t -> t.length() % 2 == 0));
    }

    private static String faults(String schema, String value) {
        return schema(schema).faults(json(value)).stream()
                .map(fault -> String.join(".", fault.path()) + " " + fault.keyword())
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = BAR,
            quoteCharacter = '`',
            value = {
                "{\"required\":[\"a\",\"b\"]} | {\"a\":1} | b required",
                "{\"dependentRequired\":{\"a\":[\"b\",\"c\"]}} | {\"a\":1,\"c\":2} | b required",
                "{\"properties\":{\"a\":{\"required\":[\"x\"]}}} | {\"a\":{}} | a.x required",
                "{\"properties\":{\"a\":{\"type\":\"integer\"}}} | {\"a\":1.50} | a type",
                "{\"properties\":{\"a\":{\"type\":\"integer\"}}} | {\"a\":2.0} | ``",
                "{\"properties\":{\"a\":{\"multipleOf\":0.01}}} | {\"a\":0.29} | ``",
                "{\"properties\":{\"a\":{\"enum\":[1.5,{\"x\":[1]}]}}} | {\"a\":1.50} | ``",
                "{\"properties\":{\"a\":{\"enum\":[1.5,{\"x\":[1]}]}}} | {\"a\":{\"x\":[2]}} | a enum",
                "{\"properties\":{\"a\":{\"maxLength\":2}}} | {\"a\":\"😀😀\"} | ``",
                "{\"properties\":{\"a\":{\"format\":\"even\"}}} | {\"a\":\"xyz\"} | a format",
                "{\"properties\":{\"a\":{\"format\":\"color\"}}} | {\"a\":\"xyz\"} | ``",
                "{\"properties\":{\"a\":{\"pattern\":\"^[0-9]+$\"}}} | {\"a\":\"12\\n\"} | a pattern",
                "{\"properties\":{\"a\":{\"pattern\":\"^[[&&]$\"}}} | {\"a\":\"[\"} | ``",
                "{\"properties\":{\"a\":{\"additionalProperties\":false}}} | {\"a\":{\"b\":1}} | a.b additionalProperties",
                "{\"properties\":{\"a\":{\"unevaluatedProperties\":false}}} | {\"a\":{\"b\":1}} | a.b additionalProperties",
                "{\"properties\":{\"a\":{\"patternProperties\":{\"^n\":{\"type\":\"number\"}},\"additionalProperties\":false}}} | {\"a\":{\"n1\":1}} | ``",
                "{\"properties\":{\"a\":{\"patternProperties\":{\"^n\":{\"type\":\"number\"}}}}} | {\"a\":{\"n1\":\"x\"}} | a.n1 type",
                "{\"properties\":{\"if\":{\"type\":\"number\"}}} | {\"if\":\"x\"} | if type",
                "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/x~1%25y\"}},\"$defs\":{\"x/%y\":{\"type\":\"null\"}}} | {\"a\":1} | a type",
                "{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]},\"else\":{\"required\":[\"c\"]}} | {\"a\":1} | b required",
                "{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]},\"else\":{\"required\":[\"c\"]}} | {} | c required",
                "{\"if\":{\"properties\":{\"a\":{\"const\":1}}},\"then\":{\"required\":[\"b\"]}} | {\"a\":2} | ``",
                "{\"not\":{\"required\":[\"a\"]}} | {\"a\":2} | ` not`",
                "{\"properties\":{\"a\":false}} | {\"a\":2} | a a"
            })
    void a_fault_names_its_place_and_its_keyword(String schema, String value, String expected) {
        assertThat(faults(schema, value)).isEqualTo(expected);
    }

    @Test
    void one_of_several_ways_is_told_apart() {
        assertThat(schema("{\"anyOf\":[{\"required\":[\"a\"]},{\"required\":[\"b\"]}]}")
                        .faults(json("{}")))
                .extracting(fault -> fault.path() + fault.keyword() + fault.alternative())
                .containsExactly("[a]requiredtrue", "[b]requiredtrue", "[]anyOffalse");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = BAR,
            quoteCharacter = '`',
            value = {
                "{\"properties\":{\"a\":{\"type\":\"text\"}}} | /properties/a/type",
                "{\"properties\":[]} | /properties",
                "{\"required\":\"a\"} | /required",
                "{\"properties\":{\"a\":{\"maxLength\":-1}}} | /properties/a/maxLength",
                "{\"properties\":{\"a\":{\"pattern\":\"(\"}}} | /properties/a/pattern",
                "{\"properties\":{\"a\":{\"patternProperties\":{\"(\":{}}}}} | /properties/a/patternProperties",
                "{\"properties\":{\"a\":{\"patternProperties\":{\"#\":{}}}}} | /properties/a/patternProperties/#",
                "{\"properties\":{\"a\":{\"multipleOf\":0}}} | /properties/a/multipleOf",
                "{\"properties\":{\"a\":{\"maximum\":1e999999999}}} | /properties/a/maximum",
                "{\"properties\":{\"a\":{\"$ref\":\"https://example.com/schema.json\"}}} | /properties/a/$ref",
                "{\"properties\":{\"a\":{\"$ref\":\"file:///etc/passwd\"}}} | /properties/a/$ref",
                "{\"properties\":{\"a\":{\"$ref\":\"other.json#/a\"}}} | /properties/a/$ref",
                "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/none\"}}} | /properties/a/$ref",
                "{\"properties\":{\"a\":{\"$ref\":\"#anchor\"}}} | /properties/a/$ref",
                "{\"properties\":{\"a\":{\"$ref\":\"#/%zz\"}}} | /properties/a/$ref",
                "{\"properties\":{\"a\":{\"$ref\":1}}} | /properties/a/$ref",
                "{\"allOf\":[{\"items\":{\"$dynamicRef\":\"#x\"}}]} | /allOf/0/items/$dynamicRef",
                "{\"properties\":{\"a\":{\"$id\":\"https://example.com/\"}}} | /properties/a/$id",
                "{\"$schema\":\"http://json-schema.org/draft-07/schema#\"} | /$schema",
                "{\"$schema\":7} | /$schema",
                "{\"$vocabulary\":{}} | /$vocabulary"
            })
    void a_schema_that_cannot_be_used_is_refused_with_the_place(String schema, String pointer) {
        assertThatThrownBy(() -> schema(schema))
                .isInstanceOf(BadSchemaException.class)
                .hasMessageStartingWith(pointer + ": ");
    }

    @Test
    void what_only_looks_like_a_keyword_is_none() {
        assertThat(faults("""
                        {"$id": "https://example.com/own", "$schema": "https://json-schema.org/draft/2020-12/schema",
                         "properties": {"$ref": {"type": "string"}, "pattern": {"enum": [{"$ref": "http://x/", "pattern": "("}]}},
                         "examples": [{"$ref": "#nowhere"}]}
                        """, "{\"$ref\":\"x\",\"pattern\":{\"$ref\":\"http://x/\",\"pattern\":\"(\"}}"))
                .isEmpty();
    }

    @Test
    void a_schema_is_as_large_as_a_person_writes_it() {
        String fields = IntStream.range(0, 200)
                .mapToObj(i -> "\"field" + i + "\":{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z]*$\","
                        + "\"title\":\"A field that an operator adds\",\"description\":\"" + "x".repeat(100) + "\"}")
                .collect(Collectors.joining(","));
        assertThat(faults("{\"properties\":{" + fields + "}}", "{\"field7\":\"A\"}"))
                .isEqualTo("field7 pattern");
        assertThatThrownBy(() -> schema("{\"description\":\"" + "x".repeat(70_000) + "\"}"))
                .hasMessageContaining("longer than");
    }

    @Test
    @Timeout(60)
    void exponential_patterns_circles_and_trees_of_references_come_to_an_end() {
        String tree = IntStream.range(0, 40)
                .mapToObj(i -> "\"d" + i + "\":{\"allOf\":[{\"$ref\":\"#/$defs/d" + (i + 1)
                        + "\"},{\"$ref\":\"#/$defs/d" + (i + 1) + "\"}]}")
                .collect(Collectors.joining(","));
        List<String[]> costly = List.of(
                new String[] {
                    "{\"properties\":{\"a\":{\"pattern\":\"^(a+)+$\"}}}", "{\"a\":\"" + "a".repeat(5000) + "!\"}"
                },
                new String[] {
                    "{\"properties\":{\"a\":{\"pattern\":\"^(a|b)*$\"}}}", "{\"a\":\"" + "ab".repeat(8000) + "\"}"
                },
                new String[] {
                    "{\"properties\":{\"a\":{\"propertyNames\":{\"pattern\":\"^(a+)+$\"}}}}",
                    "{\"a\":{\"" + "a".repeat(5000) + "!\":1}}"
                },
                new String[] {
                    "{\"properties\":{\"a\":{\"patternProperties\":{\"^(a+)+$\":false}}}}",
                    "{\"a\":{\"" + "a".repeat(5000) + "!\":1}}"
                },
                new String[] {"{\"$ref\":\"#\"}", "{\"a\":1}"},
                new String[] {"{\"properties\":{\"a\":{\"$ref\":\"#/properties/a\"}}}", "{\"a\":1}"},
                new String[] {"{\"$ref\":\"#/$defs/d0\",\"$defs\":{" + tree + ",\"d40\":true}}", "{\"a\":1}"},
                new String[] {
                    "{\"properties\":{\"a\":{\"uniqueItems\":true}}}",
                    "{\"a\":["
                            + IntStream.range(0, 4000)
                                    .mapToObj(Integer::toString)
                                    .collect(Collectors.joining(",")) + "]}"
                });
        for (String[] each : costly) {
            JsonSchema schema = schema(each[0]);
            schema.faults(json(each[1]));
        }
        assertThat(faults("{\"$ref\":\"#\"}", "{\"a\":1}")).isEqualTo(" costly");
    }
}
