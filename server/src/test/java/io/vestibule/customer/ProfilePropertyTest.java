package io.vestibule.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.sql.Handle;
import io.vestibule.support.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever a profile field takes is stored as it was said; whatever it doesn't take is refused by name. */
class ProfilePropertyTest {
    private static final ProfileSchema SCHEMA = ProfileSchema.BUILT_IN;
    private static Handle database;

    @BeforeContainer
    static void open() {
        database = TestDatabases.empty().sql().open();
    }

    @AfterContainer
    static void close() {
        database.close();
    }

    @Property(tries = 3000)
    void what_is_accepted_comes_back_equal_from_jsonb(@ForAll("fields") String field, @ForAll("values") Json value) {
        ProfileChanges changes = SCHEMA.changes(Map.of(field, value), Profile.EMPTY);
        if (!changes.errors().isEmpty()) {
            assertThat(changes.errors()).containsOnlyKeys(field);
            assertThat(changes.values()).isEmpty();
            return;
        }
        Json.Object profile = changes.asNew().attributes();
        String back = database.statement("select cast(:profile as jsonb)")
                .bind("profile", profile.toString())
                .mapTo(String.class)
                .one();
        assertThat(Json.parse(back.getBytes(StandardCharsets.UTF_8))).isEqualTo(profile);
    }

    @Property(tries = 1000)
    void numbers_out_of_range_are_refused(@ForAll("numberFields") String field, @ForAll("badNumbers") String literal) {
        assertThat(change(field, new Json.Number(literal)).errors()).containsOnlyKeys(field);
        assertThat(change(field, Json.of(literal)).errors()).containsOnlyKeys(field);
    }

    @Property(tries = 300)
    void amounts_in_range_are_taken_as_they_are_written(
            @ForAll("amounts") String literal, @ForAll("amountFields") String field) {
        assertThat(change(field, new Json.Number(literal)).values()).containsEntry(field, new Json.Number(literal));
        assertThat(change(field, Json.of(literal)).values()).containsEntry(field, new Json.Number(literal));
    }

    @Property(tries = 300)
    void a_field_that_the_profile_lacks_is_refused_by_name(
            @ForAll("unknownNames") String name, @ForAll("values") Json value) {
        ProfileChanges changes = SCHEMA.changes(Map.of(name, value), Profile.EMPTY);
        assertThat(changes.errors()).containsOnlyKeys(name);
        assertThat(changes.values()).isEmpty();
    }

    private static ProfileChanges change(String field, Json value) {
        return SCHEMA.changes(Map.of(field, value), Profile.EMPTY);
    }

    @Provide
    Arbitrary<String> fields() {
        return Arbitraries.of(SCHEMA.attributes());
    }

    @Provide
    Arbitrary<String> numberFields() {
        return Arbitraries.of("annualHouseholdIncome", "deposit", "dependants", "homeOwnershipStatus");
    }

    @Provide
    Arbitrary<String> amountFields() {
        return Arbitraries.of("annualHouseholdIncome", "deposit");
    }

    @Provide
    Arbitrary<String> badNumbers() {
        return Arbitraries.of(
                "-1", "-0", "1000000000000", "99999999999999999999", "1e3", "1E400", "0.001", "1.234", "-0.01", "1e-1");
    }

    @Provide
    Arbitrary<String> amounts() {
        return Arbitraries.longs()
                .between(0, 999_999_999_999L)
                .flatMap(whole -> Arbitraries.of("", ".0", ".5", ".25", ".00").map(decimals -> whole + decimals));
    }

    @Provide
    Arbitrary<String> unknownNames() {
        return Arbitraries.of(
                "status",
                "verified",
                "password",
                "passwordOrigin",
                "firstname",
                "__proto__",
                "phoneCountryCode",
                "Company",
                "",
                "id ");
    }

    @Provide
    Arbitrary<Json> values() {
        Arbitrary<Json> texts = Arbitraries.strings()
                .withChars("aZ0 '\"\\ß€\0\n\u007f\u0085\u2028\uFEFF\uFFFF")
                .ofMaxLength(300)
                .map(Json::of);
        Arbitrary<Json> known = Arbitraries.of(
                Json.of("2024-02-29"),
                Json.of("2023-02-29"),
                Json.of("0001-01-01"),
                Json.of("9999-12-31"),
                Json.of("+44 20 7946"),
                Json.of("true"),
                Json.of("0"),
                Json.of("1"),
                Json.of(true),
                Json.of(false),
                Json.of("4"),
                Json.of("😀"),
                Json.Null.NULL,
                new Json.Array(List.of()),
                Json.object().build());
        Arbitrary<Json> numbers = Arbitraries.of(
                        "0", "4", "99", "100", "12.5", "12.50", "1e2", "-1", "999999999999", "0.0", "007")
                .filter(literal -> !literal.startsWith("00"))
                .map(Json.Number::new);
        Arbitrary<Json> choices = Arbitraries.oneOf(texts, numbers, known)
                .tuple2()
                .map(pair -> Json.object()
                        .put("id", pair.get1())
                        .put("name", pair.get2())
                        .build());
        return Arbitraries.oneOf(texts, known, numbers, choices);
    }
}
