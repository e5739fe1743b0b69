package io.vestibule.schema;

import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.JsonNodeFactory;
import io.vestibule.json.Json;
import java.nio.charset.StandardCharsets;

/** Wraps what is ours for the library, and reads the meta-schema, which the library has as text. */
final class Nodes implements JsonNodeFactory {
    @Override
    public JsonNode wrap(Object value) {
        return value instanceof JsonNode node ? node : new Node((Json) value, "", new StepLimit());
    }

    @Override
    public JsonNode create(String text) {
        return wrap(Json.parse(text.getBytes(StandardCharsets.UTF_8)));
    }
}
