package io.vestibule.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A single name of dialects that have no parts: "splits at its last space". */
class FullNameTest {

    private static Profile named(String first, String last) {
        return new Profile(
                Json.object().put("firstName", first).put("lastName", last).build());
    }

    @ParameterizedTest
    @CsvSource({
        "Mary Doe, Mary, Doe",
        "Mary Ann Doe, Mary Ann, Doe",
        "' Mary   Ann  Doe ', Mary Ann, Doe",
        "Plato, Plato, ''",
        "Zoë Łukasz-李, Zoë, Łukasz-李"
    })
    void a_name_splits_at_its_last_blank(String name, String first, String last) {
        Profile renamed = Profile.EMPTY.with(Profile.EMPTY.renamed(name));

        assertThat(renamed.text("firstName")).isEqualTo(first);
        assertThat(renamed.text("lastName")).isEqualTo(last);
    }

    @Test
    void a_name_of_equal_text_changes_nothing() {
        assertThat(named("Mary", "Ann Doe").renamed("Mary Ann Doe")).isEmpty();
        assertThat(named("Ludwig", "van  Beethoven").renamed("Ludwig van Beethoven "))
                .isEmpty();
        assertThat(named("Mary", "Doe").renamed("")).isEmpty();
        assertThat(named("Mary", "Doe").renamed("  ")).isEmpty();
    }

    @Test
    void a_single_word_clears_the_last_name() {
        Profile was = named("Mary", "Doe");

        assertThat(was.with(was.renamed("Plato")).attributes()).hasToString("{\"firstName\":\"Plato\"}");
    }

    @Property(tries = 300)
    void a_name_set_twice_is_set_once(
            @ForAll @AlphaChars @Chars({' ', '\u00A0', '-'}) @StringLength(max = 20) String name) {
        Profile once = Profile.EMPTY.with(Profile.EMPTY.renamed(name));

        assertThat(once.renamed(name)).isEmpty();
        assertThat(once.fullName()).isEqualTo(name.strip().replaceAll(" +", " "));
    }
}
