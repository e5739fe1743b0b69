package io.vestibule.http.server;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the first request's head of each new connection, and gives the connection its own thread then. One thread waits for all: a
 * connection that never sends a whole head costs no stack, which every collection of garbage would go through, and no turn among the
 * threads that have something to do.
 */
final class HeadSelector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeadSelector.class);

    /** How long the socket of a closed connection may stay with the selector, if nothing else happens. */
    private static final Duration TICK = Duration.ofMillis(250);

    private final Selector selector;
    private final Queue<Connection> added = new ConcurrentLinkedQueue<>();

    HeadSelector() throws IOException {
        selector = Selector.open();
    }

    /** Waits for a connection, too. Any thread may call it. */
    void add(Connection connection) {
        added.add(connection);
        selector.wakeup();
    }

    /** Lets go of sockets that were closed. */
    void release() {
        selector.wakeup();
    }

    /** Waits until it is closed. Nothing else may end this: no new connection would be served. */
    void run() {
        while (selector.isOpen()) {
            try {
                selector.select(HeadSelector::receive, TICK.toMillis());
                registerAdded();
            } catch (IOException | RuntimeException e) {
                if (selector.isOpen()) {
                    LOG.error("fault", e);
                }
            }
        }
    }

    private void registerAdded() {
        Connection connection;
        while ((connection = added.poll()) != null) {
            try {
                connection.channel().configureBlocking(false);
                connection.channel().register(selector, SelectionKey.OP_READ, connection);
            } catch (IOException e) { // others wanted its place
                connection.close();
            }
        }
    }

    private static void receive(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (connection.hasWork()) {
                key.cancel();
                connection.channel().configureBlocking(true);
                connection.start();
            }
        } catch (IOException e) { // others wanted its place
            key.cancel();
            connection.close();
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("the selector ended by itself", e);
        }
    }
}
