package io.vestibule.command;

import static io.vestibule.command.Imports.summary;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code vestibule import}: what comes of a file and of its lines, good or bad. */
class ImportTest {
    private static final String ROWS =
            "select (select count(*) from customer) + (select count(*) from account) + (select count(*) from login)";

    @RegisterExtension
    final Imports imports = new Imports();

    private final Operator operator = imports.operator();

    @Test
    void customers_get_accounts_logins_passwords_and_profiles() {
        Path file = imports.file(
                "c.csv",
                "account,email,username,passwordHash,verifiedAt,language,disabled,createdAt,firstName,company,dependants,keyworker",
                "A1,Ann@Example.com,ann,$P$9.iaO.wOACuMQ6AKyscusi4UqhLHMI1,2024-01-31,de,,2020-02-01T10:00:00+02:00,Ann,\"Doe,"
                        + " \"\"&\"\" Sons\",2,true",
                "A1,bob@example.com,,,,,true,,Bob,,,",
                ",,carl,,,,,,,,,");
        Operator.Ended ended = imports.of(file);
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out()).containsPattern(summary(3, 0, 0));
        assertThat(operator.gets("customer", "show", "ANN", "--portal", "1"))
                .containsPattern("account +1 \\(primary\\)")
                .containsPattern("email +Ann@Example.com")
                .containsPattern("email verified +2024-01-31T00:00:00Z")
                .containsPattern("password +set \\(operator\\)")
                .containsPattern("language +de")
                .containsPattern("created +2020-02-01T08:00:00Z")
                .containsPattern("company +Doe, \"&\" Sons")
                .containsPattern("dependants +2")
                .containsPattern("keyworker +true");
        assertThat(operator.gets("customer", "show", "bob@example.com", "--portal", "1"))
                .containsPattern("account +1\n")
                .containsPattern("disabled +20");
        assertThat(operator.gets("customer", "show", "carl", "--portal", "1"))
                .containsPattern("account +2 \\(primary\\)");
        assertThat(imports.folder().resolve("c.csv.errors.csv")).doesNotExist();
        assertThat(operator.count("select count(*) from audit_event where event = 'user_imported'"))
                .isEqualTo(1);
    }

    @Test
    void a_broken_line_goes_into_the_error_file_with_its_reason_and_stops_nothing() throws IOException {
        byte[] start = """
                email,username,passwordHash,firstName,deposit
                a@example.com,,,,
                b@example.com,"unclosed,,,
                c@example.com,,,C,
                no address,b lank,{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=,,much
                d@example.com,,,D
                A@example.com,other,,,
                e@example.com,,$2b$15$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ0123O,,
                ,,,,
                """.getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream();
        bytes.write(start);
        bytes.write(new byte[] {'f', '@', 'x', '.', 'd', 'e', ',', ',', ',', (byte) 0xE9, ',', '\n'});
        bytes.write(("g@example.com,,," + "x".repeat(70_000) + ",\n").getBytes(StandardCharsets.UTF_8));
        bytes.write("h@example.com,h,,\"two\nlines\",\nz@example.com,,,Z,1.5".getBytes(StandardCharsets.UTF_8));
        Path file = Files.write(imports.folder().resolve("bad.csv"), bytes.toByteArray());

        Operator.Ended ended = imports.of(file);

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.out()).containsPattern(summary(3, 0, 9));
        assertThat(ended.err()).contains("9 lines were refused").contains("bad.csv.errors.csv");
        assertThat(operator.gets("customer", "show", "z@example.com", "--portal", "1"))
                .containsPattern("deposit +1.5");
        String errors = new String(
                Files.readAllBytes(imports.folder().resolve("bad.csv.errors.csv")), StandardCharsets.ISO_8859_1);
        assertThat(errors)
                .startsWith("errorLine,errorReason,email,username,passwordHash,firstName,deposit\n"
                        + "3,The line's quotes don't match.,b@example.com,\"unclosed,,,\n"
                        + "5,\"The email field must be an email address. The username field must be 1 to 255"
                        + " letters, digits and signs of ASCII, without spaces. The passwordHash field holds a"
                        + " password hash without a salt ({SHA}). The deposit field must be")
                .contains("\n6,The line has 4 fields; the header has 5.,d@example.com,,,D\n")
                .contains("\n7,The email is the login of another customer.,A@example.com,other,,,\n")
                .contains("\n"
                        + "8,The passwordHash field holds a password hash that is too expensive to verify: bcrypt 15"
                        + " takes 1.8 s; at most 1.5.,e@")
                .contains("\n9,\"A customer needs an email to sign in with, a username, or an account.\",,,,,\n")
                .contains("\n10,The line is not UTF-8.,f@x.de,,,\u00e9,\n")
                .contains("\n11,The line is longer than 65536 bytes.,g@example.com,,,xxx")
                .contains("\n12,The firstName field must be");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(imports.folder().resolve("bad.csv.errors.csv"))))
                .isEqualTo("rw-------");
    }

    @Test
    void what_is_mended_in_the_error_file_is_imported_from_there() {
        imports.of(imports.file("c.csv", "email,firstName", "a@example,Ann", "b@example,Bob"));
        String errors = imports.read("c.csv.errors.csv").replace("a@example,", "a@example.com,");

        Operator.Ended again =
                imports.of(imports.file("c.csv.errors.csv", errors.strip().split("\n")));

        assertThat(again.out()).containsPattern(summary(1, 0, 1));
        assertThat(imports.read("c.csv.errors.csv.errors.csv")).isEqualTo("""
                        errorLine,errorReason,email,firstName
                        3,The email field must be an email address.,b@example,Bob
                        """);
    }

    @Test
    void json_lines_tell_the_same() {
        Path file = imports.file(
                "c.jsonl",
                "{\"email\":\"a@example.com\",\"account\":7,\"primary\":true,\"firstName\":\"Ann\",\"emailMessageCategories\":[1,2]}",
                "{\"email\":\"b@example.com\",\"account\":\"7\",\"primary\":true}",
                "not JSON {",
                "[1]",
                "{\"email\":\"c@example.com\",\"nonsense\":1}",
                "",
                "{\"email\":\"d@example.com\",\"firstName\":null,\"homeLocalAuthority\":{\"id\":3,\"name\":\"North\"}}");
        Operator.Ended ended = imports.of(file);
        assertThat(ended.out()).containsPattern(summary(2, 0, 4));
        assertThat(imports.read("c.jsonl.errors.jsonl")).isEqualTo("""
                {"errorLine":2,"errorReason":"The account has a primary customer already.","email":"b@example.com","account":"7","primary":true}
                {"errorLine":3,"errorReason":"The line is not JSON: not JSON.","errorText":"not JSON {"}
                {"errorLine":4,"errorReason":"The line is no JSON object.","errorText":"[1]"}
                {"errorLine":5,"errorReason":"The nonsense field is unknown.","email":"c@example.com","nonsense":1}
                """);
        assertThat(imports.of(imports.folder().resolve("c.jsonl.errors.jsonl")).out())
                .containsPattern(summary(0, 0, 4));
    }

    @Test
    void a_line_that_tells_of_the_same_customer_as_one_before_is_refused() {
        Path file =
                imports.file("c.csv", "email,username", "a@example.com,ann", "A@example.com,Ann", "b@example.com,ann");
        assertThat(imports.of(file).out()).containsPattern(summary(1, 0, 2));
        assertThat(imports.read("c.csv.errors.csv"))
                .contains("3,A line before this one is the same customer.,A@example.com,Ann\n")
                .contains("4,The username is the login of another customer.,b@example.com,ann\n");
    }

    @Test
    void a_portal_s_customers_are_its_own() {
        Path file = imports.file("c.csv", "id,email,username", "5,a@example.com,ann");
        assertThat(imports.of(file).out()).containsPattern(summary(1, 0, 0));
        operator.gets("portal", "add", "Two");
        Operator.Ended other = operator.types("import", file.toString(), "--portal", "2");
        assertThat(other.out()).containsPattern(summary(1, 0, 0)).containsPattern("with another id +1");
        assertThat(operator.count("select count(*) from customer where id = 5 and portal_id = 1"))
                .isEqualTo(1);
        assertThat(operator.types("import", file.toString(), "--portal", "3").err())
                .contains("no portal 3");
    }

    @Test
    void ids_are_kept_where_they_are_free_and_later_ones_go_on_above() {
        Path file = imports.file(
                "c.csv",
                "id,accountId,email",
                "4711,800,a@example.com",
                "4712,800,b@example.com",
                "4711,,c@example.com",
                ",,d@example.com",
                "0,x,e@example.com");
        Operator.Ended ended = imports.of(file);
        assertThat(ended.out()).containsPattern(summary(4, 0, 1)).containsPattern("with another id +1");
        assertThat(operator.gets("customer", "show", "b@example.com", "--portal", "1"))
                .containsPattern("id +4712")
                .containsPattern("account +800\n");
        assertThat(operator.count("select min(id) from customer where email in ('c@example.com', 'd@example.com')"))
                .isGreaterThan(4712);
        assertThat(operator.gets("customer", "add", "--portal", "1", "--email", "n@example.com"))
                .containsPattern("Customer \\d{4,} is there");
        assertThat(operator.count("select min(id) from account where id > 800")).isGreaterThan(801);
    }

    @ParameterizedTest
    @CsvSource({"90000000, 90000000", "4711, 4712"})
    void ids_go_on_where_an_operator_had_them_begin_but_never_at_one_that_is_kept(long begun, long least) {
        operator.sql("alter sequence customer_id_seq restart with " + begun);
        operator.sql("alter sequence account_id_seq restart with " + begun);
        imports.of(imports.file("c.csv", "id,accountId,email", "4711,4711,a@example.com"));
        operator.gets("customer", "add", "--portal", "1", "--email", "n@example.com");
        assertThat(operator.count("select least(id, account_id) from customer where email = 'n@example.com'"))
                .isGreaterThanOrEqualTo(least);
    }

    @ParameterizedTest
    @CsvSource({
        "c.csv, nonsense, no customer has",
        "c.csv, email;firstName, separated by commas",
        "c.csv, 'email,email', twice",
        "c.csv, '', header",
        "c.txt, email, --format",
    })
    void a_file_that_can_t_be_read_as_a_whole_is_refused_and_nothing_is_kept_of_it(
            String name, String header, String word) {
        Path file = imports.file(name, header, "a@example.com");
        Operator.Ended ended = imports.of(file);
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).contains(word).doesNotContain("\tat ");
        assertThat(operator.count(ROWS)).isZero();
    }

    @Test
    void what_is_no_file_is_refused() {
        assertThat(imports.of(imports.folder(), "--format", "csv").err()).contains("is no file");
        assertThat(imports.of(imports.folder().resolve("none.csv")).err()).contains("is no file");
        assertThat(imports.of(imports.file("c.csv", "email"), "--format", "xml").err())
                .contains("give one of csv, jsonl");
        assertThat(imports.of(imports.file("e.csv", "email")).out()).containsPattern(summary(0, 0, 0));
    }
}
