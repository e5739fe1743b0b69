package io.vestibule.schema;

import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.SimpleType;
import io.vestibule.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Our JSON as the library sees it: no second parser, no second reading of numbers. Every look at a node is a step. */
final class Node implements JsonNode {
    private final Json json;
    private final String pointer;
    private final StepLimit steps;
    private @Nullable List<JsonNode> items;
    private @Nullable Map<String, JsonNode> fields;

    Node(Json json, String pointer, StepLimit steps) {
        this.json = json;
        this.pointer = pointer;
        this.steps = steps;
    }

    StepLimit steps() {
        return steps;
    }

    @Override
    public String getJsonPointer() {
        return pointer;
    }

    @Override
    public SimpleType getNodeType() {
        steps.spend();
        return switch (json) {
            case Json.Text text -> SimpleType.STRING;
            case Json.Number number -> asNumber().scale() <= 0 ? SimpleType.INTEGER : SimpleType.NUMBER;
            case Json.Bool bool -> SimpleType.BOOLEAN;
            case Json.Null none -> SimpleType.NULL;
            case Json.Array array -> SimpleType.ARRAY;
            case Json.Object object -> SimpleType.OBJECT;
        };
    }

    @Override
    public boolean asBoolean() {
        return json.equals(Json.Bool.TRUE);
    }

    @Override
    public String asString() {
        return json instanceof Json.Text(String text) ? text : json.toString();
    }

    @Override
    public BigInteger asInteger() {
        return asNumber().toBigIntegerExact();
    }

    /** 1.50 is 1.5 to a schema. */
    @Override
    public BigDecimal asNumber() {
        return new BigDecimal(json.toString()).stripTrailingZeros();
    }

    @Override
    public List<JsonNode> asArray() {
        if (items == null) {
            items = new ArrayList<>();
            for (Json item : ((Json.Array) json).items()) {
                items.add(new Node(item, pointer + "/" + items.size(), steps));
            }
        }
        return items;
    }

    @Override
    public Map<String, JsonNode> asObject() {
        if (fields == null) {
            Map<String, JsonNode> nodes = new LinkedHashMap<>();
            ((Json.Object) json)
                    .fields()
                    .forEach((name, value) -> nodes.put(name, new Node(value, Pointer.child(pointer, name), steps)));
            fields = nodes;
        }
        return fields;
    }
}
