package io.vestibule.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.RawConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Answers whose content is written as it comes, and who stops them. */
class StreamTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String GET_OTHER = GET.replace(" / ", " /other ");
    private static final Duration LONG = Duration.ofMinutes(1);

    private static ConnectionLimits limits(int connections, Duration write) {
        return new ConnectionLimits(
                connections, connections, 1, 1 << 20, LONG, LONG, LONG, 500, write, Duration.ofSeconds(2));
    }

    private static Serving serve(StreamedContent content) {
        return new Serving(limits(9, LONG), stream(content));
    }

    private static Consumer<Exchange> stream(StreamedContent content) {
        return exchange -> exchange.stream(200, List.of(new Header("Content-Type", "text/plain")), content);
    }

    /** The content at the one path, and an answer at any other. */
    private static Consumer<Exchange> streamAndOther(StreamedContent content) {
        return exchange -> {
            if (exchange.target().equals("/")) {
                stream(content).accept(exchange);
            } else {
                Serving.answer(exchange, "fine");
            }
        };
    }

    /** Content without an end, and when its thread was told to stop. */
    private static final class Endless {
        final CountDownLatch begun = new CountDownLatch(1);
        final CompletableFuture<Boolean> virtual = new CompletableFuture<>();
        final CountDownLatch stopped = new CountDownLatch(1);

        StreamedContent content() {
            return out -> {
                out.write("begun\n".getBytes(UTF_8));
                virtual.complete(Thread.currentThread().isVirtual());
                begun.countDown();
                try {
                    out.waiting(() -> new CountDownLatch(1).await(1, TimeUnit.HOURS));
                } finally {
                    stopped.countDown();
                }
            };
        }

        void awaitBegun() throws InterruptedException {
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        }

        void awaitStopped() throws InterruptedException {
            assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** RFC 9112 section 7.1. */
    @Test
    void content_is_sent_in_chunks_as_it_is_written_and_ends_with_the_last() {
        try (Serving server = serve(out -> {
                    out.write("one".getBytes(UTF_8));
                    out.write(new byte[0]);
                    out.write("a second, of more than fifteen".getBytes(UTF_8));
                });
                RawConnection client = server.open()) {
            var reply = client.write(GET).read();

            assertThat(reply.header("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(reply.header("Content-Length")).isNull();
            assertThat(reply.header("Connection")).isEqualTo("close");
            assertThat(reply.body()).isEqualTo("3\r\none\r\n1e\r\na second, of more than fifteen\r\n0\r\n\r\n");
        }
    }

    /** RFC 9112 section 6.1: a client of HTTP/1.0 knows no chunks. */
    @Test
    void a_client_of_http_1_0_gets_it_up_to_the_end_of_the_connection() {
        try (Serving server = serve(out -> out.write("all".getBytes(UTF_8)));
                RawConnection client = server.open()) {
            var reply = client.write("GET / HTTP/1.0\r\n\r\n").read();

            assertThat(reply.header("Transfer-Encoding")).isNull();
            assertThat(reply.body()).isEqualTo("all");
        }
    }

    @Test
    void the_answer_to_a_head_asks_for_no_content() {
        try (Serving server = serve(out -> {
                    throw new AssertionError("asked for");
                });
                RawConnection client = server.open()) {
            var reply = client.write(GET.replace("GET", "HEAD")).readHead();

            assertThat(reply.status()).isEqualTo(200);
            assertThat(client.hungUp()).isTrue();
        }
    }

    @Test
    void content_that_fails_has_no_end() {
        try (Serving server = serve(out -> {
                    out.write("half".getBytes(UTF_8));
                    throw new IllegalStateException("the database is away");
                });
                RawConnection client = server.open()) {
            assertThat(client.write(GET).read().body()).isEqualTo("4\r\nhalf\r\n");
        }
    }

    @Test
    void a_client_that_goes_away_frees_the_thread_though_nothing_is_written() throws Exception {
        Endless endless = new Endless();
        try (Serving server = serve(endless.content())) {
            try (RawConnection client = server.open()) {
                client.write(GET);
                endless.awaitBegun();
            }
            endless.awaitStopped();
        }
    }

    /** A statement that is interrupted breaks its connection to the database. */
    @Test
    void what_is_done_for_a_client_that_went_away_is_done_to_its_end_and_then_its_thread_waits_no_more()
            throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        CompletableFuture<Boolean> waited = new CompletableFuture<>();
        StreamedContent content = out -> {
            out.write("begun\n".getBytes(UTF_8));
            begun.countDown();
            try {
                interrupted.complete(!gone.await(20, TimeUnit.SECONDS));
                waited.complete(out.waiting(() -> new CountDownLatch(1).await(1, TimeUnit.HOURS)));
            } catch (InterruptedException e) {
                interrupted.complete(true);
                waited.complete(false);
                throw e;
            }
        };
        try (Serving server = new Serving(limits(9, LONG), streamAndOther(content));
                RawConnection other = server.open()) {
            try (RawConnection client = server.open()) {
                client.write(GET);
                assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(other.write(GET_OTHER).read().body()).isEqualTo("fine");
            gone.countDown();

            assertThat(interrupted.get(20, TimeUnit.SECONDS)).isFalse();
            assertThat(waited.get(20, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    void no_platform_thread_is_held() throws Exception {
        Endless endless = new Endless();
        try (Serving server = serve(endless.content());
                RawConnection client = server.open()) {
            client.write(GET);
            assertThat(endless.virtual.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_server_that_stops_ends_streams_at_once() throws Exception {
        Endless endless = new Endless();
        Serving server = serve(endless.content());
        try (RawConnection client = server.open()) {
            client.write(GET);
            endless.awaitBegun();
            long start = System.nanoTime();
            server.close(LONG);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            endless.awaitStopped();
            assertThat(client.read().body()).isEqualTo("6\r\nbegun\n\r\n");
        }
    }

    /** There may be one request at a time here. */
    @Test
    void a_stream_is_no_request_that_the_server_works_at() throws Exception {
        Endless endless = new Endless();
        try (Serving server = new Serving(limits(9, LONG), streamAndOther(endless.content()));
                RawConnection client = server.open();
                RawConnection other = server.open()) {
            client.write(GET);
            endless.awaitBegun();

            assertThat(other.write(GET_OTHER).read().body()).isEqualTo("fine");
        }
    }

    @Test
    void others_may_have_the_place_of_a_stream() throws Exception {
        Endless endless = new Endless();
        try (Serving server = new Serving(limits(1, LONG), streamAndOther(endless.content()));
                RawConnection client = server.open()) {
            client.write(GET);
            endless.awaitBegun();
            try (RawConnection other = server.open()) {
                assertThat(other.write(GET_OTHER).read().body()).isEqualTo("fine");
            }
            endless.awaitStopped();
        }
    }

    @Test
    void a_client_that_takes_nothing_in_is_let_go() throws Exception {
        byte[] much = new byte[1 << 20];
        CountDownLatch stopped = new CountDownLatch(1);
        StreamedContent content = out -> {
            try {
                while (true) {
                    out.write(much);
                }
            } finally {
                stopped.countDown();
            }
        };
        try (Serving server = new Serving(limits(9, Duration.ofMillis(300)), stream(content));
                RawConnection client = server.open()) {
            client.write(GET);

            assertThat(server.rejection()).isEqualTo(Rejection.WRITE_TIMEOUT);
            assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
