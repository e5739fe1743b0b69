package io.vestibule.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A line to the database that a test can cut, silence, restore and listen to. A server reaches the database at {@link #url()} only. */
public final class DatabaseLine implements AutoCloseable {
    private final String url;
    private final URI database;
    private final ServerSocket door;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    /** Held for writing: nothing passes. */
    private final ReentrantReadWriteLock silence = new ReentrantReadWriteLock();

    private final LongAdder roundTrips = new LongAdder();
    private volatile boolean cut;

    /** Opens a line to the database of an installation. */
    public DatabaseLine(Installation installation) {
        this.url = installation.place().url();
        this.database = URI.create(url.substring("jdbc:".length()));
        try {
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::listen);
    }

    /** The database's URL by way of this line. */
    public String url() {
        return url.replace(":" + database.getPort() + "/", ":" + door.getLocalPort() + "/")
                .replace(database.getHost(), "127.0.0.1");
    }

    /** Every connection breaks, and none comes about, as when the database has stopped. */
    public void cut() {
        cut = true;
        sockets.forEach(DatabaseLine::close);
        sockets.clear();
    }

    /** Connections stay and say nothing, as when the database's machine has vanished. Call {@link #restore} on the same thread. */
    public void silence() {
        silence.writeLock().lock();
    }

    /** What was cut or silenced works again. */
    public void restore() {
        cut = false;
        if (silence.isWriteLockedByCurrentThread()) {
            silence.writeLock().unlock();
        }
    }

    private void listen() {
        while (!door.isClosed()) {
            try {
                Socket from = door.accept();
                if (cut) {
                    close(from);
                } else {
                    sockets.add(from);
                    Thread.ofVirtual().start(() -> join(from));
                }
            } catch (IOException e) {
                close(door);
            }
        }
    }

    private void join(Socket from) {
        try {
            Socket to = new Socket(database.getHost(), database.getPort());
            sockets.add(to);
            Thread.ofVirtual().start(() -> pass(to, from, (bytes, size) -> {}));
            pass(from, to, new RoundTrips(roundTrips)::sent);
        } catch (IOException e) {
            close(from);
        }
    }

    /** How often somebody on the line waited for the database so far. */
    public long roundTrips() {
        return roundTrips.sum();
    }

    private interface Witness {
        void saw(byte[] bytes, int size);
    }

    private void pass(Socket from, Socket to, Witness witness) {
        byte[] buffer = new byte[16 * 1024];
        try {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                silence.readLock().lock();
                try {
                    witness.saw(buffer, read);
                    to.getOutputStream().write(buffer, 0, read);
                } finally {
                    silence.readLock().unlock();
                }
            }
        } catch (IOException e) {
            close(from); // the other side hung up: both ends go
        }
        close(from);
        close(to);
    }

    private static void close(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            throw new IllegalStateException("a socket can't be closed", e);
        }
    }

    @Override
    public void close() {
        close(door);
        cut();
    }
}
