package io.vestibule.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * The YAML file as texts by dotted key: {@code http: {port: 80}} and {@code http.port: 80} are the same, and a list is its
 * items joined by commas. Values stay as they were written; what is wrong with the file is said without quoting them.
 */
final class SettingsFile {
    private final JsonParser tokens;
    private final Consumer<String> fault;
    private final Map<String, String> values = new LinkedHashMap<>();

    private SettingsFile(JsonParser tokens, Consumer<String> fault) {
        this.tokens = tokens;
        this.fault = fault;
    }

    /** What the text says, by key; nothing if it isn't YAML. A key without a value counts as not given. */
    static Map<String, String> parse(String yaml, Consumer<String> fault) {
        try (JsonParser tokens = new YAMLFactory().createParser(ObjectReadContext.empty(), yaml)) {
            var file = new SettingsFile(tokens, fault);
            file.document();
            return file.values;
        } catch (JacksonException e) {
            // The message may quote a secret: only the place is told.
            fault.accept("isn't YAML at line " + e.getLocation().getLineNr() + "; correct it there");
            return Map.of();
        }
    }

    private void document() {
        JsonToken first = tokens.nextToken();
        if (first == JsonToken.START_OBJECT) {
            object("");
        } else if (first != null && first != JsonToken.VALUE_NULL) {
            fault.accept("isn't made of settings; write lines such as \"http.port: 8080\"");
            return;
        }
        if (tokens.nextToken() != null) {
            fault.accept("holds more than one document; keep one");
        }
    }

    private void object(String path) {
        for (String name = tokens.nextName(); name != null; name = tokens.nextName()) {
            value(path.isEmpty() ? name : path + "." + name);
        }
    }

    private void value(String key) {
        switch (tokens.nextToken()) {
            case START_OBJECT -> object(key);
            case START_ARRAY -> put(key, list(key));
            case VALUE_NULL -> {}
            case null, default -> put(key, scalar(key));
        }
    }

    private String list(String key) {
        List<String> items = new ArrayList<>();
        for (JsonToken token = tokens.nextToken(); token != JsonToken.END_ARRAY; token = tokens.nextToken()) {
            if (token == null || token.isStructStart()) {
                fault.accept(
                        key + " holds more than a list of values; write them one below the other, without nesting");
                tokens.skipChildren();
            } else {
                items.add(scalar(key));
            }
        }
        return String.join(",", items);
    }

    private String scalar(String key) {
        // Jackson gives an alias as the anchor's name, which would pass for a value.
        if (tokens instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            fault.accept(key + " is an alias (*name), which settings don't have; write the value");
        }
        @Nullable String text = tokens.getString();
        return text == null ? "" : text;
    }

    private void put(String key, String value) {
        if (values.put(key, value) != null) {
            fault.accept(key + " stands twice; keep one");
        }
    }
}
