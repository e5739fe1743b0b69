package io.vestibule.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator does with portals, customers and the audit once they are there. */
class OperatorCommandsTest {
    private final Operator demo = new Operator(TestDatabases.demo());

    @TempDir
    private Path folder;

    private String refused(String... args) {
        Operator.Ended ended = demo.types(args);
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).startsWith("vestibule: ").doesNotContain("\tat ");
        return ended.err();
    }

    @Test
    void a_portal_is_renamed_and_given_a_language_and_no_two_have_one_name() {
        demo.gets("portal", "add", "North");
        assertThat(refused("portal", "add", "NORTH")).contains("already").contains("portal list");

        assertThat(demo.gets("portal", "rename", "1", "South")).isEqualTo("Portal 1 is called \"South\" now.\n");
        assertThat(refused("portal", "rename", "1", "north")).contains("already");
        assertThat(demo.gets("portal", "rename", "1", "SOUTH")).contains("SOUTH");
        assertThat(demo.gets("portal", "set", "1", "--language", "fr")).contains("fr");
        assertThat(demo.gets("portal", "list")).containsPattern("1 +SOUTH +- +fr");

        assertThat(refused("portal", "set", "1", "--language", "french")).contains("two letters");
        assertThat(refused("portal", "set", "1")).contains("--sender").contains("--language");
        assertThat(refused("portal", "rename", "77", "East")).contains("no portal 77");
        assertThat(demo.count("select count(*) from audit_event where event = 'portal_renamed'"))
                .isEqualTo(2);
    }

    @Test
    void customers_are_listed_a_page_at_a_time() {
        String all = demo.gets("customer", "list", "--portal", "1");
        assertThat(all).containsPattern("2 +john.doe@example.com +(?i:testtest123) +John Doe +- ");
        long total = demo.count("select count(*) from customer where portal_id = 1");
        assertThat(all).endsWith("Page 1 of 1; customers: " + total + ".\n");

        assertThat(demo.gets("customer", "list", "--limit", "1", "--page", "2"))
                .contains("Page 2 of " + total)
                .contains("john.doe@example.com")
                .doesNotContain("someone@example.com");
        assertThat(demo.gets("customer", "list", "--login", "JOHN.DOE@example.com"))
                .contains("customers: 1.");
        assertThat(demo.gets("customer", "list", "--name", "nobody")).contains("customers: 0.");
        assertThat(refused("customer", "list", "--limit", "0")).contains("from 1 to 1000");
        assertThat(refused("customer", "list", "--portal", "77")).contains("no portal 77");
    }

    @Test
    void a_password_is_set_from_a_file_and_ends_what_the_old_one_opened() throws IOException {
        openSession();
        Path file = Files.writeString(folder.resolve("password.txt"), "quite another one\nnever read\n");
        long before = demo.count("select count(*) from outbox where purpose = 'password-changed'");

        assertThat(demo.gets("customer", "set-password", "2", "--password-file", file.toString()))
                .isEqualTo("Customer 2 has the new password; their sessions are over.\n");
        assertThat(demo.count("select count(*) from customer_session where customer_id = 2 and ended_at is null"))
                .isZero();
        assertThat(demo.count("select count(*) from outbox where purpose = 'password-changed'"))
                .isEqualTo(before + 1);
        assertThat(demo.count("select count(*) from customer where id = 2 and password_origin = 'operator'"))
                .isEqualTo(1);

        Files.writeString(file, "short\n");
        assertThat(refused("customer", "set-password", "2", "--password-file", file.toString()))
                .contains("Nothing was stored");
        assertThat(refused(
                        "customer",
                        "set-password",
                        "2",
                        "--password-file",
                        folder.resolve("none").toString()))
                .contains("can't be read");
        assertThat(refused("customer", "set-password", "2", "--password-stdin")).contains("holds no password");
        assertThat(refused("customer", "set-password", "2", "--password-stdin", "--password"))
                .contains("Give one of");
        assertThat(demo.types("customer", "set-password", "2", "a fine long one")
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void a_customers_sessions_are_ended() {
        openSession();
        openSession();
        assertThat(demo.gets("customer", "end-sessions", "testtest123", "--portal", "1"))
                .isEqualTo("Sessions of customer 2 that were ended: 2.\n");
        assertThat(demo.gets("customer", "end-sessions", "2")).endsWith("ended: 0.\n");
    }

    @Test
    void a_customer_is_deleted_for_whoever_is_sure() {
        assertThat(refused("customer", "delete", "2")).contains("--yes");
        assertThat(demo.count("select count(*) from customer where id = 2")).isEqualTo(1);
        assertThat(demo.gets("customer", "delete", "john.doe@example.com", "--portal", "1", "--yes"))
                .isEqualTo("Customer 2 is gone.\n");
        assertThat(refused("customer", "show", "2")).contains("no customer 2");
        assertThat(demo.gets("audit", "list", "--customer", "2", "--event", "user_deleted"))
                .contains("user_deleted");
    }

    @Test
    void the_audit_is_read_by_portal_customer_event_and_moment() {
        demo.gets("customer", "disable", "2");
        demo.gets("customer", "enable", "2");
        demo.gets("portal", "policy", "1", "--hardened", "on");

        assertThat(demo.gets("audit", "list", "--customer", "2", "--event", "user_disabled,user_enabled"))
                .containsPattern("(?s)user_disabled.*user_enabled")
                .containsPattern("AT +EVENT +PORTAL +CUSTOMER +DIALECT");
        assertThat(demo.gets("audit", "list", "--customer", "2", "--limit", "1"))
                .contains("user_enabled")
                .doesNotContain("user_disabled");
        assertThat(demo.gets("audit", "list", "--portal", "1", "--format", "jsonl", "--event", "portal_policy_changed"))
                .matches(
                        "\\{\"at\":\"[^\"]+Z\",\"event\":\"portal_policy_changed\",\"actor\":\"command\",\"dialect\":\"command\",\"portal\":1,\"detail\":\\{\"hardened\":true}}\n");
        assertThat(demo.gets("audit", "list", "--since", "1h", "--event", "user_enabled"))
                .contains("user_enabled");
        assertThat(demo.gets("audit", "list", "--since", "2999-01-01T00:00:00Z", "--format", "jsonl"))
                .isEmpty();
        assertThat(refused("audit", "list", "--limit", "100001")).contains("from 1 to 100000");
        assertThat(demo.types("audit", "list", "--since", "yesterday").err()).contains("24h");
    }

    @ParameterizedTest
    @CsvSource({
        "customer, lits",
        "customer, delet",
        "customer, disabel",
        "customer, set-pasword",
        "customer, end-session",
        "customer, secondfactoroff",
        "portal, dissallow-url",
        "portal, renam",
        "client, rotat",
        "epoch, bumb",
        "epok, bump"
    })
    void a_guess_at_what_was_meant_never_names_what_changes_something(String group, String word) {
        Operator.Ended ended = demo.types(group, word);
        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err().lines().filter(line -> line.startsWith("Did you mean")))
                .noneMatch(line -> line.matches(".*(delete|disable|disallow|set|end-|off|rename|rotate|bump|epoch).*"));
    }

    private void openSession() {
        demo.sql("insert into customer_session (id, portal_id, customer_id, amr, expires_at)"
                + " values (gen_random_uuid(), 1, 2, '{link}', now() + interval '1 day')");
    }
}
