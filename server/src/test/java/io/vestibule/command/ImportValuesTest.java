package io.vestibule.command;

import static io.vestibule.command.Imports.summary;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be read is read; what can't is refused, or left out if the operator says so, and told. */
class ImportValuesTest {
    @RegisterExtension
    final Imports imports = new Imports();

    private final Operator operator = imports.operator();

    /** Imports a customer for each value that a field may have; gives who has which. */
    private Map<String, String> customers(String field, Collection<String> values) {
        Map<String, String> emails = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>(List.of("email," + field));
        for (String value : values) {
            emails.put(value, "c" + emails.size() + "@example.com");
            lines.add(emails.get(value) + "," + value);
        }
        Operator.Ended ended = imports.of(imports.file("c.csv", lines.toArray(String[]::new)));
        assertThat(ended.out()).containsPattern(summary(values.size(), 0, 0));
        return emails;
    }

    private void areStored(String field, Map<String, String> values, String condition) {
        Map<String, String> emails = customers(field, values.keySet());
        values.forEach((written, stored) -> assertThat(operator.count("select count(*) from customer where email = '"
                        + emails.get(written) + "' and " + condition.formatted(stored)))
                .as(written)
                .isEqualTo(1));
    }

    @Test
    void a_time_is_read_as_systems_write_it() {
        areStored(
                "createdAt",
                Map.of(
                        "2019-03-01 10:11:12.123456+00", "2019-03-01T10:11:12.123456Z",
                        "2026-11-28 18:51:31.217+05:30", "2026-11-28T13:21:31.217Z",
                        "2024-05-01 09:30:00 UTC", "2024-05-01T09:30:00Z",
                        "1551435072", "2019-03-01T10:11:12Z",
                        "1795871857239", "2026-11-28T13:17:37.239Z",
                        "946684800000", "2000-01-01T00:00:00Z",
                        "20261128131934Z", "2026-11-28T13:19:34Z",
                        "202611281319Z", "2026-11-28T13:19:00Z",
                        "2026-11-28T13:17:43-0230", "2026-11-28T15:47:43Z",
                        "2019-03-01", "2019-03-01T00:00:00Z"),
                "created_at = '%s'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2019-03-01 10:11:12", "2026-11-28T13:17:43", "20261128132111", "202611281321"})
    void a_time_without_a_zone_is_asked_for_once_and_read_in_the_zone_that_is_told(String written) {
        Path file = imports.file("c.csv", "email,createdAt", "a@example.com," + written, "b@example.com," + written);
        Operator.Ended asked = imports.of(file);
        assertThat(asked.exit()).isEqualTo(1);
        assertThat(asked.err()).contains("(line 2: createdAt " + written + ")").contains("--zone UTC");
        assertThat(operator.count("select count(*) from customer")).isZero();

        assertThat(imports.of(file, "--zone", "Europe/Berlin").out()).containsPattern(summary(2, 0, 0));
        String at = "select count(*) from customer where created_at at time zone 'Europe/Berlin' = '";
        assertThat(operator.count(at
                        + switch (written.length()) {
                            case 14 -> "2026-11-28 13:21:11";
                            case 12 -> "2026-11-28 13:21";
                            default -> written;
                        }
                        + "'"))
                .isEqualTo(2);
        assertThat(imports.of(file, "--zone", "Mars/Base").err()).contains("is no time zone");
    }

    @Test
    void what_databases_write_for_no_time_is_none() {
        for (String field : List.of("verifiedAt", "disabled", "dateOfBirth")) {
            customers(field, List.of("infinity", "-infinity", "0000-00-00", "0000-00-00 00:00:00", "\\N", "NULL", ""));
            assertThat(operator.count(
                            "select count(*) from customer where email_verified_at is null and disabled_at is null"
                                    + " and profile ->> 'dateOfBirth' is null"))
                    .isEqualTo(7);
            operator.sql("delete from customer");
        }
    }

    @Test
    void a_truth_value_is_read_as_systems_write_it() {
        Map<String, String> values = new HashMap<>(Map.of(
                "TRUE", "true", "Yes", "true", "t", "true", "1", "true", "False", "false", "f", "false", "0", "false",
                "no", "false"));
        areStored("keyworker", values, "profile ->> 'keyworker' = '%s'");
        operator.sql("delete from customer");
        values.put("000001010000Z", "true");
        areStored("disabled", values, "(disabled_at is not null) = %s");
    }

    @Test
    void a_language_is_read_with_its_region() {
        areStored("language", Map.of("pt-BR", "pt", "EN", "en", "es-419", "es", "de_DE", "de"), "language = '%s'");
    }

    @Test
    void what_people_write_for_a_country_an_address_and_an_email_is_read() {
        Path file = imports.file(
                "c.jsonl",
                "{\"email\":\" a@example.com\\r\\n\",\"country\":\"UK\",\"homeAddress\":\"12 Station Road\\nFlat 3\"}",
                "{\"email\":\"b@example.com\",\"country\":\"Not Applicable\"}");
        assertThat(imports.of(file).out()).containsPattern(summary(2, 0, 0));
        assertThat(imports.shown("a@example.com"))
                .containsPattern("country +GB")
                .containsPattern("homeAddress +12 Station Road.Flat 3");
        assertThat(imports.shown("b@example.com")).doesNotContain("country");
    }

    @Test
    void leniently_a_customer_comes_without_the_odd_field_and_the_error_file_tells_it() {
        Path file = imports.file(
                "c.csv",
                "email,username,language,country,createdAt",
                "a@example.com,ann,klingon,US,",
                "b@example.com,,,Atlantis,yesterday",
                "c@example.com,,,US,");
        assertThat(imports.of(file, "--dry-run").out())
                .containsPattern("would be imported +1\nthere already +0\nrefused +2\n");

        Operator.Ended ended = imports.of(file, "--lenient");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out())
                .containsPattern(summary(3, 0, 0) + "without a field +2\n")
                .contains("c.csv.errors.csv");
        assertThat(imports.read("c.csv.errors.csv"))
                .contains("2,\"Imported without a field: The language field must be a language of two letters")
                .contains("3,\"Imported without a field: The createdAt field must be a time in ISO 8601");
        assertThat(imports.shown("ann")).containsPattern("country +US").containsPattern("language +the portal's");
    }

    @Test
    void a_login_that_can_t_be_one_is_refused_and_leniently_the_address_alone_is_the_login() {
        Path file = imports.file(
                "c.csv",
                "email,username",
                "bob@example.com,Bob Doe Jr",
                "dora@example.com,döra",
                ",Ed Doe",
                "no address,fay");
        assertThat(imports.of(file).out()).containsPattern(summary(0, 0, 4));
        Operator.Ended ended = imports.of(file, "--lenient");
        assertThat(ended.out()).containsPattern(summary(2, 0, 2) + "without a field +2\n");
        assertThat(imports.shown("bob@example.com")).containsPattern("username +none");
        assertThat(imports.read("c.csv.errors.csv"))
                .contains("2,\"Imported without a field: The username field must be")
                .contains("4,\"The username field must be")
                .contains("5,The email field must be an email address.");
    }

    @Test
    void leniently_a_password_and_who_is_disabled_are_refused_all_the_same() {
        Path file = imports.file(
                "c.csv", "email,passwordHash,disabled", "a@example.com,$9$nonsense,", "b@example.com,,perhaps");
        assertThat(imports.of(file, "--lenient").out()).containsPattern(summary(0, 0, 2));
    }

    @Test
    void an_id_that_is_too_large_is_refused_and_not_wrapped_round() {
        Path file = imports.file("c.csv", "id,email", "18446744073709551615,a@example.com");
        assertThat(imports.of(file).out()).containsPattern(summary(0, 0, 1));
    }

    @Test
    void directus_users_without_their_status_are_refused() {
        Path file = imports.file("directus.csv", "id,email,tfa_secret,last_access", "7,ann@example.com,,");
        Operator.Ended ended = imports.of(file, "--from", "directus");
        assertThat(ended.out()).containsPattern(summary(0, 0, 1));
        assertThat(ended.out() + ended.err()).contains("The status field is missing");
    }
}
