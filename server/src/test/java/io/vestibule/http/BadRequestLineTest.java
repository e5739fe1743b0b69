package io.vestibule.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.RawConnection;
import io.vestibule.support.Reply;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods, paths, queries and versions that no client should send. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRequestLineTest {
    private final Edges edges = new Edges();

    @AfterAll
    void stop() {
        edges.close();
    }

    @AfterEach
    void nothingStored() {
        edges.nothingStored();
    }

    private Reply get(String target) {
        return edges.send("GET " + target + " HTTP/1.1\r\n" + Endpoint.CALLER + "Host: localhost\r\n\r\n");
    }

    /** Whose path it is can't be told where the line isn't read as far as that. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET",
                "",
                " ",
                "GET ",
                "GET  HTTP/1.1",
                "GET /api/v1/",
                "\u0000\u0001\u0002",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                "PRI * HTTP/2.0",
                "HELO mail.example.com",
                "GE/T /api/v1/ HTTP/1.1",
                "G\u00c9T /api/v1/ HTTP/1.1",
                "GET /api/v1/ HTTP/1.1 HTTP/1.1"
            })
    void a_request_line_that_cannot_be_read(String line) {
        Reply reply = edges.send(line + "\r\nHost: localhost\r\n\r\n");

        assertThat(reply.status()).isEqualTo(400);
        Endpoint.marked(reply);
        assertThat(reply.header("Connection")).isEqualTo("close");
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @EnumSource
    void another_http_version(Endpoint endpoint) {
        for (String version : new String[] {"HTTP/0.9", "HTTP/2.0", "HTTP/3.7", "http/1.1", "FTP/1.1", "HTTP/1.10"}) {
            Reply reply = edges.send("POST " + endpoint.path + " " + version + "\r\nHost: localhost\r\n\r\n");

            endpoint.refused(reply, endpoint.malformed());
            assertThat(reply.header("Connection")).isEqualTo("close");
        }
    }

    @ParameterizedTest
    @EnumSource
    void bare_line_feeds_are_refused_with_an_answer(Endpoint endpoint) {
        try (RawConnection connection = edges.open()) {
            Reply reply = connection
                    .write("POST " + endpoint.path + " HTTP/1.1\nHost: localhost\n\n")
                    .end()
                    .read();

            endpoint.refused(reply, endpoint.malformed());
            assertThat(connection.hungUp()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_method_that_the_path_does_not_have(Endpoint endpoint) {
        for (String method :
                new String[] {"PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "FOO", "X".repeat(2000), "!#$%&'*+.^_`|~"
                }) {
            Reply reply = edges.send(
                    method + " " + endpoint.path + " HTTP/1.1\r\n" + Endpoint.CALLER + "Host: localhost\r\n\r\n");

            endpoint.refused(reply, 405);
            assertThat(reply.header("Allow")).contains(endpoint == Endpoint.PUBLIC ? "GET" : "POST");
        }
    }

    @ParameterizedTest
    @EnumSource
    void head_has_the_headers_of_its_refusal_and_no_body(Endpoint endpoint) {
        try (RawConnection connection = edges.open()) {
            for (String target : new String[] {endpoint.path, endpoint.unknown("nothing"), endpoint.unknown("%ff")}) {
                connection.write("HEAD " + target + " HTTP/1.1\r\n" + Endpoint.CALLER + "Host: localhost\r\n\r\n");
                Reply reply = connection.readHead();

                boolean known = target.equals(endpoint.path);
                assertThat(reply.status())
                        .isEqualTo(
                                known
                                        ? (endpoint == Endpoint.PUBLIC ? 200 : 405)
                                        : target.contains("%") ? endpoint.malformed() : 404);
                Endpoint.marked(reply);
            }
            connection.write("HEAD " + endpoint.path + " HTTP/1.1\r\n" + Endpoint.CALLER + "\r\n");
            assertThat(connection.readHead().status()).isEqualTo(endpoint.malformed());
            assertThat(connection.hungUp())
                    .as("and no body of the web server's refusal")
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void options_on_everything(Endpoint endpoint) {
        Reply known =
                edges.send("OPTIONS " + endpoint.path + " HTTP/1.1\r\n" + Endpoint.CALLER + "Host: localhost\r\n\r\n");
        if (endpoint == Endpoint.KEAZE || endpoint == Endpoint.PUBLIC) { // pages may call
            assertThat(known.status()).isEqualTo(204);
        } else {
            endpoint.refused(known, 405);
        }
        endpoint.refused(
                edges.send("OPTIONS " + endpoint.unknown("nothing") + " HTTP/1.1\r\n" + Endpoint.CALLER
                        + "Host: localhost\r\n\r\n"),
                404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS *", "CONNECT example.com:443", "CONNECT [v1.x]:443", "GET urn:example"})
    void a_target_without_a_path_is_nobodys(String start) {
        Reply reply = edges.send(start + " HTTP/1.1\r\n" + Endpoint.CALLER + "Host: localhost\r\n\r\n");

        Endpoint.PUBLIC.refused(reply, 404);
        assertThat(reply.header("Connection")).isNull();
    }

    /** "The request target has one of four forms; that of OPTIONS, and that of CONNECT, no other has" (RFC 9112 section 3.2). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET *",
                "OPTIONS **",
                "options *",
                "GET api/v1/",
                "GET xopenapi/sonar.yaml",
                "GET ?",
                "GET %2fapi%2fv1%2f",
                "GET ?a=/b:c",
                "GET :",
                "GET 1:2",
                "GET #",
                "GET /nowhere#fragment",
                "GET http://example.com/#fragment"
            })
    void a_target_of_no_form_is_refused_and_the_connection_closed(String start) {
        Reply reply = edges.send(start + " HTTP/1.1\r\n" + Endpoint.CALLER + "Host: localhost\r\n\r\n");

        Endpoint.PUBLIC.refused(reply, 400);
        assertThat(reply.header("Connection")).isEqualTo("close");
    }

    @ParameterizedTest
    @EnumSource
    void percent_encoding_that_is_not_utf_8_in_a_path(Endpoint endpoint) {
        for (String segment :
                new String[] {"%ff", "%zz", "%", "%4", "%c0%af", "%ed%a0%80", "%f5%80%80%80", "%-1", "%+1", "%u0041"}) {
            endpoint.refused(get(endpoint.unknown(segment)), endpoint.malformed());
        }
    }

    @ParameterizedTest
    @EnumSource(names = "PUBLIC", mode = EnumSource.Mode.EXCLUDE)
    void percent_encoding_that_is_not_utf_8_in_a_query(Endpoint endpoint) {
        for (String query : new String[] {"%ff", "a=%zz", "a=%", "%4=", "a=%c0%af", "a=%ed%a0%80&b", "&&%80"}) {
            endpoint.refused(edges.send(endpoint.post(endpoint.path + "?" + query, "", "")), endpoint.malformed());
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytes_that_are_not_ascii_and_control_characters_in_a_target(Endpoint endpoint) {
        for (String bytes : new String[] {"\u00e9", "\u00c3\u00a9", "a\tb", "\u0000", "\u007f", "\u001b[31m"}) {
            endpoint.refused(get(endpoint.unknown(bytes)), endpoint.malformed());
            endpoint.refused(edges.send(endpoint.post(endpoint.path + "?a=" + bytes, "", "")), endpoint.malformed());
        }
    }

    @ParameterizedTest
    @EnumSource
    void path_tricks_lead_nowhere(Endpoint endpoint) {
        String last = endpoint.path.substring(endpoint.path.lastIndexOf('/') + 1);
        for (String trick : new String[] {
            "./",
            "../",
            "..;/",
            "%2e%2e/",
            "%2E/",
            "%2f",
            "%5c..%5c",
            "\\..\\",
            ";a=b/",
            "%00/",
            "\"><script>/",
            "{}/",
            "../../../../etc/passwd/",
            "/"
        }) {
            endpoint.refused(get(endpoint.prefix() + trick + last), 404);
        }
        if (endpoint != Endpoint.LOGICBOXES_XML) { // its format is told by the ending
            for (String ending : new String[] {"/", ";a=b", "%20", "%00", "%2f", "/.", "%3f", "%"}) {
                Reply reply = get(endpoint.path + ending);
                endpoint.refused(reply, ending.equals("%") ? endpoint.malformed() : 404);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void another_way_to_write_a_path_is_another_path(Endpoint endpoint) {
        for (String target : new String[] {
            endpoint.path.replace("/", "//"),
            endpoint.path.substring(0, 1) + "%2e" + endpoint.path,
            "/" + endpoint.path.substring(1).replace("/", "%2f")
        }) {
            Reply reply = get(target);
            assertThat(reply.status()).isEqualTo(404);
            Endpoint.marked(reply);
        }
        assertThat(get(endpoint.path.toUpperCase(Locale.ROOT)).status()).isEqualTo(404);
    }

    /** Clients join a base URL that ends in a slash to a path that begins with one: npm's logicboxes always does. */
    @ParameterizedTest
    @EnumSource
    void slashes_before_a_path_are_one(Endpoint endpoint) {
        for (String target :
                new String[] {"/" + endpoint.path, "///" + endpoint.path, "http://localhost/" + endpoint.path}) {
            endpoint.refused(
                    edges.send("PUT " + target + " HTTP/1.1\r\n" + Endpoint.CALLER + "Host: localhost\r\n\r\n"), 405);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_target_that_names_a_whole_url_is_its_path_whatever_the_host(Endpoint endpoint) {
        for (String host : new String[] {"http://evil.example", "HTTPS://u:p@evil:99999", "http://"}) {
            endpoint.refused(
                    edges.send("PUT " + host + endpoint.path + " HTTP/1.1\r\n" + Endpoint.CALLER
                            + "Host: localhost\r\n\r\n"),
                    405);
        }
        assertThat(get("ftp://evil.example" + endpoint.path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource
    void a_target_too_long(Endpoint endpoint) {
        endpoint.refused(get(endpoint.unknown("x".repeat(20_000))), 404);
        endpoint.refused(get(endpoint.unknown("x/".repeat(5_000))), 404);
        endpoint.refused(get(endpoint.unknown("x".repeat(40_000))), endpoint.malformed());
        endpoint.refused(
                edges.send(endpoint.post(endpoint.path + "?" + "x".repeat(40_000), "", "")), endpoint.malformed());
        endpoint.refused(
                edges.send(endpoint.post(endpoint.path + "?" + "x".repeat(100_000), "", "")), endpoint.malformed());
    }

    @Test
    void a_line_too_long_to_be_read_at_all() {
        try (RawConnection connection = edges.open()) {
            Reply reply = connection.write("GET /" + "x".repeat(140_000)).read();

            assertThat(reply.status()).isEqualTo(400);
            Endpoint.marked(reply);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "PUBLIC", mode = EnumSource.Mode.EXCLUDE)
    void ten_thousand_parameters_in_a_query(Endpoint endpoint) {
        endpoint.refused(
                edges.send(endpoint.post(endpoint.path + "?" + parameters(10_000), "", "")), endpoint.malformed());

        endpoint.refused(
                edges.send(endpoint.post(endpoint.path + "?" + parameters(1_001), "", "")), endpoint.malformed());
        Reply fewer = edges.send(endpoint.post(endpoint.path + "?" + parameters(1_000), "", ""));
        endpoint.refused(fewer, endpoint.malformed() == 500 ? 500 : 422);
    }

    private static String parameters(int count) {
        return IntStream.range(0, count).mapToObj(i -> "p" + i + "=1").collect(Collectors.joining("&"));
    }

    @ParameterizedTest
    @EnumSource
    void requests_pipelined_after_refused_ones_are_answered_in_turn(Endpoint endpoint) {
        try (RawConnection connection = edges.open()) {
            connection.write(endpoint.post(endpoint.unknown("nothing"), "", "a body")
                    + "PUT " + endpoint.path + " HTTP/1.1\r\n" + Endpoint.CALLER + "Host: localhost\r\n\r\n"
                    + endpoint.post(endpoint.unknown("%ff"), "Content-Type: text/plain\r\n", "x".repeat(1000))
                    + "GET " + endpoint.unknown("nothing") + " HTTP/1.1\r\n" + Endpoint.CALLER
                    + "Host: localhost\r\n\r\n");

            endpoint.refused(connection.read(), 404);
            endpoint.refused(connection.read(), 405);
            endpoint.refused(connection.read(), endpoint.malformed());
            endpoint.refused(connection.read(), 404);
        }
    }
}
