package io.vestibule.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.TestDatabases;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code vestibule export}: what comes out goes in again, and nothing is lost on the way. */
class ExportTest {
    private final Operator demo = new Operator(TestDatabases.demo());

    @TempDir
    private Path folder;

    /** Customers whom the demo data lack: shared addresses, odd texts, a temporary password, an old hash. */
    private void addOddOnes() {
        demo.sql(
                "update portal set profile_schema = '{\"properties\": {\"notes\": {\"type\": \"string\"}, \"tags\": {\"type\": \"array\"}}}'"
                        + " where id = 1");
        demo.sql("insert into account (id, portal_id, external_key) values (2001, 1, 'A \"17\", x')");
        demo.sql("""
                insert into customer (id, portal_id, account_id, is_primary, email, email_verified_at, password, password_origin,
                                      password_until, language, profile, created_at)
                values (2001, 1, 2001, false, 'John.Doe@example.com', null, null, null, null, null,
                        '{"firstName": "\\\\N \\"quoted\\", comma", "notes": "\\ttwo\\nlines\\r\\n\\\\."}', '1999-12-31T23:59:59.123456Z'),
                       (2002, 1, 2001, true, null, null, '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0', 'operator',
                        '2027-01-01T00:00:00Z', 'de', '{"notes": "[1]", "tags": ["a", {"b": 1}], "lastName": "{x"}', '2001-01-01T00:00:00Z'),
                       (2003, 1, 2001, false, 'both@example.com', now(), null, null, null, null, '{}', now())
                """);
        demo.sql("""
                insert into login (portal_id, value, is_email, username, customer_id)
                values (1, 'odd"one', false, 'Odd"One', 2002), (1, 'both@example.com', true, 'Both@example.com', 2003)
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl"})
    void what_is_exported_and_imported_elsewhere_is_exported_the_same(String format) throws IOException {
        addOddOnes();
        Path file = folder.resolve("out." + format);
        assertThat(demo.types("export", file.toString(), "--portal", "1"))
                .satisfies(ended -> assertThat(ended.exit()).isZero())
                .satisfies(ended -> assertThat(ended.err())
                        .contains("7 customers are written")
                        .contains("hashes"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder.resolve("out." + format + ".part")).doesNotExist();

        Operator other = new Operator(TestDatabases.empty());
        other.gets("portal", "add", "One");
        demo.place().sql().useHandle(h -> {
            String schema = h.statement("select profile_schema::text from portal where id = 1")
                    .mapTo(String.class)
                    .one();
            other.sql("update portal set profile_schema = cast(? as json)", schema);
        });
        assertThat(other.gets("import", file.toString(), "--portal", "1"))
                .containsPattern("imported +7\nthere already +0\nrefused +0\nwith another id +0");

        Path again = folder.resolve("again." + format);
        other.gets("export", again.toString(), "--portal", "1");
        assertThat(again).hasSameTextualContentAs(file);
        assertThat(other.gets("import", again.toString(), "--portal", "1")).contains("nothing to do");
        assertThat(demo.gets("import", file.toString(), "--portal", "1"))
                .containsPattern("imported +0\nthere already +7\nrefused +0");
    }

    /** As a full disk does. */
    private static final class Full extends OutputStream {
        @Override
        public void write(int octet) throws IOException {
            throw new IOException("No space left on device");
        }
    }

    @Test
    void what_standard_output_did_not_take_is_not_said_to_be_written() {
        assertThat(demo.typesInto(new Full(), "export", "--portal", "1"))
                .satisfies(ended -> assertThat(ended.exit()).isOne())
                .satisfies(ended ->
                        assertThat(ended.err()).contains("standard output").doesNotContain("are written"));
        assertThat(demo.typesInto(new Full(), "portal", "list").exit()).isOne();
    }

    @Test
    void without_a_file_it_is_json_lines_on_standard_output() {
        assertThat(demo.gets("export", "--portal", "1").lines())
                .hasSize(4)
                .allMatch(line -> line.startsWith("{\"id\":") && line.endsWith("}"));
        assertThat(demo.gets("export", "--portal", "2")).isEmpty();
        assertThat(demo.count("select count(*) from audit_event where event = 'user_exported' and portal_id = 1"))
                .isEqualTo(1);
        assertThat(demo.types("export", "--portal", "9").err()).contains("no portal 9");
    }

    @Test
    void what_can_t_be_written_leaves_nothing_behind() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("taken.csv"));
        Files.writeString(taken.resolve("x"), "");
        Operator.Ended ended = demo.types("export", taken.toString(), "--portal", "1");
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).contains("can't be written").doesNotContain("\tat ");
        assertThat(folder.toFile().list()).containsExactly("taken.csv");
        Operator.Ended nowhere =
                demo.types("export", folder.resolve("no/such/x.csv").toString(), "--portal", "1");
        assertThat(nowhere.exit()).isEqualTo(1);
        assertThat(nowhere.err()).contains("can't be written").contains("there is no such folder");
    }
}
