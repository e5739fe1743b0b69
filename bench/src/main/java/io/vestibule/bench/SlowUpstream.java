package io.vestibule.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A system that customers come from, as LogicBoxes' API has it: every password is right there, and every answer takes its time. */
final class SlowUpstream implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final long millis;
    private final AtomicLong nextId = new AtomicLong(500_000_000);
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /** @param millis of each answer */
    SlowUpstream(long millis) throws IOException {
        this.millis = millis;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.setExecutor(executor);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try (exchange) {
            String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String username = URLDecoder.decode(form.replaceFirst(".*username=([^&]*).*", "$1"), UTF_8);
            Machine.pause(millis);
            byte[] body = ("{\"customerid\":\"" + nextId.incrementAndGet() + "\",\"username\":\"" + username
                            + "\",\"useremail\":\"" + username + "\",\"name\":\"Customer New\",\"company\":\"Company\","
                            + "\"address1\":\"1 Station Road\",\"city\":\"Springfield\",\"country\":\"US\",\"zip\":\"AB1 2CD\","
                            + "\"customerstatus\":\"Active\",\"langpref\":\"en\"}")
                    .getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } finally {
            atOnce.decrementAndGet();
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How many asked at once, at most, so far. */
    int mostAtOnce() {
        return most.get();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
