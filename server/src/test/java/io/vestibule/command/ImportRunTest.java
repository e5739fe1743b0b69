package io.vestibule.command;

import static io.vestibule.command.Imports.summary;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An import that is repeated, tried dry, killed on the way, or overtaken: nothing is lost, nothing done twice. */
class ImportRunTest {
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
        assertThat(ended.err())
                .contains("2 lines would be refused; the error file "
                        + imports.folder().resolve("c.csv.dry-run.errors.csv"))
                .contains("correct what is wrong in the file that you tried, or import without --dry-run")
                .doesNotContain("vestibule import");
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
}
