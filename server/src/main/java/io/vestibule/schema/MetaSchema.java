package io.vestibule.schema;

import dev.harrel.jsonschema.Validator;
import io.vestibule.json.Json;
import java.util.Map;
import java.util.regex.PatternSyntaxException;

/** The draft's own schema of schemas, which the library carries. It is read when it is first needed. */
final class MetaSchema {
    private static final Validator VALIDATOR =
            JsonSchema.validator(Map.of("regex", MetaSchema::isRegex)).createValidator();

    private MetaSchema() {}

    /** @throws BadSchemaException for the first thing that a schema may not say */
    static void check(Json.Object schema) {
        try {
            VALIDATOR.validate(JsonSchema.DIALECT, new Nodes().wrap(schema)).getErrors().stream()
                    .findFirst()
                    .ifPresent(error -> {
                        throw new BadSchemaException(error.getInstanceLocation(), error.getError());
                    });
        } catch (StepLimit.SpentException e) {
            throw new BadSchemaException("", "is too large");
        }
    }

    private static boolean isRegex(String text) {
        try {
            Regex.of(text);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
