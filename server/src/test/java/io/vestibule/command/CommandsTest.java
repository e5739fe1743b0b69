package io.vestibule.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.secret.KeyPurpose;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.secret.Tokens;
import io.vestibule.support.TestDatabases;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a database, run in this process: what they print, what they refuse and how they exit. */
class CommandsTest {
    private final TestDatabases.Place place = TestDatabases.empty();
    private final Map<String, String> settings = Map.of(
            "VESTIBULE_DATABASE_URL", place.url(),
            "VESTIBULE_DATABASE_USER", place.user(),
            "VESTIBULE_DATABASE_PASSWORD", place.password(),
            "VESTIBULE_DATABASE_FIRST_CUSTOMER_ID", "1",
            "VESTIBULE_MASTER_KEY", TestDatabases.MASTER_KEY);

    @TempDir
    private Path folder;

    @BeforeEach
    void numberCustomersFromOne() {
        place.sql().useHandle(h -> h.execute("alter sequence customer_id_seq restart with 1"));
    }

    private record Ended(int exit, String out, String err) {}

    private static Ended run(String input, Map<String, String> settings, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new StringWriter();
        var in = new ByteArrayInputStream(input.getBytes(UTF_8));
        int exit = Vestibule.commandLine(new Terminal(settings, in, new PrintStream(out, true, UTF_8)), args)
                .setErr(new PrintWriter(err, true))
                .execute(args);
        return new Ended(exit, out.toString(UTF_8), err.toString());
    }

    private String done(String... args) {
        return done("", args);
    }

    private String done(String input, String[] args) {
        Ended ended = run(input, settings, args);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exit()).isZero();
        return ended.out();
    }

    private String refused(String... args) {
        Ended ended = run("", settings, args);
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).startsWith("vestibule: ").doesNotContain("\tat ");
        return ended.err();
    }

    @Test
    void portals_are_made_listed_and_changed() {
        assertThat(done("migrate")).contains("up to date");
        assertThat(done("portal", "add", "Süd", "--language", "de")).startsWith("Portal 1 is there.");
        assertThat(done("portal", "allow-url", "1", "https://portal.example.com/account"))
                .contains("https://portal.example.com/account/");
        assertThat(done("portal", "policy", "1", "--hardened", "on")).containsPattern("hardened +on");
        assertThat(done("portal", "list")).containsPattern("1 +Süd +- +de +on +https://portal.example.com/account/");

        String listed = "https://portal.example.com/account/";
        assertThat(refused("portal", "disallow-url", "1", "https://portal.example.com/"))
                .contains("portal list");
        assertThat(done("portal", "disallow-url", "1", "https://portal.example.com/account"))
                .contains("no longer", listed);
        assertThat(done("portal", "list")).doesNotContain(listed);
        assertThat(refused("portal", "allow-url", "1", "http://localhost:3000/"))
                .contains("http://localhost:3000/", "live mode takes https only");

        assertThat(refused("portal", "policy", "7")).contains("no portal 7").contains("portal list");
        assertThat(refused("portal", "allow-url", "1", "http://portal.example.com/"))
                .contains("https://host/path/");
    }

    @Test
    void a_database_that_only_reads_is_named_as_such() {
        done("migrate");
        String database = place.url().replaceFirst(".*/(\\w+).*", "$1");
        place.sql().useHandle(h -> h.execute("alter database " + database + " set default_transaction_read_only = on"));
        assertThat(refused("migrate"))
                .isEqualTo("vestibule: The database only reads (a standby?): name the primary, or all hosts with"
                        + " targetServerType=primary\n");
    }

    @Test
    void clients_are_made_rotated_and_disabled_and_the_database_keeps_only_a_hash() {
        done("portal", "add", "One");
        String added = done(
                "client", "add", "shop", "--portal", "1", "--scope", "sonar,logicboxes", "--network", "10.0.0.0/8");
        assertThat(added)
                .containsPattern("user +shop")
                .containsPattern("auth-userid +1")
                .containsPattern("secret +[\\w-]{43}\n");
        assertThat(done("client", "list")).containsPattern("shop +1 +logicboxes sonar +10.0.0.0/8 +active");
        assertThat(refused("client", "add", "shop", "--portal", "1", "--scope", "sonar"))
                .contains("already");
        assertThat(done("client", "rotate", "shop", "--overlap", "0s")).contains("The old one is void");
        assertThat(done("client", "disable", "shop")).contains("disabled");
        assertThat(refused("client", "rotate", "shop")).contains("client list");

        List<String> events = place.sql()
                .withHandle(h -> h.statement("select event from audit_event where dialect = 'command' order by id")
                        .mapTo(String.class)
                        .list());
        assertThat(events)
                .containsExactly("portal_created", "client_created", "client_secret_rotated", "client_disabled");
    }

    @Test
    void customers_are_made_shown_disabled_and_unlocked() {
        done("portal", "add", "One");
        assertThat(done("a fine long one\n", new String[] {
                    "customer",
                    "add",
                    "--portal",
                    "1",
                    "--email",
                    "Ann@example.com",
                    "--username",
                    "ann",
                    "--first-name",
                    "Ann",
                    "--password-stdin"
                }))
                .isEqualTo("Customer 1 is there.\n");
        assertThat(done("customer", "show", "ANN", "--portal", "1"))
                .containsPattern("email +Ann@example.com")
                .containsPattern("password +set \\(operator\\)")
                .containsPattern("locked +no\n")
                .containsPattern("firstName +Ann")
                .doesNotContain("argon2");
        assertThat(refused("customer", "add", "--portal", "1", "--email", "ann@EXAMPLE.com"))
                .contains("already");
        assertThat(refused("customer", "add", "--portal", "1", "--email", "b@example.com", "--username", "Ann"))
                .contains("already");
        assertThat(refused("customer", "show", "b@example.com")).contains("Nobody in portal 1");
        assertThat(done("customer", "disable", "1")).isEqualTo("Customer 1 is disabled.\n");
        assertThat(done("customer", "enable", "ann@example.com")).isEqualTo("Customer 1 is enabled.\n");
        assertThat(done("customer", "unlock", "1")).contains("no failed sign-in");
    }

    @Test
    void digits_that_are_one_customers_id_and_anothers_username_name_neither() {
        done("portal", "add", "One");
        done("customer", "add", "--portal", "1", "--email", "ann@example.com");
        done("customer", "add", "--portal", "1", "--email", "bob@example.com", "--username", "1");
        done("customer", "add", "--portal", "1", "--email", "cid@example.com", "--username", "4711");
        assertThat(refused("customer", "disable", "1"))
                .contains("Customer 1 is another than the one who signs in as \"1\" (customer 2)");
        assertThat(texts("select event from audit_event where event = 'user_disabled'"))
                .isEmpty();
        assertThat(done("customer", "disable", "2")).isEqualTo("Customer 2 is disabled.\n");
        assertThat(done("customer", "disable", "4711")).isEqualTo("Customer 3 is disabled.\n");
        assertThat(refused("customer", "show", "4712", "--portal", "1"))
                .contains("There is no customer 4712 in portal 1, and nobody there signs in as \"4712\".");
    }

    @Test
    void a_password_is_judged_by_the_policy_before_anything_is_stored() {
        Ended ended = run(
                "password1\n",
                settings,
                "customer",
                "add",
                "--portal",
                "1",
                "--email",
                "a@example.com",
                "--password-stdin");
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).contains("too common").doesNotContain("password1");
    }

    @Test
    void a_second_factor_is_shown_and_turned_off_with_a_mail_and_an_event() {
        done("portal", "add", "One");
        done("customer", "add", "--portal", "1", "--email", "ann@example.com");
        assertThat(done("customer", "show", "1")).containsPattern("second factor +off\n");
        assertThat(done("customer", "second-factor-off", "1")).isEqualTo("Customer 1 had no second factor.\n");
        place.sql().useHandle(h -> {
            h.execute("update customer set second_factor_at = '2026-03-01T12:00:00Z'");
            h.execute("insert into totp values (1, '\\x01', 0)");
            h.execute("insert into recovery_code values ('\\x01', 1)");
            h.execute("insert into challenge values ('\\x01', 1, 'link', now())");
        });
        assertThat(done("customer", "show", "1")).containsPattern("second factor +on since 2026-03-01T12:00:00Z\n");

        assertThat(done("customer", "second-factor-off", "ann@example.com", "--portal", "1"))
                .isEqualTo("Customer 1 signs in without a second factor now.\n");
        assertThat(done("customer", "show", "1")).containsPattern("second factor +off\n");
        assertThat(texts("select 'left' from totp union all select 'left' from recovery_code"))
                .isEmpty();
        assertThat(texts("select 'left' from challenge")).isEmpty();
        assertThat(texts("select purpose from outbox")).containsExactly("second-factor-off");
        assertThat(texts("select event from audit_event where customer_id = 1 order by id"))
                .containsExactly("user_created", "authn_factor_removed");
    }

    @Test
    void mail_that_was_set_aside_is_listed_and_sent_again() {
        done("portal", "add", "One");
        done("customer", "add", "--portal", "1", "--email", "ann@example.com");
        place.sql().useHandle(h -> h.execute("""
                        insert into outbox (portal_id, customer_id, purpose, attempts, set_aside_at, fault, created_at)
                        values (1, 1, 'sign-in', 3, now(), 'SMTP 550 5.1.1 to RCPT', '2026-03-01T12:00:00Z'),
                               (1, 1, 'reset', 3, now(), 'SMTP 554 5.7.1 to DATA', '2026-03-01T12:00:00Z'),
                               (1, 1, 'code', 0, null, null, now())
                        """));
        assertThat(done("mail", "list"))
                .containsPattern("1 +2026-03-01T12:00:00Z +1 +1 +sign-in +3 +SMTP 550 5.1.1 to RCPT\n")
                .containsPattern("2 +2026-03-01T12:00:00Z +1 +1 +reset +3 +SMTP 554 5.7.1 to DATA\n")
                .doesNotContain("code", "ann@");
        assertThat(refused("mail", "resend")).contains("mail list").contains("--all");
        assertThat(refused("mail", "resend", "1", "--all")).contains("mail list");

        assertThat(done("mail", "resend", "2")).isEqualTo("Sent again: 1 mail.\n");
        assertThat(done("mail", "list")).contains("sign-in").doesNotContain("reset");
        assertThat(done("mail", "resend", "--all")).isEqualTo("Sent again: 1 mail.\n");
        assertThat(texts("select purpose from outbox where attempts = 0 and set_aside_at is null and due_at <= now()"))
                .containsExactlyInAnyOrder("sign-in", "reset", "code");
        assertThat(texts("select detail ->> 'purpose' from audit_event where event = 'mail_resent' order by id"))
                .containsExactly("reset", "sign-in");
        assertThat(refused("mail", "resend", "1", "7"))
                .contains("Not set aside: 1, 7")
                .contains("mail list");
    }

    private List<String> texts(String query) {
        return place.sql()
                .withHandle(h -> h.statement(query).mapTo(String.class).list());
    }

    @Test
    void secrets_of_second_factors_are_sealed_anew_when_the_master_key_rotates() {
        done("portal", "add", "One");
        done("customer", "add", "--portal", "1", "--email", "ann@example.com");
        MasterKey old = MasterKey.of(Secret.of(TestDatabases.MASTER_KEY));
        String next = Tokens.random();
        byte[] row = ByteBuffer.allocate(8).putLong(1).array();
        byte[] secret = {1, 2, 3};
        place.sql()
                .useHandle(h ->
                        h.execute("insert into totp values (1, ?, 0)", old.seal(KeyPurpose.TOTP_SECRET, secret, row)));
        Map<String, String> rotated = new HashMap<>(settings);
        rotated.put("VESTIBULE_MASTER_KEY", next);
        rotated.put("VESTIBULE_MASTER_KEY_PREVIOUS", TestDatabases.MASTER_KEY);

        Ended ended = run("", rotated, "keys", "reseal");

        assertThat(ended.out()).isEqualTo("Secrets of second factors sealed anew: 1.\n");
        byte[] sealed = place.sql()
                .withHandle(h -> h.statement("select sealed from totp")
                        .map(rs -> rs.getBytes(1))
                        .one());
        assertThat(MasterKey.of(Secret.of(next)).open(KeyPurpose.TOTP_SECRET, sealed, row))
                .isEqualTo(secret);
    }

    @Test
    void a_profile_schema_is_checked_set_shown_and_cleared() throws IOException {
        done("portal", "add", "One");
        String page = Files.readString(Path.of("../docs/profile.md"));
        String example = page.substring(page.indexOf("```json") + 8, page.indexOf("```", page.indexOf("```json") + 8))
                .strip();
        Path file = Files.writeString(folder.resolve("schema.json"), example);

        assertThat(done("portal", "profile-schema", "1")).isEqualTo("{}\n");
        assertThat(done("portal", "profile-schema", "1", file.toString())).contains("extended");
        assertThat(done("portal", "profile-schema", "1")).isEqualTo(example + "\n");
        assertThat(refused("customer", "add", "--portal", "1", "--email", "a@example.com", "--phone", "x"))
                .contains("The phone field must be a phone number.");
        assertThat(done("customer", "add", "--portal", "1", "--email", "a@example.com"))
                .contains("is there");
        for (String[] bad : new String[][] {
            {"{\"properties\":{\"a\":{\"type\":\"text\"}}}", "/properties/a/type"},
            {"{\"properties\":{\"email\":{}}}", "/properties/email"},
            {"{\"$ref\":\"http://127.0.0.1/\"}", "/$ref"},
            {"{\"a\":1,", "no JSON"},
            {"", "no JSON"},
            {"[".repeat(100_000), "no JSON"}
        }) {
            Ended ended = run(bad[0], settings, "portal", "profile-schema", "1", "-");
            assertThat(ended.exit()).isEqualTo(1);
            assertThat(ended.err())
                    .contains(bad[1])
                    .contains("nothing was changed")
                    .doesNotContain("\tat ");
        }
        assertThat(refused(
                        "portal",
                        "profile-schema",
                        "1",
                        folder.resolve("none.json").toString()))
                .contains("can't be read");
        assertThat(refused("portal", "profile-schema", "1", "-", "--clear")).contains("not both");
        assertThat(refused("portal", "profile-schema", "7", "--clear")).contains("no portal 7");
        assertThat(done("portal", "profile-schema", "1")).isEqualTo(example + "\n");
        assertThat(done("portal", "profile-schema", "1", "--clear")).contains("built-in");
        assertThat(done("portal", "profile-schema", "1")).isEqualTo("{}\n");
        List<String> events = place.sql()
                .withHandle(h -> h.statement(
                                "select detail ->> 'fields' from audit_event where event = 'portal_profile_changed' order by id")
                        .mapTo(String.class)
                        .list());
        assertThat(events).hasSize(2).last().isEqualTo("[]");
        assertThat(events.getFirst()).contains("\"membership\"");
    }

    @Test
    void a_portals_sender_is_set_and_taken_back() {
        done("portal", "add", "One");
        assertThat(done("portal", "set", "1", "--sender", "Homes <no-reply@homes.example>"))
                .contains("no-reply@homes.example");
        assertThat(sender()).isEqualTo("Homes <no-reply@homes.example>");
        assertThat(refused("portal", "set", "1", "--sender", "nobody")).contains("no sender");
        assertThat(refused("portal", "set", "7", "--sender", "a@homes.example")).contains("no portal 7");
        assertThat(done("portal", "set", "1", "--sender", "")).contains("VESTIBULE_MAIL_FROM");
        assertThat(sender()).isEqualTo("none");
    }

    private String sender() {
        return place.sql()
                .withHandle(h -> h.statement("select coalesce(sender, 'none') from portal")
                        .mapTo(String.class)
                        .one());
    }

    @Test
    void a_new_epoch_voids_what_waits_for_its_second_step_and_leaves_the_second_factor_on() {
        done("portal", "add", "One");
        done("customer", "add", "--portal", "1", "--email", "ann@example.com");
        place.sql().useHandle(h -> {
            h.execute("insert into totp values (1, '\\x01', 0)");
            h.execute("insert into challenge values ('\\x01', 1, 'link', now() + interval '1 minute')");
            h.execute("insert into mail_code values (1, '\\x01', now() + interval '1 minute')");
        });
        done("epoch", "bump", "--yes");
        assertThat(texts("select 'left' from challenge union all select 'left' from mail_code"))
                .isEmpty();
        assertThat(texts("select 'left' from totp")).hasSize(1);
    }

    @Test
    void keys_rotate_and_a_new_epoch_wants_to_be_sure() {
        assertThat(done("keys", "rotate")).contains("new signing key");
        assertThat(refused("epoch", "bump")).contains("--yes");
        assertThat(done("epoch", "bump", "--yes")).contains("new token epoch");
    }

    @Test
    void a_database_that_is_away_or_refuses_us_is_told_in_a_sentence() {
        Map<String, String> away = new HashMap<>(settings);
        away.put("VESTIBULE_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/vestibule");
        Map<String, String> wrongPassword = new HashMap<>(settings);
        wrongPassword.put("VESTIBULE_DATABASE_PASSWORD", "another one");
        for (var unusable : List.of(away, wrongPassword)) {
            Ended ended = run("", unusable, "portal", "list");
            assertThat(ended.exit()).isEqualTo(1);
            assertThat(ended.err()).contains("VESTIBULE_DATABASE_URL").doesNotContain("\tat ", "another one");
        }
    }
}
