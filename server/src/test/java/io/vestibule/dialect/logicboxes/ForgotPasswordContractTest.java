package io.vestibule.dialect.logicboxes;

import static io.vestibule.dialect.logicboxes.LogicBoxes.DEMO;
import static io.vestibule.dialect.logicboxes.LogicBoxes.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Reply;
import io.vestibule.support.StoredCustomer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code forgot-password}: {@code true}; the customer gets mail. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgotPasswordContractTest {
    private final LogicBoxes logicBoxes = new LogicBoxes();

    @AfterAll
    void stop() {
        logicBoxes.close();
    }

    private long mails(long customer) {
        return logicBoxes.installation.count(
                "select count(*) from outbox where customer_id = ? and purpose = 'reset'", customer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void true_and_the_customer_gets_mail(String verb) {
        String address = verb + "@example.com";
        long id = logicBoxes.signUp(address);

        Reply reply = logicBoxes.client.exchange(
                verb, "/api/customers/forgot-password.json?" + DEMO + "&username=" + address, Map.of(), null);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("true");
        assertThat(mails(id)).isEqualTo(1);
        assertThat(logicBoxes.installation.count(
                        "select count(*) from link where customer_id = ? and purpose = 'reset'", id))
                .isEqualTo(1);
    }

    @Test
    void by_the_username_to_the_address_that_is_stored() {
        assertThat(logicBoxes.get("forgot-password", "username=JaneDoe").body()).isEqualTo("true");
        assertThat(mails(3)).isEqualTo(1);
    }

    @Test
    void in_xml_a_boolean() {
        assertThat(logicBoxes
                        .client
                        .get("/api/customers/forgot-password.xml?" + DEMO + "&username=nobody@example.com", Map.of())
                        .body())
                .isEqualTo("<boolean>true</boolean>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody@example.com", "nobody", "disabled1", "%00", "disabled@example.com"})
    void the_same_answer_and_no_mail_where_nobody_can_have_any(String username) {
        long before = logicBoxes.rows("outbox");

        Reply reply = logicBoxes.get("forgot-password", "username=" + username);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("true");
        assertThat(logicBoxes.rows("outbox")).isEqualTo(before);
    }

    @Test
    void a_customer_without_an_address_gets_none() {
        StoredCustomer.of(null)
                .username("addressless")
                .password("a fine long one")
                .store(logicBoxes.installation);
        long before = logicBoxes.rows("outbox");

        assertThat(logicBoxes.get("forgot-password", "username=addressless").body())
                .isEqualTo("true");
        assertThat(logicBoxes.rows("outbox")).isEqualTo(before);
    }

    @Test
    void a_customer_of_another_reseller_gets_none() {
        logicBoxes.client.get(
                "/api/customers/forgot-password.json?auth-userid=2&api-key=other-key&username=testtest123", Map.of());

        assertThat(mails(2)).isZero();
    }

    @Test
    void while_an_account_is_locked_it_goes_on_working() {
        long id = logicBoxes.signUp("locked@example.com");
        for (int i = 0; i < 5; i++) {
            logicBoxes.authenticate("locked@example.com", "wrong");
        }

        logicBoxes.get("forgot-password", "username=locked@example.com");

        assertThat(mails(id)).isEqualTo(1);
    }

    @Test
    void the_limits_of_mail_apply() {
        try (LogicBoxes strict = new LogicBoxes(Map.of("VESTIBULE_LIMIT_MAIL_ADDRESS_BURST", "1"))) {
            strict.get("forgot-password", "username=john.doe@example.com");

            Reply second = strict.get("forgot-password", "username=JOHN.DOE@example.com");

            error(second, 500, "Too many attempts. Please try again later.");
            assertThat(second.header("Retry-After")).matches("[1-9][0-9]*");
            assertThat(strict.get("forgot-password", "username=nobody@example.com")
                            .status())
                    .isEqualTo(200);
            error(
                    strict.get("forgot-password", "username=nobody@example.com"),
                    500,
                    "Too many attempts. Please try again later.");
        }
    }

    @Test
    void parameters_required() {
        error(logicBoxes.get("forgot-password", ""), 500, "Required parameter missing: username");
    }
}
