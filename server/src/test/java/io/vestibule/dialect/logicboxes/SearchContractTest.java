package io.vestibule.dialect.logicboxes;

import static io.vestibule.dialect.logicboxes.LogicBoxes.DEMO;
import static io.vestibule.dialect.logicboxes.LogicBoxes.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.Reply;
import io.vestibule.support.StoredCustomer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code search}: {@code {"recsonpage":"1","recsindb":"1","1":{"customer.customerid":…}}}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchContractTest {
    private static final String PAGE = "no-of-records=10&page-no=1";

    private final LogicBoxes logicBoxes = new LogicBoxes();
    private long acme;
    private long odd;

    @BeforeAll
    void customers() {
        acme = StoredCustomer.of("wile@acme.example")
                .profile(
                        "{\"firstName\":\"Wile E.\",\"lastName\":\"Coyote\",\"company\":\"ACME & Sons\",\"city\":\"Z\u00fcrich\","
                                + "\"state\":\"ZH\",\"country\":\"CH\",\"phone\":\"+41442345678\",\"totalReceipts\":\"99.95\"}")
                .store(logicBoxes.installation);
        odd = StoredCustomer.of("odd@acme.example")
                .profile("{\"firstName\":\"100%\",\"lastName\":\"sure_\\\\\",\"totalReceipts\":\"unknown\"}")
                .store(logicBoxes.installation);
        logicBoxes.installation.sql(
                "update customer set created_at = timestamptz '2001-09-09 01:46:40.5Z' where id = ?", acme);
        StoredCustomer.of("foreign@acme.example")
                .in(2)
                .username("testtest123")
                .profile("{\"firstName\":\"Wile\",\"company\":\"ACME\"}")
                .store(logicBoxes.installation);
    }

    @AfterAll
    void stop() {
        logicBoxes.close();
    }

    private List<String> ids(Reply reply) {
        List<String> ids = new ArrayList<>();
        reply.json().fields().forEach((key, value) -> {
            if (value instanceof Json.Object customer) {
                ids.add(customer.text("customer.customerid").orElseThrow());
            }
        });
        return ids;
    }

    @Test
    void the_answer_as_the_notes_have_it() {
        Reply reply = logicBoxes.get("search", PAGE + "&username=wile@acme.example");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .isEqualTo("{\"recsonpage\":\"1\",\"recsindb\":\"1\",\"1\":{\"customer.customerid\":\"" + acme
                        + "\",\"customer.username\":\"wile@acme.example\",\"customer.resellerid\":\"1\","
                        + "\"customer.name\":\"Wile E. Coyote\",\"customer.company\":\"ACME & Sons\","
                        + "\"customer.telnocc\":\"41\",\"customer.telno\":\"442345678\",\"customer.city\":\"Z\u00fcrich\","
                        + "\"customer.state\":\"ZH\",\"customer.country\":\"CH\",\"customer.creationdt\":\"1000000000\","
                        + "\"customer.customerstatus\":\"Active\",\"customer.totalreceipts\":\"99.95\","
                        + "\"customer.websitecount\":\"0\"}}");
    }

    @Test
    void in_xml_each_customer_is_a_hashtable_in_the_hashtable() {
        Reply reply = logicBoxes.client.get(
                "/api/customers/search.xml?" + DEMO + "&" + PAGE + "&username=wile@acme.example", Map.of());

        assertThat(reply.body())
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><hashtable>"
                        + "<entry><string>recsonpage</string><string>1</string></entry>"
                        + "<entry><string>recsindb</string><string>1</string></entry>"
                        + "<entry><string>1</string><hashtable><entry><string>customer.customerid</string><string>"
                        + acme + "</string></entry>")
                .contains("<string>ACME &amp; Sons</string>")
                .endsWith("<entry><string>customer.websitecount</string><string>0</string></entry></hashtable></entry>"
                        + "</hashtable>");
    }

    @Test
    void nobody_found() {
        assertThat(logicBoxes
                        .get("search", PAGE + "&username=nobody@example.com")
                        .body())
                .isEqualTo("{\"recsonpage\":\"0\",\"recsindb\":\"0\"}");
    }

    @Test
    void without_a_condition_all_customers_by_id() {
        Reply reply = logicBoxes.get("search", "no-of-records=500&page-no=1");

        assertThat(ids(reply)).startsWith("1", "2", "3", "4").contains(Long.toString(acme));
        assertThat(reply.text("recsindb"))
                .isEqualTo(Long.toString(
                        logicBoxes.installation.count("select count(*) from customer where portal_id = 1")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "customer-id=2 | 2",
                "customer-id=999 | ",
                "username=TESTTEST123 | 2",
                "username=john.doe%40example.com | 2",
                "username=john.doe | ",
                "username=%25 | ",
                "username=%00 | ",
                "name=john+doe | 2",
                "name=JOHN | 2",
                "name=n+d | 2",
                "name=ohn&city=spring | 2",
                "name=john&city=elsewhere | ",
                "company=doe+ltd | 2",
                "company=LTD | 2",
                "city=SPRINGFIELD | 2",
                "state=illinois | 2",
                "status=Suspended | 4",
                "status=suspended | 4",
                "status=Deleted | ",
                "status=Active&customer-id=4 | ",
                "reseller-id=1&customer-id=2 | 2",
                "reseller-id=2 | ",
                "total-receipt-start=120.4&total-receipt-end=120.6 | 2",
                "total-receipt-start=120.5&customer-id=2 | ",
                "total-receipt-end=120.5&customer-id=2 | ",
                "total-receipt-end=0.01&customer-id=1 | 1",
                "username=&name=&company=&city=&state=&status=&customer-id=2&reseller-id=&creation-date-start= | 2"
            })
    void each_condition_narrows_the_search(String condition, String found) {
        Reply reply = logicBoxes.get("search", PAGE + "&" + condition);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(String.join(",", ids(reply))).isEqualTo(found == null ? "" : found);
    }

    @Test
    void wildcards_stand_for_themselves() {
        String id = Long.toString(odd);
        assertThat(ids(logicBoxes.get("search", PAGE + "&name=%25"))).containsExactly(id);
        assertThat(ids(logicBoxes.get("search", PAGE + "&name=_"))).containsExactly(id);
        assertThat(ids(logicBoxes.get("search", PAGE + "&name=%5C"))).containsExactly(id);
        assertThat(ids(logicBoxes.get("search", PAGE + "&name=100%25+sure_%5C")))
                .containsExactly(id);
        assertThat(ids(logicBoxes.get("search", PAGE + "&name=J%25n"))).isEmpty();
        assertThat(ids(logicBoxes.get("search", PAGE + "&name='+or+1=1+--"))).isEmpty();
    }

    @Test
    void letters_beside_ascii_have_no_case_either() {
        assertThat(ids(logicBoxes.get("search", PAGE + "&city=z%C3%BCrich"))).containsExactly(Long.toString(acme));
        assertThat(ids(logicBoxes.get("search", PAGE + "&city=%C3%9CRICH"))).containsExactly(Long.toString(acme));
    }

    @Test
    void creation_dates_in_unix_time_greater_and_less() {
        String id = Long.toString(acme);
        String who = PAGE + "&customer-id=" + id;

        assertThat(ids(logicBoxes.get("search", who + "&creation-date-start=999999999")))
                .containsExactly(id);
        assertThat(ids(logicBoxes.get("search", who + "&creation-date-start=1000000000")))
                .isEmpty();
        assertThat(ids(logicBoxes.get("search", who + "&creation-date-end=1000000001")))
                .containsExactly(id);
        assertThat(ids(logicBoxes.get("search", who + "&creation-date-end=1000000000")))
                .isEmpty();
        assertThat(ids(logicBoxes.get("search", who + "&creation-date-start=999999999.0")))
                .as("as a Python client writes it")
                .containsExactly(id);
        assertThat(ids(logicBoxes.get("search", who + "&creation-date-end=999999999999")))
                .containsExactly(id);
    }

    @Test
    void a_customer_of_another_reseller_is_never_found() {
        assertThat(ids(logicBoxes.get("search", PAGE + "&company=ACME"))).containsExactly(Long.toString(acme));
        assertThat(ids(logicBoxes.get("search", PAGE + "&username=foreign@acme.example")))
                .isEmpty();
        assertThat(ids(logicBoxes.client.get(
                        "/api/customers/search.json?auth-userid=2&api-key=other-key&" + PAGE + "&customer-id=2",
                        Map.of())))
                .isEmpty();
        assertThat(ids(logicBoxes.client.get(
                        "/api/customers/search.json?auth-userid=2&api-key=other-key&reseller-id=1&" + PAGE, Map.of())))
                .isEmpty();
    }

    @Test
    void pages_follow_one_another_in_a_stable_order() {
        try (LogicBoxes many = new LogicBoxes()) {
            many.installation.sql("""
                    insert into customer (portal_id, account_id, is_primary, email, profile)
                    select 1, 3, false, 'many' || i || '@example.com', '{"city": "Many"}' from generate_series(1, 25) i
                    """);
            List<String> all = new ArrayList<>();
            for (int page = 1; page <= 3; page++) {
                Reply reply = many.get("search", "no-of-records=10&page-no=" + page + "&city=Many");
                assertThat(reply.text("recsindb")).isEqualTo("25");
                assertThat(reply.text("recsonpage")).isEqualTo(page == 3 ? "5" : "10");
                assertThat(reply.json().fields().keySet())
                        .as("numbered from 1 on each page")
                        .contains("1")
                        .doesNotContain("11");
                all.addAll(ids(reply));
            }
            assertThat(all)
                    .doesNotHaveDuplicates()
                    .hasSize(25)
                    .isSortedAccordingTo((a, b) -> Long.compare(Long.parseLong(a), Long.parseLong(b)));

            Reply after = many.get("search", "no-of-records=10&page-no=4&city=Many");
            assertThat(after.body()).isEqualTo("{\"recsonpage\":\"0\",\"recsindb\":\"25\"}");
            assertThat(many.get("search", "no-of-records=500&page-no=999999999").text("recsonpage"))
                    .isEqualTo("0");
        }
    }

    @Test
    void a_page_that_is_not_told_is_the_first_ten() {
        assertThat(logicBoxes.get("search", "").text("recsonpage")).isNotEqualTo("0");
        assertThat(Integer.parseInt(logicBoxes.get("search", "").text("recsonpage")))
                .isLessThanOrEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no-of-records=0 | no-of-records",
                "no-of-records=501 | no-of-records",
                "no-of-records=-1 | no-of-records",
                "no-of-records=ten | no-of-records",
                "page-no=0 | page-no",
                "page-no=1000000000 | page-no",
                "page-no=1.5 | page-no",
                "customer-id=a | customer-id",
                "customer-id=1,2 | customer-id",
                "reseller-id=x | reseller-id",
                "name=%00 | name",
                "company=%0a | company",
                "city=%01 | city",
                "state=%7f | state",
                "status=Gone | status",
                "creation-date-start=yesterday | creation-date-start",
                "creation-date-start=-1 | creation-date-start",
                "creation-date-end=1e9 | creation-date-end",
                "creation-date-end=9999999999999 | creation-date-end",
                "total-receipt-start=a | total-receipt-start",
                "total-receipt-end=NaN | total-receipt-end",
                "page-no=0&customer-id=a | customer-id, page-no"
            })
    void a_value_that_can_not_be_is_named(String given, String named) {
        error(logicBoxes.get("search", given), 500, "Invalid value for parameter: " + named);
    }

    @Test
    void an_overlong_text_is_named() {
        error(logicBoxes.get("search", "name=" + "x".repeat(256)), 500, "Invalid value for parameter: name");
    }

    @Test
    void several_ids_find_the_customers_with_them() {
        assertThat(ids(logicBoxes.get("search", PAGE + "&customer-id=2&customer-id=4&customer-id=999&customer-id=2")))
                .containsExactly("2", "4");
        assertThat(ids(logicBoxes.form(
                        "/api/customers/search.json?" + DEMO + "&customer-id=1",
                        "customer-id=3&customer-id=&city=nowhere")))
                .isEmpty();
        assertThat(ids(logicBoxes.form("/api/customers/search.json?" + DEMO + "&customer-id=1", "customer-id=3")))
                .containsExactly("1", "3");
        assertThat(ids(logicBoxes.get("search", "customer-id=2&reseller-id=7&reseller-id=1")))
                .containsExactly("2");
        assertThat(ids(logicBoxes.get("search", "customer-id=2&reseller-id=7&reseller-id=8")))
                .isEmpty();
        assertThat(ids(logicBoxes.client.get(
                        "/api/customers/search.json?auth-userid=2&api-key=other-key&customer-id=2&customer-id=3",
                        Map.of())))
                .as("another reseller's")
                .isEmpty();
        error(
                logicBoxes.get("search", PAGE + "&customer-id=1&customer-id=x"),
                500,
                "Invalid value for parameter: customer-id");
    }

    @Test
    void two_of_another_parameter_are_an_error_here_too() {
        error(
                logicBoxes.get("search", PAGE + "&customer-id=1&city=a&city=b"),
                500,
                "A parameter was given more than once.");
    }
}
