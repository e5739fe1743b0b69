package io.vestibule.dialect.logicboxes;

import static io.vestibule.dialect.logicboxes.LogicBoxes.DEMO;
import static io.vestibule.dialect.logicboxes.LogicBoxes.error;
import static io.vestibule.dialect.logicboxes.LogicBoxes.failed;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import io.vestibule.support.StoredCustomer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code temp-password}: a temporary password, valid 3 days, which must be changed at first use. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TemporaryPasswordContractTest {
    private final LogicBoxes logicBoxes = new LogicBoxes();

    @AfterAll
    void stop() {
        logicBoxes.close();
    }

    private String lend(long id) {
        Reply reply = logicBoxes.get("temp-password", "customer-id=" + id);
        assertThat(reply.status()).isEqualTo(200);
        return reply.body().replace("\"", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void a_temporary_password(String verb) {
        String address = verb + "@example.com";
        long id = logicBoxes.signUp(address);

        Reply reply = logicBoxes.client.exchange(
                verb, "/api/customers/temp-password.json?" + DEMO + "&customer-id=" + id, Map.of(), null);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).matches("\"[a-zA-Z2-9]{4}[.][a-zA-Z2-9]{4}[.][a-zA-Z2-9]{4}\"");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(logicBoxes
                        .authenticate(address, reply.body().replace("\"", ""))
                        .status())
                .isEqualTo(200);
        failed(logicBoxes.authenticate(address, "a+fine+long+one"), 4);
    }

    @Test
    void in_xml_a_string_and_nothing_before_it() {
        long id = logicBoxes.signUp("xml@example.com");

        assertThat(logicBoxes
                        .client
                        .get("/api/customers/temp-password.xml?" + DEMO + "&customer-id=" + id, Map.of())
                        .body())
                .matches("<string>[a-zA-Z2-9.]{14}</string>");
    }

    @Test
    void valid_3_days() {
        long id = logicBoxes.signUp("days@example.com");
        String password = lend(id);
        assertThat(logicBoxes.installation.count(
                        "select count(*) from customer where id = ? and password_until > now() + interval '71 h 59 min'"
                                + " and password_until <= now() + interval '72 h'",
                        id))
                .isEqualTo(1);
        logicBoxes.installation.sql("update customer set password_until = now() where id = ?", id);

        failed(logicBoxes.authenticate("days@example.com", password), 4);
    }

    @Test
    void which_must_be_changed_at_first_use_as_the_details_show() {
        long id = logicBoxes.signUp("change@example.com");
        assertThat(logicBoxes.get("details-by-id", "customer-id=" + id).text("ispasswdexpired"))
                .isEqualTo("false");

        String password = lend(id);
        assertThat(logicBoxes.get("details-by-id", "customer-id=" + id).text("ispasswdexpired"))
                .isEqualTo("true");
        String token = logicBoxes
                .get("generate-token", "username=change@example.com&passwd=" + password)
                .body()
                .replace("\"", "");
        assertThat(logicBoxes.get("authenticate-token", "token=" + token).text("ispasswdexpired"))
                .isEqualTo("true");

        logicBoxes.post("change-password", "customer-id=" + id + "&new-passwd=another+fine+one");
        assertThat(logicBoxes.get("details-by-id", "customer-id=" + id).text("ispasswdexpired"))
                .isEqualTo("false");
        assertThat(logicBoxes
                        .authenticate("change@example.com", "another+fine+one")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void it_ends_the_sessions_that_the_password_before_it_opened() {
        long id = logicBoxes.signUp("session@example.com");
        String token = logicBoxes
                .client
                .post(
                        "/api/rest/portal/password-login",
                        "{\"email\":\"session@example.com\",\"password\":\"a fine long one\"}")
                .text("access_token");

        lend(id);

        assertThat(logicBoxes
                        .client
                        .get("/api/rest/portal/profile", Client.bearer(token))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void each_is_another_and_only_the_last_one_is_good() {
        long id = logicBoxes.signUp("another@example.com");
        Set<String> all = new HashSet<>();
        String last = "";
        for (int i = 0; i < 5; i++) {
            last = lend(id);
            all.add(last);
        }

        assertThat(all).hasSize(5);
        assertThat(logicBoxes.authenticate("another@example.com", last).status())
                .isEqualTo(200);
        all.remove(last);
        failed(logicBoxes.authenticate("another@example.com", all.iterator().next()), 4);
    }

    @Test
    void the_password_itself_is_nowhere_in_the_database() {
        long id = logicBoxes.signUp("nowhere@example.com");
        String password = lend(id);

        for (String table : new String[] {"customer", "audit_event", "outbox"}) {
            assertThat(logicBoxes.rows(table + " t where t::text like '%" + password + "%'"))
                    .isZero();
        }
    }

    @Test
    void a_customer_whom_nobody_knows_or_who_is_another_resellers() {
        long other = StoredCustomer.of("foreign@example.com").in(2).store(logicBoxes.installation);

        error(
                logicBoxes.get("temp-password", "customer-id=999"),
                500,
                "Invalid customer-id: No Entity found for Entityid: 999");
        error(
                logicBoxes.get("temp-password", "customer-id=" + other),
                500,
                "Invalid customer-id: No Entity found for Entityid: " + other);
        assertThat(logicBoxes.rows("customer where password_until is not null and id = " + other))
                .isZero();
    }

    @Test
    void parameters_required() {
        error(logicBoxes.get("temp-password", ""), 500, "Required parameter missing: customer-id");
        error(logicBoxes.get("temp-password", "customer-id=x"), 500, "Invalid value for parameter: customer-id");
    }
}
