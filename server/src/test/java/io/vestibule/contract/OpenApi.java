package io.vestibule.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds an exchange with the server against the OpenAPI document of a dialect. What the document does not say, it does
 * not allow: statuses, content types, keys. Immutable; source of truth is {@code openapi/{dialect}.yaml}.
 */
public final class OpenApi {
    private final OpenApiDocument document;
    private final Wire wire;

    private OpenApi(OpenApiDocument document) {
        this.document = document;
        this.wire = new Wire(document);
    }

    /** The document of a dialect: {@code sonar}. */
    public static OpenApi of(String dialect) {
        return new OpenApi(OpenApiDocument.load(dialect));
    }

    /**
     * Checks one exchange. The request's body (with the parameters of the query string) is checked only where the
     * answer is 2xx: a refused request may be as wrong as it likes.
     *
     * @param path the path as sent, with the query string if there was one
     * @param responseHeaders by name, in any case
     * @throws AssertionError that lists everything in the exchange which the document does not allow
     */
    public void check(
            String method,
            String path,
            @Nullable String requestContentType,
            @Nullable String requestBody,
            int status,
            Map<String, String> responseHeaders,
            @Nullable String responseBody) {
        String verb = method.toLowerCase(Locale.ROOT);
        String bare = path.replaceFirst("\\?.*", "");
        String query = path.substring(Math.min(path.length(), bare.length() + 1));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(responseHeaders);
        String body = responseBody == null ? "" : responseBody;

        List<String> faults = new ArrayList<>();
        response(verb, bare, status)
                .ifPresentOrElse(
                        response -> {
                            checkHeaders(response, headers, faults);
                            checkAnswer(verb, bare, status, response, headers.get("Content-Type"), body, faults);
                        },
                        () -> faults.add("status " + status + " is not documented"));
        if (status / 100 == 2) {
            operation(verb, bare)
                    .ifPresent(operation -> checkRequest(operation, query, requestContentType, requestBody, faults));
        }
        if (!faults.isEmpty()) {
            throw new AssertionError(report(method + " " + bare, status, faults, headers, body));
        }
    }

    private String report(String call, int status, List<String> faults, Map<String, String> headers, String body) {
        String line = System.lineSeparator() + "  - ";
        return "%s answered %d, against %s:%s%nheaders: %s%nbody: %s"
                .formatted(call, status, document.name(), line + String.join(line, faults), headers, body);
    }

    private Optional<JsonNode> operation(String verb, String path) {
        return document.pathItem(path).map(item -> item.get(verb));
    }

    private Optional<JsonNode> response(String verb, String path, int status) {
        Optional<JsonNode> operation = operation(verb, path);
        if (operation.isPresent()) {
            return operation
                    .map(found -> found.path("responses").get(String.valueOf(status)))
                    .map(document::resolve);
        }
        boolean pathKnown = document.pathItem(path).isPresent();
        if (status == (pathKnown ? 404 : 405)) {
            return Optional.empty();
        }
        return Optional.ofNullable(document.unmatchedResponses().get(String.valueOf(status)))
                .map(document::resolve);
    }

    private void checkHeaders(JsonNode response, Map<String, String> headers, List<String> faults) {
        response.path("headers").properties().forEach(entry -> {
            JsonNode header = document.resolve(entry.getValue());
            String value = headers.get(entry.getKey());
            if (value != null) {
                JsonNode schema = header.path("schema");
                document.faults(schema, wire.scalar(value, schema))
                        .forEach(fault -> faults.add("header " + entry.getKey() + fault));
            } else if (header.path("required").asBoolean(false)) {
                faults.add("header " + entry.getKey() + " is missing");
            }
        });
    }

    private void checkAnswer(
            String verb,
            String path,
            int status,
            JsonNode response,
            @Nullable String contentType,
            String body,
            List<String> faults) {
        JsonNode content = response.path("content");
        if (verb.equals("head") || content.isEmpty()) {
            if (!body.isEmpty()) {
                faults.add("there is a body, where none is documented");
            }
            return;
        }
        String type = Wire.mediaType(contentType);
        boolean asked =
                content.size() == 1 || !path.matches(".*\\.(json|xml)") || path.endsWith(type.replaceFirst(".*/", "."));
        if (!content.has(type) || !asked) {
            faults.add("content type \"" + type + "\" is not documented here");
            return;
        }
        JsonNode schema = content.path(type).path("schema");
        try {
            JsonNode value = wire.read(type, body, schema);
            document.faults(Wire.schemaOf(type, schema), value).forEach(fault -> faults.add("body" + fault));
            if (value.has("entry") && faults.isEmpty()) {
                checkTable(verb, path, status, value, faults);
            }
        } catch (Wire.Unreadable e) {
            faults.add("body: " + e.getMessage());
        }
    }

    /** A LogicBoxes hashtable holds each key once, and the same keys and values as the call's twin in JSON. */
    private void checkTable(String verb, String path, int status, JsonNode table, List<String> faults) {
        ObjectNode map = map(table, faults);
        JsonNode twin = response(verb, path.replaceFirst("xml$", "json"), status)
                .map(response ->
                        response.path("content").path("application/json").path("schema"))
                .orElseThrow();
        document.faults(twin, map).forEach(fault -> faults.add("body, as a map" + fault));
    }

    /** The map that a table is; a value may be a table itself. */
    private static ObjectNode map(JsonNode table, List<String> faults) {
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        for (JsonNode entry : table.path("entry")) {
            JsonNode pair = entry.path("string");
            if (map.has(pair.path(0).asString())) {
                faults.add("key given twice: " + pair.path(0).asString());
            }
            boolean inner = entry.has("hashtable");
            map.set(pair.path(0).asString(), inner ? map(entry.path("hashtable"), faults) : pair.path(1));
        }
        return map;
    }

    private void checkRequest(
            JsonNode operation,
            String query,
            @Nullable String contentType,
            @Nullable String body,
            List<String> faults) {
        JsonNode content = document.resolve(operation.path("requestBody")).path("content");
        boolean sent = body != null && !body.isEmpty();
        String type = sent ? Wire.mediaType(contentType) : "application/x-www-form-urlencoded";
        if (content.isEmpty() || (sent && !content.has(type))) {
            if (sent && !content.isEmpty()) {
                faults.add("request: content type \"" + type + "\" is not documented, but answered 2xx");
            }
            return;
        }
        JsonNode schema = content.path(type).path("schema");
        try {
            JsonNode parameters = sent ? wire.read(type, body, schema) : JsonNodeFactory.instance.objectNode();
            if (parameters instanceof ObjectNode object) {
                wire.form(query, schema).properties().forEach(entry -> {
                    if (entry.getValue().isArray() && object.get(entry.getKey()) instanceof ArrayNode several) {
                        entry.getValue().forEach(several::add);
                    } else {
                        object.set(entry.getKey(), entry.getValue());
                    }
                });
                // "An empty string is a missing field" (contracts, One customer in three dialects).
                object.properties()
                        .removeIf(entry -> entry.getValue().asString("x").isEmpty());
            }
            document.faults(schema, parameters).forEach(fault -> faults.add("request, but answered 2xx" + fault));
        } catch (Wire.Unreadable e) {
            faults.add("request, but answered 2xx: " + e.getMessage());
        }
    }
}
