package io.vestibule.command;

import static io.vestibule.command.Imports.summary;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.portal.PortalStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code vestibule import}: what comes of a file, good or bad, once or twice, whole or killed on the way. */
class ImportTest {
    private static final String ROWS =
            "select (select count(*) from customer) + (select count(*) from account) + (select count(*) from login)";
    private static final String STATE = """
            select coalesce(sum(('x' || substr(md5(c::text || a::text || coalesce(l::text, '')), 1, 8))::bit(32)::int), 0)
            from customer c join account a on a.id = c.account_id left join login l on l.customer_id = c.id
            """;

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
    void a_second_run_changes_nothing() {
        Path file = imports.file(
                "c.csv",
                "account,email,emailLogin,username,firstName",
                "A,a@example.com,,ann,Ann",
                "A,a@example.com,if-free,,Other Ann",
                "B,a@example.com,false,,Third Ann",
                ",b@example.com,,,Bob",
                ",bad,,,");
        assertThat(imports.of(file).out()).containsPattern(summary(4, 0, 1));
        long rows = operator.count(ROWS);
        long state = operator.count(STATE);
        String errors = imports.read("c.csv.errors.csv");

        assertThat(imports.of(file).out()).contains("nothing to do").containsPattern(summary(4, 0, 1));
        assertThat(operator.count(STATE)).isEqualTo(state);
        assertThat(imports.read("c.csv.errors.csv")).isEqualTo(errors);

        operator.sql("delete from import_run");
        operator.sql("update customer set updated_at = now() - interval '1 hour'");
        state = operator.count(STATE);
        assertThat(imports.of(file).out()).containsPattern(summary(0, 4, 1));
        assertThat(operator.count(ROWS)).isEqualTo(rows);
        assertThat(operator.count(STATE)).isEqualTo(state);
        assertThat(imports.read("c.csv.errors.csv")).isEqualTo(errors);
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

    @Test
    void a_dry_run_tells_and_changes_nothing() {
        imports.of(imports.file("first.csv", "email", "there@example.com"));
        operator.sql("update customer set updated_at = now() - interval '1 hour'");
        long state = operator.count(STATE);
        long ids = operator.count("select last_value from customer_id_seq");
        long runs = operator.count("select count(*) from import_run");
        long events = operator.count("select count(*) from audit_event");
        Path file = imports.file(
                "c.csv",
                "account,primary,email",
                ",,there@example.com",
                "A,true,a@example.com",
                "A,true,b@example.com",
                ",,a@example.com");

        Operator.Ended ended = imports.of(file, "--dry-run");

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.out()).containsPattern("would be imported +1\nthere already +1\nrefused +2\n");
        assertThat(imports.read("c.csv.dry-run.errors.csv"))
                .contains("4,The account has a primary")
                .contains("5,A line before this one");
        assertThat(operator.count(STATE)).isEqualTo(state);
        assertThat(operator.count("select count(*) from import_run")).isEqualTo(runs);
        assertThat(operator.count("select count(*) from audit_event")).isEqualTo(events);
        assertThat(operator.count("select last_value from customer_id_seq")).isEqualTo(ids);
        assertThat(imports.of(file).out()).containsPattern(summary(1, 1, 2));
    }

    /** The connection is killed while the third batch goes in, as the process or the server might be. */
    @Test
    void a_run_that_was_killed_goes_on_where_it_was_and_loses_and_doubles_nothing() {
        int lines = 14_000;
        String[] text = new String[lines + 1];
        text[0] = "account,email";
        for (int i = 1; i <= lines; i++) {
            text[i] = i % 1000 == 0 ? "A" + i / 3 + ",bad " + i : "A" + i / 3 + ",c" + i + "@example.com";
        }
        Path file = imports.file("c.csv", text);
        operator.sql("""
                create function die() returns trigger language plpgsql as $$
                begin
                    if (select count(*) from customer) > 8000 then
                        perform pg_terminate_backend(pg_backend_pid());
                        perform pg_sleep(60);
                    end if;
                    return null;
                end $$
                """);
        operator.sql("create trigger die after insert on customer for each statement execute function die()");

        Operator.Ended killed = imports.of(file);
        assertThat(killed.exit()).isEqualTo(1);
        assertThat(killed.err()).contains("database doesn't answer");
        long done = operator.count("select count(*) from customer");
        assertThat(done).isPositive().isLessThan(lines - 1000);
        assertThat(operator.count("select pieces from import_run")).isGreaterThan(done);

        operator.sql("drop trigger die on customer");
        Operator.Ended again = imports.of(file);

        assertThat(again.out()).containsPattern(summary(lines - 14, 0, 14));
        assertThat(operator.count("select count(*) from customer")).isEqualTo(lines - 14);
        assertThat(operator.count("select count(*) from login")).isEqualTo(lines - 14);
        assertThat(operator.count("select count(*) from account")).isEqualTo(lines / 3 + 1);
        assertThat(imports.read("c.csv.errors.csv").lines()).hasSize(15).doesNotHaveDuplicates();
    }

    @Test
    void a_registration_that_comes_in_between_keeps_its_login() {
        Path file = imports.file("c.csv", "email", "a@example.com", "b@example.com");
        operator.place().sql().useTransaction(h -> {
            h.execute("insert into account (id, portal_id) values (900, 1)");
            h.execute("insert into customer (id, portal_id, account_id, is_primary, email) values (900, 1, 900, true,"
                    + " 'b@example.com')");
            h.execute("insert into login (portal_id, value, is_email, customer_id) values (1, 'b@example.com', true,"
                    + " 900)");
            CompletableFuture<Operator.Ended> running = CompletableFuture.supplyAsync(() -> imports.of(file));
            while (operator.count("""
                            select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                            """) == 0) {
                assertThat(running).isNotDone();
            }
            h.execute("insert into account (id, portal_id) values (901, 1)");
            h.execute("commit");
            // b is the same customer by address, and no line of this file made them; but they came while it ran
            assertThat(running.join().out()).containsPattern("imported +1\n");
        });
        assertThat(operator.count("select count(*) from customer where email = 'b@example.com'"))
                .isEqualTo(1);
        assertThat(operator.count("select count(*) from customer where email = 'a@example.com'"))
                .isEqualTo(1);
    }

    @Test
    void sonar_s_contact_lists_are_read() {
        Path file = imports.file(
                "contacts.json",
                "{\"account_id\":12,\"data\":[{\"id\":31,\"name\":\"Mary Ann"
                        + " Doe\",\"role\":\"Owner\",\"email_address\":\"m@example.com\",",
                "  \"phone_numbers\":{\"home\":{\"number\":\"202-555-0123\",\"extension\":7},\"work\":{\"number\":\"2025550124\",\"extension\":null}},",
                "  \"email_message_categories\":[1,2],\"primary\":true,\"username\":\"Mary\"},",
                "  {\"id\":32,\"name\":\"Zed\",\"role\":null,\"email_address\":\"m@example.com\",\"phone_numbers\":{},",
                "  \"email_message_categories\":[],\"primary\":false,\"username\":null}],",
                "  \"paginator\":{\"total_count\":2,\"total_pages\":1,\"current_page\":1,\"limit\":100}}",
                "{broken",
                "{\"data\":[{\"id\":33,\"name\":\"No"
                        + " Account\",\"email_address\":\"n\",\"primary\":1,\"username\":null}]}");
        Operator.Ended ended = imports.of(file, "--from", "sonar-contacts");
        assertThat(ended.out()).containsPattern(summary(2, 0, 2));
        assertThat(operator.gets("customer", "show", "mary", "--portal", "1"))
                .containsPattern("id +31")
                .containsPattern("account +12 \\(primary\\)")
                .containsPattern("firstName +Mary Ann\n")
                .containsPattern("lastName +Doe\n")
                .containsPattern("phone +202-555-0123\n")
                .containsPattern("phoneExtension +7\n")
                .containsPattern("workPhone +2025550124")
                .containsPattern("emailMessageCategories +\\[1,2\\]");
        assertThat(operator.gets("customer", "show", "32"))
                .containsPattern("email +m@example.com")
                .containsPattern("username +none")
                .containsPattern("account +12\n");
        String errors = imports.read("contacts.json.errors.jsonl");
        assertThat(errors)
                .contains("{\"errorLine\":7,\"errorReason\":\"Page 2 is not JSON")
                .contains("{\"errorLine\":8,\"errorReason\":\"The email_address field must be an email address.");
        Path mended =
                imports.file("mended.jsonl", errors.lines().toList().get(1).replace("\"n\"", "\"n@example.com\""));
        assertThat(imports.of(mended, "--from", "sonar-contacts", "--account", "12")
                        .out())
                .containsPattern(summary(0, 0, 1)); // a second primary contact
        assertThat(imports.of(mended, "--from", "sonar-contacts", "--account", "13")
                        .out())
                .containsPattern(summary(1, 0, 0));
    }

    @Test
    void logicboxes_search_results_are_read() {
        Path file = imports.file(
                "search.json",
                "{\"recsonpage\":\"3\",\"recsindb\":\"3\","
                        + "\"1\":{\"customer.customerid\":\"30930235\",\"customer.username\":\"j@example.com\",\"customer.resellerid\":\"7\",\"customer.name\":\"John"
                        + " Doe\",\"customer.company\":\"Doe"
                        + " Ltd\",\"customer.city\":\"Denver\",\"customer.state\":\"Colorado\","
                        + "\"customer.country\":\"US\",\"customer.telnocc\":\"1\",\"customer.telno\":\"2025550123\","
                        + "\"customer.customerstatus\":\"Active\",\"customer.totalreceipts\":\"250.00\",\"customer.websitecount\":\"3\","
                        + "\"customer.creationtime\":\"1745369822\"},"
                        + "\"2\":{\"customer.customerid\":\"30930236\",\"customer.username\":\"s@example.com\",\"customer.customerstatus\":\"Suspended\"},"
                        + "\"3\":{\"customer.customerid\":\"30930237\",\"customer.username\":\"d@example.com\",\"customer.customerstatus\":\"Deleted\"}}");
        assertThat(imports.of(file, "--from", "logicboxes-search").out()).containsPattern(summary(2, 0, 1));
        assertThat(operator.gets("customer", "show", "j@example.com", "--portal", "1"))
                .containsPattern("id +30930235")
                .containsPattern("created +2025-04-23T00:57:02Z")
                .containsPattern("firstName +John\n")
                .containsPattern("lastName +Doe\n")
                .containsPattern("phone +\\+12025550123")
                .containsPattern("country +US")
                .containsPattern("totalReceipts +250.00");
        assertThat(operator.gets("customer", "show", "30930236")).containsPattern("disabled +20");
        assertThat(imports.read("search.json.errors.jsonl"))
                .contains("\"errorLine\":1")
                .contains("The customer.customerstatus field is \\\"Deleted\\\"");
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
                .contains("none of csv, jsonl");
        assertThat(imports.of(imports.file("e.csv", "email")).out()).containsPattern(summary(0, 0, 0));
    }

    private List<String> kinds() {
        return new PortalStore(operator.place().sql())
                .portal(1).orElseThrow().importedHashes().stream()
                        .map(hash -> hash.substring(0, 7))
                        .sorted()
                        .toList();
    }

    @Test
    void a_refusal_costs_as_much_as_the_costliest_hash_that_a_customer_still_has() {
        imports.of(imports.file(
                "cheap.csv", "email,passwordHash", "a@example.com,{SSHA}qa3IsARHr3zDrpCHL8UHJ0e1FLQmJCQE"));
        assertThat(kinds()).isEmpty();
        imports.of(imports.file(
                "expensive.csv",
                "email,passwordHash",
                "b@example.com,$2y$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ0123O",
                "c@example.com,$2y$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ0123O"));
        imports.of(imports.file(
                "more.csv",
                "email,passwordHash",
                "d@example.com,$2y$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ0123O"));
        assertThat(kinds()).containsExactly("$2y$10$", "$2y$12$");
        assertThat(operator.count("select count(*) from password_kind k join customer c on c.password = k.decoy"))
                .isZero();
        operator.sql("update customer set password = 'other' where email = 'b@example.com'");
        assertThat(kinds()).containsExactly("$2y$10$", "$2y$12$");
        operator.sql("delete from customer where email = 'd@example.com'");
        assertThat(kinds()).containsExactly("$2y$10$");
        operator.sql("update customer set password = null, password_origin = null where email = 'c@example.com'");
        assertThat(kinds()).isEmpty();
    }
}
