package io.vestibule.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.support.RawConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** An HTTP server whose handler is the test's. A rejection is answered with 400 and its reason. */
final class Serving implements AutoCloseable {
    final BlockingQueue<Rejection> rejections = new LinkedBlockingQueue<>();
    private final HttpServer server;

    Serving(ConnectionLimits limits, Predicate<InetAddress> exempt, Consumer<Exchange> handler) {
        try {
            server = HttpServer.bind("127.0.0.1", 0, limits, exempt, new Handler(handler), rejections::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.start();
    }

    Serving(ConnectionLimits limits, Consumer<Exchange> handler) {
        this(limits, address -> false, handler);
    }

    private record Handler(Consumer<Exchange> handler) implements HttpHandler {
        @Override
        public void handle(Exchange exchange) {
            handler.accept(exchange);
        }

        @Override
        public void reject(Exchange exchange, Rejection rejection) {
            exchange.send(400, List.of(), rejection.name().getBytes(UTF_8));
        }
    }

    static void answer(Exchange exchange, String text) {
        exchange.send(200, List.of(new Header("Content-Type", "text/plain")), text.getBytes(UTF_8));
    }

    /** Answers with the request's own content, or why it can't be read. */
    static void echo(Exchange exchange) {
        answer(exchange, new String(read(exchange), UTF_8));
    }

    private static byte[] read(Exchange exchange) {
        try {
            return exchange.content().read(16 * 1024);
        } catch (ContentException e) {
            return e.reason().name().getBytes(UTF_8);
        }
    }

    int port() {
        return server.port();
    }

    RawConnection open() {
        return new RawConnection(port());
    }

    /** The next rejection, as soon as there is one. */
    Rejection rejection() throws InterruptedException {
        Rejection next = rejections.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was rejected");
        }
        return next;
    }

    /** Stops it; what is being answered has the time given. */
    void close(Duration drain) {
        server.close(drain);
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }
}
