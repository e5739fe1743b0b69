package io.vestibule.dialect.logicboxes;

import static io.vestibule.dialect.logicboxes.LogicBoxes.error;
import static io.vestibule.dialect.logicboxes.LogicBoxes.failed;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import io.vestibule.support.StoredCustomer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code v2/change-password} (also {@code change-password}): {@code true}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangePasswordContractTest {
    private final LogicBoxes logicBoxes = new LogicBoxes();

    @AfterAll
    void stop() {
        logicBoxes.close();
    }

    private Reply change(long id, String password) {
        return logicBoxes.post("v2/change-password", "customer-id=" + id + "&new-passwd=" + password);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2/change-password", "change-password"})
    void true_and_the_new_password_is_the_one(String call) {
        String address = call.replace('/', '.') + "@example.com";
        long id = logicBoxes.signUp(address);

        Reply reply = logicBoxes.post(call, "customer-id=" + id + "&new-passwd=another+fine+one");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("true");
        failed(logicBoxes.authenticate(address, "a+fine+long+one"), 4);
        assertThat(logicBoxes.authenticate(address, "another+fine+one").status())
                .isEqualTo(200);
    }

    @Test
    void in_xml_a_boolean() {
        long id = logicBoxes.signUp("xml@example.com");

        assertThat(logicBoxes
                        .query(
                                "/api/customers/v2/change-password.xml",
                                LogicBoxes.DEMO + "&customer-id=" + id + "&new-passwd=another+fine+one")
                        .body())
                .isEqualTo("<boolean>true</boolean>");
    }

    @Test
    void it_ends_sessions_and_links_and_a_lock() {
        long id = logicBoxes.signUp("open@example.com");
        String token = logicBoxes
                .client
                .post(
                        "/api/rest/portal/password-login",
                        "{\"email\":\"open@example.com\",\"password\":\"a fine long one\"}")
                .text("access_token");
        String loginToken =
                logicBoxes.get("generate-login-token", "customer-id=" + id).body();
        for (int i = 0; i < 5; i++) {
            logicBoxes.authenticate("open@example.com", "wrong");
        }

        change(id, "another+fine+one");

        assertThat(logicBoxes
                        .client
                        .get("/api/rest/portal/profile", Client.bearer(token))
                        .status())
                .isEqualTo(401);
        error(
                logicBoxes.get("authenticate-token", "token=" + loginToken.replace("\"", "")),
                500,
                "The token is invalid or has expired.");
        assertThat(logicBoxes
                        .authenticate("open@example.com", "another+fine+one")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_customer_without_a_password_gets_one() {
        long id = StoredCustomer.of("passwordless@example.com").store(logicBoxes.installation);

        change(id, "a+fine+long+one");

        assertThat(logicBoxes
                        .authenticate("passwordless@example.com", "a+fine+long+one")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "short | The password field must be at least 6 characters.",
                "password1 | The password is too common.",
                "jane.doe%40example.com | The password field must be different from the email address and username.",
                "JANEDOE | The password field must be different from the email address and username.",
                "abcdef%00 | The password field contains a character that is not allowed."
            })
    void a_password_that_will_not_do_is_named_with_the_reason(String password, String reason) {
        error(change(3, password), 500, "{new-passwd=" + reason + "}");
        assertThat(logicBoxes.authenticate("janedoe", "correct+horse+9").status())
                .isEqualTo(200);
    }

    @Test
    void a_password_has_128_characters_at_most() {
        long id = logicBoxes.signUp("most@example.com");

        error(
                change(id, "x".repeat(129)),
                500,
                "{new-passwd=The password field must not be greater than 128 characters.}");
        assertThat(change(id, "x".repeat(128)).status()).isEqualTo(200);
    }

    @Test
    void parameters_required() {
        error(logicBoxes.post("v2/change-password", ""), 500, "Required parameter missing: customer-id, new-passwd");
        error(
                logicBoxes.post("v2/change-password", "customer-id=3&new-passwd="),
                500,
                "Required parameter missing: new-passwd");
    }

    @Test
    void a_customer_whom_nobody_knows() {
        error(change(999, "a+fine+long+one"), 500, "Invalid customer-id: No Entity found for Entityid: 999");
    }

    @Test
    void whoever_reads_the_mailbox_is_told() {
        long id = logicBoxes.signUp("told@example.com");

        change(id, "another+fine+one");

        assertThat(logicBoxes.installation.count(
                        "select count(*) from outbox where customer_id = ? and purpose = 'password-changed'", id))
                .isEqualTo(1);
        assertThat(logicBoxes.installation.count(
                        "select count(*) from audit_event where customer_id = ? and event = 'authn_password_change'"
                                + " and dialect = 'logicboxes'",
                        id))
                .isEqualTo(1);
    }

    @Test
    void by_get_it_is_audited_like_any_other() {
        long id = logicBoxes.signUp("get@example.com");

        Reply reply = logicBoxes.get("change-password", "customer-id=" + id + "&new-passwd=another+fine+one");

        assertThat(reply.body()).isEqualTo("true");
        assertThat(logicBoxes.installation.count(
                        "select count(*) from audit_event where customer_id = ? and event = 'authn_password_change'"
                                + " and dialect = 'logicboxes' and client_id is not null and request_id is not null",
                        id))
                .isEqualTo(1);
    }
}
