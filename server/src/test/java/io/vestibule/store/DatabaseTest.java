package io.vestibule.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.config.DatabaseConfig;
import io.vestibule.secret.Secret;
import io.vestibule.support.TestDatabases;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    @Test
    void a_request_gives_a_statement_a_second_and_a_half_and_a_command_all_the_time_it_needs() throws SQLException {
        TestDatabases.Place place = TestDatabases.empty();
        var config = new DatabaseConfig(place.url(), place.user(), Secret.of(place.password()), 1, Path.of("target"));
        try (Database database = Database.open(config)) {
            for (int i = 0; i < 2; i++) { // of a pool of one connection, which they share
                assertThat(limit(database.jdbi())).isEqualTo(1500);
                assertThat(limit(database.patientJdbi())).isZero();
            }
        }
    }

    private static int limit(Jdbi jdbi) throws SQLException {
        return jdbi.withHandle(h -> h.getConnection().getNetworkTimeout());
    }
}
