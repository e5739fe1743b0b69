package io.vestibule.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.RawConnection;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A connection's first head, which is read before the connection has a thread, is read as those that follow are. */
class FirstHeadTest {
    private static final String HOST = "Host: localhost\r\n";

    private final Serving server = new Serving(ConnectionLimits.of(9, 9), Serving::echo);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void it_may_come_byte_by_byte_behind_line_ends_and_be_long() {
        String request =
                "\r\n\r\nPOST / HTTP/1.1\r\n" + HOST + "X: " + "x".repeat(3000) + "\r\nContent-Length: 4\r\n\r\n";
        try (RawConnection client = server.open()) {
            for (String content : new String[] {"abcd", "efgh"}) {
                IntStream.range(0, request.length()).forEach(i -> client.write(request.substring(i, i + 1)));
                assertThat(client.write(content).read().body()).isEqualTo(content);
            }
        }
    }

    @Test
    void what_follows_it_at_once_is_answered_too() {
        String request = "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\n\r\n";
        try (RawConnection client = server.open()) {
            client.write(request + "a" + request + "b" + request);
            assertThat(client.read().body()).isEqualTo("a");
            assertThat(client.read().body()).isEqualTo("b");
            assertThat(client.write("c").read().body()).isEqualTo("c");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, REQUEST_LINE",
        "SSH-2.0-OpenSSH_9, REQUEST_LINE",
        "GET / HTTP/1.1|X, HEADER",
        "GET / HTTP/1.1|X : y, HEADER"
    })
    void one_that_is_refused_already_is_answered_before_it_ends(String lines, String rejection) {
        try (RawConnection client = server.open()) {
            client.write(lines.replace("|", "\r\n") + "\r\n");
            assertThat(client.read().body()).isEqualTo(rejection);
        }
    }

    @Test
    void a_client_that_ends_within_it_is_told_so() {
        try (RawConnection client = server.open()) {
            client.write("GET / HTTP/1.1\r\n" + HOST);
            client.end();
            assertThat(client.read().body()).isEqualTo("HEADER");
        }
    }
}
