package io.vestibule.command;

import static io.vestibule.command.Imports.summary;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whole exports of identity providers and directories: who is in them comes, and signs in with the same keystrokes. */
class ImportFromIdentityProvidersTest {
    @RegisterExtension
    final DemoImports imports = new DemoImports();

    @Test
    void keycloak_s_users_come_with_their_organization_from_the_realm_s_file() {
        Operator.Ended ended = imports.from(
                "keycloak", "keycloak-shop-users-0.json", "keycloak-shop-users-1.json", "keycloak-shop-realm.json");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out())
                .containsPattern(summary(8, 0, 0) + "left out +1 ")
                .contains("email2 (1)")
                .contains("phone (further values) (1)")
                .contains("federatedIdentities (1)");
        assertThat(imports.shown("ann"))
                .containsPattern("account +\\d+ \\(primary\\)")
                .containsPattern("email verified +20")
                .containsPattern("language +de")
                .containsPattern("created +2026-11-28T13:17:37")
                .containsPattern("phone +\\+12025550123")
                .containsPattern("company +Doe, \"Sons\" & Co");
        assertThat(imports.shown("bob")).containsPattern("disabled +20").containsPattern("email verified +(none|no|-)");
        assertThat(imports.operator()
                        .count("select count(distinct account_id) from customer where email in"
                                + " ('ann.example@example.com', 'bob@example.com')"))
                .isEqualTo(1);
        assertThat(imports.operator()
                        .count("select count(*) from customer where email = 'gina@example.com'"
                                + " and created_at = '2010-01-01T00:00:00Z'"))
                .isEqualTo(1);
        assertThat(imports.operator()
                        .count("select count(*) from customer where email = 'ed@example.com' and password is null"))
                .isEqualTo(1);
        assertThat(imports.operator()
                        .count("select count(*) from customer where email = 'carol@example.com'"
                                + " and password_until > now() + interval '100 years'"))
                .isEqualTo(1);
        imports.signsIn("ann", "ann throws 1 away");
        imports.signsIn("ann.example@example.com", "ann throws 1 away");
        imports.signsIn("dora", "dora throws 4 away");
        imports.signsIn("finn", "finn throws 6 away");
        imports.signsIn("gina", "gina throws 7 away");
        imports.signsIn("hal+x", "hal throws 8 away");
        assertThat(imports.status("bob", "bob throws 2 away")).isNotEqualTo(201);
        assertThat(imports.client()
                        .post(
                                "/api/rest/portal/password-login",
                                "{\"email\":\"carol@example.com\",\"password\":\"carol throws 3 away\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void keycloak_s_users_of_its_api_come_without_passwords() {
        Operator.Ended ended = imports.from("keycloak", "keycloak-rest-users.json");
        assertThat(ended.out())
                .containsPattern(summary(6, 0, 0))
                .contains("note (1)")
                .doesNotContain("left out");
        assertThat(imports.operator().count("select count(*) from customer where password is not null and id > 5"))
                .isZero();
    }

    @Test
    void attributes_and_roles_are_kept_where_the_portal_s_schema_has_them() {
        imports.operator()
                .sql(
                        "update portal set profile_schema = '{\"properties\": {\"email2\": {\"type\": \"string\"}, \"groups\": {\"type\":"
                                + " \"array\"}, \"externalId\": {\"type\": \"string\"}}}' where id = 1");
        Operator.Ended ended = imports.from("keycloak", "keycloak-shop-users-0.json");
        assertThat(ended.out())
                .containsPattern(summary(5, 0, 0))
                .doesNotContain("email2")
                .doesNotContain("externalId");
        assertThat(imports.shown("dora")).containsPattern("email2 +dora@example.org");
        assertThat(imports.shown("ann"))
                .containsPattern("groups +\\[\"/customers\"\\]")
                .containsPattern("externalId +fcbf38df-4682-4d66-acf5-6d670f7bfba4");
    }

    @Test
    void people_of_a_directory_come_and_its_other_entries_are_nobody() {
        Operator.Ended ended = imports.from("ldif", "slapcat.ldif");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out())
                .containsPattern(summary(3, 0, 0) + "left out +2 ")
                .contains("description (1)")
                .contains("mail (further values) (1)")
                .contains("uid (further values) (1)");
        assertThat(imports.shown("ann"))
                .containsPattern("email +ann.example@example.com")
                .containsPattern("firstName +Ann\n")
                .containsPattern("language +de")
                .containsPattern("phone +\\+1 202 555 0123")
                .containsPattern("created +2026-11-28T13:19:34");
        assertThat(imports.shown("bob"))
                .containsPattern("disabled +20")
                .containsPattern("firstName +Robert\n")
                .containsPattern("lastName +Döe\n");
        assertThat(imports.shown("carol")).containsPattern("password +none").containsPattern("lastName +Quist");
        imports.signsIn("ann", "ann throws 1 away");
        assertThat(imports.from("ldif", "ldapsearch.ldif").out()).containsPattern(summary(0, 3, 0) + "left out +1 ");
    }

    @Test
    void better_auth_s_users_come_with_the_hashes_of_their_accounts() {
        Operator.Ended ended = imports.from("better-auth", "better-auth-user.csv", "better-auth-account.csv");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out())
                .containsPattern(summary(4, 0, 0))
                .contains("banExpires (1)")
                .contains("providerId (1)");
        assertThat(imports.shown("Ann_E"))
                .containsPattern("created +2026-11-28T13:21:31")
                .containsPattern("lastName +Example");
        assertThat(imports.shown("bob@example.com")).containsPattern("disabled +20");
        assertThat(imports.shown("dora@example.com"))
                .containsPattern("password +none")
                .containsPattern("email verified +20");
        imports.signsIn("ann_e", "ann throws 1 away");
        imports.signsIn("carol@example.com", "carol throws 3 ﬁ away");
        assertThat(imports.from("better-auth", "better-auth-user.json").out()).containsPattern(summary(0, 4, 0));
    }

    @Test
    void a_ban_that_is_over_disables_nobody() throws IOException {
        String users = Files.readString(DemoImports.EXPORTS.resolve("better-auth-user.csv"));
        Path file = Files.writeString(imports.folder().resolve("user.csv"), users.replace("2027-01-31", "2026-01-31"));
        imports.operator().gets("import", file.toString(), "--portal", "1", "--from", "better-auth");
        assertThat(imports.operator()
                        .count("select count(*) from customer where email = 'bob@example.com' and disabled_at is null"))
                .isEqualTo(1);
    }

    @Test
    void auth0_s_users_come_with_the_hashes_of_a_file_of_their_own() throws IOException {
        Operator.Ended ended = imports.from("auth0", "auth0-export.jsonl", "auth0-hashes.jsonl");
        assertThat(ended.out())
                .containsPattern(summary(3, 0, 1))
                .contains("colour (1)")
                .contains("app_metadata (1)");
        assertThat(Files.readString(imports.folder().resolve("auth0-export.jsonl.errors.jsonl")))
                .contains("\"errorLine\":4,\"errorReason\":\"A line before this one is the same customer.\"");
        assertThat(imports.shown("ann"))
                .containsPattern("firstName +Ann\n")
                .containsPattern("lastName +Example\n")
                .containsPattern("phone +\\+12025550123")
                .containsPattern("email verified +20")
                .containsPattern("created +2026-11-28T13:17:37");
        assertThat(imports.shown("bob@example.com"))
                .containsPattern("disabled +20")
                .containsPattern("lastName +Doe\n");
        assertThat(imports.shown("carol@example.com")).containsPattern("password +none");
        imports.signsIn("ann.example@example.com", "ann throws 1 away");
        assertThat(imports.status("bob@example.com", "bob throws 2 away")).isNotEqualTo(201);
    }

    @Test
    void auth0_s_hashes_alone_are_customers_too() {
        assertThat(imports.from("auth0", "auth0-hashes.jsonl").out()).containsPattern(summary(2, 0, 0));
        imports.signsIn("bob@example.com", "bob throws 2 away");
    }

    @Test
    void firebase_s_users_come_with_the_project_s_parameters_and_are_refused_without() throws IOException {
        Operator.Ended without = imports.from("firebase", "firebase-users.json");
        assertThat(without.out()).containsPattern(summary(0, 0, 4)).contains("--firebase-hash-config");
        Path config = Files.copy(
                DemoImports.EXPORTS.resolve("firebase-hash-config.txt"),
                imports.folder().resolve("config"));
        Operator.Ended ended = imports.operator()
                .types(
                        "import",
                        imports.folder().resolve("firebase-users.json").toString(),
                        "--portal",
                        "1",
                        "--from",
                        "firebase",
                        "--firebase-hash-config",
                        config.toString());
        assertThat(ended.out()).containsPattern(summary(3, 0, 1)).contains("customAttributes (1)");
        assertThat(Files.readString(imports.folder().resolve("firebase-users.json.errors.jsonl")))
                .contains("A customer needs an email to sign in with");
        assertThat(imports.shown("bob@example.com")).containsPattern("disabled +20");
        assertThat(imports.shown("ann.example@example.com"))
                .containsPattern("created +2026-11-28T13:17:37")
                .containsPattern("phone +\\+12025550123");
        imports.signsIn("ann.example@example.com", "ann throws 1 away");
        imports.signsIn("carol@example.com", "carol throws 3 \ufb01 away");
    }
}
