package io.vestibule.dialect.sonar;

import static io.vestibule.dialect.sonar.Sonar.AUTH;
import static io.vestibule.dialect.sonar.Sonar.invalid;
import static io.vestibule.dialect.sonar.Sonar.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Installation;
import io.vestibule.support.Protected;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.StoredCustomer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** "Validate credentials (POST)", in the page's order; then what docs/dialects/sonar.md decides. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthContractTest {
    private static final String REFUSED = "Invalid username or password.";

    private final Sonar sonar = new Sonar();

    @AfterAll
    void stop() {
        sonar.close();
    }

    @BeforeEach
    void forgetFailures() {
        sonar.forgetFailures();
    }

    @Test
    void success_response_201_created() {
        Reply reply = sonar.auth("{\"username\":\"testtest123\",\"password\":\"correct horse 9\"}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.body())
                .isEqualTo("{\"data\":{\"contact_name\":\"John Doe\",\"email_address\":\"john.doe@example.com\","
                        + "\"account_id\":2,\"contact_id\":2,\"username\":\"testtest123\"}}");
    }

    @Test
    void if_the_username_and_password_matches() {
        refused(sonar.auth("{\"username\":\"testtest123\",\"password\":\"wrong horse 9\"}"), 422, REFUSED);
        refused(sonar.auth("{\"username\":\"testtest124\",\"password\":\"correct horse 9\"}"), 422, REFUSED);
    }

    @Test
    void and_the_contact_is_a_primary_contact() {
        refused(sonar.auth("{\"username\":\"janedoe\",\"password\":\"correct horse 9\"}"), 422, REFUSED);
        assertThat(failures(3)).isOne();
    }

    @Test
    void you_must_throttle_your_authentication_function() {
        try (Sonar strict = new Sonar(Map.of("VESTIBULE_LIMIT_SIGN_IN_LOGIN_BURST", "2"))) {
            String right = "{\"username\":\"testtest123\",\"password\":\"correct horse 9\"}";
            assertThat(strict.auth(right).status()).isEqualTo(201);
            assertThat(strict.auth("{\"username\":\"TESTTEST123\",\"password\":\"correct horse 9\"}")
                            .status())
                    .isEqualTo(201);

            Reply third = strict.auth(right);

            refused(third, 429, "Too many attempts. Please try again later.");
            assertThat(third.header("Retry-After")).matches("[1-9][0-9]*");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TestTest123", "TESTTEST123", "testTEST123"})
    void the_case_insensitive_username_to_use_for_authentication(String username) {
        Reply reply = sonar.auth("{\"username\":\"" + username + "\",\"password\":\"correct horse 9\"}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.text("data", "username")).isEqualTo("testtest123");
    }

    @Test
    void a_username_is_answered_as_it_was_chosen() {
        StoredCustomer.of("spelled@example.com")
                .username("SpelledOut")
                .password("a fine long one")
                .store(sonar.installation);

        assertThat(sonar.auth("{\"username\":\"spelledout\",\"password\":\"a fine long one\"}")
                        .text("data", "username"))
                .isEqualTo("SpelledOut");
    }

    @Test
    void username_string_required() {
        invalid(sonar.auth("{\"password\":\"x\"}"), "username", "The username field is required.");
        invalid(sonar.auth("{\"username\":\"\",\"password\":\"x\"}"), "username", "The username field is required.");
        invalid(sonar.auth("{\"username\":1,\"password\":\"x\"}"), "username", "The username field must be a string.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Correct horse 9", "CORRECT HORSE 9", "correct horse 9 ", " correct horse 9"})
    void the_case_sensitive_password_to_use_for_authentication(String password) {
        refused(sonar.auth("{\"username\":\"testtest123\",\"password\":\"" + password + "\"}"), 422, REFUSED);
    }

    @ParameterizedTest
    @CsvSource({
        "12345678,12345678",
        "12,12",
        "1e3,1e3",
        "-0,-0",
        "1.50,1.50",
        "123456789012345678901234567890,123456789012345678901234567890"
    })
    void password_number_counts_as_its_literal_text(String literal, String password) {
        StoredCustomer.of(null).username("number" + literal).password(password).store(sonar.installation);

        String username = "{\"username\":\"number" + literal + "\",\"password\":";
        assertThat(sonar.auth(username + literal + "}").status()).isEqualTo(201);
        assertThat(sonar.auth(username + "\"" + literal + "\"}").status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"1e3,1000", "1000,1e3", "12.0,12", "12,12.0", "1.0e3,1e3", "1E3,1e3"})
    void password_number_counts_as_its_literal_text_and_not_as_its_value(String literal, String password) {
        String username = "value" + literal + "of" + password;
        StoredCustomer.of(null).username(username).password(password).store(sonar.installation);

        refused(sonar.auth("{\"username\":\"" + username + "\",\"password\":" + literal + "}"), 422, REFUSED);
    }

    @Test
    void password_that_is_not_json_is_a_malformed_request() {
        refused(sonar.auth("{\"username\":\"testtest123\",\"password\":012}"), 400, "The body is not valid JSON.");
    }

    @Test
    void password_required() {
        invalid(sonar.auth("{\"username\":\"testtest123\"}"), "password", "The password field is required.");
        invalid(
                sonar.auth("{\"username\":\"testtest123\",\"password\":\"\"}"),
                "password",
                "The password field is required.");
        invalid(
                sonar.auth("{\"username\":\"testtest123\",\"password\":true}"),
                "password",
                "The password field must be a string.");
        assertThat(sonar.auth("{}").body())
                .isEqualTo("{\"error\":{\"message\":{\"username\":\"The username field is required.\","
                        + "\"password\":\"The password field is required.\"},\"status_code\":422}}");
    }

    @Test
    void a_request_that_fails_validation_counts_no_failure() {
        sonar.auth("{\"username\":\"testtest123\"}");

        assertThat(sonar.installation.count("select count(*) from lockout")).isZero();
    }

    @Test
    void wrong_unknown_not_primary_disabled_locked_without_password_and_overlong_get_the_same_answer() {
        for (int i = 0; i < 5; i++) {
            sonar.auth("{\"username\":\"testtest123\",\"password\":\"wrong\"}");
        }
        refused(sonar.auth("{\"username\":\"testtest123\",\"password\":\"correct horse 9\"}"), 422, REFUSED);
        refused(sonar.auth("{\"username\":\"nobody\",\"password\":\"correct horse 9\"}"), 422, REFUSED);
        refused(sonar.auth("{\"username\":\"janedoe\",\"password\":\"correct horse 9\"}"), 422, REFUSED);
        refused(sonar.auth("{\"username\":\"disabled1\",\"password\":\"correct horse 9\"}"), 422, REFUSED);
        refused(sonar.auth("{\"username\":\"someone@example.com\",\"password\":\"correct horse 9\"}"), 422, REFUSED);
        refused(sonar.auth("{\"username\":\"janedoe\",\"password\":\"" + "x".repeat(10_000) + "\"}"), 422, REFUSED);
        refused(sonar.auth("{\"username\":\"" + "x".repeat(10_000) + "\",\"password\":\"x\"}"), 422, REFUSED);
    }

    @Test
    void a_disabled_contacts_attempts_count_whatever_password_was_given() {
        sonar.auth("{\"username\":\"disabled1\",\"password\":\"correct horse 9\"}");
        sonar.auth("{\"username\":\"disabled1\",\"password\":\"wrong\"}");

        assertThat(failures(4)).isEqualTo(2);
    }

    @Test
    void a_username_matches_else_an_email_login_whose_username_stays_null() {
        StoredCustomer.of("mailonly@example.com").password("a fine long one").store(sonar.installation);

        Reply reply = sonar.auth("{\"username\":\"MailOnly@example.com\",\"password\":\"a fine long one\"}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.body())
                .contains("\"contact_name\":\"mailonly@example.com\"")
                .contains("\"username\":null");
    }

    @Test
    void a_contact_without_an_address_signs_in_by_username() {
        StoredCustomer.of(null)
                .username("addressless")
                .password("a fine long one")
                .store(sonar.installation);

        assertThat(sonar.auth("{\"username\":\"addressless\",\"password\":\"a fine long one\"}")
                        .body())
                .contains("\"email_address\":null");
    }

    @Test
    void the_api_user_decides_the_portal_that_is_asked() {
        refused(
                sonar.client.post(
                        AUTH,
                        Client.basic("other", "other-secret"),
                        "{\"username\":\"testtest123\",\"password\":\"correct horse 9\"}"),
                422,
                REFUSED);
        assertThat(failures(2)).isZero();
    }

    @Test
    void form_bodies_are_accepted_as_well() {
        assertThat(sonar.form(AUTH, "username=testtest123&password=correct+horse+9")
                        .status())
                .isEqualTo(201);
        assertThat(sonar.form(AUTH, "username=testtest123&password=correct%20horse%209")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void a_repeated_parameter_is_refused_and_nothing_is_checked() {
        refused(
                sonar.client.post(
                        AUTH + "?password=other", Sonar.DEMO, "{\"username\":\"testtest123\",\"password\":\"wrong\"}"),
                400,
                "A parameter was given more than once.");
        assertThat(failures(2)).isZero();
    }

    @Test
    void a_customer_who_turned_on_a_second_factor_passes_as_the_page_says() {
        Protected customer = Protected.enrol(sonar.installation, sonar.client, "guarded@example.org");
        assertThat(SignInDialect.SONAR
                        .signIn(sonar.client, customer.email, customer.password)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void with_the_portals_hardened_policy_the_answer_is_the_422_and_counts_like_a_wrong_password() {
        try (Installation hardened = Installation.demo()) {
            hardened.sql("update portal set hardened = true where id = 1");
            Client server = hardened.node();
            Protected customer = Protected.enrol(hardened, server, "guarded@example.org");
            Reply refused = SignInDialect.SONAR.signIn(server, customer.email, customer.password);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.body())
                    .isEqualTo(SignInDialect.SONAR
                            .signIn(server, "nobody@example.org", "wrong")
                            .body());
            assertThat(hardened.count("select failures from lockout where subject = int8send(?)", customer.id))
                    .isEqualTo(1);
            assertThat(SignInDialect.SONAR
                            .signIn(server, "testtest123", "correct horse 9")
                            .status())
                    .isEqualTo(201);
        }
    }

    /** Or somebody who knows the password could clear the count of guessed codes here. */
    @Test
    void a_success_does_not_clear_the_count_of_a_customer_with_a_second_factor() {
        Protected customer = Protected.enrol(sonar.installation, sonar.client, "counted@example.org");
        customer.complete(customer.challenge(), customer.app.wrong());
        assertThat(SignInDialect.SONAR
                        .signIn(sonar.client, customer.email, customer.password)
                        .status())
                .isEqualTo(201);
        assertThat(sonar.installation.count("select failures from lockout where subject = int8send(?)", customer.id))
                .isEqualTo(1);
    }

    @Test
    void a_temporary_password_is_taken() {
        long id = StoredCustomer.of("lent@example.org")
                .password("lent for a while")
                .store(sonar.installation);
        sonar.installation.sql("update customer set password_until = now() + interval '3 days' where id = ?", id);
        assertThat(SignInDialect.SONAR
                        .signIn(sonar.client, "lent@example.org", "lent for a while")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void a_success_clears_the_count() {
        sonar.auth("{\"username\":\"testtest123\",\"password\":\"wrong\"}");
        sonar.auth("{\"username\":\"testtest123\",\"password\":\"correct horse 9\"}");

        assertThat(failures(2)).isZero();
    }

    private long failures(long customer) {
        return sonar.installation.count(
                "select coalesce(sum(failures), 0) from lockout where subject = int8send(?)", customer);
    }
}
