package io.vestibule.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.RawConnection;
import io.vestibule.support.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 sections 2.2, 2.6 and 9: which connections go on after an answer, and what HTTP/1.0 gets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectionPersistenceTest {
    private static final String KEYS = "/.well-known/jwks.json";
    private final Edges edges = new Edges();

    @AfterAll
    void stop() {
        edges.close();
    }

    private static String get(String version, String headers) {
        return "GET " + KEYS + " HTTP/" + version + "\r\nHost: localhost\r\n" + headers + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "Close", "keep-alive, close", "x,\tclose"})
    void a_request_that_says_close_is_the_last_of_its_connection(String value) {
        try (RawConnection connection = edges.open()) {
            connection.write(get("1.1", "Connection: " + value + "\r\n") + get("1.1", ""));
            Reply reply = connection.read();

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("Connection")).isEqualTo("close");
            assertThat(connection.hungUp())
                    .as("section 9.6: what follows isn't answered")
                    .isTrue();
        }
    }

    @Test
    void http_1_1_goes_on_without_a_word() {
        try (RawConnection connection = edges.open()) {
            for (int i = 0; i < 3; i++) {
                Reply reply = connection.write(get("1.1", "")).read();
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.header("Connection")).isNull();
            }
        }
    }

    @Test
    void http_1_0_is_served_and_its_connection_closed() {
        for (String host : new String[] {"Host: localhost\r\n", ""}) {
            try (RawConnection connection = edges.open()) {
                Reply reply = connection
                        .write("GET " + KEYS + " HTTP/1.0\r\n" + host + "\r\n")
                        .read();

                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.header("Connection")).isEqualTo("close");
                assertThat(reply.header("Transfer-Encoding")).isNull();
                assertThat(reply.body())
                        .startsWith("{\"keys\"")
                        .hasSize(Integer.parseInt(reply.header("Content-Length")));
                assertThat(connection.hungUp()).isTrue();
            }
        }
    }

    @Test
    void http_1_0_with_keep_alive_goes_on() {
        try (RawConnection connection = edges.open()) {
            for (int i = 0; i < 3; i++) {
                Reply reply = connection
                        .write(get("1.0", "Connection: Keep-Alive\r\n"))
                        .read();
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.header("Connection")).isEqualTo("keep-alive");
            }
        }
    }

    @Test
    void http_1_0_sends_bodies_too() {
        Reply reply = edges.send(
                Endpoint.KEAZE.post("{\"url\":1}", "application/json").replace(" HTTP/1.1\r\n", " HTTP/1.0\r\n"));
        Endpoint.KEAZE.refused(reply, 422);
    }

    @Test
    void http_1_0_has_no_transfer_codings() {
        Reply reply = edges.send(Endpoint.KEAZE
                .post(Endpoint.KEAZE.path, "", "")
                .replace(" HTTP/1.1\r\n", " HTTP/1.0\r\n")
                .replace("Content-Length: 0", "Transfer-Encoding: chunked"));
        Endpoint.KEAZE.refused(reply, 400);
    }

    @Test
    void http_1_0_is_served_on_the_management_port() {
        Reply reply = RawConnection.exchange(edges.client.managementPort(), "GET /readyz HTTP/1.0\r\n\r\n");
        assertThat(reply.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r\n\r\n"})
    void line_ends_before_a_request_are_nothing(String ends) {
        try (RawConnection connection = edges.open()) {
            assertThat(connection.write(ends + get("1.1", "")).read().status()).isEqualTo(200);
            assertThat(connection.write(ends + get("1.1", "")).read().status()).isEqualTo(200);
        }
    }

    @Test
    void what_is_no_http_is_answered_at_once() {
        try (RawConnection connection = edges.open()) {
            assertThat(connection.write("\u0016\u0003\u0001").read().status()).isEqualTo(400);
            assertThat(connection.hungUp()).isTrue();
        }
    }

    /** RFC 9110 section 15: people read phrases in traces, and look them up. */
    @Test
    void reason_phrases_are_the_usual_ones() {
        try (RawConnection connection = edges.open()) {
            connection.write("GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(connection.nextLine()).isEqualTo("HTTP/1.1 404 Not Found");
        }
        try (RawConnection connection = edges.open()) {
            connection.write("nonsense\r\n\r\n");
            assertThat(connection.nextLine()).isEqualTo("HTTP/1.1 400 Bad Request");
        }
    }

    @Test
    void what_is_rejected_before_it_is_a_request_is_counted_by_reason() {
        double before = rejected("host");
        edges.send("GET / HTTP/1.1\r\n\r\n");
        assertThat(rejected("host")).isEqualTo(before + 1);
    }

    private double rejected(String reason) {
        return edges.client
                .management("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("vestibule_http_rejected_total{reason=\"" + reason + "\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
