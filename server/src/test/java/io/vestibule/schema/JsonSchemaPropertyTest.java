package io.vestibule.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.AnyJson;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is given as a schema is refused with a sentence, or judges any value in bounded time. */
class JsonSchemaPropertyTest {
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
        return AnyJson.schemas(4);
    }

    @Provide
    Arbitrary<Json> values() {
        return AnyJson.values(3).filter(JsonSchemaPropertyTest::hasPlainNumbers);
    }

    /** What a check of a value asks for: whoever takes one in has refused the others. */
    private static boolean hasPlainNumbers(Json value) {
        return switch (value) {
            case Json.Number(String literal) -> PlainNumber.is(literal);
            case Json.Array(List<Json> items) -> items.stream().allMatch(JsonSchemaPropertyTest::hasPlainNumbers);
            case Json.Object object ->
                object.fields().values().stream().allMatch(JsonSchemaPropertyTest::hasPlainNumbers);
            case Json.Text text -> true;
            case Json.Bool bool -> true;
            case Json.Null none -> true;
        };
    }
}
