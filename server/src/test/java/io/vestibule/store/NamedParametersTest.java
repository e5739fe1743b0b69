package io.vestibule.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a statement's parameters are, Jdbi's own parser says, too. */
class NamedParametersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1",
                "select :a",
                "select :a, :b_2, :session.refreshHash, :a",
                "select cast(:origin as jsonb), now()::text, :value::interval",
                "select 'it''s :none', \"a:none\", :one",
                "select '12:30' || :one -- and :none\n, :two /* nor :none\n here */ from t",
                "select 1 where x = ? and y = ?",
                "insert into t values (:a,:b)",
                ":first",
                "select '?', ?, a->>'b'"
            })
    void finds_the_same_as_jdbi(String sql) {
        ParsedSql ours = parsed(new NamedParameters(), sql);
        ParsedSql jdbis = parsed(new ColonPrefixSqlParser(), sql);
        assertThat(ours.getSql()).isEqualTo(jdbis.getSql());
        assertThat(ours.getParameters()).isEqualTo(jdbis.getParameters());
    }

    @SuppressWarnings("NullAway") // neither asks for the context
    private static ParsedSql parsed(SqlParser parser, String sql) {
        return parser.parse(sql, null);
    }
}
