package io.vestibule.customer;

import io.vestibule.customer.ProfileCheck.Requester;
import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import io.vestibule.schema.BadSchemaException;
import io.vestibule.schema.Fault;
import io.vestibule.schema.JsonSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the profiles of a portal's customers may hold: the one judge of every value, whichever dialect, command or file it comes
 * from. It is the built-in schema ({@code profile.schema.json}) and what the portal's operator adds. Immutable.
 */
public final class ProfileSchema {
    static final JsonSchema BUILT_IN_FIELDS = JsonSchema.trusted(read("profile.schema.json"), Formats.CHECKED);

    /** What a portal has whose operator adds nothing. */
    public static final ProfileSchema BUILT_IN = new ProfileSchema(List.of(BUILT_IN_FIELDS), List.of());

    /** The longest request, in bytes, that has one to be set: its characters may take four. */
    public static final int LARGEST = 256 * 1024;

    private final List<JsonSchema> schemas;
    private final Set<String> shown = new LinkedHashSet<>();
    private final Set<String> known = new LinkedHashSet<>();
    /** Asked of each value that comes, so gathered once. */
    private final Map<String, Meaning> meanings = new HashMap<>();

    /** What a field's value that comes as text may mean. */
    private record Meaning(Set<String> types, boolean country, boolean lines) {}

    /** A fault, and the schema that finds it. */
    record Found(JsonSchema schema, Fault fault) {}

    private ProfileSchema(List<JsonSchema> schemas, List<String> own) {
        this.schemas = schemas;
        known.addAll(BUILT_IN_FIELDS.properties());
        BUILT_IN_FIELDS.properties().stream()
                .filter(name ->
                        !Json.Bool.FALSE.equals(BUILT_IN_FIELDS.property(name).get("x-shown")))
                .forEach(shown::add);
        known.addAll(own);
        shown.addAll(own);
        known.forEach(name -> meanings.put(
                name,
                new Meaning(
                        keyword(name, "type").flatMap(SentValue::names).collect(Collectors.toSet()),
                        keyword(name, "format").anyMatch(Json.of("country")::equals),
                        keyword(name, "x-multiline").anyMatch(Json.Bool.TRUE::equals))));
    }

    /**
     * The built-in schema with a portal's additions.
     *
     * @param lists the only values that a field with a list may take, by field
     * @param own   the operator's schema; null for none
     * @throws BadSchemaException if one of them can't be used
     */
    public static ProfileSchema of(Json.Object lists, @Nullable Json own) {
        if (lists.fields().isEmpty() && own == null) {
            return BUILT_IN;
        }
        List<JsonSchema> schemas = new ArrayList<>(List.of(BUILT_IN_FIELDS));
        Json.Builder choices = Json.object();
        lists.fields()
                .forEach((field, list) ->
                        choices.put(field, Json.object().put("enum", list).build()));
        schemas.add(
                JsonSchema.of(Json.object().put("properties", choices.build()).build(), Map.of()));
        JsonSchema additions = OwnSchema.read(own == null ? Json.object().build() : own, BUILT_IN.shown());
        schemas.add(additions);
        return new ProfileSchema(schemas, additions.properties());
    }

    /** Every attribute that a profile may have, in order. */
    public List<String> attributes() {
        return List.copyOf(known);
    }

    /** The fields that customers see and change themselves (Keaze's resource), in order. The others are the portal's servers'. */
    public List<String> shown() {
        return List.copyOf(shown);
    }

    /** What a form has to know of an attribute. */
    public ProfileField field(String name) {
        return ProfileField.of(this, name);
    }

    /**
     * Checks changes to a profile that a portal's server or operator asks for: attribute to value, JSON null to clear it, an
     * empty string to leave it. Every error names an attribute that was sent: what the schema asks of others is the customers'
     * to give, since such callers may have no words for it.
     *
     * @param now the profile as it is; {@link Profile#EMPTY} of a customer who is about to be made
     */
    public ProfileChanges changes(Map<String, Json> sent, Profile now) {
        return new ProfileCheck(this, now, Requester.SERVER).of(sent);
    }

    /**
     * The same for what customers ask for themselves; an empty string clears, too. A field that they aren't shown is unknown. What was wrong before, and isn't
     * touched, is no error: a schema may change after a profile was filled in.
     */
    public ProfileChanges ownChanges(Map<String, Json> sent, Profile now) {
        return new ProfileCheck(this, now, Requester.CUSTOMER).of(sent);
    }

    /** The same for customers who register: nothing may be wrong, or missing. */
    public ProfileChanges registration(Map<String, Json> sent) {
        return new ProfileCheck(this, Profile.EMPTY, Requester.NEW_CUSTOMER).of(sent);
    }

    /** The attributes in which a whole profile is wrong, in order; {@code profile} where no attribute is by itself. */
    public Set<String> wrong(Profile profile) {
        Set<String> wrong = new LinkedHashSet<>();
        faults(profile)
                .forEach(found -> wrong.add(
                        found.fault().path().isEmpty()
                                ? "profile"
                                : found.fault().path().getFirst()));
        return wrong;
    }

    /** Whether a profile may have the attribute. */
    boolean has(String name) {
        return known.contains(name);
    }

    /** Whether customers see it, and change it themselves. */
    boolean shows(String name) {
        return shown.contains(name);
    }

    /** Everything that is wrong with a whole profile. */
    List<Found> faults(Profile profile) {
        List<Found> found = new ArrayList<>();
        for (JsonSchema schema : schemas) {
            schema.faults(profile.attributes()).forEach(fault -> found.add(new Found(schema, fault)));
        }
        return found;
    }

    /** What a value that came means. */
    Json interpret(String name, Json value) {
        Meaning meaning = Objects.requireNonNull(meanings.get(name));
        return meaning.lines()
                ? SentValue.lines(value)
                : SentValue.interpret(value, meaning.types(), meaning.country());
    }

    /** What a form means by the value of a field that it spells with brackets; of one that isn't known, whatever it is. */
    public Json spelled(String name, Json value) {
        return known.contains(name) ? FormValue.read(value, schemas, name) : value;
    }

    /** Whether the attribute may have several lines. */
    public boolean isMultiline(String name) {
        return Objects.requireNonNull(meanings.get(name)).lines();
    }

    /** What somebody typed for an attribute: a text, or where that can't be one, a list or an object in JSON. */
    public Json typed(String name, String text) {
        Set<String> types = Objects.requireNonNull(meanings.get(name)).types();
        if (types.contains("string") || (!text.startsWith("{") && !text.startsWith("["))) {
            return Json.of(text);
        }
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedJsonException e) {
            return Json.of(text); // which the schema refuses
        }
    }

    /** What its schemas say of an attribute under a keyword. */
    Stream<Json> keyword(String name, String keyword) {
        return schemas.stream()
                .map(schema -> schema.property(name).get(keyword))
                .filter(Objects::nonNull);
    }

    private static Json.Object read(String resource) {
        try (InputStream file = Objects.requireNonNull(ProfileSchema.class.getResourceAsStream(resource))) {
            return (Json.Object) Json.parse(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
