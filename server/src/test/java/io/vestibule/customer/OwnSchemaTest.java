package io.vestibule.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.json.Json;
import io.vestibule.schema.BadSchemaException;
import io.vestibule.schema.JsonSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator may add to the built-in profile, and the built-in profile itself. */
class OwnSchemaTest {
    private static ProfileSchema schema(String own) {
        return ProfileSchema.of(Json.object().build(), Json.parse(own.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void the_built_in_schema_is_valid_by_its_meta_schema() throws IOException {
        try (InputStream file = ProfileSchema.class.getResourceAsStream("profile.schema.json")) {
            Json.Object builtIn = (Json.Object) Json.parse(file.readAllBytes());
            assertThat(JsonSchema.of(builtIn, Formats.CHECKED).properties()).hasSize(42);
        }
        assertThat(ProfileSchema.BUILT_IN.shown()).hasSize(23);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":\"object\",\"additionalProperties\":false,\"unevaluatedProperties\":false}",
                "{\"$id\":\"https://example.com/profile\",\"properties\":{\"a-b_C1\":true},\"required\":[\"a-b_C1\",\"phone\"]}",
                "{\"title\":\"Ours\",\"x-owner\":\"me\",\"properties\":{\"a\":{\"widget\":\"area\"}}}"
            })
    void a_schema_of_an_object_adds_its_properties(String own) {
        assertThat(schema(own).shown()).startsWith("firstName");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | must be an object",
                "true | must be an object",
                "{\"type\":\"array\"} | /type",
                "{\"type\":[\"object\",\"null\"]} | /type",
                "{\"patternProperties\":{\"^x\":{}}} | /patternProperties",
                "{\"additionalProperties\":true} | /additionalProperties",
                "{\"maxProperties\":3} | /maxProperties",
                "{\"propertyNames\":{}} | /propertyNames",
                "{\"property\":{}} | /property",
                "{\"properties\":{\"email\":{\"type\":\"string\"}}} | /properties/email",
                "{\"properties\":{\"id\":true}} | /properties/id",
                "{\"properties\":{\"fullName\":true}} | /properties/fullName",
                "{\"properties\":{\"status\":true}} | /properties/status",
                "{\"properties\":{\"verified\":true}} | /properties/verified",
                "{\"properties\":{\"password\":true}} | /properties/password",
                "{\"properties\":{\"\":true}} | /properties",
                "{\"properties\":{\"a b\":true}} | /properties",
                "{\"properties\":{\"1a\":true}} | /properties",
                "{\"required\":[\"shoeSize\"]} | /required",
                "{\"required\":[\"company\"]} | /required"
            })
    void what_it_cannot_say_is_refused_with_the_place(String own, String place) {
        assertThatThrownBy(() -> schema(own))
                .isInstanceOf(BadSchemaException.class)
                .hasMessageStartingWith(place);
    }

    @ParameterizedTest
    @CsvSource({
        "date, 2024-02-29, 2023-02-29",
        "date, 0001-01-01, +12024-01-01",
        "time, 23:59:59Z, 24:00:00Z",
        "time, 10:00:00.5+01:00, 10:00",
        "date-time, 2024-02-29T10:00:00Z, 2024-02-29",
        "date-time, 2024-02-29t10:00:00.123z, 2024-02-29 10:00:00Z",
        "email, a@example.com, a@localhost",
        "uri, https://example.com/a?b, /a",
        "uuid, 123e4567-e89b-12d3-a456-426614174000, 123e4567",
        "country, GB, UK"
    })
    void a_format_is_checked(String format, String right, String wrong) {
        ProfileSchema schema = schema("{\"properties\":{\"a\":{\"format\":\"" + format + "\"}}}");

        assertThat(schema.ownChanges(Map.of("a", Json.of(right)), Profile.EMPTY).errors())
                .isEmpty();
        assertThat(schema.ownChanges(Map.of("a", Json.of(wrong)), Profile.EMPTY).errors())
                .containsOnlyKeys("a");
    }
}
