package io.vestibule.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.schema.BadSchemaException;
import io.vestibule.support.AnyJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever an operator declares, whoever sends whatever: sentences about fields, or changes that can be stored. */
class ProfileSchemaPropertyTest {
    private static final Json.Object NO_LISTS = Json.object().build();

    @Property(tries = 2000)
    void any_change_is_taken_or_refused_by_field(
            @ForAll("schemas") Json own,
            @ForAll("profiles") Map<String, Json> was,
            @ForAll("profiles") Map<String, Json> sent) {
        ProfileSchema schema;
        try {
            schema = ProfileSchema.of(NO_LISTS, own);
        } catch (BadSchemaException e) {
            return;
        }
        Profile now = Profile.EMPTY.with(was);
        ProfileChanges byServer = schema.changes(sent, now);
        ProfileChanges byCustomer = schema.ownChanges(sent, now);
        ProfileChanges atFirst = schema.registration(sent);
        for (ProfileChanges changes : List.of(byServer, byCustomer, atFirst)) {
            assertThat(changes.errors().values())
                    .allSatisfy(sentences -> assertThat(sentences)
                            .singleElement()
                            .satisfies(sentence -> assertThat(sentence).matches("(?s)The .+\\.")));
            assertThat(changes.values().keySet()).isSubsetOf(sent.keySet());
            assertThat(changes.errors().keySet()).noneMatch(changes.values()::containsKey);
            assertThat(changes.values().values())
                    .allSatisfy(value -> assertThat(SentValue.isStorable(value)).isTrue());
        }
        assertThat(byServer.errors().keySet()).isSubsetOf(sent.keySet());
        assertThat(schema.shown()).startsWith("firstName").doesNotContain("id", "email", "fullName");
    }

    @Property(tries = 500)
    void a_profile_sent_back_whole_is_no_change(
            @ForAll("schemas") Json own, @ForAll("profiles") Map<String, Json> was) {
        ProfileSchema schema;
        try {
            schema = ProfileSchema.of(NO_LISTS, own);
        } catch (BadSchemaException e) {
            return;
        }
        Map<String, Json> stored = new LinkedHashMap<>(was);
        stored.values().removeIf(value -> value instanceof Json.Text);
        Map<String, Json> sent = new LinkedHashMap<>(stored);
        sent.keySet().retainAll(schema.shown());

        ProfileChanges changes = schema.ownChanges(sent, Profile.EMPTY.with(stored));

        assertThat(changes.errors()).isEmpty();
        assertThat(changes.values()).isEmpty();
    }

    @Provide
    Arbitrary<Json> schemas() {
        return Combinators.combine(fields(AnyJson.schemas(2)), AnyJson.schemas(2))
                .as((properties, more) -> {
                    LinkedHashMap<String, Json> root = new LinkedHashMap<>();
                    if (more instanceof Json.Object object) {
                        root.putAll(object.fields());
                    }
                    root.put("properties", new Json.Object(new LinkedHashMap<>(properties)));
                    return new Json.Object(root);
                });
    }

    @Provide
    Arbitrary<Map<String, Json>> profiles() {
        return fields(AnyJson.values(2));
    }

    private static Arbitrary<Map<String, Json>> fields(Arbitrary<Json> values) {
        return Arbitraries.maps(Arbitraries.of("a", "b", "phone", "company", "dependants", "role"), values)
                .ofMaxSize(4);
    }
}
