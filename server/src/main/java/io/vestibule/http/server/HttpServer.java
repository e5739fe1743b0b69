package io.vestibule.http.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening socket, and the connections that come by it. */
public final class HttpServer {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /** Connections that the system holds until they are accepted: as many as Linux holds by default, or some thousand at once keep others out. */
    private static final int BACKLOG = 4096;

    /** How long nobody is accepted after the system had no descriptor left. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final ServerSocketChannel listening;
    private final HeadSelector selector;
    private final Connections connections;
    private final HttpHandler handler;

    private HttpServer(
            ServerSocketChannel listening, HeadSelector selector, Connections connections, HttpHandler handler) {
        this.listening = listening;
        this.selector = selector;
        this.connections = connections;
        this.handler = handler;
    }

    /**
     * Takes the address, so that nobody else can have it. Connections wait until {@link #start}.
     *
     * @param port   0 takes any free port
     * @param exempt whose connections no limit of a network counts: proxies
     * @throws UnknownHostException if no host has that name
     * @throws IOException          if the address can't be had
     */
    public static HttpServer bind(
            String host,
            int port,
            ConnectionLimits limits,
            Predicate<InetAddress> exempt,
            HttpHandler handler,
            ConnectionObserver observer)
            throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        ServerSocketChannel listening = ServerSocketChannel.open();
        try {
            listening.bind(address, BACKLOG);
            HeadSelector selector = new HeadSelector();
            return new HttpServer(listening, selector, new Connections(limits, exempt, observer, selector), handler);
        } catch (IOException | RuntimeException e) {
            listening.close();
            throw e;
        }
    }

    /** Begins to serve. */
    public void start() {
        Thread.ofPlatform().name("http-" + port()).daemon(true).start(this::accept);
        Thread.ofPlatform().name("http-heads-" + port()).daemon(true).start(selector::run);
        Thread.ofVirtual().name("http-deadlines-" + port()).start(connections::watch);
    }

    public int port() {
        return listening.socket().getLocalPort();
    }

    /** How many connections are open. */
    public int openConnections() {
        return connections.size();
    }

    private void accept() {
        while (listening.isOpen()) {
            try {
                serve(listening.accept());
            } catch (IOException e) {
                if (listening.isOpen()) {
                    LOG.debug("a connection can't be accepted", e);
                    connections.evictIdlest();
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
        }
    }

    private void serve(SocketChannel channel) throws IOException {
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Connection connection = new Connection(channel, connections, handler);
            if (connections.add(connection)) {
                selector.add(connection);
            } else {
                channel.close();
            }
        } catch (IOException e) { // gone already
            channel.close();
        }
    }

    /** Accepts no more. Requests that are being answered have the time given. */
    public void close(Duration drain) {
        try {
            listening.close();
        } catch (IOException e) {
            LOG.debug("the listening socket ended by itself", e);
        }
        connections.close(drain);
        selector.close();
    }
}
