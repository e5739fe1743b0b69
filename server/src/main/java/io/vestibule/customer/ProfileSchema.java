package io.vestibule.customer;

import io.vestibule.json.Json;
import io.vestibule.schema.BadSchemaException;
import io.vestibule.schema.Fault;
import io.vestibule.schema.JsonSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
    private static final JsonSchema BUILT_IN_FIELDS = JsonSchema.trusted(read("profile.schema.json"), Formats.CHECKED);

    /** What a portal has whose operator adds nothing. */
    public static final ProfileSchema BUILT_IN = new ProfileSchema(List.of(BUILT_IN_FIELDS), List.of());

    private final List<JsonSchema> schemas;
    private final Set<String> shown = new LinkedHashSet<>();
    private final Set<String> known = new LinkedHashSet<>();
    /** Asked of each value that comes, so gathered once. */
    private final Map<String, Meaning> meanings = new HashMap<>();

    /** What a field's value that comes as text may mean. */
    private record Meaning(Set<String> types, boolean country, boolean lines) {}

    /** Who asks for changes, and so for what they answer. */
    private enum By {
        SERVER,
        CUSTOMER,
        NEW_CUSTOMER
    }

    /** A fault, and the schema that finds it. */
    private record Found(JsonSchema schema, Fault fault) {}

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
                        says(name, "type").flatMap(SentValue::names).collect(Collectors.toSet()),
                        says(name, "format").anyMatch(Json.of("country")::equals),
                        says(name, "x-multiline").anyMatch(Json.Bool.TRUE::equals))));
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

    /**
     * Checks changes to a profile that a portal's server or operator asks for: attribute to value, JSON null to clear it, an
     * empty string to leave it. Every error names an attribute that was sent: what the schema asks of others is the customers'
     * to give, since such callers may have no words for it.
     *
     * @param now the profile as it is; {@link Profile#EMPTY} of a customer who is about to be made
     */
    public ProfileChanges changes(Map<String, Json> sent, Profile now) {
        return check(sent, now, By.SERVER);
    }

    /**
     * The same for what customers ask for themselves; an empty string clears, too. A field that they aren't shown is unknown. What was wrong before, and isn't
     * touched, is no error: a schema may change after a profile was filled in.
     */
    public ProfileChanges ownChanges(Map<String, Json> sent, Profile now) {
        return check(sent, now, By.CUSTOMER);
    }

    /** The same for customers who register: nothing may be wrong, or missing. */
    public ProfileChanges registration(Map<String, Json> sent) {
        return check(sent, Profile.EMPTY, By.NEW_CUSTOMER);
    }

    private ProfileChanges check(Map<String, Json> sent, Profile now, By by) {
        ProfileChanges changes = new ProfileChanges();
        sent.forEach((name, value) -> {
            if (!(by == By.SERVER ? known : shown).contains(name)) {
                changes.refuse(name, ProfileSentence.unknown(name));
            } else if (!value.equals(Json.of(""))) {
                take(changes, name, meant(name, value), now, by);
            } else if (by == By.CUSTOMER) { // an emptied field of a form
                take(changes, name, Json.Null.NULL, now, by);
            }
        });
        judge(changes, now, by);
        changes.order(sent.keySet());
        return changes;
    }

    private void take(ProfileChanges changes, String name, Json value, Profile now, By by) {
        if (value.equals(Objects.requireNonNullElse(now.get(name), Json.Null.NULL))) {
            return;
        }
        if (by != By.SERVER && says(name, "readOnly").anyMatch(Json.Bool.TRUE::equals)) {
            changes.refuse(name, ProfileSentence.readOnly(name));
        } else if (!SentValue.isStorable(value)) {
            changes.refuse(name, ProfileSentence.of(new Fault(List.of(name), "", null, false), BUILT_IN_FIELDS));
        } else {
            changes.take(name, value);
        }
    }

    private void judge(ProfileChanges changes, Profile now, By by) {
        List<Found> after = faults(now.with(changes.values()));
        if (after.isEmpty()) {
            return;
        }
        List<String> changed = List.copyOf(changes.values().keySet());
        List<Found> before = by == By.CUSTOMER ? faults(now) : List.of();
        List<Found> wrong = after.stream()
                .filter(found -> switch (by) {
                    case SERVER -> isIn(changed, found);
                    case CUSTOMER -> isIn(changed, found) || !before.contains(found);
                    case NEW_CUSTOMER -> true;
                })
                .toList();
        // Of several ways to be right, what is wrong with one way says less than that none was taken
        Stream.of(false, true)
                .forEach(alternative -> wrong.stream()
                        .filter(found -> found.fault().alternative() == alternative)
                        .filter(found -> !found.fault().path().isEmpty())
                        .filter(found -> !changes.errors()
                                .containsKey(found.fault().path().getFirst()))
                        .forEach(found -> changes.refuse(
                                found.fault().path().getFirst(), ProfileSentence.of(found.fault(), found.schema()))));
        if (!wrong.isEmpty() && changes.errors().isEmpty()) { // no field is wrong by itself
            (changed.isEmpty() ? List.of("profile") : changed)
                    .forEach(name -> changes.refuse(name, ProfileSentence.unfitting(name)));
        }
    }

    private static boolean isIn(List<String> changed, Found found) {
        List<String> path = found.fault().path();
        return path.isEmpty() ? found.fault().keyword().equals(Fault.COSTLY) : changed.contains(path.getFirst());
    }

    private List<Found> faults(Profile profile) {
        List<Found> found = new ArrayList<>();
        for (JsonSchema schema : schemas) {
            schema.faults(profile.attributes()).forEach(fault -> found.add(new Found(schema, fault)));
        }
        return found;
    }

    private Json meant(String name, Json value) {
        Meaning meaning = Objects.requireNonNull(meanings.get(name));
        return meaning.lines() ? SentValue.lines(value) : SentValue.meant(value, meaning.types(), meaning.country());
    }

    private Stream<Json> says(String name, String keyword) {
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
