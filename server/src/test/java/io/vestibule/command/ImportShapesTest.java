package io.vestibule.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What databases write is recognised and named, with the command that writes what import reads. */
class ImportShapesTest {
    private static final Path EXPORTS = Path.of("src/test/resources/exports");

    @ParameterizedTest
    @CsvSource({
        "mariadb-outfile.csv, SELECT INTO OUTFILE, mariadb --batch --raw",
        "mariadb-outfile.tsv, SELECT INTO OUTFILE, mariadb --batch --raw",
        "mariadb-batch.tsv, mariadb --batch, mariadb --batch --raw",
        "postgres-copy.txt, PostgreSQL's text format, csv header",
        "postgres-copy.csv, 'column \"name\"', docs/import.md",
        "postgres-psql.csv, 'column \"name\"', docs/import.md",
        "wordpress-shop_users.batch.tsv, another system, --from wordpress",
        "mediawiki-user.batch.tsv, another system, --from mediawiki",
        "better-auth-user.csv, another system, --from better-auth",
        "better-auth-user.json, another system, --from better-auth",
        "payload-customers.csv, another system, --from payload",
        "directus-users.csv, another system, --from directus",
        "slapcat.ldif, another system, --from ldif",
        "django-auth-user.json, another system, --from django",
        "keycloak-rest-users.json, another system, --from keycloak",
        "keycloak-shop-users-0.json, another system, --from keycloak",
        "dokuwiki-users.auth.php, another system, --from dokuwiki",
    })
    void a_file_of_a_database_or_another_system_is_named(String name, String what, String writes) {
        Operator operator = new Operator(TestDatabases.empty());
        operator.gets("portal", "add", "One");
        Path file = EXPORTS.resolve(name);
        for (String[] options : List.of(new String[] {"--format", "csv"}, new String[0])) {
            Operator.Ended ended = operator.types(Imports.command(file, options));
            assertThat(ended.exit()).isEqualTo(1);
            assertThat(ended.err()).contains(what).contains(writes).doesNotContain("\tat ");
        }
        assertThat(operator.count("select count(*) from customer")).isZero();
    }

    @Test
    void a_list_over_several_lines_is_named_whatever_the_file_s_name(@TempDir Path folder) throws IOException {
        Operator operator = new Operator(TestDatabases.empty());
        operator.gets("portal", "add", "One");
        for (String name : List.of("c.jsonl", "c.json")) {
            Path file = Files.writeString(folder.resolve(name), "[\n  {\n    \"email\": \"a@example.com\"\n  }\n]");
            assertThat(operator.types(Imports.command(file)).err())
                    .contains("one JSON document")
                    .contains("jq -c");
        }
    }
}
