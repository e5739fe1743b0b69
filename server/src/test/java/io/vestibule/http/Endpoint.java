package io.vestibule.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Reply;
import java.util.Base64;

/** One call of each family of paths, and how a refusal must read there. */
enum Endpoint {
    SONAR(
            "/api/v1/customer_portal/auth",
            "application/json",
            "\\{\"error\":\\{\"message\":(\".+\"|\\{.+}),\"status_code\":STATUS}}"),
    LOGICBOXES(
            "/api/customers/v2/authenticate.json",
            "application/x-www-form-urlencoded",
            "\\{\"status\":\"ERROR\",\"message\":\".+\"}"),
    LOGICBOXES_XML(
            "/api/customers/v2/authenticate.xml",
            "application/x-www-form-urlencoded",
            "<\\?xml version=\"1.0\" encoding=\"UTF-8\"\\?><response><status>ERROR</status><message>.+</message></response>"),
    KEAZE("/api/rest/portal/passwordless-register", "application/json", "\\{\"message\":\".+\"(,\"errors\":\\{.+})?}"),
    PUBLIC("/openapi/sonar.yaml", "application/json", "\\{\"message\":\".+\"}");

    private static final String BASIC = Base64.getEncoder().encodeToString("demo:demo-secret".getBytes(UTF_8));

    /** The header of a caller who may call: Sonar asks for it before it says anything about a path. */
    static final String CALLER = "Authorization: Basic " + BASIC + "\r\n";

    final String path;
    final String type;
    private final String shape;

    Endpoint(String path, String type, String shape) {
        this.path = path;
        this.type = type;
        this.shape = shape;
    }

    /** The prefix of its paths, with a slash at the end. */
    String prefix() {
        return switch (this) {
            case SONAR -> "/api/v1/";
            case LOGICBOXES, LOGICBOXES_XML -> "/api/customers/";
            case KEAZE -> "/api/rest/portal/";
            case PUBLIC -> "/openapi/";
        };
    }

    /** A path of no call, in the same format. */
    String unknown(String middle) {
        return (this == PUBLIC ? "/nowhere/" : prefix()) + middle + (this == LOGICBOXES_XML ? ".xml" : "");
    }

    /** What a request that can't be read gets: LogicBoxes' clients take only 500 for an answer. */
    int malformed() {
        return this == LOGICBOXES || this == LOGICBOXES_XML ? 500 : 400;
    }

    /** A request with a body, from a caller who may call. Headers end with CR LF each. */
    String post(String target, String headers, String body) {
        return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\n" + CALLER + headers + "Content-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    /** The same with a body of this type. */
    String post(String body, String mediaType) {
        return post(path, "Content-Type: " + mediaType + "\r\n", body);
    }

    /** One character a byte. */
    static String bytes(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    /** Holds the answer against this door's error shape. */
    void refused(Reply reply, int status) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        marked(reply);
        shaped(reply);
    }

    /** What every answer has, and none. */
    static void marked(Reply reply) {
        assertThat(reply.header("X-Request-Id")).as(reply.toString()).matches("[A-Za-z0-9._-]{8,64}");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Cache-Control")).isNotNull();
        assertThat(reply.body()).doesNotContain("Exception", "\tat ", "io.vestibule", "<html");
    }

    private void shaped(Reply reply) {
        assertThat(reply.body()).matches(shape.replace("STATUS", Integer.toString(reply.status())));
        assertThat(reply.header("Content-Type"))
                .startsWith(this == LOGICBOXES_XML ? "application/xml" : "application/json");
    }
}
