package io.vestibule.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import io.vestibule.config.HttpConfig;
import java.time.Duration;

/** The listening sockets: one for customers and portals, one for the operator. */
public final class Listener implements AutoCloseable {
    private static final String MANAGEMENT = "management";
    private static final int LONGEST_LINE = 32 * 1024;

    private final WebServer server;

    private Listener(WebServer server) {
        this.server = server;
    }

    /** Starts to listen. */
    public static Listener start(HttpConfig config, Edge edge, Edge management) {
        WebServer server = WebServer.builder()
                .shutdownHook(false)
                .shutdownGracePeriod(config.drain())
                .host(config.host())
                .port(config.port())
                .addProtocol(http())
                .directHandlers(handlers(edge))
                .routing(routing -> routing.any(edge))
                .idleConnectionTimeout(Duration.ofMinutes(2))
                .putSocket(
                        MANAGEMENT,
                        socket -> socket.host(config.managementHost())
                                .port(config.managementPort())
                                .addProtocol(http())
                                .directHandlers(handlers(management))
                                .routing(routing -> routing.any(management)))
                .build();
        return new Listener(server.start());
    }

    public int port() {
        return server.port();
    }

    public int managementPort() {
        return server.port(MANAGEMENT);
    }

    /** Takes no new request and waits, within the drain time, until those in flight are answered. */
    @Override
    public void close() {
        server.stop();
    }

    /** Paths and hosts are looked at by the edge, which answers in the right shape. */
    private static Http1Config http() {
        return Http1Config.builder()
                .maxPrologueLength(LONGEST_LINE)
                .maxHeadersSize(LONGEST_LINE)
                .validatePath(false)
                .build();
    }

    private static DirectHandlers handlers(Edge edge) {
        DirectHandler inShape = (request, type, status, headers, message) -> {
            Problem problem = type == EventType.PAYLOAD_TOO_LARGE
                    ? new Problem.TooLarge()
                    : status.code() >= Status.INTERNAL_SERVER_ERROR_500.code()
                            ? new Problem.Fault()
                            : new Problem.Malformed("The request can't be read.");
            Answer answer = edge.refused(request.path(), problem);
            answer.headers().forEach((name, value) -> headers.set(HeaderNames.create(name), value));
            headers.set(HeaderNames.create("X-Request-Id"), RequestIds.next());
            headers.set(HeaderNames.CACHE_CONTROL, "no-store");
            return DirectHandler.TransportResponse.builder()
                    .status(Status.create(answer.status()))
                    .headers(headers)
                    .keepAlive(false)
                    .entity(answer.body())
                    .build();
        };
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, inShape);
        }
        return handlers.build();
    }
}
