package io.vestibule.customer;

import io.vestibule.json.Json;
import io.vestibule.schema.BadSchemaException;
import io.vestibule.schema.JsonSchema;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an operator adds to the built-in profile: a schema of an object whose {@code properties} are further fields, or bind
 * built-in ones tighter. A value must satisfy both.
 */
final class OwnSchema {
    private static final int MOST_FIELDS = 200;
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

    /** Contract (Keaze): "{@code id}, status and verification are never writable"; the rest has calls of its own, or is one's word. */
    private static final Set<String> TAKEN = Set.of(
            "id",
            "email",
            "fullName",
            "status",
            "verification",
            "verified",
            "emailVerified",
            "emailVerifiedAt",
            "disabled",
            "password",
            "username",
            "url",
            "secondFactor",
            "accountId",
            "portalId",
            "createdAt");

    private static final Set<String> ROOT = Set.of(
            "$schema",
            "$id",
            "$comment",
            "$defs",
            "title",
            "description",
            "examples",
            "default",
            "type",
            "properties",
            "required",
            "dependentRequired",
            "dependentSchemas",
            "if",
            "then",
            "else",
            "allOf",
            "anyOf",
            "oneOf",
            "not");

    /** They say what holds in any case. */
    private static final Set<String> HOLDS = Set.of("additionalProperties", "unevaluatedProperties");

    private OwnSchema() {}

    /**
     * Reads it.
     *
     * @param builtIn the fields that customers see without it
     * @throws BadSchemaException if it isn't one
     */
    static JsonSchema read(Json given, List<String> builtIn) {
        if (!(given instanceof Json.Object schema)) {
            throw new BadSchemaException("", "must be an object");
        }
        Map<String, Json> kept = new LinkedHashMap<>(schema.fields());
        HOLDS.forEach(keyword -> kept.remove(keyword, Json.Bool.FALSE));
        kept.keySet().stream()
                .filter(keyword -> !ROOT.contains(keyword) && !keyword.startsWith("x-"))
                .findFirst()
                .ifPresent(keyword -> {
                    throw new BadSchemaException(
                            "/" + keyword, "has no place here: a profile's fields are named in properties");
                });
        if (kept.containsKey("type") && !Json.of("object").equals(kept.get("type"))) {
            throw new BadSchemaException("/type", "must be object");
        }
        JsonSchema own = JsonSchema.of(new Json.Object(new LinkedHashMap<>(kept)), Formats.CHECKED);
        own.properties().forEach(OwnSchema::checkName);
        if (own.properties().size() > MOST_FIELDS) {
            throw new BadSchemaException("/properties", "has more than " + MOST_FIELDS + " fields");
        }
        checkRequired(kept.get("required"), own, builtIn);
        return own;
    }

    private static void checkName(String name) {
        if (TAKEN.contains(name)) {
            throw new BadSchemaException("/properties/" + name, "is no field that a schema can declare");
        } else if (!NAME.matcher(name).matches()) {
            throw new BadSchemaException(
                    "/properties", "a field's name is at most 64 letters, digits, - and _, and begins with a letter");
        }
    }

    /** Nobody could register where a field is required that customers can't send. */
    private static void checkRequired(@Nullable Json required, JsonSchema own, List<String> builtIn) {
        Set<String> fields = new HashSet<>(builtIn);
        fields.addAll(own.properties());
        if (required instanceof Json.Array(List<Json> names)) {
            for (Json name : names) {
                if (name instanceof Json.Text(String text) && !fields.contains(text)) {
                    throw new BadSchemaException("/required", "\"" + text + "\" is neither built in nor in properties");
                }
            }
        }
    }
}
