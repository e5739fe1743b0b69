package io.vestibule.dialect.openid;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** An application's server, which is told of logouts at {@code /logout} and answers as it likes. */
final class LogoutReceiver implements AutoCloseable {
    private final HttpServer server;
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

    /** What came. */
    record Call(String method, String path, @Nullable String contentType, String body) {
        String token() {
            return body.replaceFirst("^logout_token=", "");
        }
    }

    /** @param status of each answer; may take its time */
    LogoutReceiver(IntSupplier status) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> answer(exchange, status));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private void answer(HttpExchange exchange, IntSupplier status) throws IOException {
        try (exchange) {
            int code = status.getAsInt();
            calls.add(new Call(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(code, -1);
        }
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/logout?from=vestibule";
    }

    /** The next call; waits for it. */
    Call next() {
        Call call = next(20_000);
        if (call == null) {
            throw new AssertionError("the application wasn't called");
        }
        return call;
    }

    /** The next call within so many milliseconds; null if there is none. */
    @Nullable
    Call next(long millis) {
        try {
            return calls.poll(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What came and wasn't asked for yet. */
    List<Call> rest() {
        List<Call> rest = new ArrayList<>();
        calls.drainTo(rest);
        return rest;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
