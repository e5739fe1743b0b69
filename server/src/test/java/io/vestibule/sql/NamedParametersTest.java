package io.vestibule.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which colons of a statement begin a parameter. */
class NamedParametersTest {
    static List<Arguments> statements() {
        return List.of(
                Arguments.of("select 1", "select 1", Map.of()),
                Arguments.of(":first", "?", Map.of("first", List.of(1))),
                Arguments.of("values (:a,:b_2, :a)", "values (?,?, ?)", Map.of("a", List.of(1, 3), "b_2", List.of(2))),
                Arguments.of("select :session.refreshHash", "select ?", Map.of("session.refreshHash", List.of(1))),
                Arguments.of(
                        "select cast(:origin as jsonb), now()::text, :value::interval",
                        "select cast(? as jsonb), now()::text, ?::interval",
                        Map.of("origin", List.of(1), "value", List.of(2))),
                Arguments.of(
                        "select 'it''s :none', \"a:none\", '12:30' || :one",
                        "select 'it''s :none', \"a:none\", '12:30' || ?",
                        Map.of("one", List.of(1))),
                Arguments.of(
                        "select :one -- and :none\n, :two /* nor :none\n here */, '$1\\'",
                        "select ? -- and :none\n, ? /* nor :none\n here */, '$1\\'",
                        Map.of("one", List.of(1), "two", List.of(2))));
    }

    @ParameterizedTest
    @MethodSource("statements")
    void a_name_after_a_single_colon_is_a_parameter_outside_of_quotes_and_comments(
            String statement, String sql, Map<String, List<Integer>> places) {
        NamedParameters read = NamedParameters.of(statement);
        assertThat(read.sql()).isEqualTo(sql);
        assertThat(read.places()).isEqualTo(places);
    }
}
