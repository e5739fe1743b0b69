package io.vestibule.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Operators;
import io.vestibule.support.TestDatabases;
import org.junit.jupiter.api.Test;

/** {@code vestibule operator} and {@code vestibule apikey}. */
class OperatorAccountsTest {
    private final TestDatabases.Place place = TestDatabases.demo();
    private final Operator shell = new Operator(place);

    private String refused(String... args) {
        Operator.Ended ended = shell.types(args);
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).startsWith("vestibule: ").doesNotContain("\tat ");
        return ended.err();
    }

    @Test
    void an_operator_is_added_with_a_link_shown_once() {
        String said = shell.gets(
                "operator", "add", "ann@example.com", "--role", "support", "--portal", "1,2", "--name", "Ann");
        assertThat(said).containsPattern("Operator \\d+ is there.*\nhttp://\\S+/console/setup/[A-Za-z0-9_-]{43}\n");
        assertThat(shell.gets("operator", "list"))
                .containsPattern("ann@example.com +Ann +support +1 2 +link not used yet");

        assertThat(refused("operator", "add", "ANN@example.com", "--role", "viewer"))
                .contains("Another operator");
        assertThat(refused("operator", "add", "ann", "--role", "viewer")).contains("no email address");
        assertThat(refused("operator", "add", "b@example.com", "--role", "viewer", "--name", "b".repeat(256)))
                .contains("The operator's name must be one line of at most 255 characters.");
        assertThat(refused("operator", "add", "b@example.com", "--role", "viewer", "--portal", "77"))
                .contains("no portal 77");
        assertThat(shell.types("operator", "add", "b@example.com").exit()).isEqualTo(2);
        assertThat(shell.types("operator", "add", "b@example.com", "--role", "king")
                        .err())
                .contains("viewer, support or owner");
        assertThat(shell.count(
                        "select count(*) from audit_event where event = 'operator_created' and actor = 'command'"))
                .isEqualTo(1);
    }

    @Test
    void an_operator_is_changed_disabled_reset_and_deleted() {
        new Operators(place).ready("owner@example.com", Role.OWNER, PortalScope.ALL);
        shell.gets("operator", "add", "ann@example.com", "--role", "viewer");
        assertThat(shell.gets("operator", "set", "ann@example.com", "--role", "support", "--portal", "2"))
                .isEqualTo("Operator ann@example.com is changed.\n");
        assertThat(shell.gets("operator", "list")).containsPattern("ann@example.com +ann@example.com +support +2 ");
        shell.gets("operator", "set", "ann@example.com", "--all-portals", "--email", "anna@example.com");
        assertThat(shell.gets("operator", "list")).containsPattern("anna@example.com +ann@example.com +support +all ");
        assertThat(refused("operator", "set", "anna@example.com")).contains("--role");
        shell.gets("operator", "set", "anna@example.com", "--portal", "2");
        assertThat(refused("operator", "set", "anna@example.com", "--portal", "1", "--all-portals"))
                .contains("--portal or --all-portals, not both");
        assertThat(shell.gets("operator", "list")).containsPattern("anna@example.com +ann@example.com +support +2 ");
        assertThat(refused("operator", "set", "anna@example.com", "--email", "OWNER@example.com"))
                .contains("Another");
        shell.gets("operator", "disable", "anna@example.com");
        assertThat(shell.gets("operator", "list")).containsPattern("anna@example.com .* disabled");
        shell.gets("operator", "enable", "anna@example.com");
        assertThat(shell.gets("operator", "reset", "anna@example.com")).contains("/console/setup/");
        shell.gets("operator", "delete", "anna@example.com");
        assertThat(refused("operator", "reset", "anna@example.com")).contains("no operator");
        assertThat(refused("operator", "delete", "owner@example.com")).contains("another owner");
        assertThat(shell.gets("audit", "list", "--format", "jsonl"))
                .contains("\"operator_deleted\"")
                .contains("anna@example.com");
    }

    @Test
    void a_key_is_shown_once_listed_by_its_beginning_and_revoked() {
        String said = shell.gets("apikey", "add", "ci", "--role", "viewer", "--portal", "1", "--expires-in", "90d");
        assertThat(said).containsPattern("key +vst_[A-Za-z0-9_-]{43}\n");
        String list = shell.gets("apikey", "list");
        assertThat(list).containsPattern("ci +vst_\\S{8} +viewer +1 +active until ");
        assertThat(refused("apikey", "add", "CI", "--role", "owner")).contains("already");
        assertThat(refused("apikey", "add", "a key", "--role", "owner")).contains("characters");
        assertThat(refused("apikey", "add", "two", "--role", "owner", "--portal", "77"))
                .contains("no portal 77");
        assertThat(refused("apikey", "add", "late", "--role", "owner", "--expires-in", "0s"))
                .contains("expired already");
        assertThat(shell.gets("apikey", "list")).doesNotContain("late");
        shell.gets("apikey", "revoke", "ci");
        assertThat(shell.gets("apikey", "list")).contains("revoked");
        assertThat(refused("apikey", "revoke", "two")).contains("no key");
    }
}
