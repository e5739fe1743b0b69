package io.vestibule.schema;

import dev.harrel.jsonschema.EvaluationContext;
import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.Evaluator.Result;
import dev.harrel.jsonschema.EvaluatorFactory;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.SchemaParsingContext;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The keywords that the library leaves to us: formats are checked, not only noted; regular expressions and references are bounded.
 *
 * @param formats by name; one that isn't here is a note, as the draft has it (Validation section 7.2.1)
 */
record Keywords(Map<String, Predicate<String>> formats) implements EvaluatorFactory {
    private static final String INVALID = "invalid";

    @Override
    public Optional<Evaluator> create(SchemaParsingContext context, String keyword, JsonNode value) {
        try {
            return Optional.ofNullable(evaluator(context, keyword, value));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the library reads what merely looks like a schema, too: a value of an enum
        }
    }

    private @Nullable Evaluator evaluator(SchemaParsingContext context, String keyword, JsonNode value) {
        if (keyword.equals("patternProperties") && value.isObject()) {
            return patternProperties(context, value);
        } else if (!value.isString()) {
            return null;
        }
        String text = value.asString();
        return switch (keyword) {
            case "format" -> formats.containsKey(text) ? text(formats.get(text)) : null;
            case "pattern" -> text(Regex.of(text)::isFoundIn);
            case "$ref" -> text.startsWith("#") ? reference(context, text) : null;
            default -> null;
        };
    }

    private static Evaluator text(Predicate<String> right) {
        return (context, node) ->
                !node.isString() || right.test(node.asString()) ? Result.success() : Result.failure(INVALID);
    }

    private static Evaluator patternProperties(SchemaParsingContext parsing, JsonNode value) {
        Map<Regex, String> schemas = new LinkedHashMap<>();
        value.asObject().forEach((name, schema) -> schemas.put(Regex.of(name), parsing.getAbsoluteUri(schema)));
        return (context, node) -> {
            Set<String> seen = new HashSet<>();
            boolean right = true;
            for (var property : node.isObject() ? node.asObject().entrySet() : Set.<Map.Entry<String, JsonNode>>of()) {
                for (var schema : schemas.entrySet()) {
                    if (schema.getKey().isFoundIn(property.getKey())) {
                        seen.add(property.getKey());
                        right &= context.resolveInternalRefAndValidate(schema.getValue(), property.getValue());
                    }
                }
            }
            return right ? Result.success(seen) : Result.failure();
        };
    }

    /** A reference takes a step of its own: a circle of them looks at no value. */
    private static Evaluator reference(SchemaParsingContext parsing, String reference) {
        String uri = parsing.getParentUri() + "#" + Pointer.fragment(reference);
        return (EvaluationContext context, JsonNode node) -> {
            if (node instanceof Node ours) {
                ours.steps().spend();
            }
            return context.resolveRefAndValidate(uri, node) ? Result.success() : Result.failure();
        };
    }
}
