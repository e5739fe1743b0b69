package io.vestibule.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.RawConnection;
import io.vestibule.support.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Headers that no client should send. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadHeadersTest {
    private final Edges edges = new Edges();

    @AfterAll
    void stop() {
        edges.close();
    }

    @AfterEach
    void nothingStored() {
        edges.nothingStored();
    }

    private Reply with(Endpoint endpoint, String headers) {
        return edges.send("POST " + endpoint.path + " HTTP/1.1\r\n" + Endpoint.CALLER + headers + "\r\n");
    }

    @ParameterizedTest
    @EnumSource
    void a_header_that_cannot_be_read(Endpoint endpoint) {
        for (String header : new String[] {
            "no colon",
            "space : before",
            "nul: a\u0000b",
            "name\u0000: x",
            "n\u00e4me: x",
            "folded: a\r\n b",
            "(comment): x"
        }) {
            Reply reply = with(endpoint, "Host: localhost\r\n" + header + "\r\n");

            endpoint.refused(reply, endpoint.malformed());
            assertThat(reply.header("Connection")).isEqualTo("close");
        }
    }

    @ParameterizedTest
    @EnumSource
    void headers_too_long_or_too_many(Endpoint endpoint) {
        endpoint.refused(with(endpoint, "Host: localhost\r\nX: " + "x".repeat(100_000) + "\r\n"), endpoint.malformed());
        endpoint.refused(with(endpoint, "Host: localhost\r\n" + "X".repeat(100_000) + ": x\r\n"), endpoint.malformed());
        endpoint.refused(with(endpoint, "Host: localhost\r\n" + "a: b\r\n".repeat(20_000)), endpoint.malformed());
    }

    @ParameterizedTest
    @EnumSource
    void a_host_missing_given_twice_or_unreadable(Endpoint endpoint) {
        for (String host : new String[] {
            "",
            "Host: a\r\nHost: b\r\n",
            "Host:\r\n",
            "Host: a b\r\n",
            "Host: a:99x\r\n",
            "Host: {}\r\n",
            "Host: [::1\r\n"
        }) {
            endpoint.refused(with(endpoint, host), endpoint.malformed());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_host_in_upper_case_or_of_somebody_else_is_nothing_to_us(Endpoint endpoint) {
        for (String host : new String[] {"HOST: EXAMPLE.COM\r\n", "Host: evil.example:1\r\n", "host: [::1]:80\r\n"}) {
            Reply reply = edges.send("DELETE " + endpoint.path + " HTTP/1.1\r\n" + Endpoint.CALLER + host + "\r\n");
            endpoint.refused(reply, 405);
            assertThat(reply.headers().toString() + reply.body()).doesNotContainIgnoringCase("evil", "EXAMPLE.COM");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_content_length_that_is_no_length(Endpoint endpoint) {
        for (String length : new String[] {"abc", "-1", "+3", "3,3", "0x3", " ", "3 3", "1e1"}) {
            endpoint.refused(
                    with(endpoint, "Host: localhost\r\nContent-Length: " + length + "\r\n"), endpoint.malformed());
        }
        endpoint.refused(
                with(endpoint, "Host: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n"), endpoint.malformed());
    }

    /** RFC 9112 section 6.3: a way to smuggle a request past a proxy. */
    @ParameterizedTest
    @EnumSource
    void content_length_and_transfer_encoding_together(Endpoint endpoint) {
        try (RawConnection connection = edges.open()) {
            Reply reply = connection
                    .write("POST " + endpoint.path + " HTTP/1.1\r\n" + Endpoint.CALLER
                            + "Host: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                    .write("GET /openapi/sonar.yaml HTTP/1.1\r\n" + Endpoint.CALLER + "Host: localhost\r\n\r\n")
                    .read();

            endpoint.refused(reply, endpoint.malformed());
            assertThat(connection.hungUp()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_transfer_encoding_that_is_not_chunked(Endpoint endpoint) {
        for (String encoding :
                new String[] {"gzip", "chunked, gzip", "identity", "xchunked", "chunked\r\nTransfer-Encoding: chunked"
                }) {
            endpoint.refused(
                    with(endpoint, "Host: localhost\r\nTransfer-Encoding: " + encoding + "\r\n"), endpoint.malformed());
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_upgrade_is_not_on_offer(Endpoint endpoint) {
        for (String upgrade : new String[] {
            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n",
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==\r\n"
        }) {
            endpoint.refused(
                    edges.send("PUT " + endpoint.path + " HTTP/1.1\r\n" + Endpoint.CALLER + "Host: localhost\r\n"
                            + upgrade + "\r\n"),
                    405);
        }
    }

    @ParameterizedTest
    @EnumSource
    void forwarding_headers_of_anybody_are_noise(Endpoint endpoint) {
        for (String noise : new String[] {
            "X-Forwarded-For: ,,[::::,%00, 1.2.3.4.5\r\n",
            "X-Forwarded-For: " + "1.2.3.4,".repeat(3000) + "\r\n",
            "X-Forwarded-For:\r\nX-Forwarded-For: unknown\r\nX-Forwarded-For: localhost\r\n",
            "Forwarded: for=;;;\"\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: gopher\r\n"
        }) {
            endpoint.refused(
                    edges.send("PUT " + endpoint.path + " HTTP/1.1\r\n" + Endpoint.CALLER + "Host: localhost\r\n"
                            + noise + "\r\n"),
                    405);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_request_id_that_is_not_one_is_replaced(Endpoint endpoint) {
        for (String id : new String[] {
            "a%0d%0ab: c",
            "x".repeat(20_000),
            "<script>",
            "short",
            "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9",
            "",
            "12345678\r\nX-Request-Id: 87654321"
        }) {
            Reply reply = edges.send("PUT " + endpoint.path + " HTTP/1.1\r\n" + Endpoint.CALLER
                    + "Host: localhost\r\nX-Request-Id: " + id + "\r\n\r\n");

            endpoint.refused(reply, 405);
            assertThat(reply.header("X-Request-Id")).matches("[0-9a-f]{16}|12345678");
        }
    }
}
