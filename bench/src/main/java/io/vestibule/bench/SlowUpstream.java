package io.vestibule.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A system that customers come from, as LogicBoxes' API has it: every password is right there, and every answer takes its time. One thread
 * does all, so that it costs the others little. A request is under way from when it is here until its answer goes out, or its connection has
 * ended.
 */
final class SlowUpstream implements AutoCloseable {
    private static final Pattern REQUEST = Pattern.compile(
            "^POST .*?\r\nContent-Length: (\\d+)\r\n.*?\r\n\r\n", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Pattern USERNAME = Pattern.compile("(?:^|&)username=([^&]*)");

    private final Selector selector;
    private final ServerSocketChannel server;
    private final int port;
    private final long nanos;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private final Deque<Connection> waiting = new ArrayDeque<>(); // each waits as long, so the first is due first
    private long nextId = 500_000_000;
    private volatile int most;

    /** @param time of each answer */
    SlowUpstream(Duration time) throws IOException {
        nanos = time.toNanos();
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        port = ((InetSocketAddress) server.getLocalAddress()).getPort();
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        Thread.ofPlatform().name("slow-upstream").daemon().start(this::run);
    }

    /** One of the server's connections, with the request on it that is under way, if one is. */
    private static final class Connection {
        final SocketChannel channel;
        final StringBuilder received = new StringBuilder();
        String username = "";
        long due;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                long left = waiting.isEmpty() ? 1_000_000_000 : waiting.getFirst().due - System.nanoTime();
                if (left > 0) {
                    selector.select(left / 1_000_000 + 1);
                } else {
                    selector.selectNow();
                }
                receive();
                answer();
            }
        } catch (ClosedSelectorException e) {
            // it was closed while it waited
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came. Connections that have ended are looked at first: they ended before what came on another. */
    private void receive() throws IOException {
        List<Connection> asking = new ArrayList<>();
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isAcceptable()) {
                SocketChannel channel = server.accept();
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, new Connection(channel));
            } else if (key.attachment() instanceof Connection connection && reads(connection)) {
                asking.add(connection);
            }
        }
        selector.selectedKeys().clear();
        for (Connection connection : asking) {
            if (asks(connection)) {
                connection.due = System.nanoTime() + nanos;
                waiting.add(connection);
                most = Math.max(most, waiting.size());
            }
        }
    }

    /** Reads what is there; false if the connection has ended. */
    private boolean reads(Connection connection) throws IOException {
        int read;
        try {
            read = connection.channel.read(buffer.clear());
        } catch (IOException e) {
            read = -1; // it was reset
        }
        if (read < 0) {
            waiting.remove(connection);
            connection.channel.close();
            return false;
        }
        connection.received.append(ISO_8859_1.decode(buffer.flip()));
        return true;
    }

    /** Whether a request is there as a whole. */
    private static boolean asks(Connection connection) {
        Matcher head = REQUEST.matcher(connection.received);
        if (!head.find() || connection.received.length() < head.end() + Integer.parseInt(head.group(1))) {
            return false;
        }
        Matcher username = USERNAME.matcher(connection.received.substring(head.end()));
        connection.username = username.find() ? URLDecoder.decode(username.group(1), UTF_8) : "";
        connection.received.setLength(0);
        return true;
    }

    /** Answers whose time has come. */
    private void answer() throws IOException {
        while (!waiting.isEmpty() && waiting.getFirst().due <= System.nanoTime()) {
            Connection connection = waiting.removeFirst();
            String body =
                    ("{\"customerid\":\"%1$d\",\"username\":\"%2$s\",\"useremail\":\"%2$s\",\"name\":\"Customer New\","
                                    + "\"company\":\"Company\",\"address1\":\"1 Station Road\",\"city\":\"Springfield\",\"country\":\"US\","
                                    + "\"zip\":\"AB1 2CD\",\"customerstatus\":\"Active\",\"langpref\":\"en\"}")
                            .formatted(++nextId, connection.username);
            String answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body;
            connection.channel.write(ByteBuffer.wrap(answer.getBytes(ISO_8859_1)));
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** How many requests were under way at once, at most, so far. */
    int mostAtOnce() {
        return most;
    }

    @Override
    public void close() throws IOException {
        server.close();
        selector.close();
    }
}
