package io.vestibule.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.config.Config;
import io.vestibule.support.TestDatabases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    private static Database open(TestDatabases.Place place) {
        return Database.open(Config.readForStore(Map.of(
                        "VESTIBULE_DATABASE_URL", place.url(),
                        "VESTIBULE_DATABASE_USER", place.user(),
                        "VESTIBULE_DATABASE_PASSWORD", place.password(),
                        "VESTIBULE_MASTER_KEY", TestDatabases.MASTER_KEY))
                .database());
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
        TestDatabases.Place place = TestDatabases.empty();
        try (Database database = open(place)) {
            assertThat(database.migrate()).isZero();

            database.jdbi().useHandle(h -> h.execute("drop schema public cascade; create schema public"));
            assertThat(database.migrate()).isEqualTo(Integer.parseInt(Database.NEWEST_MIGRATION));
            assertThat(database.migrate()).isZero();
        }
    }
}
