package io.vestibule.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.config.DatabaseConfig;
import io.vestibule.secret.Secret;
import io.vestibule.support.TestDatabases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    private static Database open(TestDatabases.Place place) {
        return Database.open(
                new DatabaseConfig(place.url(), place.user(), Secret.of(place.password()), 1, Path.of("target")));
    }

    @Test
    void a_request_gives_a_statement_a_second_and_a_half_and_a_command_all_the_time_it_needs() throws SQLException {
        try (Database database = open(TestDatabases.empty())) {
            for (int i = 0; i < 2; i++) { // of a pool of one connection, which they share
                assertThat(limit(database.jdbi())).isEqualTo(1500);
                assertThat(limit(database.patientJdbi())).isZero();
            }
        }
    }

    private static int limit(Jdbi jdbi) throws SQLException {
        return jdbi.withHandle(h -> h.getConnection().getNetworkTimeout());
    }

    @Test
    void the_newest_migration_is_the_last_file() throws Exception {
        try (var files = Files.list(MIGRATIONS)) {
            int newest = files.map(file -> file.getFileName().toString())
                    .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                    .max()
                    .orElseThrow();
            assertThat(Database.NEWEST_MIGRATION).isEqualTo(Integer.toString(newest));
        }
    }

    @Test
    void a_schema_that_lacks_the_newest_migration_gets_it_and_one_that_has_it_is_left_alone() {
        try (Database database = open(TestDatabases.empty())) {
            assertThat(database.migrate()).isZero();

            database.jdbi().useHandle(h -> h.execute("drop schema public cascade; create schema public"));
            assertThat(database.migrate()).isEqualTo(Integer.parseInt(Database.NEWEST_MIGRATION));
            assertThat(database.migrate()).isZero();
        }
    }
}
