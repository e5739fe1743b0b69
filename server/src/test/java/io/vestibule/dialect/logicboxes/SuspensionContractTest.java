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

/** {@code suspend} and {@code unsuspend}: "Returns true if the action is completed." */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SuspensionContractTest {
    private final LogicBoxes logicBoxes = new LogicBoxes();

    @AfterAll
    void stop() {
        logicBoxes.close();
    }

    private String status(long id) {
        return logicBoxes.get("details-by-id", "customer-id=" + id).text("customerstatus");
    }

    private long events(String event, long id, String reason) {
        return logicBoxes.installation.count(
                "select count(*) from audit_event where event = ? and customer_id = ? and dialect = 'logicboxes'"
                        + " and coalesce(detail ->> 'reason', 'none') = ?",
                event,
                id,
                reason);
    }

    @Test
    void suspended_nobody_signs_in_and_sessions_end_until_unsuspended() {
        long id = logicBoxes.signUp("debtor@example.com");
        String token = logicBoxes
                .client
                .post(
                        "/api/rest/portal/password-login",
                        "{\"email\":\"debtor@example.com\",\"password\":\"a fine long one\"}")
                .text("access_token");

        Reply suspended = logicBoxes.post("suspend", "customer-id=" + id + "&reason=invoice+7+unpaid");

        assertThat(suspended.status()).isEqualTo(200);
        assertThat(suspended.body()).isEqualTo("true");
        assertThat(status(id)).isEqualTo("Suspended");
        failed(logicBoxes.authenticate("debtor@example.com", "a+fine+long+one"), 4);
        assertThat(logicBoxes
                        .client
                        .get("/api/rest/portal/profile", Client.bearer(token))
                        .status())
                .isEqualTo(401);
        assertThat(events("user_disabled", id, "invoice 7 unpaid")).isEqualTo(1);

        assertThat(logicBoxes
                        .post("unsuspend", "customer-id=" + id + "&reason=paid")
                        .body())
                .isEqualTo("true");
        assertThat(status(id)).isEqualTo("Active");
        assertThat(logicBoxes
                        .authenticate("debtor@example.com", "a+fine+long+one")
                        .status())
                .isEqualTo(200);
        assertThat(events("user_enabled", id, "paid")).isEqualTo(1);
    }

    @Test
    void a_reason_is_required_to_suspend_and_optional_to_unsuspend() {
        long id = logicBoxes.signUp("reason@example.com");

        error(logicBoxes.post("suspend", "customer-id=" + id), 500, "Required parameter missing: reason");
        error(logicBoxes.post("suspend", "reason=x"), 500, "Required parameter missing: customer-id");
        assertThat(status(id)).isEqualTo("Active");
        assertThat(logicBoxes.post("unsuspend", "customer-id=" + id).body()).isEqualTo("true");
        assertThat(events("user_enabled", id, "none")).isEqualTo(1);
    }

    @Test
    void a_reason_that_can_not_be_is_named_and_nothing_is_done() {
        for (String reason : new String[] {"a%00b", "a%0ab", "x".repeat(256)}) {
            error(
                    logicBoxes.post("suspend", "customer-id=3&reason=" + reason),
                    500,
                    "Invalid value for parameter: reason");
        }
        assertThat(status(3)).isEqualTo("Active");
    }

    @Test
    void suspending_twice_is_as_suspending_once() {
        long id = logicBoxes.signUp("twice@example.com");

        for (int i = 0; i < 2; i++) {
            assertThat(logicBoxes
                            .get("suspend", "customer-id=" + id + "&reason=x")
                            .body())
                    .isEqualTo("true");
        }
        assertThat(status(id)).isEqualTo("Suspended");
    }

    @Test
    void a_customer_whom_nobody_knows_or_who_is_another_resellers() {
        long other = StoredCustomer.of("foreign@example.com").in(2).store(logicBoxes.installation);

        for (long id : new long[] {999, other}) {
            String message = "Invalid customer-id: No Entity found for Entityid: " + id;
            error(logicBoxes.post("suspend", "customer-id=" + id + "&reason=x"), 500, message);
            error(logicBoxes.post("unsuspend", "customer-id=" + id), 500, message);
        }
        assertThat(logicBoxes.rows("customer where disabled_at is null and id = " + other))
                .isEqualTo(1);
    }

    @Test
    void in_xml_a_boolean() {
        long id = logicBoxes.signUp("xml@example.com");

        assertThat(logicBoxes
                        .query("/api/customers/suspend.xml", LogicBoxes.DEMO + "&customer-id=" + id + "&reason=x")
                        .body())
                .isEqualTo("<boolean>true</boolean>");
    }
}
