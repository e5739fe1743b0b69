package io.vestibule.dialect.sonar;

import static io.vestibule.dialect.sonar.Sonar.LOOK_UP;
import static io.vestibule.dialect.sonar.Sonar.invalid;
import static io.vestibule.dialect.sonar.Sonar.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import io.vestibule.support.StoredCustomer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** "Look up an email address (POST)", in the page's order; then what docs/dialects/sonar.md decides. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmailLookupContractTest {
    private final Sonar sonar = new Sonar();

    @AfterAll
    void stop() {
        sonar.close();
    }

    @Test
    void success_response_201_created() {
        Reply reply = sonar.lookUp("{\"email_address\":\"someone@example.com\",\"check_if_available\":true}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.body())
                .isEqualTo("{\"data\":{\"email_address\":\"someone@example.com\",\"account_id\":1,\"contact_id\":1,"
                        + "\"username\":null}}");
    }

    @Test
    void to_see_if_it_is_valid_an_address_that_nobody_has_is_not() {
        refused(sonar.lookUp("{\"email_address\":\"nobody@example.com\"}"), 422, "The email address was not found.");
    }

    @Test
    void the_first_contact_found_is_the_one_with_the_lowest_id() {
        long first = StoredCustomer.of("shared@example.com").store(sonar.installation);
        StoredCustomer.of("shared@example.com").store(sonar.installation);

        assertThat(sonar.lookUp("{\"email_address\":\"shared@example.com\"}").text("data", "contact_id"))
                .isEqualTo(Long.toString(first));
    }

    @Test
    void the_first_contact_found_is_the_first_of_those_that_fit_not_one_that_does_not_fit() {
        StoredCustomer.of("mixed@example.com").notPrimary().store(sonar.installation);
        long named = StoredCustomer.of("mixed@example.com").username("mixed1").store(sonar.installation);
        long nameless = StoredCustomer.of("mixed@example.com").store(sonar.installation);

        assertThat(sonar.lookUp("{\"email_address\":\"mixed@example.com\"}").text("data", "contact_id"))
                .isEqualTo(Long.toString(nameless));
        assertThat(sonar.lookUp("{\"email_address\":\"mixed@example.com\",\"check_if_available\":false}")
                        .text("data", "contact_id"))
                .isEqualTo(Long.toString(named));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void that_is_a_primary_contact(boolean available) {
        refused(
                sonar.lookUp("{\"email_address\":\"jane.doe@example.com\",\"check_if_available\":" + available + "}"),
                422,
                "The email address was not found.");
    }

    @Test
    void that_is_a_primary_contact_without_a_username_too() {
        StoredCustomer.of("second@example.com").notPrimary().store(sonar.installation);

        refused(sonar.lookUp("{\"email_address\":\"second@example.com\"}"), 422, "The email address was not found.");
    }

    @Test
    void and_has_no_username_associated_with_it() {
        refused(sonar.lookUp("{\"email_address\":\"john.doe@example.com\"}"), 422, "The email address was not found.");
    }

    @Test
    void you_must_throttle_your_look_up_function() {
        try (Sonar strict = new Sonar(Map.of("VESTIBULE_LIMIT_LOOK_UP_ADDRESS_BURST", "2"))) {
            String wanted = "{\"email_address\":\"someone@example.com\"}";
            assertThat(strict.lookUp(wanted).status()).isEqualTo(201);
            assertThat(strict.lookUp("{\"email_address\":\"SOMEONE@example.com\"}")
                            .status())
                    .isEqualTo(201);

            Reply third = strict.lookUp(wanted);

            refused(third, 429, "Too many attempts. Please try again later.");
            assertThat(third.header("Retry-After")).matches("[1-9][0-9]*");
            assertThat(strict.lookUp("{\"email_address\":\"nobody@example.com\"}")
                            .status())
                    .isEqualTo(422);
        }
    }

    @Test
    void email_address_string_required() {
        invalid(sonar.lookUp("{}"), "email_address", "The email address field is required.");
        invalid(sonar.lookUp("{\"email_address\":null}"), "email_address", "The email address field is required.");
        invalid(sonar.lookUp("{\"email_address\":12}"), "email_address", "The email address field must be a string.");
        invalid(
                sonar.lookUp("{\"email_address\":[\"someone@example.com\"]}"),
                "email_address",
                "The email address field must be a string.");
    }

    @Test
    void an_empty_string_is_a_missing_field() {
        invalid(sonar.lookUp("{\"email_address\":\"\"}"), "email_address", "The email address field is required.");
        assertThat(sonar.lookUp("{\"email_address\":\"someone@example.com\",\"check_if_available\":\"\"}")
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "\"true\"", "\"TRUE\"", "1", "\"1\"", "null"})
    void check_if_available_true_checks_that_it_does_not_have_a_username(String value) {
        assertThat(lookUp("someone@example.com", value).status()).isEqualTo(201);
        assertThat(lookUp("john.doe@example.com", value).status()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "\"false\"", "\"False\"", "0", "\"0\""})
    void check_if_available_false_checks_that_it_does_have_a_username(String value) {
        Reply found = lookUp("john.doe@example.com", value);
        assertThat(found.status()).isEqualTo(201);
        assertThat(found.body())
                .isEqualTo("{\"data\":{\"email_address\":\"john.doe@example.com\",\"account_id\":2,\"contact_id\":2,"
                        + "\"username\":\"testtest123\"}}");
        assertThat(lookUp("someone@example.com", value).status()).isEqualTo(422);
    }

    @Test
    void check_if_available_absent_means_true() {
        assertThat(sonar.lookUp("{\"email_address\":\"someone@example.com\"}").status())
                .isEqualTo(201);
        assertThat(sonar.lookUp("{\"email_address\":\"john.doe@example.com\"}").status())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"yes\"", "2", "1.0", "{}", "[true]", "\"2\"", "1e0", "-1"})
    void check_if_available_is_a_boolean_and_nothing_else(String value) {
        invalid(
                lookUp("someone@example.com", value),
                "check_if_available",
                "The check if available field must be true or false.");
    }

    private Reply lookUp(String address, String available) {
        return sonar.lookUp("{\"email_address\":\"" + address + "\",\"check_if_available\":" + available + "}");
    }

    @Test
    void form_bodies_are_accepted_as_well() {
        assertThat(sonar.form(LOOK_UP, "email_address=someone%40example.com&check_if_available=1")
                        .status())
                .isEqualTo(201);
        assertThat(sonar.form(LOOK_UP, "email_address=john.doe%40example.com&check_if_available=false")
                        .status())
                .isEqualTo(201);
        assertThat(sonar.form(LOOK_UP, "email_address=john.doe%40example.com&check_if_available=0")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void query_parameters_are_accepted_as_well() {
        assertThat(sonar.client
                        .exchange("POST", LOOK_UP + "?email_address=someone@example.com", Sonar.DEMO, null)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void clients_send_json_with_a_charset() {
        assertThat(sonar.client
                        .exchange(
                                "POST",
                                LOOK_UP,
                                Map.of(
                                        "Authorization",
                                        Sonar.DEMO.get("Authorization"),
                                        "Content-Type",
                                        "application/json; charset=utf-8"),
                                "{\"email_address\":\"someone@example.com\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void an_address_matches_without_the_case_of_ascii_and_keeps_the_stored_spelling() {
        assertThat(sonar.lookUp("{\"email_address\":\"SomeOne@EXAMPLE.com\"}").text("data", "email_address"))
                .isEqualTo("someone@example.com");
    }

    @Test
    void a_disabled_contact_is_not_found() {
        refused(
                sonar.lookUp("{\"email_address\":\"disabled@example.com\",\"check_if_available\":false}"),
                422,
                "The email address was not found.");
    }

    @Test
    void parameters_that_we_do_not_know_are_ignored() {
        assertThat(sonar.lookUp("{\"email_address\":\"someone@example.com\",\"page\":{\"a\":[1]},\"_method\":\"x\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void the_api_user_decides_the_portal_that_is_asked() {
        refused(
                sonar.client.post(
                        LOOK_UP, Client.basic("other", "other-secret"), "{\"email_address\":\"someone@example.com\"}"),
                422,
                "The email address was not found.");
    }
}
