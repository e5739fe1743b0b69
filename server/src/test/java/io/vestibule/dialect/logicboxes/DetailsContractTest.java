package io.vestibule.dialect.logicboxes;

import static io.vestibule.dialect.logicboxes.LogicBoxes.DEMO;
import static io.vestibule.dialect.logicboxes.LogicBoxes.error;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.Reply;
import io.vestibule.support.StoredCustomer;
import java.net.URLDecoder;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code details} by username and {@code details-by-id}: the details map. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DetailsContractTest {
    private final LogicBoxes logicBoxes = new LogicBoxes();

    @AfterAll
    void stop() {
        logicBoxes.close();
    }

    @Test
    void by_username_by_email_login_and_by_id_the_same_map() {
        Json.Object details = logicBoxes.get("details-by-id", "customer-id=2").json();

        assertThat(details.text("customerid")).contains("2");
        assertThat(logicBoxes.get("details", "username=TestTest123").json()).isEqualTo(details);
        assertThat(logicBoxes.get("details", "username=john.doe%40example.com").json())
                .isEqualTo(details);
    }

    @Test
    void all_that_authenticate_shows_and_what_clients_read_beside_it() {
        Json.Object shown =
                logicBoxes.authenticate("testtest123", "correct+horse+9").json();

        Json.Object details = logicBoxes.get("details-by-id", "customer-id=2").json();

        assertThat(details.fields()).containsAllEntriesOf(shown.fields());
        assertThat(details.fields().keySet())
                .endsWith(
                        "other_state",
                        "salescontactid",
                        "websitecount",
                        "ispasswdexpired",
                        "twofactorsmsauth_enabled",
                        "twofactorgoogleauth_enabled");
        assertThat(details.fields().values()).allMatch(Json.Text.class::isInstance);
    }

    @Test
    void a_stored_number_that_is_not_international_is_shown_whole() {
        long id = StoredCustomer.of("numbers@example.com")
                .profile("{\"phone\":\"020 7946 0000\",\"mobile\":\"+447700900123\",\"fax\":\"123\"}")
                .store(logicBoxes.installation);

        Json.Object details =
                logicBoxes.get("details-by-id", "customer-id=" + id).json();

        assertThat(details.text("telnocc")).contains("");
        assertThat(details.text("telno")).contains("020 7946 0000");
        assertThat(details.text("mobilenocc")).contains("44");
        assertThat(details.text("mobileno")).contains("7700900123");
        assertThat(details.text("faxnocc")).contains("");
        assertThat(details.text("faxno")).contains("123");
        assertThat(details.get("alttelno")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"120.5,120.5", "120,120.0", "unknown,0.0", "'',0.0"})
    void total_receipts_always_read_as_a_number(String stored, String shown) {
        long id = StoredCustomer.of(null)
                .profile("{\"totalReceipts\":\"" + stored + "\"}")
                .store(logicBoxes.installation);

        assertThat(logicBoxes.get("details-by-id", "customer-id=" + id).text("totalreceipts"))
                .isEqualTo(shown);
    }

    @Test
    void suspended_shows_only_in_details_and_search() {
        assertThat(logicBoxes.get("details", "username=disabled1").text("customerstatus"))
                .isEqualTo("Suspended");
        assertThat(logicBoxes.get("search", "username=disabled1").text("1", "customer.customerstatus"))
                .isEqualTo("Suspended");
    }

    @Test
    void a_second_factor_shows() {
        long id = logicBoxes.signUp("factor@example.com");
        logicBoxes.installation.sql("update customer set second_factor_at = now() where id = ?", id);

        Reply details = logicBoxes.get("details-by-id", "customer-id=" + id);

        assertThat(details.text("twofactorauth_enabled")).isEqualTo("true");
        assertThat(details.text("twofactorgoogleauth_enabled")).isEqualTo("true");
        assertThat(details.text("twofactorsmsauth_enabled")).isEqualTo("false");
    }

    @Test
    void in_xml_a_hashtable() {
        Reply reply =
                logicBoxes.client.get("/api/customers/details.xml?" + DEMO + "&username=someone@example.com", Map.of());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><hashtable><entry><string>customerid</string>"
                        + "<string>1</string></entry>")
                .contains("<entry><string>ispasswdexpired</string><string>false</string></entry>");
    }

    @Test
    void a_customer_without_any_login_has_details_by_id() {
        long id = StoredCustomer.of("jane.doe@example.com").store(logicBoxes.installation);

        assertThat(logicBoxes.get("details-by-id", "customer-id=" + id).text("useremail"))
                .isEqualTo("jane.doe@example.com");
        assertThat(logicBoxes.get("details", "username=jane.doe@example.com").text("customerid"))
                .as("the first who claimed the address")
                .isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"999", "0", "999999999999999999"})
    void an_id_that_nobody_has(String id) {
        error(
                logicBoxes.get("details-by-id", "customer-id=" + id),
                500,
                "Invalid customer-id: No Entity found for Entityid: " + id);
    }

    @Test
    void a_customer_of_another_reseller_is_unknown() {
        String other = "auth-userid=2&api-key=other-key";
        error(
                logicBoxes.client.get("/api/customers/details-by-id.json?" + other + "&customer-id=2", Map.of()),
                500,
                "Invalid customer-id: No Entity found for Entityid: 2");
        error(
                logicBoxes.client.get("/api/customers/details.json?" + other + "&username=testtest123", Map.of()),
                500,
                "Customer testtest123 not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "%00", "%F0%9F%98%80", "te%25", "t_sttest123", "JOHN%C5%BF", "%22%5C"})
    void a_username_that_nobody_has_is_named_in_the_words_that_clients_look_for(String username) {
        Reply reply = logicBoxes.get("details", "username=" + username);

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.json().fields().keySet()).containsExactly("status", "message");
        assertThat(reply.text("message")).isEqualTo("Customer " + URLDecoder.decode(username, UTF_8) + " not found");
    }

    @Test
    void an_overlong_username_is_one_that_nobody_has() {
        error(
                logicBoxes.get("details", "username=" + "x".repeat(10_000)),
                500,
                "Customer " + "x".repeat(255) + " not found");
    }

    @Test
    void address_lines_that_are_not_set_are_left_out_as_the_vendor_does() {
        assertThat(logicBoxes.get("details", "username=janedoe").json().fields().keySet())
                .contains("address1", "city", "company")
                .doesNotContain("address2", "address3");
        assertThat(logicBoxes
                        .get("details-by-id", "customer-id=3")
                        .json()
                        .fields()
                        .keySet())
                .doesNotContain("address2", "address3");
        assertThat(logicBoxes
                        .authenticate("janedoe", "correct+horse+9")
                        .json()
                        .fields()
                        .keySet())
                .as("authenticate keeps its 23 keys")
                .contains("address2", "address3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two", "-1", "+1", "1.0", "1e3", "9999999999999999999", "%D9%A1", "1%00", "1,2"})
    void an_id_that_is_no_number(String id) {
        error(logicBoxes.get("details-by-id", "customer-id=" + id), 500, "Invalid value for parameter: customer-id");
    }

    @Test
    void parameters_required() {
        error(logicBoxes.get("details", ""), 500, "Required parameter missing: username");
        error(logicBoxes.get("details-by-id", "customer-id="), 500, "Required parameter missing: customer-id");
    }

    @Test
    void details_by_username_is_a_look_up_and_throttled_as_one() {
        try (LogicBoxes strict = new LogicBoxes(Map.of("VESTIBULE_LIMIT_LOOK_UP_ADDRESS_BURST", "1"))) {
            assertThat(strict.get("details", "username=janedoe").status()).isEqualTo(200);

            Reply second = strict.get("details", "username=JANEDOE");

            error(second, 500, "Too many attempts. Please try again later.");
            assertThat(second.header("Retry-After")).matches("[1-9][0-9]*");
        }
    }

    @Test
    void authenticate_token_answers_the_details_map_without_what_is_not_set() {
        assertThat(logicBoxes
                        .redeem(logicBoxes.loginToken(3, "&ip=192.0.2.1"))
                        .json()
                        .fields()
                        .keySet())
                .isEqualTo(logicBoxes
                        .get("details-by-id", "customer-id=3")
                        .json()
                        .fields()
                        .keySet())
                .doesNotContain("address2", "address3");
    }
}
