package io.vestibule.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A right answer passes, and each way of being wrong is caught. */
class OpenApiTest {
    private static final String JSON = "application/json; charset=utf-8";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String AUTH = "/api/v1/customer_portal/auth";
    private static final String CREDENTIALS = "{\"username\":\"testtest123\",\"password\":123}";
    private static final String REFUSED =
            "{\"error\":{\"message\":\"Invalid username or password.\",\"status_code\":422}}";
    private static final String CONTACT = """
            {"data":{"contact_name":"John Doe","email_address":"someone@example.com","account_id":1,"contact_id":1,\
            "username":"testtest123"}}""";
    private static final String LOCKED = """
            <response><status>ERROR</status><message>No.</message><maxAttempts>5</maxAttempts>\
            <remainingLoginAttempts>0</remainingLoginAttempts></response>""";

    private final OpenApi sonar = OpenApi.of("sonar");
    private final OpenApi logicboxes = OpenApi.of("logicboxes");
    private final OpenApi keaze = OpenApi.of("keaze");

    private static Map<String, String> headers(String contentType, String... more) {
        Map<String, String> headers = new HashMap<>(Map.of("x-request-id", "r1", "cache-control", "no-store"));
        headers.put("content-type", contentType);
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return headers;
    }

    private void checkAuth(int status, Map<String, String> headers, @Nullable String body) {
        sonar.check("POST", AUTH, JSON, CREDENTIALS, status, headers, body);
    }

    @Test
    void documentedAnswersPass() {
        assertThatCode(() -> checkAuth(201, headers(JSON), CONTACT)).doesNotThrowAnyException();
        assertThatCode(() -> checkAuth(422, headers(JSON), REFUSED)).doesNotThrowAnyException();
    }

    @Test
    void aStatusThatIsNotDocumentedIsCaught() {
        assertThatThrownBy(() -> checkAuth(200, headers(JSON), CONTACT))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("POST " + AUTH + " answered 200, against openapi/sonar.yaml")
                .hasMessageContaining("status 200 is not documented");
    }

    @Test
    void theStatusCodeInTheBodyMustBeTheStatus() {
        assertThatThrownBy(() -> checkAuth(401, headers(JSON, "WWW-Authenticate", "Basic realm=\"x\""), REFUSED))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("status_code");
    }

    @Test
    void aMissingOrWrongHeaderIsCaught() {
        String throttled = REFUSED.replace("422", "429");
        assertThatThrownBy(() -> checkAuth(429, headers(JSON), throttled))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("header Retry-After is missing");
        assertThatThrownBy(() -> checkAuth(429, headers(JSON, "Retry-After", "soon"), throttled))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("header Retry-After");
        assertThatCode(() -> checkAuth(429, headers(JSON, "Retry-After", "3"), throttled))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"account_id\":1      | \"account_id\":\"1\"          | account_id",
                "\"account_id\":1,     | ''                            | account_id",
                "\"account_id\":1,     | \"account_id\":1,\"more\":1,  | more",
                "\"account_id\":1,     | \"account_id\":1,\"account_id\":1, | Duplicate",
                "}}                    | }                             | not JSON",
                "}}                    | }}x                           | not JSON"
            })
    void aWrongBodyIsCaught(String right, String wrong, String report) {
        assertThatThrownBy(() -> checkAuth(201, headers(JSON), CONTACT.replace(right, wrong)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(report);
    }

    @Test
    void anotherContentTypeIsCaught() {
        assertThatThrownBy(() -> checkAuth(422, headers("text/html"), REFUSED))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("content type \"text/html\"");
        String tooLarge = "<response><status>ERROR</status><message>No</message></response>";
        assertThatThrownBy(() -> logicboxes.check(
                        "POST",
                        "/api/customers/v2/authenticate.json",
                        FORM,
                        "",
                        413,
                        headers("application/xml"),
                        tooLarge))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("content type \"application/xml\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"username\":\"x\"}", "{\"username\":\"\",\"password\":\"y\"}", "{", "null"})
    void aRequestThatIsWrongMustNotSucceed(String request) {
        assertThatThrownBy(() -> sonar.check("POST", AUTH, JSON, request, 201, headers(JSON), CONTACT))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("request, but answered 2xx");
        assertThatCode(() -> sonar.check("POST", AUTH, JSON, request, 422, headers(JSON), REFUSED))
                .doesNotThrowAnyException();
    }

    @Test
    void aFormIsReadByTheTypesOfTheSchema() {
        String lookup =
                "{\"data\":{\"email_address\":\"a@b.example\",\"account_id\":1,\"contact_id\":1,\"username\":null}}";
        String path = "/api/v1/customer_portal/email_lookup";
        assertThatCode(() -> sonar.check(
                        "POST",
                        path,
                        FORM,
                        "email_address=a%40b.example&check_if_available=0",
                        201,
                        headers(JSON),
                        lookup))
                .doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        sonar.check("POST", path, FORM, "email_address=a&email_address=b", 201, headers(JSON), lookup))
                .hasMessageContaining("field given twice");
    }

    @Test
    void anUnknownPathAnswers404AndAnotherVerb405() {
        String unknown = "{\"message\":\"Not found.\"}";
        assertThatCode(() -> keaze.check("GET", "/api/rest/portal/nothing", null, null, 404, headers(JSON), unknown))
                .doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        keaze.check("GET", "/api/rest/portal/password-login", null, null, 404, headers(JSON), unknown))
                .hasMessageContaining("status 404 is not documented");
        assertThatThrownBy(() ->
                        keaze.check("GET", "/api/rest/portal/password-login", null, null, 405, headers(JSON), unknown))
                .hasMessageContaining("header Allow is missing");
    }

    @Test
    void pathParametersMatchOneSegment() {
        String invalid = "{\"message\":\"This link is not valid.\"}";
        assertThatCode(() -> keaze.check(
                        "GET", "/api/rest/portal/auth-token/2/abc", null, null, 404, headers(JSON), invalid))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> keaze.check(
                        "GET",
                        "/api/rest/portal/auth-token/2/abc/d",
                        null,
                        null,
                        200,
                        headers(JSON),
                        "{\"accessToken\":\"a\",\"expiresAt\":\"2026-11-23T08:43:00Z\"}"))
                .hasMessageContaining("status 200 is not documented");
    }

    @Test
    void anAnswerToHeadHasNoBody() {
        String path = "/api/rest/portal/customers/email/john.smith@domain.com";
        Map<String, String> headers = Map.of("X-Request-Id", "r1", "Cache-Control", "no-store");
        assertThatCode(() -> keaze.check("HEAD", path, null, null, 409, headers, null))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> keaze.check("HEAD", path, null, null, 409, headers, "{}"))
                .hasMessageContaining("there is a body");
    }

    @Test
    void anXmlRefusalPassesAndACountThatIsNoNumberIsCaught() {
        String path = "/api/customers/v2/authenticate.xml?auth-userid=1&api-key=k&username=u&passwd=p";
        assertThatCode(() -> logicboxes.check("POST", path, null, null, 500, headers("application/xml"), LOCKED))
                .doesNotThrowAnyException();
        String wrong = LOCKED.replace(">0<", ">none<");
        assertThatThrownBy(() -> logicboxes.check("POST", path, null, null, 500, headers("application/xml"), wrong))
                .hasMessageContaining("body");
        String table = "<hashtable>" + LOCKED + "</hashtable>";
        assertThatThrownBy(() -> logicboxes.check("POST", path, null, null, 500, headers("application/xml"), table))
                .hasMessageContaining("the element is <hashtable>, not <response>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<string>pin</string>     | <string>pan</string>      | pin",
                "<string>pin</string>     | <string>zip</string>      | key given twice: zip",
                "<string>pin</string>     | ''                        | body/entry/16/string",
                "<string>Active</string>  | <text>Active</text>       | text",
                "</hashtable>             | ''                        | not XML"
            })
    void aWrongXmlTableIsCaught(String right, String wrong, String report) {
        String table = OpenApiDocument.load("logicboxes")
                .root()
                .at("/components/responses/Authenticated/content/application~1xml")
                .at("/examples/details/value")
                .asString();
        String path = "/api/customers/v2/authenticate.xml";
        String form = "auth-userid=1&api-key=k&username=u&passwd=p";
        assertThatCode(() -> logicboxes.check("POST", path, FORM, form, 200, headers("application/xml"), table))
                .doesNotThrowAnyException();
        assertThat(table).contains(right);
        assertThatThrownBy(() -> logicboxes.check(
                        "POST", path, FORM, form, 200, headers("application/xml"), table.replace(right, wrong)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(report);
    }
}
