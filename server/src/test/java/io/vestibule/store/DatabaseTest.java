package io.vestibule.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.config.DatabaseConfig;
import io.vestibule.secret.Secret;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import io.vestibule.support.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    private static Database open(TestDatabases.Place place) {
        return open(place, 10_000_001);
    }

    private static Database open(TestDatabases.Place place, int firstCustomerId) {
        return Database.open(new DatabaseConfig(
                place.url(), place.user(), Secret.of(place.password()), 1, Path.of("target"), firstCustomerId));
    }

    @Test
    void a_request_gives_a_statement_a_second_and_a_half_and_a_command_all_the_time_it_needs() throws SQLException {
        try (Database database = open(TestDatabases.empty())) {
            for (int i = 0; i < 2; i++) { // of a pool of one connection, which they share
                assertThat(limit(database.sql())).isEqualTo(1500);
                assertThat(limit(database.patientSql())).isZero();
            }
        }
    }

    private static int limit(Sql sql) throws SQLException {
        try (Handle handle = sql.open()) {
            return handle.connection().getNetworkTimeout();
        }
    }

    @Test
    void the_newest_migration_is_the_last_file() throws Exception {
        assertThat(Database.NEWEST_MIGRATION).isEqualTo(versions().getLast().toString());
    }

    private static List<Integer> versions() throws IOException {
        try (var files = Files.list(MIGRATIONS)) {
            return files.map(file -> file.getFileName().toString())
                    .map(name -> Integer.valueOf(name.substring(1, name.indexOf("__"))))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void a_schema_that_lacks_the_newest_migration_gets_it_and_one_that_has_it_is_left_alone() throws IOException {
        try (Database database = open(TestDatabases.empty())) {
            assertThat(database.migrate()).isZero();

            database.sql().useHandle(h -> h.execute("drop schema public cascade; create schema public"));
            assertThat(database.migrate()).isEqualTo(versions().size());
            assertThat(database.migrate()).isZero();
        }
    }

    @Test
    void a_phone_number_in_two_attributes_becomes_one_text() {
        TestDatabases.Place place = TestDatabases.empty();
        Sql sql = place.sql();
        sql.useHandle(h -> h.execute("drop schema public cascade; create schema public"));
        Flyway.configure()
                .dataSource(place.url(), place.user(), place.password())
                .target("7?")
                .load()
                .migrate();
        sql.useHandle(h -> h.execute("""
                insert into portal (id, name) values (1, 'Portal');
                insert into account (id, portal_id) select n, 1 from generate_series(1, 5) n;
                insert into customer (id, portal_id, account_id, is_primary, profile) values
                    (1, 1, 1, true, '{"phone": "2025550123", "phoneCountryCode": "1", "city": "Springfield"}'),
                    (2, 1, 2, true, '{"phone": "20 7946-0123", "phoneCountryCode": "44"}'),
                    (3, 1, 3, true, '{"phone": "+44 20 7946 0123", "phoneCountryCode": "44"}'),
                    (4, 1, 4, true, '{"phoneCountryCode": "44"}'),
                    (5, 1, 5, true, '{"phone": "2025550123"}')
                """));
        try (Database database = open(place)) {
            database.migrate();
        }
        List<String> phones = sql.withHandle(h -> h.statement("select profile ->> 'phone' from customer order by id")
                .mapTo(String.class)
                .list());
        assertThat(phones).containsExactly("+12025550123", "+442079460123", "+44 20 7946 0123", null, "2025550123");
        List<String> others =
                sql.withHandle(h -> h.statement("select cast(profile - 'phone' as text) from customer order by id")
                        .mapTo(String.class)
                        .list());
        assertThat(others).containsExactly("{\"city\": \"Springfield\"}", "{}", "{}", "{}", "{}");
    }

    private static long nextCustomer(TestDatabases.Place place) {
        return place.sql()
                .withHandle(h -> h.statement("select nextval('customer_id_seq')")
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void ids_of_customers_begin_where_the_setting_says_until_there_is_a_portal() {
        TestDatabases.Place place = TestDatabases.empty();
        for (int first : new int[] {10_000_001, 30_000_001}) {
            try (Database database = open(place, first)) {
                assertThat(database.migrate()).isZero();
            }
            assertThat(nextCustomer(place)).isEqualTo(first);
        }
        place.sql().useHandle(h -> h.execute("insert into portal (id, name) values (1, 'Portal')"));
        try (Database database = open(place, 90_000_001)) {
            database.migrate();
        }
        assertThat(nextCustomer(place)).isEqualTo(30_000_002);
    }

    @Test
    void the_ids_of_a_database_in_use_go_on_as_they_count() {
        TestDatabases.Place place = TestDatabases.empty();
        place.sql().useHandle(h -> h.execute("""
                alter sequence customer_id_seq restart with 1234;
                insert into portal (id, name) values (1, 'Portal')
                """));
        try (Database database = open(place)) {
            database.migrate();
        }
        assertThat(nextCustomer(place)).isEqualTo(1234);
    }
}
