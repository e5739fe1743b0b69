package io.vestibule.schema;

import dev.harrel.jsonschema.Dialects;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import io.vestibule.json.Json;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A schema that was read and found right. Immutable, and for any number of threads. */
public final class JsonSchema {
    /** What a schema may name as its {@code $schema}. */
    static final URI DIALECT = URI.create("https://json-schema.org/draft/2020-12/schema");

    private static final URI NAME = URI.create("urn:vestibule:schema");
    private static final Pattern ALTERNATIVE = Pattern.compile("/(anyOf|oneOf)/[0-9]+/");

    /** What a condition finds wrong is no fault; a property may be called "if". */
    private static final Pattern CONDITION = Pattern.compile("(?<!/properties|/\\$defs)/if(/|$)");

    private static final int FARTHEST = 10;
    private static final Json.Object NOTHING = Json.object().build();

    private final Json.Object source;
    private final Validator validator;
    private final FastCheck plain;
    /** Asked of each value that comes, so gathered once. */
    private final Map<String, Json.Object> said = new HashMap<>();

    private JsonSchema(Json.Object source, Validator validator, FastCheck plain) {
        this.source = source;
        this.validator = validator;
        this.plain = plain;
        properties().forEach(name -> said.put(name, at(Pointer.find(source, List.of("properties", name)))));
    }

    /**
     * Reads a schema.
     *
     * @param formats the formats that are checked, by name
     * @throws BadSchemaException if it isn't valid by its meta-schema, or wants something from elsewhere
     */
    public static JsonSchema of(Json.Object schema, Map<String, Predicate<String>> formats) {
        SchemaText.check(schema);
        MetaSchema.check(schema);
        try {
            return trusted(schema, formats);
        } catch (RuntimeException | StackOverflowError e) {
            throw new BadSchemaException("", "can't be read as a schema of draft 2020-12");
        }
    }

    /** Reads a schema that is known to be right: reading the meta-schema, to see that it is, takes long. */
    public static JsonSchema trusted(Json.Object schema, Map<String, Predicate<String>> formats) {
        Map<String, Json> anonymous = new LinkedHashMap<>(schema.fields());
        anonymous.remove("$id"); // references lead to places in it, whatever it is called
        Json.Object source = new Json.Object(new LinkedHashMap<>(anonymous));
        Validator validator =
                validator(formats).withDisabledSchemaValidation(true).createValidator();
        validator.registerSchema(NAME, new Nodes().wrap(source));
        return new JsonSchema(source, validator, new FastCheck(source, formats));
    }

    static ValidatorFactory validator(Map<String, Predicate<String>> formats) {
        return new ValidatorFactory()
                .withDefaultDialect(new Dialects.Draft2020Dialect())
                .withJsonNodeFactory(new Nodes())
                .withEvaluatorFactory(new Keywords(formats));
    }

    /** The names of the properties that it declares, in order. */
    public List<String> properties() {
        return source.get("properties") instanceof Json.Object properties
                ? List.copyOf(properties.fields().sequencedKeySet())
                : List.of();
    }

    /** What it says of a property; what a reference there leads to is said, too. */
    public Json.Object property(String name) {
        return said.getOrDefault(name, NOTHING);
    }

    /** The same of a place in it. */
    public Json.Object at(@Nullable Json place) {
        Map<String, Json> said = new LinkedHashMap<>();
        Json found = place;
        for (int i = 0; i < FARTHEST && found instanceof Json.Object object; i++) {
            object.fields().forEach(said::putIfAbsent);
            found = object.get("$ref") instanceof Json.Text(String reference)
                    ? Pointer.find(source, Pointer.tokensOfReference(reference))
                    : null;
        }
        return new Json.Object(new LinkedHashMap<>(said));
    }

    /**
     * What is wrong with a value; empty if nothing is. It takes a bounded time, and a value that needs more is
     * {@link Fault#COSTLY}.
     *
     * @param value its numbers are {@linkplain PlainNumber plain}
     */
    public List<Fault> faults(Json value) {
        if (plain.isRight(value)) {
            return List.of();
        }
        try {
            return validator.validate(NAME, new Node(value, "", new StepLimit())).getErrors().stream()
                    .filter(error ->
                            !CONDITION.matcher(error.getEvaluationPath()).find())
                    .flatMap(error -> faults(error, value))
                    .distinct()
                    .toList();
        } catch (StepLimit.SpentException
                | StackOverflowError e) { // a circle of references ends the stack before the steps
            return List.of(new Fault(List.of(), Fault.COSTLY, null, false));
        }
    }

    private Stream<Fault> faults(Error error, Json value) {
        List<String> path = Pointer.tokens(error.getInstanceLocation());
        boolean alternative = ALTERNATIVE.matcher(error.getEvaluationPath()).find();
        String location = error.getSchemaLocation();
        String place = location.substring(location.indexOf('#') + 1);
        if (error.getKeyword() == null) { // the schema false
            String last = place.substring(place.lastIndexOf('/') + 1);
            return Stream.of(
                    new Fault(path, last.equals("unevaluatedProperties") ? Fault.UNKNOWN : last, null, alternative));
        }
        Json limit = Pointer.find(source, Pointer.tokens(Pointer.child(place, error.getKeyword())));
        return switch (error.getKeyword()) {
            case "required" -> missing(path, limit, value, alternative);
            case "dependentRequired" ->
                limit instanceof Json.Object needs && Pointer.find(value, path) instanceof Json.Object object
                        ? needs.fields().entrySet().stream()
                                .filter(need -> object.get(need.getKey()) != null)
                                .flatMap(need -> missing(path, need.getValue(), value, alternative))
                        : Stream.empty();
            default -> Stream.of(new Fault(path, error.getKeyword(), limit, alternative));
        };
    }

    private static Stream<Fault> missing(List<String> path, @Nullable Json names, Json value, boolean alternative) {
        return names instanceof Json.Array(List<Json> items) && Pointer.find(value, path) instanceof Json.Object object
                ? items.stream()
                        .map(item -> item instanceof Json.Text(String name) && object.get(name) == null ? name : null)
                        .filter(Objects::nonNull)
                        .map(name -> new Fault(
                                Stream.concat(path.stream(), Stream.of(name)).toList(),
                                Fault.MISSING,
                                null,
                                alternative))
                : Stream.empty();
    }
}
