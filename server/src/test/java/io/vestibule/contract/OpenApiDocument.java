package io.vestibule.contract;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** One OpenAPI 3.1 document of the product, as a tree: its calls by verb and path, its references, its schemas. */
final class OpenApiDocument {
    private static final List<String> COMBINATIONS = List.of("allOf", "oneOf", "anyOf");

    /** Draft 2020-12, where what a schema brings along says nothing about the value. */
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .keyword(new NonValidationKeyword("components"))
            .keyword(new NonValidationKeyword("xml"))
            .build();

    private final String name;
    private final JsonNode root;
    private final SchemaRegistry schemas = SchemaRegistry.withDialect(DIALECT);

    private OpenApiDocument(String name, JsonNode root) {
        this.name = name;
        this.root = root;
    }

    /** The document {@code openapi/{dialect}.yaml} of the product; a key given twice in it is an error. */
    static OpenApiDocument load(String dialect) {
        String name = "openapi/" + dialect + ".yaml";
        try (InputStream in = OpenApiDocument.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no such document: " + name);
            }
            var mapper = new YAMLMapper(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build());
            return new OpenApiDocument(name, mapper.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    JsonNode root() {
        return root;
    }

    /** How an answer reads, by status, where no operation was reached. */
    JsonNode unmatchedResponses() {
        return root.path("x-unmatched-responses");
    }

    /** The path template that matches the path; one without parameters goes before one with (OpenAPI 3.1, 4.8.8). */
    Optional<JsonNode> pathItem(String path) {
        JsonNode paths = root.path("paths");
        if (paths.has(path)) {
            return Optional.of(paths.get(path));
        }
        return paths.properties().stream()
                .filter(entry -> path.matches(pattern(entry.getKey())))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String pattern(String template) {
        return "\\Q" + template.replaceAll("\\{[^}]+}", "\\\\E[^/]+\\\\Q") + "\\E";
    }

    /** Follows a reference inside the document, any number of times; anything else is itself. */
    JsonNode resolve(JsonNode node) {
        JsonNode current = node;
        while (current.has("$ref")) {
            String reference = current.get("$ref").asString();
            current = root.at(reference.substring(1));
            if (!reference.startsWith("#/") || current.isMissingNode()) {
                throw new IllegalStateException(name + " has no " + reference);
            }
        }
        return current;
    }

    /** What is wrong with the value, a line each; nothing where the schema allows it. */
    List<String> faults(JsonNode schema, JsonNode value) {
        ObjectNode selfContained = ((ObjectNode) schema).deepCopy();
        selfContained.set("components", root.path("components"));
        return schemas.getSchema(selfContained).validate(value).stream()
                .map(Error::toString)
                .toList();
    }

    /** The properties that an object of this schema can have, wherever the schema takes them from. */
    Map<String, JsonNode> properties(JsonNode schema) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        schema.path("properties").properties().forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        if (schema.has("$ref")) {
            properties(resolve(schema)).forEach(found::putIfAbsent);
        }
        for (String combination : COMBINATIONS) {
            schema.path(combination).forEach(part -> properties(part).forEach(found::putIfAbsent));
        }
        return found;
    }

    /** The name of the element that an XML body of this schema is (OpenAPI 3.1, 4.8.26), if the schema says one. */
    Optional<String> elementName(JsonNode schema) {
        JsonNode resolved = resolve(schema);
        if (resolved.has("xml")) {
            return Optional.of(resolved.path("xml").path("name").asString());
        }
        JsonNode alternatives = resolved.path("oneOf");
        return alternatives.isEmpty() ? Optional.empty() : elementName(alternatives.get(0));
    }
}
