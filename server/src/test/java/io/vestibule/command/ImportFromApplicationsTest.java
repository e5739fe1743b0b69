package io.vestibule.command;

import static io.vestibule.command.Imports.summary;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whole exports of applications and frameworks: who is in them comes, and signs in with the same keystrokes. */
class ImportFromApplicationsTest {
    @RegisterExtension
    final DemoImports imports = new DemoImports();

    @Test
    void django_s_users_come_and_twins_are_refused_with_the_reason() throws IOException {
        Operator.Ended ended = imports.from("django", "django-auth-user.json");
        assertThat(ended.out())
                .containsPattern(summary(5, 0, 3))
                .contains("is_superuser (1)")
                .contains("groups (1)");
        assertThat(Files.readString(imports.folder().resolve("django-auth-user.json.errors.jsonl")))
                .contains("The email is the login of another customer.")
                .contains("A line before this one is the same customer.");
        assertThat(imports.shown("bob"))
                .containsPattern("disabled +20")
                .containsPattern("created +2019-03-31T01:30:00");
        assertThat(imports.operator()
                        .count("select count(*) from customer where email = 'carol@example.com' and password is null"))
                .isEqualTo(1);
        imports.signsIn("Ann", "ann throws 1 away");
        imports.signsIn("dora+x.y@-_", "dora throws 4 away");
        imports.signsIn("admin", "admin throws 7 away");
    }

    @Test
    void django_s_other_forms_tell_the_same() {
        assertThat(imports.from("django", "django-auth-user.jsonl").out()).containsPattern(summary(5, 0, 3));
        assertThat(imports.from("django", "django-auth-user-natural.json").out())
                .containsPattern(summary(0, 6, 2));
    }

    @Test
    void wordpress_users_come_with_their_meta_data_and_names_decoded_once() {
        Operator.Ended refused =
                imports.from("wordpress", "wordpress-shop_users.batch.tsv", "wordpress-shop_usermeta.batch.tsv");
        assertThat(refused.out())
                .containsPattern(summary(5, 0, 1))
                .contains("description (1)")
                .contains("roles (6)");
        assertThat(imports.shown("ann"))
                .containsPattern("firstName +Ann")
                .containsPattern("lastName +Example")
                .containsPattern("phone +\\+12025550123")
                .containsPattern("country +US")
                .containsPattern("language +de")
                .containsPattern("created +2026-11-28T13:17:43");
        assertThat(imports.shown("dora")).containsPattern("email +none").containsPattern("firstName +Döra");
        Operator.Ended lenient = imports.operator()
                .types(
                        "import",
                        imports.folder()
                                .resolve("wordpress-shop_users.batch.tsv")
                                .toString(),
                        imports.folder()
                                .resolve("wordpress-shop_usermeta.batch.tsv")
                                .toString(),
                        "--portal",
                        "1",
                        "--from",
                        "wordpress",
                        "--lenient");
        assertThat(lenient.out()).containsPattern(summary(1, 5, 0) + "without a field +1\n");
        assertThat(imports.shown("bob@example.com"))
                .containsPattern("firstName +Bob")
                .containsPattern("lastName +O'Neil \\\\ &\n");
        imports.signsIn("ann", "ann throws 1 away");
        imports.signsIn("bob@example.com", "bob throws 2 away");
        imports.signsIn("carol@example.com", "carol throws 3 away");
        imports.signsIn("dora", "dora throws 4 away");
        imports.signsIn("Lukasz", "l throws 5 away");
        imports.signsIn("ed", "ed throws 6 away");
    }

    @Test
    void wordpress_users_of_a_dump_have_their_columns_in_the_file_beside_it() throws IOException {
        Files.copy(
                DemoImports.EXPORTS.resolve("wordpress-shop_users.tab.sql"),
                imports.folder().resolve("wordpress-shop_users.tab.sql"));
        Operator.Ended ended = imports.from("wordpress", "wordpress-shop_users.tab.txt", "--lenient");
        assertThat(ended.out()).containsPattern(summary(6, 0, 0));
        assertThat(imports.shown("bob@example.com"))
                .containsPattern("lastName +Sons")
                .containsPattern("firstName +Bob O'Neil &\n");
    }

    @Test
    void mediawiki_s_users_sign_in_with_an_underscore_for_a_blank() {
        Operator.Ended ended = imports.from("mediawiki", "mediawiki-user.batch.tsv");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out()).containsPattern(summary(3, 0, 0) + "left out +1 ");
        assertThat(imports.shown("Ann"))
                .containsPattern("created +2026-11-28T13:21:11")
                .containsPattern("email verified +2026-11-28T13:21:11");
        imports.signsIn("Ann", "ann throws 1 away");
        imports.signsIn("Bob_doe", "bob throws 2 away");
        imports.signsIn("bob@example.com", "bob throws 2 away");
        imports.signsIn("Carol_quist", "carol throws 3 away");
    }

    @Test
    void dokuwiki_s_users_come_with_their_escaped_names() {
        Operator.Ended ended = imports.from("dokuwiki", "dokuwiki-users.auth.php", "--lenient");
        assertThat(ended.out())
                .containsPattern(summary(4, 0, 0) + "without a field +2\n")
                .contains("groups (1)");
        assertThat(imports.shown("bob@example.com"))
                .containsPattern("firstName +Bob: \"B\" Doe, Jr \\\\\n")
                .containsPattern("lastName +x\n");
        assertThat(imports.shown("carol@example.com"))
                .containsPattern("firstName +Carol #")
                .containsPattern("lastName +Quist");
        imports.signsIn("ann", "ann throws 1 away");
        imports.signsIn("bob@example.com", "bob throws 2 away");
        imports.signsIn("dora@example.com", "dora throws 4 away");
    }

    @Test
    void payload_s_customers_come_with_salt_and_hash() {
        Operator.Ended ended = imports.from("payload", "payload-customers.csv");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out()).containsPattern(summary(3, 0, 0));
        assertThat(imports.shown("bob")).containsPattern("email +none").containsPattern("firstName +Bob \"B\" Doe,");
        imports.signsIn("ann", "ann throws 1 away");
        imports.signsIn("bob", "bob throws 2 away");
        imports.signsIn("carol@example.com", "carol throws 3 ﬁ away");
    }

    @Test
    void directus_users_who_aren_t_active_are_disabled() {
        Operator.Ended ended = imports.from("directus", "directus-users.csv");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out()).containsPattern(summary(2, 0, 0));
        assertThat(imports.shown("bob@example.com")).containsPattern("disabled +20");
        imports.signsIn("Ann.Example@Example.com", "ann throws 1 away");
    }

    @Test
    void payload_s_hashes_of_before_3_90_sign_in_too() {
        assertThat(imports.from("payload", "payload-3.89-customers.csv").out()).containsPattern(summary(1, 0, 0));
        imports.signsIn("ann", "ann throws 1 away");
    }

    @Test
    void laravel_s_times_are_asked_for_and_its_users_sign_in() {
        assertThat(imports.from("laravel", "laravel-users.csv").err()).contains("--zone UTC");
        Operator.Ended ended = imports.operator()
                .types(
                        "import",
                        imports.folder().resolve("laravel-users.csv").toString(),
                        "--portal",
                        "1",
                        "--from",
                        "laravel",
                        "--zone",
                        "UTC");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out()).containsPattern(summary(3, 0, 0));
        assertThat(imports.shown("ann.example@example.com"))
                .containsPattern("email verified +2026-11-28T13:18:01Z")
                .containsPattern("created +2026-11-28T13:17:37Z");
        assertThat(imports.shown("bob@example.com"))
                .containsPattern("email verified +no")
                .containsPattern("firstName +Bob \"B\" Doe,");
        imports.signsIn("bob@example.com", "bob throws 2 away");
        assertThat(imports.from("laravel", "laravel-users.json").out()).containsPattern(summary(0, 3, 0));
    }
}
