package io.vestibule.dialect.logicboxes;

import static io.vestibule.dialect.logicboxes.LogicBoxes.DEMO;
import static io.vestibule.dialect.logicboxes.LogicBoxes.JOHN;
import static io.vestibule.dialect.logicboxes.LogicBoxes.JSON;
import static io.vestibule.dialect.logicboxes.LogicBoxes.error;
import static io.vestibule.dialect.logicboxes.LogicBoxes.failed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.RawConnection;
import io.vestibule.support.Reply;
import io.vestibule.support.StoredCustomer;
import java.net.URLEncoder;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** "Authenticating a Customer", in the page's order; then what docs/dialects/logicboxes.md decides. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthenticateContractTest {
    private static final String[] KEYS = {
        "customerid",
        "username",
        "resellerid",
        "parentid",
        "name",
        "company",
        "useremail",
        "telnocc",
        "telno",
        "address1",
        "address2",
        "address3",
        "city",
        "state",
        "country",
        "zip",
        "pin",
        "creationdt",
        "customerstatus",
        "salesrepresentative",
        "langpref",
        "totalreceipts",
        "twofactorauth_enabled"
    };

    private final LogicBoxes logicBoxes = new LogicBoxes();

    @AfterAll
    void stop() {
        logicBoxes.close();
    }

    @BeforeEach
    void forgetFailures() {
        logicBoxes.installation.sql("delete from lockout");
    }

    @ParameterizedTest
    @CsvSource({
        "username=testtest123&passwd=correct+horse+9&api-key=demo-key,auth-userid",
        "username=testtest123&passwd=correct+horse+9&auth-userid=1,api-key",
        "auth-userid=1&api-key=demo-key&passwd=correct+horse+9,username",
        "auth-userid=1&api-key=demo-key&username=testtest123,passwd",
        "auth-userid=1&api-key=demo-key,'username, passwd'",
        "auth-userid=1&api-key=demo-key&username=&passwd=,'username, passwd'"
    })
    void parameters_required(String given, String missing) {
        error(logicBoxes.query(JSON, given), 500, "Required parameter missing: " + missing);
        assertThat(logicBoxes.rows("lockout")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-1", "1.0", "01x", "99999999999999999999999", "\u0661", "+1"})
    void auth_userid_integer(String id) {
        error(
                logicBoxes.query(JSON, "auth-userid=" + URLEncoder.encode(id, UTF_8) + "&api-key=demo-key&" + JOHN),
                500,
                LogicBoxes.BAD_RESELLER);
    }

    @Test
    void username_of_the_customer_in_any_case() {
        assertThat(logicBoxes.authenticate("TestTest123", "correct+horse+9").status())
                .isEqualTo(200);
    }

    @Test
    void username_matches_else_an_email_login() {
        assertThat(logicBoxes
                        .authenticate("John.Doe@example.com", "correct+horse+9")
                        .text("customerid"))
                .isEqualTo("2");
    }

    @Test
    void password_of_the_customer_with_its_case() {
        failed(logicBoxes.authenticate("testtest123", "Correct+horse+9"), 4);
    }

    @Test
    void http_method_post_and_get_another_is_405() {
        assertThat(logicBoxes
                        .client
                        .get(JSON + "?" + DEMO + "&" + JOHN, Map.of())
                        .json())
                .isEqualTo(logicBoxes.query(JSON, DEMO + "&" + JOHN).json());
        for (String method : new String[] {"HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}) {
            Reply reply = logicBoxes.client.exchange(method, JSON + "?" + DEMO + "&" + JOHN, Map.of(), null);

            assertThat(reply.status()).isEqualTo(405);
            assertThat(reply.header("Allow")).isEqualTo("GET, POST");
        }
    }

    /** Public clients in several languages have no other. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void the_call_from_before_v2_answers_as_v2_does(String verb) {
        for (String ending : new String[] {".json", ".xml"}) {
            String now = "/api/customers/v2/authenticate" + ending + "?" + DEMO + "&";
            String old = "/api/customers/authenticate" + ending + "?" + DEMO + "&";

            assertThat(logicBoxes
                            .client
                            .exchange(verb, old + JOHN, Map.of(), null)
                            .body())
                    .isEqualTo(logicBoxes
                            .client
                            .exchange("POST", now + JOHN, Map.of(), null)
                            .body())
                    .contains("john.doe@example.com");
            Reply refused = logicBoxes.client.exchange(verb, old + "username=testtest123&passwd=wrong", Map.of(), null);
            assertThat(refused.status()).isEqualTo(500);
            assertThat(refused.body()).contains("maxAttempts", "remainingLoginAttempts");
            logicBoxes.installation.sql("delete from lockout");
        }
    }

    @Test
    void example_test_url_request_has_everything_in_the_query_and_no_body() {
        assertThat(logicBoxes.query(JSON, DEMO + "&" + JOHN).status()).isEqualTo(200);
    }

    @Test
    void response_a_hash_map_containing_the_below_details() {
        String created = Long.toString(logicBoxes.installation.count(
                "select cast(floor(extract(epoch from created_at)) as bigint) from customer where id = 2"));

        Reply reply = logicBoxes.authenticate("testtest123", "correct+horse+9");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.json())
                .isEqualTo(Json.object()
                        .put("customerid", "2")
                        .put("username", "testtest123")
                        .put("resellerid", "1")
                        .put("parentid", "0")
                        .put("name", "John Doe")
                        .put("company", "Doe Ltd")
                        .put("useremail", "john.doe@example.com")
                        .put("telnocc", "1")
                        .put("telno", "2025550123")
                        .put("address1", "12 Station Road")
                        .put("address2", "Flat 3")
                        .put("address3", "Northside")
                        .put("city", "Springfield")
                        .put("state", "Illinois")
                        .put("country", "US")
                        .put("zip", "AB1 2CD")
                        .put("pin", "4711")
                        .put("creationdt", created)
                        .put("customerstatus", "Active")
                        .put("salesrepresentative", "Demo Sales Department (sales.demo@example.com)")
                        .put("langpref", "en")
                        .put("totalreceipts", "120.5")
                        .put("twofactorauth_enabled", "false")
                        .build());
        assertThat(reply.json().fields().keySet()).containsExactly(KEYS);
    }

    @Test
    void all_23_keys_always_and_a_value_that_is_not_set_is_an_empty_string() {
        StoredCustomer.of(null).username("bare").password("a fine long one").store(logicBoxes.installation);

        Json.Object map = logicBoxes.authenticate("bare", "a+fine+long+one").json();

        assertThat(map.fields().keySet()).containsExactly(KEYS);
        assertThat(map.fields().values()).allMatch(Json.Text.class::isInstance);
        for (String key : new String[] {
            "name",
            "company",
            "useremail",
            "telnocc",
            "telno",
            "address1",
            "address2",
            "address3",
            "city",
            "state",
            "country",
            "zip",
            "pin",
            "salesrepresentative"
        }) {
            assertThat(map.text(key)).as(key).contains("");
        }
        assertThat(map.text("totalreceipts")).contains("0.0");
        assertThat(map.text("langpref")).contains("en");
    }

    @Test
    void a_customer_without_a_username_shows_the_address_they_sign_in_with() {
        StoredCustomer.of("plain@example.com").password("a fine long one").store(logicBoxes.installation);

        assertThat(logicBoxes
                        .authenticate("plain@example.com", "a+fine+long+one")
                        .text("username"))
                .isEqualTo("plain@example.com");
    }

    @Test
    void any_customer_may_sign_in_who_has_a_login_and_a_password_primary_or_not() {
        assertThat(logicBoxes.authenticate("janedoe", "correct+horse+9").text("name"))
                .isEqualTo("Jane Doe");
    }

    @Test
    void in_case_of_a_failed_login_attempt_status_message_max_attempts_and_remaining() {
        Reply reply = logicBoxes.authenticate("testtest123", "wrong");

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.body())
                .isEqualTo("{\"status\":\"ERROR\",\"message\":\"Invalid username or password.\",\"maxAttempts\":5,"
                        + "\"remainingLoginAttempts\":4}");
    }

    @ParameterizedTest
    @CsvSource({
        "?auth-userid=1&api-key=demo-key&username=testtest123&passwd=correct+horse+9,",
        ",auth-userid=1&api-key=demo-key&username=testtest123&passwd=correct+horse+9",
        "?auth-userid=1&api-key=demo-key,username=testtest123&passwd=correct+horse+9",
        "?username=testtest123&passwd=correct%20horse%209,auth-userid=1&api-key=demo-key",
        "?auth-userid=1&username=testtest123,api-key=demo-key&passwd=correct+horse+9"
    })
    void parameters_come_in_the_query_string_in_a_form_body_or_split_over_both(String query, String body) {
        assertThat(logicBoxes.form(JSON + (query == null ? "" : query), body).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "&passwd=wrong,",
        "&passwd=correct+horse+9,",
        "&username=janedoe,",
        "&api-key=demo-key,",
        "&auth-userid=2,",
        "&unknown=1&unknown=2,",
        "&passwd,",
        "&%70asswd=wrong,",
        ",passwd=correct+horse+9",
        ",username=janedoe",
        ",api-key=demo-key",
        ",auth-userid=1",
        ",x[]=1&x[]=2",
        ",x=1&x=2"
    })
    void a_parameter_given_twice_is_an_error_and_nothing_is_checked(String query, String body) {
        Reply reply = logicBoxes.form(
                JSON + "?" + DEMO + "&username=testtest123&passwd=wrong" + (query == null ? "" : query), body);

        error(reply, 500, "A parameter was given more than once.");
        assertThat(logicBoxes.rows("lockout")).isZero();
    }

    @Test
    void parameters_that_we_do_not_know_are_ignored() {
        assertThat(logicBoxes
                        .query(JSON, DEMO + "&" + JOHN + "&ip=1.2.3.4&customer-id=&no-value&=&lang%20pref=de")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void empty_optional_parameters_and_stray_separators_change_nothing() {
        assertThat(logicBoxes
                        .query(JSON, "&&" + DEMO + "&auth-password=&" + JOHN + "&")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 0\r\n\r\n",
                "Content-Length: 0\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n",
                "Content-Length: 0\r\nContent-Type: application/json\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "\r\n"
            })
    void a_post_with_an_empty_body_reads_the_query_whatever_type_it_names(String rest) {
        assertThat(RawConnection.exchange(
                                logicBoxes.client.port(),
                                "POST " + JSON + "?" + DEMO + "&" + JOHN + " HTTP/1.1\r\nHost: x\r\n" + rest)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void no_secret_is_kept_by_a_cache() {
        assertThat(logicBoxes.query(JSON, DEMO + "&" + JOHN).header("Cache-Control"))
                .isEqualTo("no-store");
        assertThat(logicBoxes.query(JSON, "").header("Cache-Control")).isEqualTo("no-store");
    }
}
