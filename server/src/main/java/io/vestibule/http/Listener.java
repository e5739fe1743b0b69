package io.vestibule.http;

import io.vestibule.config.HttpConfig;
import io.vestibule.http.server.ConnectionLimits;
import io.vestibule.http.server.ConnectionObserver;
import io.vestibule.http.server.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;

/** The listening sockets: one for customers and portals, one for the operator. */
public final class Listener implements AutoCloseable {
    /** The operator's programs are few. */
    private static final ConnectionLimits MANAGEMENT = ConnectionLimits.of(128, 128);

    private final HttpServer server;
    private final HttpServer management;
    private final Duration drain;

    private Listener(HttpServer server, HttpServer management, Duration drain) {
        this.server = server;
        this.management = management;
        this.drain = drain;
    }

    /**
     * Starts to listen.
     *
     * @throws CannotListenException if a socket can't be had; then nothing listens
     */
    public static Listener start(HttpConfig config, Edge edge, Edge management, ConnectionObserver observer) {
        Predicate<InetAddress> proxies =
                address -> config.trustedProxies().stream().anyMatch(proxy -> proxy.contains(address));
        ConnectionLimits limits = ConnectionLimits.of(config.maxConnections(), config.maxConnectionsPerNetwork());
        HttpServer server;
        try {
            server = HttpServer.bind(config.host(), config.port(), limits, proxies, edge, observer);
        } catch (IOException e) {
            throw new CannotListenException(config.host(), config.port(), false, e);
        }
        try {
            HttpServer second = HttpServer.bind(
                    config.managementHost(),
                    config.managementPort(),
                    MANAGEMENT,
                    address -> true,
                    management,
                    observer);
            server.start();
            second.start();
            return new Listener(server, second, config.drain());
        } catch (IOException e) {
            server.close(Duration.ZERO);
            throw new CannotListenException(config.managementHost(), config.managementPort(), true, e);
        }
    }

    public int port() {
        return server.port();
    }

    public int managementPort() {
        return management.port();
    }

    /** How many connections of customers and portals are open. */
    public int openConnections() {
        return server.openConnections();
    }

    /** Takes no new request and waits, within the drain time, until those in flight are answered. */
    @Override
    public void close() {
        server.close(drain);
        management.close(Duration.ZERO);
    }
}
