package io.vestibule.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is seen to be right without the schema's validator is right by it. */
class FastCheckTest {
    private static final Json.Object SCHEMA = parse("""
            {"type": "object", "title": "x", "properties": {
              "line": {"$ref": "#/$defs/line", "maxLength": 5, "x-must-be": "short"},
              "day": {"type": "string", "format": "date"},
              "truth": {"type": "boolean"},
              "any": true,
              "number": {"type": "integer", "minimum": -1, "maximum": 1e1},
              "amount": {"type": "number", "minimum": 0, "maximum": 9.99, "multipleOf": 0.01},
              "list": {"type": "array"},
              "none": false},
             "$defs": {"line": {"type": "string", "maxLength": 3, "pattern": "^a"}}}
            """);
    private static final Map<String, java.util.function.Predicate<String>> FORMATS =
            Map.of("date", text -> text.equals("today"));

    private static Json.Object parse(String text) {
        return (Json.Object) Json.parse(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"line": "ab", "truth": true, "day": "today", "any": [1]} | true
            {} | true
            {"line": "abcd"} | false
            {"line": "b"} | false
            {"line": 1} | false
            {"line": "a😀😀"} | true
            {"day": "tomorrow"} | false
            {"truth": "true"} | false
            {"number": 1} | true
            {"number": -1} | true
            {"number": 10} | true
            {"number": 1.0} | true
            {"number": 1.5} | false
            {"number": 11} | false
            {"number": -2} | false
            {"number": "1"} | false
            {"number": 1e1} | false
            {"amount": 0} | true
            {"amount": 9.99} | true
            {"amount": 9.990} | true
            {"amount": 0.001} | false
            {"amount": 10} | false
            {"amount": -0.01} | false
            {"list": []} | false
            {"none": 1} | false
            {"other": 1} | false
            [] | false
            """)
    void what_is_seen_to_be_right_is_right(String value, boolean right) {
        Json json = Json.parse(value.getBytes(UTF_8));
        assertThat(new FastCheck(SCHEMA, FORMATS).isRight(json)).isEqualTo(right);
        if (right) {
            assertThat(JsonSchema.trusted(SCHEMA, FORMATS).faults(json)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"required": ["line"], "properties": {"line": true}}
            {"properties": {"line": true}, "additionalProperties": false}
            {"type": "array", "properties": {"line": true}}
            {"if": {"required": ["line"]}, "then": false, "properties": {"line": true}}
            """)
    void a_schema_that_asks_for_more_is_never_passed_by(String schema) {
        assertThat(new FastCheck(parse(schema), FORMATS).isRight(parse("{\"line\": 1}")))
                .isFalse();
        assertThat(new FastCheck(parse(schema), FORMATS).isRight(parse("{}"))).isFalse();
    }
}
