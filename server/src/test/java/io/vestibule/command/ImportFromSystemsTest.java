package io.vestibule.command;

import static io.vestibule.command.Imports.summary;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole exports of real systems: who is in them comes, and signs in with the same keystrokes. */
class ImportFromSystemsTest {
    private static final Path EXPORTS = Path.of("src/test/resources/exports");
    private static final Map<String, String> SONAR = Client.basic("demo", "demo-secret");

    private final Installation installation = Installation.demo(Generous.limits());
    private final Operator operator = new Operator(installation.place());

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        installation.close();
    }

    private Operator.Ended from(String system, String... filesAndOptions) {
        List<String> args = new ArrayList<>(List.of("import"));
        try {
            for (String one : filesAndOptions) {
                if (one.startsWith("--")) {
                    args.add(one);
                } else {
                    Files.copy(EXPORTS.resolve(one), folder.resolve(one));
                    args.add(folder.resolve(one).toString());
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        args.addAll(List.of("--portal", "1", "--from", system));
        return operator.types(args.toArray(String[]::new));
    }

    private String shown(String login) {
        return operator.gets("customer", "show", login, "--portal", "1");
    }

    private void signsIn(String login, String password) {
        assertThat(status(login, password)).as(login).isEqualTo(201);
        assertThat(status(login, password + "!"))
                .as(login + " with another password")
                .isNotEqualTo(201);
    }

    private int status(String login, String password) {
        return client().post(
                        "/api/v1/customer_portal/auth",
                        SONAR,
                        Json.object()
                                .put("username", login)
                                .put("password", password)
                                .build()
                                .toString())
                .status();
    }

    private Client client;

    private Client client() {
        if (client == null) {
            client = installation.node();
        }
        return client;
    }

    @Test
    void keycloak_s_users_come_with_their_organization_from_the_realm_s_file() {
        Operator.Ended ended = from(
                "keycloak", "keycloak-shop-users-0.json", "keycloak-shop-users-1.json", "keycloak-shop-realm.json");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out())
                .containsPattern(summary(8, 0, 0) + "left out +1 ")
                .contains("email2 (1)")
                .contains("phone (further values) (1)")
                .contains("federatedIdentities (1)");
        assertThat(shown("ann"))
                .containsPattern("account +\\d+ \\(primary\\)")
                .containsPattern("email verified +20")
                .containsPattern("language +de")
                .containsPattern("created +2026-11-28T13:17:37")
                .containsPattern("phone +\\+12025550123")
                .containsPattern("company +Doe, \"Sons\" & Co");
        assertThat(shown("bob")).containsPattern("disabled +20").containsPattern("email verified +(none|no|-)");
        assertThat(operator.count("select count(distinct account_id) from customer where email in"
                        + " ('ann.example@example.com', 'bob@example.com')"))
                .isEqualTo(1);
        assertThat(operator.count("select count(*) from customer where email = 'gina@example.com'"
                        + " and created_at = '2010-01-01T00:00:00Z'"))
                .isEqualTo(1);
        assertThat(operator.count("select count(*) from customer where email = 'ed@example.com' and password is null"))
                .isEqualTo(1);
        assertThat(operator.count("select count(*) from customer where email = 'carol@example.com'"
                        + " and password_until > now() + interval '100 years'"))
                .isEqualTo(1);
        signsIn("ann", "ann throws 1 away");
        signsIn("ann.example@example.com", "ann throws 1 away");
        signsIn("dora", "dora throws 4 away");
        signsIn("finn", "finn throws 6 away");
        signsIn("gina", "gina throws 7 away");
        signsIn("hal+x", "hal throws 8 away");
        assertThat(status("bob", "bob throws 2 away")).isNotEqualTo(201);
        assertThat(client().post(
                                "/api/rest/portal/password-login",
                                "{\"email\":\"carol@example.com\",\"password\":\"carol throws 3 away\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void keycloak_s_users_of_its_api_come_without_passwords() {
        Operator.Ended ended = from("keycloak", "keycloak-rest-users.json");
        assertThat(ended.out())
                .containsPattern(summary(6, 0, 0))
                .contains("note (1)")
                .doesNotContain("left out");
        assertThat(operator.count("select count(*) from customer where password is not null and id > 5"))
                .isZero();
    }

    @Test
    void attributes_and_roles_are_kept_where_the_portal_s_schema_has_them() {
        operator.sql(
                "update portal set profile_schema = '{\"properties\": {\"email2\": {\"type\": \"string\"}, \"groups\": {\"type\":"
                        + " \"array\"}, \"externalId\": {\"type\": \"string\"}}}' where id = 1");
        Operator.Ended ended = from("keycloak", "keycloak-shop-users-0.json");
        assertThat(ended.out())
                .containsPattern(summary(5, 0, 0))
                .doesNotContain("email2")
                .doesNotContain("externalId");
        assertThat(shown("dora")).containsPattern("email2 +dora@example.org");
        assertThat(shown("ann"))
                .containsPattern("groups +\\[\"/customers\"\\]")
                .containsPattern("externalId +fcbf38df-4682-4d66-acf5-6d670f7bfba4");
    }

    @Test
    void django_s_users_come_and_twins_are_refused_with_the_reason() throws IOException {
        Operator.Ended ended = from("django", "django-auth-user.json");
        assertThat(ended.out())
                .containsPattern(summary(5, 0, 3))
                .contains("is_superuser (1)")
                .contains("groups (1)");
        assertThat(Files.readString(folder.resolve("django-auth-user.json.errors.jsonl")))
                .contains("The email is the login of another customer.")
                .contains("A line before this one is the same customer.");
        assertThat(shown("bob")).containsPattern("disabled +20").containsPattern("created +2019-03-31T01:30:00");
        assertThat(operator.count(
                        "select count(*) from customer where email = 'carol@example.com' and password is null"))
                .isEqualTo(1);
        signsIn("Ann", "ann throws 1 away");
        signsIn("dora+x.y@-_", "dora throws 4 away");
        signsIn("admin", "admin throws 7 away");
    }

    @Test
    void django_s_other_forms_tell_the_same() {
        assertThat(from("django", "django-auth-user.jsonl").out()).containsPattern(summary(5, 0, 3));
        assertThat(from("django", "django-auth-user-natural.json").out()).containsPattern(summary(0, 6, 2));
    }

    @Test
    void wordpress_users_come_with_their_meta_data_and_names_decoded_once() {
        Operator.Ended refused =
                from("wordpress", "wordpress-shop_users.batch.tsv", "wordpress-shop_usermeta.batch.tsv");
        assertThat(refused.out())
                .containsPattern(summary(5, 0, 1))
                .contains("description (1)")
                .contains("roles (6)");
        assertThat(shown("ann"))
                .containsPattern("firstName +Ann")
                .containsPattern("lastName +Example")
                .containsPattern("phone +\\+12025550123")
                .containsPattern("country +US")
                .containsPattern("language +de")
                .containsPattern("created +2026-11-28T13:17:43");
        assertThat(shown("dora")).containsPattern("email +none").containsPattern("firstName +Döra");
        Operator.Ended lenient = operator.types(
                "import",
                folder.resolve("wordpress-shop_users.batch.tsv").toString(),
                folder.resolve("wordpress-shop_usermeta.batch.tsv").toString(),
                "--portal",
                "1",
                "--from",
                "wordpress",
                "--lenient");
        assertThat(lenient.out()).containsPattern(summary(1, 5, 0) + "without a field +1\n");
        assertThat(shown("bob@example.com"))
                .containsPattern("firstName +Bob")
                .containsPattern("lastName +O'Neil \\\\ &\n");
        signsIn("ann", "ann throws 1 away");
        signsIn("bob@example.com", "bob throws 2 away");
        signsIn("carol@example.com", "carol throws 3 away");
        signsIn("dora", "dora throws 4 away");
        signsIn("Lukasz", "l throws 5 away");
        signsIn("ed", "ed throws 6 away");
    }

    @Test
    void wordpress_users_of_a_dump_have_their_columns_in_the_file_beside_it() throws IOException {
        Files.copy(EXPORTS.resolve("wordpress-shop_users.tab.sql"), folder.resolve("wordpress-shop_users.tab.sql"));
        Operator.Ended ended = from("wordpress", "wordpress-shop_users.tab.txt", "--lenient");
        assertThat(ended.out()).containsPattern(summary(6, 0, 0));
        assertThat(shown("bob@example.com"))
                .containsPattern("lastName +Sons")
                .containsPattern("firstName +Bob O'Neil &\n");
    }

    @Test
    void mediawiki_s_users_sign_in_with_an_underscore_for_a_blank() {
        Operator.Ended ended = from("mediawiki", "mediawiki-user.batch.tsv");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out()).containsPattern(summary(3, 0, 0) + "left out +1 ");
        assertThat(shown("Ann"))
                .containsPattern("created +2026-11-28T13:21:11")
                .containsPattern("email verified +2026-11-28T13:21:11");
        signsIn("Ann", "ann throws 1 away");
        signsIn("Bob_doe", "bob throws 2 away");
        signsIn("bob@example.com", "bob throws 2 away");
        signsIn("Carol_quist", "carol throws 3 away");
    }

    @Test
    void dokuwiki_s_users_come_with_their_escaped_names() {
        Operator.Ended ended = from("dokuwiki", "dokuwiki-users.auth.php", "--lenient");
        assertThat(ended.out())
                .containsPattern(summary(4, 0, 0) + "without a field +2\n")
                .contains("groups (1)");
        assertThat(shown("bob@example.com"))
                .containsPattern("firstName +Bob: \"B\" Doe, Jr \\\\\n")
                .containsPattern("lastName +x\n");
        assertThat(shown("carol@example.com"))
                .containsPattern("firstName +Carol #")
                .containsPattern("lastName +Quist");
        signsIn("ann", "ann throws 1 away");
        signsIn("bob@example.com", "bob throws 2 away");
        signsIn("dora@example.com", "dora throws 4 away");
    }

    @Test
    void people_of_a_directory_come_and_its_other_entries_are_nobody() {
        Operator.Ended ended = from("ldif", "slapcat.ldif");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out())
                .containsPattern(summary(3, 0, 0) + "left out +2 ")
                .contains("description (1)")
                .contains("mail (further values) (1)")
                .contains("uid (further values) (1)");
        assertThat(shown("ann"))
                .containsPattern("email +ann.example@example.com")
                .containsPattern("firstName +Ann\n")
                .containsPattern("language +de")
                .containsPattern("phone +\\+1 202 555 0123")
                .containsPattern("created +2026-11-28T13:19:34");
        assertThat(shown("bob"))
                .containsPattern("disabled +20")
                .containsPattern("firstName +Robert\n")
                .containsPattern("lastName +Döe\n");
        assertThat(shown("carol")).containsPattern("password +none").containsPattern("lastName +Quist");
        signsIn("ann", "ann throws 1 away");
        assertThat(from("ldif", "ldapsearch.ldif").out()).containsPattern(summary(0, 3, 0) + "left out +1 ");
    }

    @Test
    void better_auth_s_users_come_with_the_hashes_of_their_accounts() {
        Operator.Ended ended = from("better-auth", "better-auth-user.csv", "better-auth-account.csv");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out())
                .containsPattern(summary(4, 0, 0))
                .contains("banExpires (1)")
                .contains("providerId (1)");
        assertThat(shown("Ann_E"))
                .containsPattern("created +2026-11-28T13:21:31")
                .containsPattern("lastName +Example");
        assertThat(shown("bob@example.com")).containsPattern("disabled +20");
        assertThat(shown("dora@example.com")).containsPattern("password +none").containsPattern("email verified +20");
        signsIn("ann_e", "ann throws 1 away");
        signsIn("carol@example.com", "carol throws 3 ﬁ away");
        assertThat(from("better-auth", "better-auth-user.json").out()).containsPattern(summary(0, 4, 0));
    }

    @Test
    void a_ban_that_is_over_disables_nobody() throws IOException {
        String users = Files.readString(EXPORTS.resolve("better-auth-user.csv"));
        Path file = Files.writeString(folder.resolve("user.csv"), users.replace("2027-01-31", "2026-01-31"));
        operator.gets("import", file.toString(), "--portal", "1", "--from", "better-auth");
        assertThat(operator.count(
                        "select count(*) from customer where email = 'bob@example.com' and disabled_at is null"))
                .isEqualTo(1);
    }

    @Test
    void payload_s_customers_come_with_salt_and_hash() {
        Operator.Ended ended = from("payload", "payload-customers.csv");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out()).containsPattern(summary(3, 0, 0));
        assertThat(shown("bob")).containsPattern("email +none").containsPattern("firstName +Bob \"B\" Doe,");
        signsIn("ann", "ann throws 1 away");
        signsIn("bob", "bob throws 2 away");
        signsIn("carol@example.com", "carol throws 3 ﬁ away");
    }

    @Test
    void directus_users_who_aren_t_active_are_disabled() {
        Operator.Ended ended = from("directus", "directus-users.csv");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out()).containsPattern(summary(2, 0, 0));
        assertThat(shown("bob@example.com")).containsPattern("disabled +20");
        signsIn("Ann.Example@Example.com", "ann throws 1 away");
    }

    @Test
    void payload_s_hashes_of_before_3_90_sign_in_too() {
        assertThat(from("payload", "payload-3.89-customers.csv").out()).containsPattern(summary(1, 0, 0));
        signsIn("ann", "ann throws 1 away");
    }

    @Test
    void auth0_s_users_come_with_the_hashes_of_a_file_of_their_own() throws IOException {
        Operator.Ended ended = from("auth0", "auth0-export.jsonl", "auth0-hashes.jsonl");
        assertThat(ended.out())
                .containsPattern(summary(3, 0, 1))
                .contains("colour (1)")
                .contains("app_metadata (1)");
        assertThat(Files.readString(folder.resolve("auth0-export.jsonl.errors.jsonl")))
                .contains("\"errorLine\":4,\"errorReason\":\"A line before this one is the same customer.\"");
        assertThat(shown("ann"))
                .containsPattern("firstName +Ann\n")
                .containsPattern("lastName +Example\n")
                .containsPattern("phone +\\+12025550123")
                .containsPattern("email verified +20")
                .containsPattern("created +2026-11-28T13:17:37");
        assertThat(shown("bob@example.com")).containsPattern("disabled +20").containsPattern("lastName +Doe\n");
        assertThat(shown("carol@example.com")).containsPattern("password +none");
        signsIn("ann.example@example.com", "ann throws 1 away");
        assertThat(status("bob@example.com", "bob throws 2 away")).isNotEqualTo(201);
    }

    @Test
    void auth0_s_hashes_alone_are_customers_too() {
        assertThat(from("auth0", "auth0-hashes.jsonl").out()).containsPattern(summary(2, 0, 0));
        signsIn("bob@example.com", "bob throws 2 away");
    }

    @Test
    void firebase_s_users_come_with_the_project_s_parameters_and_are_refused_without() throws IOException {
        Operator.Ended without = from("firebase", "firebase-users.json");
        assertThat(without.out()).containsPattern(summary(0, 0, 4)).contains("--firebase-hash-config");
        Path config = Files.copy(EXPORTS.resolve("firebase-hash-config.txt"), folder.resolve("config"));
        Operator.Ended ended = operator.types(
                "import",
                folder.resolve("firebase-users.json").toString(),
                "--portal",
                "1",
                "--from",
                "firebase",
                "--firebase-hash-config",
                config.toString());
        assertThat(ended.out()).containsPattern(summary(3, 0, 1)).contains("customAttributes (1)");
        assertThat(Files.readString(folder.resolve("firebase-users.json.errors.jsonl")))
                .contains("A customer needs an email to sign in with");
        assertThat(shown("bob@example.com")).containsPattern("disabled +20");
        assertThat(shown("ann.example@example.com"))
                .containsPattern("created +2026-11-28T13:17:37")
                .containsPattern("phone +\\+12025550123");
        signsIn("ann.example@example.com", "ann throws 1 away");
        signsIn("carol@example.com", "carol throws 3 \ufb01 away");
    }

    @Test
    void laravel_s_times_are_asked_for_and_its_users_sign_in() {
        assertThat(from("laravel", "laravel-users.csv").err()).contains("--zone UTC");
        Operator.Ended ended = operator.types(
                "import",
                folder.resolve("laravel-users.csv").toString(),
                "--portal",
                "1",
                "--from",
                "laravel",
                "--zone",
                "UTC");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out()).containsPattern(summary(3, 0, 0));
        assertThat(shown("ann.example@example.com"))
                .containsPattern("email verified +2026-11-28T13:18:01Z")
                .containsPattern("created +2026-11-28T13:17:37Z");
        assertThat(shown("bob@example.com"))
                .containsPattern("email verified +no")
                .containsPattern("firstName +Bob \"B\" Doe,");
        signsIn("bob@example.com", "bob throws 2 away");
        assertThat(from("laravel", "laravel-users.json").out()).containsPattern(summary(0, 3, 0));
    }
}
