package io.vestibule.dialect.logicboxes;

import static io.vestibule.dialect.logicboxes.LogicBoxes.BAD_RESELLER;
import static io.vestibule.dialect.logicboxes.LogicBoxes.JOHN;
import static io.vestibule.dialect.logicboxes.LogicBoxes.JSON;
import static io.vestibule.dialect.logicboxes.LogicBoxes.error;
import static io.vestibule.dialect.logicboxes.LogicBoxes.failed;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Reply;
import io.vestibule.support.StoredCustomer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** "Every call is made by a reseller": whose word counts, and for whose customers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResellerContractTest {
    private static final String WRONG = "username=testtest123&passwd=wrong";

    private final LogicBoxes logicBoxes = new LogicBoxes();

    @AfterAll
    void stop() {
        logicBoxes.close();
    }

    @Test
    void auth_password_is_an_older_name_of_api_key() {
        assertThat(logicBoxes
                        .query(JSON, "auth-userid=1&auth-password=demo-key&" + JOHN)
                        .status())
                .isEqualTo(200);
        error(logicBoxes.query(JSON, "auth-userid=1&auth-password=wrong&" + JOHN), 500, BAD_RESELLER);
    }

    @Test
    void both_names_at_once_are_the_key_given_twice() {
        error(
                logicBoxes.query(JSON, "auth-userid=1&api-key=demo-key&auth-password=demo-key&" + JOHN),
                500,
                "Give api-key or auth-password, not both.");
        error(
                logicBoxes.form(JSON + "?auth-userid=1&api-key=demo-key", "auth-password=demo-key&" + JOHN),
                500,
                "Give api-key or auth-password, not both.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth-userid=1&api-key=wrong",
                "auth-userid=1&api-key=other-key",
                "auth-userid=2&api-key=demo-key",
                "auth-userid=3&api-key=demo-key",
                "auth-userid=0&api-key=demo-key",
                "auth-userid=one&api-key=demo-key",
                "auth-userid=1&api-key=demo-secret"
            })
    void wrong_reseller_credentials_are_told_before_any_password_work_is_done(String reseller) {
        long audited = logicBoxes.rows("audit_event");

        error(logicBoxes.query(JSON, reseller + "&" + WRONG), 500, BAD_RESELLER);

        assertThat(logicBoxes.rows("lockout")).isZero();
        assertThat(logicBoxes.installation.count("select count(*) from audit_event where event like 'authn_login%'"))
                .isEqualTo(audited);
    }

    @Test
    void wrong_reseller_credentials_take_no_permit_of_the_customers_limits() {
        long before = logicBoxes.rows("throttle");

        logicBoxes.query(JSON, "auth-userid=1&api-key=wrong&username=somebody-new&passwd=wrong");

        assertThat(logicBoxes.rows("throttle")).isEqualTo(before);
    }

    @Test
    void an_inactive_reseller_gets_the_same_answer() {
        try (LogicBoxes other = new LogicBoxes()) {
            other.installation.sql("update api_client set disabled_at = now() where name = 'other-reseller'");

            error(other.query(JSON, "auth-userid=2&api-key=other-key&" + JOHN), 500, BAD_RESELLER);
        }
    }

    @Test
    void from_an_address_that_is_not_on_the_resellers_list_access_is_denied() {
        try (LogicBoxes listed = new LogicBoxes()) {
            listed.installation.sql(
                    "update api_client set networks = '{192.0.2.0/24,2001:db8::/32}' where name = 'demo-reseller'");

            error(
                    listed.query(JSON, LogicBoxes.DEMO + "&" + WRONG),
                    500,
                    "Access Denied. You are not authorized to perform this action");
            error(listed.query(JSON, "auth-userid=1&api-key=wrong&" + WRONG), 500, BAD_RESELLER);
            assertThat(listed.rows("lockout")).isZero();
        }
    }

    @Test
    void from_an_address_on_the_resellers_list_it_is_as_ever() {
        try (LogicBoxes listed = new LogicBoxes()) {
            listed.installation.sql(
                    "update api_client set networks = '{192.0.2.0/24,127.0.0.0/8}' where name = 'demo-reseller'");

            assertThat(listed.query(JSON, LogicBoxes.DEMO + "&" + JOHN).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_customer_of_another_reseller_is_unknown() {
        failed(logicBoxes.query(JSON, "auth-userid=2&api-key=other-key&" + JOHN), 4);
        assertThat(logicBoxes.installation.count("select count(*) from lockout where subject = int8send(2::bigint)"))
                .isZero();
        logicBoxes.installation.sql("delete from lockout");
    }

    @Test
    void resellerid_is_the_portal_and_parentid_its_parent() {
        try (LogicBoxes family = new LogicBoxes()) {
            family.installation.sql("update portal set parent_id = 1 where id = 2");
            StoredCustomer.of("theirs@example.com")
                    .in(2)
                    .password("a fine long one")
                    .store(family.installation);

            Reply reply = family.query(
                    JSON, "auth-userid=2&api-key=other-key&username=theirs@example.com&passwd=a+fine+long+one");

            assertThat(reply.text("resellerid")).isEqualTo("2");
            assertThat(reply.text("parentid")).isEqualTo("1");
        }
    }
}
