package io.vestibule.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.RawConnection;
import io.vestibule.support.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 sections 6 and 7.1, RFC 9110 section 10.1.1: chunks, and clients that ask before they send. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContentFramingTest {
    private static final Endpoint ENDPOINT = Endpoint.KEAZE;
    private final Edges edges = new Edges();

    @AfterAll
    void stop() {
        edges.close();
    }

    private static String chunked(String body) {
        return ENDPOINT.post(ENDPOINT.path, "Content-Type: application/json\r\n", "")
                .replace("Content-Length: 0\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n" + body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2\r\n{}\r\n0\r\n\r\n",
                "002\r\n{}\r\n000\r\n\r\n",
                "0000000000000002\r\n{}\r\n0000000000000000\r\n\r\n",
                "2;name=value\r\n{}\r\n0;last\r\n\r\n",
                "2;a=\"b;\\\"\t c\";d\r\n{}\r\n0\r\n\r\n",
                "2 ; a = b\r\n{}\r\n0\r\n\r\n",
                "1;x\r\n{\r\n1\r\n}\r\n0\r\nTrailer: of any value\r\nX-Sum:\r\n\r\n"
            })
    void chunk_extensions_and_trailers_are_accepted_and_ignored(String body) {
        try (RawConnection connection = edges.open()) {
            Reply reply = connection.write(chunked(body)).read();
            ENDPOINT.refused(reply, 422);
            assertThat(reply.header("Connection")).isNull();
            assertThat(connection.write(chunked(body)).read().status()).isEqualTo(422);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x2\r\n{}\r\n0\r\n\r\n",
                "+2\r\n{}\r\n0\r\n\r\n",
                " 2\r\n{}\r\n0\r\n\r\n",
                "2 \r\n{}\r\n0\r\n\r\n",
                "2\n{}\r\n0\r\n\r\n",
                "2\r{}\r\n0\r\n\r\n",
                "2\r\n{}\n0\r\n\r\n",
                "2\r\n{}0\r\n\r\n",
                "2;\r\n{}\r\n0\r\n\r\n",
                "2;=x\r\n{}\r\n0\r\n\r\n",
                "2;a=\r\n{}\r\n0\r\n\r\n",
                "2;a=\"b\r\n{}\r\n0\r\n\r\n",
                "2;a\u0000\r\n{}\r\n0\r\n\r\n",
                "2\r\n{}\r\n0\r\nno trailer\r\n\r\n",
                "2\r\n{}\r\n0\r\n: x\r\n\r\n",
                "2\r\n{}\r\n0\r\na : x\r\n\r\n",
                "2\r\n{}\r\n0\r\na: x\n\r\n",
                "2\r\n{}\r\n0\r\n\n",
                "2\r\n{}\r\n-0\r\n\r\n"
            })
    void chunks_that_are_invalid_are_refused_and_the_connection_closed(String body) {
        try (RawConnection connection = edges.open()) {
            Reply reply = connection
                    .write(chunked(body) + "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .end()
                    .read();
            ENDPOINT.refused(reply, 400);
            assertThat(reply.header("Connection")).isEqualTo("close");
            assertThat(connection.hungUp()).as("no second answer").isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"40000000", "100000002", "ffffffffffffffffffff"})
    void a_chunk_of_more_than_the_limit_is_too_large_however_many_digits_its_size_has(String size) {
        ENDPOINT.refused(edges.send(chunked(size + "\r\n{}")), 413);
    }

    @Test
    void a_client_that_asks_first_hears_continue_when_its_body_is_wanted() {
        try (RawConnection connection = edges.open()) {
            connection.write(asking("2"));
            assertThat(connection.nextLine()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(connection.nextLine()).isEmpty();
            ENDPOINT.refused(connection.write("{}").read(), 422);
        }
    }

    @Test
    void a_client_that_asks_first_hears_the_refusal_of_a_body_that_is_too_large() {
        try (RawConnection connection = edges.open()) {
            connection.write(asking("16385"));
            assertThat(connection.nextLine()).isEqualTo("HTTP/1.1 413 Content Too Large");
        }
    }

    @Test
    void a_client_that_asks_first_hears_the_refusal_of_its_credentials() {
        try (RawConnection connection = edges.open()) {
            connection.write("POST " + Endpoint.SONAR.path
                    + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic bm86bm8=\r\nExpect: 100-continue\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n");
            assertThat(connection.nextLine()).isEqualTo("HTTP/1.1 401 Unauthorized");
        }
        try (RawConnection connection = edges.open()) {
            connection.write("POST /api/customers/v2/signup.json?auth-userid=1&api-key=nonsense"
                    + " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 2\r\n\r\n");
            assertThat(connection.nextLine()).isEqualTo("HTTP/1.1 500 Internal Server Error");
        }
    }

    /** Each before the word that the body is wanted, which a client of a large one would else send in vain. */
    @ParameterizedTest
    @EnumSource(names = "PUBLIC", mode = EnumSource.Mode.EXCLUDE)
    void a_client_that_asks_first_hears_the_refusal_of_its_media_type(Endpoint endpoint) {
        for (String type : new String[] {
            "Content-Type: text/plain\r\n",
            "Content-Type: application/json; charset=utf-16\r\n",
            "Content-Type: " + endpoint.type + "\r\nContent-Encoding: gzip\r\n"
        }) {
            try (RawConnection connection = edges.open()) {
                connection.write(endpoint.post(endpoint.path, type + "Expect: 100-continue\r\n", "")
                        .replace("Content-Length: 0", "Content-Length: 2"));
                endpoint.refused(connection.read(), 415);
                assertThat(connection.hungUp())
                        .as("the body can't be told from the next request")
                        .isTrue();
            }
        }
    }

    @Test
    void a_client_that_asks_first_and_names_no_type_hears_continue() {
        try (RawConnection connection = edges.open()) {
            connection.write(asking("2").replace("Content-Type: application/json\r\n", ""));
            assertThat(connection.nextLine()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(connection.nextLine()).isEmpty();
            ENDPOINT.refused(connection.write("{}").read(), 422);
        }
    }

    private static String asking(String length) {
        return ENDPOINT.post(ENDPOINT.path, "Content-Type: application/json\r\nExpect: 100-continue\r\n", "")
                .replace("Content-Length: 0", "Content-Length: " + length);
    }

    /** What nobody read of a small body isn't the next request. */
    @Test
    void a_small_body_that_nobody_read_does_not_end_the_connection() {
        try (RawConnection connection = edges.open()) {
            connection.write(ENDPOINT.post("/nowhere", "", "GET / HTTP/1.1\r\n\r\n"));
            assertThat(connection.read().status()).isEqualTo(404);
            connection.write(ENDPOINT.post("/nowhere", "", ""));
            assertThat(connection.read().status()).isEqualTo(404);
        }
    }
}
