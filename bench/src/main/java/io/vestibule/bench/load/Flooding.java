package io.vestibule.bench.load;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Connections that mean no good, by one thread, on loopback. Each is of an address of its own. One that the server closed is opened
 * again, as an attacker would, at most {@link #OPENED_A_SECOND} a second.
 */
public final class Flooding implements Closeable {
    private static final int OPENED_A_SECOND = 2_000;
    private static final Duration ROUND = Duration.ofMillis(500);

    private final int port;
    private final List<Kind> kinds = new ArrayList<>();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final Thread thread = Thread.ofPlatform().name("flood").unstarted(this::flood);
    private volatile boolean over;

    /**
     * What a connection does.
     *
     * @param first   what it sends when it is open
     * @param further what it sends twice a second from then on; empty for nothing
     */
    public record Kind(String first, String further) {}

    private Flooding(int port) {
        this.port = port;
    }

    /** A flood of nothing yet. */
    public static Flooding on(Target target) {
        return new Flooding(target.port());
    }

    /** Adds connections of a kind. */
    public Flooding with(int connections, Kind kind) {
        for (int i = 0; i < connections; i++) {
            kinds.add(kind);
        }
        return this;
    }

    /** Opens all of them once, then goes on by itself until it is closed. */
    public Flooding begin() throws IOException {
        for (int i = 0; i < kinds.size(); i++) {
            channels.add(open(i));
        }
        thread.start();
        return this;
    }

    private SocketChannel open(int number) throws IOException {
        SocketChannel channel = SocketChannel.open();
        byte[] from = {127, 2, (byte) (number / 250), (byte) (1 + number % 250)};
        channel.bind(new InetSocketAddress(InetAddress.getByAddress(from), 0));
        channel.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        channel.configureBlocking(false);
        write(channel, kinds.get(number).first());
        return channel;
    }

    private void write(SocketChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private void flood() {
        while (!over) {
            int left = (int) (OPENED_A_SECOND * ROUND.toMillis() / 1000);
            for (int i = 0; i < channels.size() && !over; i++) {
                try {
                    if (isOpen(channels.get(i))) {
                        write(channels.get(i), kinds.get(i).further());
                    } else if (left-- > 0) {
                        channels.get(i).close();
                        channels.set(i, open(i));
                    }
                } catch (IOException closed) { // seen in the next round
                    left--;
                }
            }
            LockSupport.parkNanos(ROUND.toNanos());
        }
    }

    /** Reads whatever the server says; it is open until it says nothing more. */
    private static boolean isOpen(SocketChannel channel) {
        try {
            return channel.isOpen() && channel.read(ByteBuffer.allocate(1024)) >= 0;
        } catch (IOException reset) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
