package io.vestibule.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vestibule.support.RawConnection;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever number connects, and however slowly: the server lives, and who behaves is served. */
class ConnectionLimitsTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(300);
    /** Longer than what the system holds for a client that doesn't read. */
    private static final String LONG_ANSWER = "x".repeat(50 << 20);

    private static final String GET_LONG = "GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static ConnectionLimits limits(int connections, int perNetwork, int requests) {
        return new ConnectionLimits(connections, perNetwork, requests, 1 << 20, LONG, LONG, LONG, 500, LONG, LONG);
    }

    private static void fine(Exchange exchange) {
        Serving.answer(exchange, "fine");
    }

    private static String get(RawConnection connection) {
        return connection.write(GET).read().body();
    }

    @Test
    void one_connection_more_than_there_may_be_closes_the_idlest() throws Exception {
        try (Serving server = new Serving(limits(3, 3, 9), ConnectionLimitsTest::fine);
                RawConnection first = server.open();
                RawConnection silent = server.open();
                RawConnection third = server.open()) {
            assertThat(get(third)).isEqualTo("fine");
            assertThat(get(first)).isEqualTo("fine");
            try (RawConnection fourth = server.open()) {
                assertThat(get(fourth)).isEqualTo("fine");

                assertThat(server.rejection()).isEqualTo(Rejection.EVICTED);
                assertThat(silent.hungUp()).isTrue();
                assertThat(get(first)).isEqualTo("fine");
                assertThat(get(third)).isEqualTo("fine");
            }
        }
    }

    @Test
    void half_a_request_is_no_use_of_a_connection() throws Exception {
        try (Serving server = new Serving(limits(2, 2, 9), ConnectionLimitsTest::fine);
                RawConnection slow = server.open()) {
            slow.write("GET / HTTP/1.1\r\nHost: loc");
            try (RawConnection good = server.open()) {
                assertThat(get(good)).isEqualTo("fine");
                try (RawConnection next = server.open()) {
                    assertThat(get(next)).isEqualTo("fine");
                    assertThat(slow.hungUp()).isTrue();
                    assertThat(get(good)).isEqualTo("fine");
                }
            }
        }
    }

    @Test
    void a_connection_whose_request_is_being_answered_keeps_its_place() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Consumer<Exchange> slow = exchange -> {
            asked.countDown();
            await(goOn);
            Serving.answer(exchange, "at last");
        };
        try (Serving server = new Serving(limits(1, 1, 9), slow);
                RawConnection busy = server.open()) {
            busy.write(GET);
            await(asked);
            try (RawConnection other = server.open()) {
                assertThat(other.hungUp()).isTrue();
                assertThat(server.rejection()).isEqualTo(Rejection.NO_ROOM);
            }
            goOn.countDown();
            assertThat(busy.read().body()).isEqualTo("at last");
        }
    }

    @Test
    void one_network_takes_no_place_of_others() throws Exception {
        InetAddress elsewhere = InetAddress.ofLiteral("127.0.0.7");
        try (Serving server = new Serving(limits(100, 2, 9), ConnectionLimitsTest::fine);
                RawConnection other = new RawConnection(server.port(), elsewhere)) {
            assertThat(get(other)).isEqualTo("fine");
            for (RawConnection connection : open(server, 20)) {
                connection.close();
            }
            assertThat(server.rejection()).isEqualTo(Rejection.EVICTED);
            assertThat(get(other)).isEqualTo("fine");
        }
    }

    @Test
    void connections_of_a_proxy_count_as_no_networks() {
        try (Serving server = new Serving(limits(100, 2, 9), address -> true, ConnectionLimitsTest::fine)) {
            List<RawConnection> proxy = open(server, 20);
            proxy.forEach(connection -> assertThat(get(connection)).isEqualTo("fine"));
            assertThat(server.rejections).isEmpty();
            proxy.forEach(RawConnection::close);
        }
    }

    private static List<RawConnection> open(Serving server, int count) {
        List<RawConnection> connections = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> connections.add(server.open()));
        return connections;
    }

    @Test
    void one_request_more_than_may_be_answered_at_once_is_rejected() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Consumer<Exchange> slow = exchange -> {
            asked.countDown();
            await(goOn);
            Serving.answer(exchange, "at last");
        };
        try (Serving server = new Serving(limits(9, 9, 1), slow);
                RawConnection first = server.open();
                RawConnection second = server.open()) {
            first.write(GET);
            await(asked);
            assertThat(get(second)).isEqualTo("OVERLOADED");
            goOn.countDown();
            assertThat(first.read().body()).isEqualTo("at last");
            assertThat(get(first)).isEqualTo("at last");
        }
    }

    @Test
    void a_client_that_is_slow_to_send_its_content_keeps_no_other_from_being_answered() {
        try (Serving server = new Serving(limits(9, 9, 1), Serving::echo);
                RawConnection slow = server.open();
                RawConnection other = server.open()) {
            slow.write("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            assertThat(slow.nextLine()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(slow.nextLine()).isEmpty();

            assertThat(other.write("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nfine")
                            .read()
                            .body())
                    .isEqualTo("fine");
            assertThat(slow.write("late").read().body()).isEqualTo("late");
        }
    }

    @Test
    void a_client_that_does_not_take_its_answer_in_keeps_no_other_from_being_answered() {
        ConnectionLimits one = new ConnectionLimits(9, 9, 1, 100 << 20, LONG, LONG, LONG, 500, LONG, LONG);
        try (Serving server = new Serving(one, ConnectionLimitsTest::longOrFine);
                RawConnection deaf = server.open();
                RawConnection other = server.open()) {
            deaf.write(GET_LONG);
            assertThat(deaf.nextLine()).isEqualTo("HTTP/1.1 200 OK");

            assertThat(get(other)).isEqualTo("fine");
        }
    }

    @Test
    void a_client_that_does_not_take_its_answer_in_makes_place_for_others() throws Exception {
        ConnectionLimits one = new ConnectionLimits(1, 1, 9, 100 << 20, LONG, LONG, LONG, 500, LONG, LONG);
        try (Serving server = new Serving(one, ConnectionLimitsTest::longOrFine);
                RawConnection deaf = server.open()) {
            deaf.write(GET_LONG);
            assertThat(deaf.nextLine()).isEqualTo("HTTP/1.1 200 OK");

            try (RawConnection other = server.open()) {
                assertThat(get(other)).isEqualTo("fine");
            }
            assertThat(server.rejection()).isEqualTo(Rejection.EVICTED);
        }
    }

    @Test
    void answers_that_are_not_taken_in_hold_no_more_than_their_budget() throws Exception {
        ConnectionLimits small = new ConnectionLimits(9, 9, 9, 60 << 20, LONG, LONG, LONG, 500, LONG, LONG);
        try (Serving server = new Serving(small, ConnectionLimitsTest::longOrFine);
                RawConnection deaf = server.open();
                RawConnection next = server.open()) {
            deaf.write(GET_LONG);
            assertThat(deaf.nextLine()).isEqualTo("HTTP/1.1 200 OK");

            next.write(GET_LONG);
            assertThat(server.rejection()).as("the idlest makes room").isEqualTo(Rejection.EVICTED);
            assertThat(next.read().body()).hasSize(LONG_ANSWER.length());
        }
    }

    private static void longOrFine(Exchange exchange) {
        Serving.answer(exchange, exchange.target().equals("/long") ? LONG_ANSWER : "fine");
    }

    @Test
    void unfinished_requests_hold_no_more_than_their_budget() throws Exception {
        ConnectionLimits small = new ConnectionLimits(1000, 1000, 99, 100_000, LONG, LONG, LONG, 500, LONG, LONG);
        String half = "GET / HTTP/1.1\r\nX: " + "x".repeat(15_000);
        try (Serving server = new Serving(small, Serving::echo)) {
            List<RawConnection> slow = open(server, 40);
            slow.forEach(connection -> connection.write(half));

            assertThat(server.rejection()).isIn(Rejection.EVICTED, Rejection.OVERLOADED);
            try (RawConnection good = server.open()) {
                assertThat(get(good)).isEmpty();
            }
            slow.forEach(RawConnection::close);
        }
    }

    @Test
    void a_head_that_does_not_come_in_time_is_answered_and_the_connection_closed() throws Exception {
        ConnectionLimits hasty = new ConnectionLimits(9, 9, 9, 1 << 20, LONG, SHORT, LONG, 500, LONG, LONG);
        try (Serving server = new Serving(hasty, ConnectionLimitsTest::fine);
                RawConnection slow = server.open()) {
            assertThat(get(slow)).isEqualTo("fine");
            slow.write("GET / HTTP/1.1\r\nHost: localhost\r\n");

            assertThat(slow.read().body()).isEqualTo("HEAD_TIMEOUT");
            assertThat(slow.hungUp()).isTrue();
        }
    }

    @Test
    void content_below_the_least_rate_is_refused() {
        ConnectionLimits hasty = new ConnectionLimits(9, 9, 9, 1 << 20, LONG, LONG, SHORT, 500, LONG, LONG);
        for (String framing :
                new String[] {"Content-Length: 100\r\n\r\nab", "Transfer-Encoding: chunked\r\n\r\n5\r\nab"}) {
            try (Serving server = new Serving(hasty, Serving::echo);
                    RawConnection slow = server.open()) {
                slow.write("POST / HTTP/1.1\r\nHost: localhost\r\n" + framing);

                assertThat(slow.read().body()).isEqualTo("TIMED_OUT");
                assertThat(slow.hungUp()).isTrue();
            }
        }
    }

    @Test
    void each_byte_of_content_gives_the_next_ones_time() {
        ConnectionLimits hasty = new ConnectionLimits(9, 9, 9, 1 << 20, LONG, LONG, SHORT, 1, LONG, LONG);
        try (Serving server = new Serving(hasty, Serving::echo);
                RawConnection slow = server.open();
                RawConnection hurried = server.open()) {
            slow.write("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n" + "x".repeat(60));
            hurried.write("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n");
            assertThat(hurried.read().body()).isEqualTo("TIMED_OUT");

            assertThat(slow.write("x".repeat(40)).read().body()).isEqualTo("x".repeat(100));
        }
    }

    @Test
    void a_connection_that_waits_too_long_for_its_next_request_is_closed() {
        ConnectionLimits hasty = new ConnectionLimits(9, 9, 9, 1 << 20, SHORT, LONG, LONG, 500, LONG, LONG);
        try (Serving server = new Serving(hasty, ConnectionLimitsTest::fine);
                RawConnection idle = server.open()) {
            assertThat(get(idle)).isEqualTo("fine");
            assertThat(idle.hungUp()).isTrue();
            assertThat(server.rejections).isEmpty();
        }
    }

    @Test
    void line_ends_alone_begin_no_request() {
        ConnectionLimits hasty = new ConnectionLimits(9, 9, 9, 1 << 20, LONG, SHORT, LONG, 500, LONG, LONG);
        try (Serving server = new Serving(hasty, ConnectionLimitsTest::fine);
                RawConnection idle = server.open();
                RawConnection slow = server.open()) {
            idle.write(GET + "\r\n");
            assertThat(idle.read().body()).isEqualTo("fine");
            slow.write("GET");
            assertThat(slow.read().body()).isEqualTo("HEAD_TIMEOUT");

            assertThat(get(idle)).as("later than a head may take").isEqualTo("fine");
        }
    }

    @Test
    void half_a_head_does_not_delay_a_stop_and_half_a_content_is_waited_for() throws Exception {
        Serving server = new Serving(limits(9, 9, 9), Serving::echo);
        try (RawConnection head = server.open();
                RawConnection content = server.open()) {
            head.write("GET / HTTP/1.1\r\nHost: loc");
            content.write("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            assertThat(content.nextLine()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(content.nextLine()).isEmpty();

            Thread stop = Thread.startVirtualThread(() -> server.close(LONG));
            assertThat(head.hungUp()).isTrue();
            assertThat(content.write("late").read().body()).isEqualTo("late");
            assertThat(stop.join(LONG)).isTrue();
        }
    }

    /** RFC 9112 section 6.3: what stood behind such an answer would be read as the next one. */
    @Test
    void an_answer_whose_status_has_no_content_is_sent_without_any() {
        Consumer<Exchange> changed = exchange ->
                exchange.send(exchange.target().equals("/204") ? 204 : 304, List.of(), "not for you".getBytes(UTF_8));
        try (Serving server = new Serving(limits(9, 9, 9), changed);
                RawConnection connection = server.open()) {
            for (int status : new int[] {204, 304, 204}) {
                connection.write("GET /" + status + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(connection.read().status()).isEqualTo(status);
            }
        }
    }

    /** A portal's clock may be set by it (RFC 9110 section 6.6.1). */
    @Test
    void an_answer_says_when_it_was_made() {
        try (Serving server = new Serving(limits(9, 9, 9), ConnectionLimitsTest::fine);
                RawConnection connection = server.open()) {
            String date = connection.write(GET).read().header("Date");
            assertThat(date).matches("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT");
            assertThat(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
                    .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        }
    }

    @Test
    void a_connection_counts_for_its_network_until_it_ends_however_that_comes() throws Exception {
        try (Serving server = new Serving(limits(100, 9, 9), ConnectionLimitsTest::fine)) {
            for (String end : new String[] {GET, "nonsense", "GET / HTTP/1.1\r\nHost: loc", "\r\n", ""}) {
                for (int i = 0; i < 30; i++) {
                    try (RawConnection connection = server.open()) {
                        connection.write(end).end();
                        while (!connection.hungUp()) {}
                    }
                }
            }
            server.rejections.removeIf(
                    rejection -> rejection == Rejection.REQUEST_LINE || rejection == Rejection.HEADER);
            assertThat(server.rejections).as("no place was missing").isEmpty();
        }
    }

    @Test
    void a_client_that_does_not_take_its_answer_in_is_given_up() throws Exception {
        ConnectionLimits hasty = new ConnectionLimits(9, 9, 9, 100 << 20, LONG, LONG, LONG, 500, SHORT, LONG);
        try (Serving server = new Serving(hasty, ConnectionLimitsTest::longOrFine);
                RawConnection deaf = server.open()) {
            deaf.write(GET_LONG);

            assertThat(server.rejection()).isEqualTo(Rejection.WRITE_TIMEOUT);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
