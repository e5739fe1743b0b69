package io.vestibule.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.RawConnection;
import io.vestibule.support.Reply;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies that no client should send. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadBodyTest {
    private static final byte[] MEGABYTE = "x".repeat(1 << 20).getBytes(ISO_8859_1);
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Edges edges = new Edges();

    @AfterAll
    void stop() {
        edges.close();
    }

    @AfterEach
    void nothingStored() {
        edges.nothingStored();
    }

    private static int json(Endpoint endpoint) {
        return endpoint.malformed() == 500 ? 415 : 400;
    }

    private static int incomplete(Endpoint endpoint) {
        return endpoint.malformed() == 500 ? 500 : 422;
    }

    @ParameterizedTest
    @EnumSource(names = "PUBLIC", mode = EnumSource.Mode.EXCLUDE)
    void an_empty_body_lacks_its_fields(Endpoint endpoint) {
        endpoint.refused(edges.send(endpoint.post("", JSON)), incomplete(endpoint));
        endpoint.refused(edges.send(endpoint.post("", FORM)), incomplete(endpoint));
        endpoint.refused(edges.send(endpoint.post("", "")), incomplete(endpoint));
        endpoint.refused(edges.send(endpoint.post("&&&==&", FORM)), incomplete(endpoint));
    }

    @ParameterizedTest
    @EnumSource(names = "PUBLIC", mode = EnumSource.Mode.EXCLUDE)
    void json_that_is_none_or_no_object(Endpoint endpoint) {
        for (String body : new String[] {
            "{",
            "}",
            "nul",
            "null",
            "1",
            "\"x\"",
            "[]",
            "[{}]",
            "{\"a\":1,}",
            "{'a':1}",
            "{\"a\":01}",
            "{\"a\":+1}",
            "{\"a\":NaN}",
            "{\"a\":1}x",
            "{\"a\":1,\"a\":2}",
            "\u0000",
            "{\"a\":\"\u0001\"}",
            "{\"a\":\"\\x\"}",
            "/**/{}",
            "{\"a\":\"\\u12\"}",
            " "
        }) {
            endpoint.refused(edges.send(endpoint.post(body, JSON)), json(endpoint));
        }
    }

    @ParameterizedTest
    @EnumSource(names = "PUBLIC", mode = EnumSource.Mode.EXCLUDE)
    void json_ten_thousand_levels_deep(Endpoint endpoint) {
        endpoint.refused(edges.send(endpoint.post("{\"a\":".repeat(3_000), JSON)), json(endpoint));
        endpoint.refused(edges.send(endpoint.post("[".repeat(10_000), JSON)), json(endpoint));
        endpoint.refused(
                edges.send(endpoint.post("{\"a\":" + "[".repeat(8_000) + "]".repeat(8_000) + "}", JSON)),
                json(endpoint));
    }

    @ParameterizedTest
    @EnumSource(names = "PUBLIC", mode = EnumSource.Mode.EXCLUDE)
    void lone_surrogates(Endpoint endpoint) {
        for (String text : new String[] {"\\ud800", "\\udfff", "a\\ud83db", "\\ude00\\ud83d"}) {
            endpoint.refused(edges.send(endpoint.post("{\"username\":\"" + text + "\"}", JSON)), json(endpoint));
            endpoint.refused(edges.send(endpoint.post("{\"" + text + "\":\"x\"}", JSON)), json(endpoint));
        }
        endpoint.refused(edges.send(endpoint.post("email=%ed%a0%80", FORM)), endpoint.malformed());
        endpoint.refused(edges.send(endpoint.post("email=\u00ed\u00a0\u0080", FORM)), endpoint.malformed());
    }

    @ParameterizedTest
    @EnumSource(names = "PUBLIC", mode = EnumSource.Mode.EXCLUDE)
    void another_charset(Endpoint endpoint) {
        String body = "{\"username\":\"\u00e9\",\"email\":\"\u00e9\",\"password\":\"\u00e9\"}";
        endpoint.refused(edges.send(endpoint.post(body, JSON)), json(endpoint));
        endpoint.refused(edges.send(endpoint.post(Endpoint.bytes(body.getBytes(UTF_16)), JSON)), json(endpoint));
        endpoint.refused(edges.send(endpoint.post("email=\u00e9", FORM)), endpoint.malformed());
        for (String charset :
                new String[] {"iso-8859-1", "UTF-16", "utf-7", "x-nonsense", "\"utf-16\"", "", "utf-8;charset=utf-16"
                }) {
            endpoint.refused(edges.send(endpoint.post("{}", JSON + "; charset=" + charset)), 415);
            endpoint.refused(edges.send(endpoint.post("a=b", FORM + ";CHARSET=" + charset)), 415);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "PUBLIC", mode = EnumSource.Mode.EXCLUDE)
    void another_media_type(Endpoint endpoint) {
        for (String type : new String[] {
            "text/plain",
            "text/html",
            "application/xml",
            "application/octet-stream",
            "multipart/form-data; boundary=x",
            "*/*",
            "json",
            "application/jsonp",
            "application/json/x",
            "x".repeat(5000)
        }) {
            endpoint.refused(edges.send(endpoint.post("{\"a\":1}", type)), 415);
        }
        endpoint.refused(edges.send(endpoint.post(endpoint.path, "", "a=b")), 415);
    }

    @ParameterizedTest
    @EnumSource(names = "PUBLIC", mode = EnumSource.Mode.EXCLUDE)
    void a_content_encoding(Endpoint endpoint) {
        for (String encoding : new String[] {"gzip", "br", "deflate", "identity", "nonsense"}) {
            endpoint.refused(
                    edges.send(endpoint.post(
                            endpoint.path,
                            "Content-Type: " + endpoint.type + "\r\nContent-Encoding: " + encoding + "\r\n",
                            "\u001f\u008b\b")),
                    415);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "PUBLIC", mode = EnumSource.Mode.EXCLUDE)
    void numbers_out_of_range(Endpoint endpoint) {
        for (String number :
                new String[] {"1e999999999", "-1e-999999999", "9".repeat(900), "1." + "0".repeat(900), "-0"}) {
            Reply reply = edges.send(endpoint.post(
                    "{\"username\":" + number + ",\"email\":" + number + ",\"url\":" + number + "}", JSON));
            endpoint.refused(reply, endpoint.malformed() == 500 ? 415 : 422);
        }
        endpoint.refused(edges.send(endpoint.post("{\"email\":" + "9".repeat(10_000) + "}", JSON)), json(endpoint));
    }

    @ParameterizedTest
    @EnumSource(names = "PUBLIC", mode = EnumSource.Mode.EXCLUDE)
    void ten_thousand_parameters_in_a_form(Endpoint endpoint) {
        endpoint.refused(edges.send(endpoint.post(parameters(10_000), FORM)), 413);
        endpoint.refused(edges.send(endpoint.post(parameters(1_001), FORM)), endpoint.malformed());
        endpoint.refused(edges.send(endpoint.post(parameters(1_000), FORM)), incomplete(endpoint));
    }

    /** What a request takes in memory is bounded by the number of its values, not by its bytes. */
    @ParameterizedTest
    @EnumSource(names = {"SONAR", "KEAZE"})
    void more_values_than_a_request_may_have(Endpoint endpoint) {
        String values = "1,".repeat(2_000);
        Reply reply = edges.send(endpoint.post("{\"a\":[" + values + "1]}", JSON));
        endpoint.refused(reply, 400);
        assertThat(reply.body()).contains("more than 1000 values");
    }

    private static String parameters(int count) {
        return IntStream.range(0, count).mapToObj(i -> "p" + i + "=1").collect(Collectors.joining("&"));
    }

    @ParameterizedTest
    @EnumSource
    void a_body_that_ends_early(Endpoint endpoint) {
        for (String start : new String[] {
            "Content-Length: 100\r\n\r\n{\"a\"",
            "Content-Length: 1\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n10\r\nabc",
            "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
            "Transfer-Encoding: chunked\r\n\r\n"
        }) {
            try (RawConnection connection = edges.open()) {
                Reply reply = connection
                        .write(endpoint.post(endpoint.path, "Content-Type: " + endpoint.type + "\r\n", "")
                                .replace("Content-Length: 0\r\n\r\n", start))
                        .end()
                        .read();

                endpoint.refused(reply, endpoint == Endpoint.PUBLIC ? 405 : endpoint.malformed());
                assertThat(connection.hungUp()).isTrue();
            }
        }
    }

    /** What follows a broken body must never pass for a request: somebody else's, where a proxy shares the connection. */
    @ParameterizedTest
    @EnumSource
    void chunks_that_are_none(Endpoint endpoint) {
        for (String chunk :
                new String[] {"zz\r\nabc", "-1\r\nabc", "fg\r\nabc", "\r\n", "3;\r\nabcdef\r\n", "0\r\nx\r\n"}) {
            try (RawConnection connection = edges.open()) {
                Reply reply = connection
                        .write(endpoint.post(endpoint.path, "Content-Type: " + endpoint.type + "\r\n", "")
                                        .replace(
                                                "Content-Length: 0\r\n\r\n",
                                                "Transfer-Encoding: chunked\r\n\r\n" + chunk)
                                + "\r\nGET /openapi/sonar.yaml HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .end()
                        .read();

                endpoint.refused(reply, endpoint == Endpoint.PUBLIC ? 405 : endpoint.malformed());
                assertThat(connection.hungUp()).as(chunk).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "PUBLIC", mode = EnumSource.Mode.EXCLUDE)
    void a_chunked_body_is_a_body(Endpoint endpoint) {
        Reply reply = edges.send(endpoint.post(endpoint.path, "Content-Type: " + endpoint.type + "\r\n", "")
                .replace(
                        "Content-Length: 0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n1\r\n"
                                + (endpoint.type.equals(JSON) ? "{\r\n1\r\n}" : "a\r\n1\r\n=") + "\r\n0\r\n\r\n"));
        endpoint.refused(reply, incomplete(endpoint));
    }

    /** What follows a refusal is read up to 64 KiB; the system's buffers hold some megabytes more. */
    @ParameterizedTest
    @EnumSource(names = "PUBLIC", mode = EnumSource.Mode.EXCLUDE)
    void a_body_over_the_limit_is_refused_before_it_is_sent_and_no_more_of_it_is_read(Endpoint endpoint) {
        for (String length : new String[] {"16385", "104857600", "4611686018427387904", "99999999999999999999"}) {
            try (RawConnection connection = edges.open()) {
                connection.write(endpoint.post(endpoint.path, "Content-Type: " + endpoint.type + "\r\n", "")
                        .replace("Content-Length: 0", "Content-Length: " + length));
                endpoint.refused(connection.read(), 413);
                assertThat(connection.hungUp()).isTrue();
                assertThat(connection.taken(MEGABYTE, 100)).isLessThan(100);
            }
        }
    }

    @Test
    void chunks_over_the_limit_are_refused_and_no_more_of_them_is_read() {
        byte[] chunk = ("10000\r\n" + "x".repeat(1 << 16) + "\r\n").getBytes(ISO_8859_1);
        try (RawConnection connection = edges.open()) {
            connection
                    .write(Endpoint.KEAZE
                            .post(Endpoint.KEAZE.path, "", "")
                            .replace("Content-Length: 0", "Transfer-Encoding: chunked"))
                    .write(chunk);
            Endpoint.KEAZE.refused(connection.read(), 413);
            assertThat(connection.taken(chunk, 1600)).isLessThan(1600);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "PUBLIC", mode = EnumSource.Mode.EXCLUDE)
    void a_body_over_the_limit_that_waits_for_100_continue_is_never_sent(Endpoint endpoint) {
        try (RawConnection connection = edges.open()) {
            connection.write(
                    endpoint.post(endpoint.path, "Content-Type: " + endpoint.type + "\r\nExpect: 100-continue\r\n", "")
                            .replace("Content-Length: 0", "Content-Length: 100000000"));

            endpoint.refused(connection.read(), 413);
            assertThat(connection.hungUp()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "PUBLIC", mode = EnumSource.Mode.EXCLUDE)
    void a_small_body_that_waits_for_100_continue_is_read(Endpoint endpoint) {
        endpoint.refused(
                edges.send(endpoint.post(endpoint.path, "Content-Type: text/plain\r\nExpect: 100-continue\r\n", "x")),
                415);
        endpoint.refused(
                edges.send(endpoint.post(endpoint.path, "Content-Type: text/plain\r\nExpect: the worst\r\n", "x")),
                415);
    }
}
