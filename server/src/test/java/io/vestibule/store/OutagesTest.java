package io.vestibule.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** What the driver and the pool throw. That they do is proved by the tests that cut the line to the database. */
class OutagesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "08001", "08003", "08006", "40001", "40P01", "53300", "53400", "57014", "57P01", "57P03", "58030",
                "25006"
            })
    void a_server_that_is_away_full_stopping_or_read_only_is_an_outage(String state) {
        assertThat(Outages.isOutage(new RuntimeException(new SQLException("", state))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "23505", "25P02", "42703", "42P01", "P0001", "XX000"})
    void a_statement_that_is_wrong_is_none(String state) {
        assertThat(Outages.isOutage(new RuntimeException(new SQLException("", state))))
                .isFalse();
    }

    @Test
    void the_pool_without_a_connection_and_a_connection_that_it_took_away_are_outages() {
        assertThat(Outages.isOutage(new RuntimeException(new SQLTransientConnectionException("none"))))
                .isTrue();
        assertThat(Outages.isOutage(new SQLException("Connection is closed"))).isTrue();
        assertThat(Outages.isOutage(new SQLTimeoutException("too long"))).isTrue();
        assertThat(Outages.isOutage(new PSQLException("no answer", PSQLState.CONNECTION_FAILURE)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void what_was_rolled_back_is_worth_another_try_though_the_database_is_well(String state) {
        assertThat(Outages.isAway(new SQLException("", state))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "53300", "57P01", "58030", "25006"})
    void a_server_that_is_away_full_stopping_or_read_only_is_away(String state) {
        assertThat(Outages.isAway(new SQLException("", state))).isTrue();
    }

    @Test
    void a_fault_of_ours_is_none() {
        assertThat(Outages.isOutage(new IllegalStateException("ours"))).isFalse();
        assertThat(Outages.isOutage(new RuntimeException(new NullPointerException())))
                .isFalse();
    }
}
