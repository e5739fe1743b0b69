package io.vestibule.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.DirectHandler.TransportRequest;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.service.registry.GlobalServiceRegistry;
import io.helidon.service.registry.ServiceRegistryConfig;
import io.helidon.service.registry.ServiceRegistryManager;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import io.vestibule.config.HttpConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;

/** The listening sockets: one for customers and portals, one for the operator. */
public final class Listener implements AutoCloseable {
    private static final String MANAGEMENT = "management";
    /** Longer than what the edge lets pass, so that it is the edge that refuses: it knows whose path it is. */
    private static final int LONGEST_LINE = 128 * 1024;

    private static final int LONGEST_HEADERS = 32 * 1024;

    /** Anything but the usual phrase: with that, the web server would log a trace for each of LogicBoxes' refusals. */
    private static final String REASON = "Refused";

    static {
        // What ours needs of Helidon is named here; to look for more in the whole jar takes a start 25 ms
        var none = ServiceRegistryConfig.builder().discoverServices(false).discoverServicesFromServiceLoader(false);
        GlobalServiceRegistry.registry(
                ServiceRegistryManager.create(none.build()).registry());
    }

    private final WebServer server;

    private Listener(WebServer server) {
        this.server = server;
    }

    /**
     * Starts to listen.
     *
     * @throws CannotListenException if a socket can't be had; then nothing listens
     */
    public static Listener start(HttpConfig config, Edge edge, Edge management) {
        // Helidon would only log that a port is taken, with a stack trace, and go on with no socket at all
        requireFree(config.host(), config.port(), false);
        requireFree(config.managementHost(), config.managementPort(), true);
        WebServer server = WebServer.builder()
                .shutdownHook(false)
                .shutdownGracePeriod(config.drain())
                .host(config.host())
                .port(config.port())
                .protocolsDiscoverServices(false)
                .addConnectionSelector(new EveryConnection(http()))
                .directHandlers(handlers(edge))
                .routing(routing -> routing.any(edge))
                .idleConnectionTimeout(Duration.ofMinutes(2))
                .putSocket(
                        MANAGEMENT,
                        socket -> socket.host(config.managementHost())
                                .port(config.managementPort())
                                .protocolsDiscoverServices(false)
                                .addConnectionSelector(new EveryConnection(http()))
                                .directHandlers(handlers(management))
                                .routing(routing -> routing.any(management)))
                .build();
        server.start();
        if (!server.isRunning()) { // somebody took it meanwhile
            requireFree(config.host(), config.port(), false);
            requireFree(config.managementHost(), config.managementPort(), true);
            throw new IllegalStateException("the web server didn't start; its log says why");
        }
        return new Listener(server);
    }

    private static void requireFree(String host, int port, boolean management) {
        // Bound, but it never listens: nobody's connection is accepted and dropped
        try (SocketChannel probe = SocketChannel.open()) {
            probe.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(new InetSocketAddress(host, port));
        } catch (IOException | UnresolvedAddressException e) {
            throw new CannotListenException(host, port, management, e);
        }
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

    /** Paths and queries are looked at by the edge, which answers in the right shape. */
    private static Http1Config http() {
        return Http1Config.builder()
                .maxPrologueLength(LONGEST_LINE)
                .maxHeadersSize(LONGEST_HEADERS)
                .validatePrologue(false)
                .validatePath(false)
                .build();
    }

    private static DirectHandlers handlers(Edge edge) {
        DirectHandler inShape = (request, type, status, headers, message) -> {
            Answer answer = edge.refused(request.path(), problem(type, status, request));
            answer.headers().forEach((name, value) -> headers.set(HeaderNames.create(name), value));
            return DirectHandler.TransportResponse.builder()
                    .status(Status.create(answer.status(), REASON))
                    .headers(headers)
                    .keepAlive(false)
                    .entity(request.method().equals("HEAD") ? new byte[0] : answer.body())
                    .build();
        };
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, inShape);
        }
        return handlers.build();
    }

    /** The edge lets nothing escape; so what goes wrong without a path is a request line that couldn't be read. */
    private static Problem problem(EventType type, Status status, TransportRequest request) {
        if (type == EventType.PAYLOAD_TOO_LARGE) {
            return new Problem.TooLarge();
        }
        if (type == EventType.HTTP_VERSION_NOT_SUPPORTED) {
            return new Problem.Malformed("The request must be HTTP/1.1.");
        }
        if (status.code() >= Status.INTERNAL_SERVER_ERROR_500.code()
                && !request.path().isEmpty()) {
            return new Problem.Fault();
        }
        return request.headers().contains(HeaderNames.CONTENT_ENCODING)
                ? new Problem.UnsupportedMedia()
                : new Problem.Malformed("The request can't be read.");
    }
}
