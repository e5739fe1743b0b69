package io.vestibule.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A system that answers as no real one does, or as one does that is out of order. */
final class StubUpstream implements AutoCloseable {
    private static final ThreadLocal<Request> CURRENT = new ThreadLocal<>();

    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final String scheme;
    final AtomicInteger asked = new AtomicInteger();
    final List<Request> requests = new CopyOnWriteArrayList<>();
    volatile Handler handler = exchange -> {};

    record Request(String path, String body, Map<String, List<String>> headers) {}

    @FunctionalInterface
    interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    StubUpstream() {
        this(null);
    }

    /** @param tls for https; null for http */
    StubUpstream(@Nullable SSLContext tls) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            if (tls == null) {
                server = HttpServer.create(address, 0);
            } else {
                HttpsServer https = HttpsServer.create(address, 0);
                https.setHttpsConfigurator(new HttpsConfigurator(tls));
                server = https;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        scheme = tls == null ? "http" : "https";
        server.setExecutor(executor);
        server.createContext("/", this::received);
        server.start();
    }

    private void received(HttpExchange exchange) {
        asked.incrementAndGet();
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            Request request = new Request(exchange.getRequestURI().toString(), body, exchange.getRequestHeaders());
            requests.add(request);
            CURRENT.set(request);
            handler.handle(exchange);
        } catch (IOException e) {
            // who asked has gone
        }
    }

    String url() {
        return scheme + "://localhost:" + server.getAddress().getPort();
    }

    /** The request that the handler answers. */
    static Request current() {
        return CURRENT.get();
    }

    /** Always this answer. */
    void answers(int status, String body) {
        handler = exchange -> send(exchange, status, "application/json", body);
    }

    static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Lets time pass, unless the test is over. */
    void letPass(long millis) {
        try {
            if (closing.await(millis, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the test is over");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        executor.shutdownNow();
    }
}
