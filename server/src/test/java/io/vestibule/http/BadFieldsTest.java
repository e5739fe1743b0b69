package io.vestibule.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.customer.ProfileSchema;
import io.vestibule.support.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that no field should hold: refused as a wrong value is, and no fault in any of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadFieldsTest {
    private static final String[] VALUES = {
        "\"\\u0000\"",
        "\"a\\u0000b\"",
        "\"\\u0001\\r\\n\\t\\u007f\"",
        "\"\\ufffe\\uffff\\ufeff\"",
        "\"\\ud83d\\ude00\"",
        "\" \"",
        "\"\"",
        "\"%00'\\\"--;\"",
        "1e999999",
        "-1",
        "true",
        "null",
        "[]",
        "{}",
        "[[[]]]",
        "{\"id\":1}"
    };
    private static final List<String> POSTS = List.of(
            "/api/v1/customer_portal/email_lookup",
            "/api/v1/customer_portal/auth",
            "/api/rest/portal/passwordless-access",
            "/api/rest/portal/passwordless-register",
            "/api/rest/portal/passwordless-login",
            "/api/rest/portal/revoke-token",
            "/api/rest/portal/passwordless-change-email",
            "/api/rest/portal/password-register",
            "/api/rest/portal/password-login",
            "/api/rest/portal/refresh-token",
            "/api/rest/portal/forgot-password",
            "/api/rest/portal/reset-password/1/token");

    private final Edges edges = new Edges();

    @AfterAll
    void stop() {
        edges.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "email",
                "email_address",
                "username",
                "password",
                "url",
                "newEmail",
                "newPassword",
                "refreshToken",
                "check_if_available",
                "token"
            })
    void no_value_of_a_field_is_a_fault(String field) {
        for (String path : POSTS) {
            for (String value : VALUES) {
                noFault(edges.send(Endpoint.KEAZE.post(
                        path, "Content-Type: application/json\r\n", "{\"" + field + "\":" + value + "}")));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth-userid", "api-key", "username", "passwd"})
    void no_value_of_a_parameter_is_a_fault(String field) {
        for (String value : new String[] {
            "%00", "a%00b", "%01%0d%0a", "%ef%bf%be", "%f0%9f%98%80", "+", "999999999999999999999", "-1", "%27--"
        }) {
            String parameters = "auth-userid=1&api-key=demo-key&username=janedoe&passwd=x"
                    .replaceFirst(field + "=[^&]*", field + "=" + value);
            for (Endpoint endpoint : new Endpoint[] {Endpoint.LOGICBOXES, Endpoint.LOGICBOXES_XML}) {
                noFault(edges.send(endpoint.post(parameters, endpoint.type)));
                noFault(edges.send(endpoint.post(endpoint.path + "?" + parameters, "", "")));
            }
        }
    }

    private static void noFault(Reply reply) {
        Endpoint.marked(reply);
        assertThat(reply.status()).isBetween(400, 500);
        assertThat(reply.body()).doesNotContain("Something went wrong", "unavailable");
    }

    /** Segments of a path are text of anybody's, too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%00",
                "1%00",
                "%0d%0a",
                "99999999999999999999",
                "-1",
                "0",
                "1.0",
                "%f0%9f%98%80",
                "%2f",
                "%25",
                "+1",
                "%20"
            })
    void no_segment_of_a_path_is_a_fault(String segment) {
        for (String target : List.of(
                "GET /api/rest/portal/auth-token/" + segment + "/x",
                "GET /api/rest/portal/auth-token/1/" + segment,
                "POST /api/rest/portal/reset-password/" + segment + "/" + segment,
                "PATCH /api/rest/portal/passwordless-change-email/" + segment + "/" + segment,
                "GET /verify/" + segment + "/x",
                "GET /verify/1/" + segment,
                "POST /verify/1/" + segment,
                "GET /openapi/" + segment)) {
            Reply reply = edges.send(target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
            assertThat(reply.status()).as(target).isBetween(400, 499);
            assertThat(reply.header("X-Request-Id")).isNotNull();
        }
    }

    static List<String> fields() {
        return ProfileSchema.BUILT_IN.attributes();
    }

    @ParameterizedTest
    @MethodSource("fields")
    void nothing_is_stored_of_a_registration_with_a_bad_field(String field) {
        for (String value : new String[] {
            "\"a\\u0000b\"",
            "\"a\\rBcc: x@example.com\"", // an address has lines, which CR LF or LF ends
            "\"" + "x".repeat(5000) + "\"",
            "1e999999",
            "[[]]",
            "{\"id\":{}}"
        }) {
            Reply reply = edges.send(Endpoint.KEAZE.post(
                    "{\"email\":\"new@example.com\",\"url\":\"http://localhost:3000/\",\"" + field + "\":" + value
                            + "}",
                    "application/json"));

            Endpoint.KEAZE.refused(reply, 422);
            assertThat(reply.json().text("message")).contains("The given data was invalid.");
        }
        assertThat(edges.customers()).isEqualTo(4);
    }
}
