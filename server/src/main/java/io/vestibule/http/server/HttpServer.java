package io.vestibule.http.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening socket, and the connections that come by it. */
public final class HttpServer {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /** Connections that the system holds until they are accepted. */
    private static final int BACKLOG = 1024;

    /** How long nobody is accepted after the system had no descriptor left. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final ServerSocket listening;
    private final Connections connections;
    private final HttpHandler handler;

    private HttpServer(ServerSocket listening, Connections connections, HttpHandler handler) {
        this.listening = listening;
        this.connections = connections;
        this.handler = handler;
    }

    /**
     * Takes the address, so that nobody else can have it. Connections wait until {@link #start}.
     *
     * @param port   0 takes any free port
     * @param exempt whose connections no limit of a network counts: proxies
     * @throws IOException if the address can't be had
     */
    public static HttpServer bind(
            String host,
            int port,
            ConnectionLimits limits,
            Predicate<InetAddress> exempt,
            HttpHandler handler,
            ConnectionObserver observer)
            throws IOException {
        ServerSocket listening = new ServerSocket();
        try {
            listening.bind(new InetSocketAddress(host, port), BACKLOG);
        } catch (IOException | RuntimeException e) {
            listening.close();
            throw e;
        }
        return new HttpServer(listening, new Connections(limits, exempt, observer), handler);
    }

    /** Begins to serve. */
    public void start() {
        Thread.ofPlatform().name("http-" + port()).daemon(true).start(this::accept);
        Thread.ofVirtual().name("http-deadlines-" + port()).start(connections::watch);
    }

    public int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                serve(listening.accept());
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    LOG.debug("a connection can't be accepted", e);
                    connections.evictIdlest();
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        try {
            socket.setTcpNoDelay(true);
            Connection connection = new Connection(socket, connections, handler);
            if (connections.add(connection)) {
                Thread.ofVirtual().start(connection);
            } else {
                socket.close();
            }
        } catch (IOException e) { // gone already
            socket.close();
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
    }
}
