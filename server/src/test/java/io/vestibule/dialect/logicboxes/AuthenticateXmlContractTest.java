package io.vestibule.dialect.logicboxes;

import static io.vestibule.dialect.logicboxes.LogicBoxes.DEMO;
import static io.vestibule.dialect.logicboxes.LogicBoxes.JOHN;
import static io.vestibule.dialect.logicboxes.LogicBoxes.XML;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Reply;
import io.vestibule.support.StoredCustomer;
import java.io.StringReader;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** "Both .json and .xml endings exist for every call": how the maps look in XML. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthenticateXmlContractTest {
    private final LogicBoxes logicBoxes = new LogicBoxes();

    @AfterAll
    void stop() {
        logicBoxes.close();
    }

    @BeforeEach
    void forgetFailures() {
        logicBoxes.installation.sql("delete from lockout");
    }

    @Test
    void a_map_is_a_hashtable_of_entries_of_two_strings() {
        Reply reply = logicBoxes.query(XML, DEMO + "&" + JOHN);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/xml; charset=utf-8");
        assertThat(reply.body())
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><hashtable>"
                        + "<entry><string>customerid</string><string>2</string></entry>"
                        + "<entry><string>username</string><string>testtest123</string></entry>")
                .endsWith("<entry><string>twofactorauth_enabled</string><string>false</string></entry></hashtable>");
    }

    @Test
    void all_23_keys_always_with_empty_strings_where_nothing_is_set() {
        StoredCustomer.of(null).username("bare").password("a fine long one").store(logicBoxes.installation);

        Reply reply = logicBoxes.query(XML, DEMO + "&username=bare&passwd=a+fine+long+one");

        assertThat(reply.body().split("<entry>", -1)).hasSize(24);
        assertThat(reply.body()).contains("<entry><string>pin</string><string></string></entry>");
    }

    @Test
    void an_error_is_a_response_with_status_and_message() {
        Reply reply = logicBoxes.query(XML, "auth-userid=1&api-key=wrong&" + JOHN);

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.header("Content-Type")).isEqualTo("application/xml; charset=utf-8");
        assertThat(reply.body())
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?><response><status>ERROR</status><message>"
                        + "Invalid credentials, or your User account maybe Inactive or Suspended</message></response>");
    }

    @Test
    void with_max_attempts_and_remaining_login_attempts_beside_them_for_a_failed_login() {
        assertThat(logicBoxes
                        .query(XML, DEMO + "&username=testtest123&passwd=wrong")
                        .body())
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?><response><status>ERROR</status><message>"
                        + "Invalid username or password.</message><maxAttempts>5</maxAttempts>"
                        + "<remainingLoginAttempts>4</remainingLoginAttempts></response>");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/api/customers/v2/nothing.xml,404,Action not Found",
        "PUT,/api/customers/v2/authenticate.xml,405,That method is not allowed for this action",
        "POST,/api/customers/v2/authenticate.xml?%ff,500,The request is not valid UTF-8 text."
    })
    void every_error_is_in_the_asked_format(String method, String path, int status, String message) {
        Reply reply = logicBoxes.client.exchange(method, path, Map.of(), null);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body())
                .endsWith("<response><status>ERROR</status><message>" + message + "</message></response>");
    }

    @Test
    void values_are_escaped() throws Exception {
        String name = "<b a=\"x\">&amp; 'Ö' \uD83D\uDE00]]></b>";
        assertThat(shown(name)).isEqualTo(name);
    }

    @Test
    void line_ends_come_through() throws Exception {
        assertThat(shown("a\r\nb\tc\rd\ne")).isEqualTo("a\r\nb\tc\rd\ne");
    }

    @Test
    void characters_that_xml_forbids_cannot_break_the_document() throws Exception {
        assertThat(shown("a\u0001\b\f\u001f\ufffe\uffffb\u007f\u0085"))
                .isEqualTo("a\ufffd\ufffd\ufffd\ufffd\ufffd\ufffdb\u007f\u0085");
    }

    /** What a client of the XML answer gets to see of a company that is called so. */
    private String shown(String company) throws Exception {
        logicBoxes.installation.sql(
                "update customer set profile = profile || jsonb_build_object('company', cast(? as text)) where id = 3",
                company);
        Reply reply = logicBoxes.query(XML, DEMO + "&username=janedoe&passwd=correct+horse+9");
        assertThat(reply.status()).isEqualTo(200);
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(reply.body())));
        return document.getElementsByTagName("string").item(11).getTextContent();
    }
}
