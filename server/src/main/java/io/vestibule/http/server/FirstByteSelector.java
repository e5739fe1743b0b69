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
 * Waits for the first byte of each new connection, and gives the connection its own thread then. One thread waits for all: a connection
 * that never sends anything costs no stack, which every collection of garbage would go through.
 */
final class FirstByteSelector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FirstByteSelector.class);

    /** How long the socket of a closed connection may stay with the selector, if nothing else happens. */
    private static final Duration TICK = Duration.ofMillis(250);

    private final Selector selector;
    private final Queue<Connection> added = new ConcurrentLinkedQueue<>();

    FirstByteSelector() throws IOException {
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
                selector.select(FirstByteSelector::start, TICK.toMillis());
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

    private static void start(SelectionKey key) {
        key.cancel();
        Connection connection = (Connection) key.attachment();
        try {
            connection.channel().configureBlocking(true);
            connection.start();
        } catch (IOException e) {
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
