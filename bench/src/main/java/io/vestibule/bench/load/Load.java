package io.vestibule.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * As many requests as so many connections get answered: each sends its next when it has read its last answer (a closed loop), all by
 * one thread. Answers that come after the time are taken in, so that the script knows of them, but not counted.
 */
public final class Load {
    private static final Duration LATE = Duration.ofSeconds(10);
    private static final long LONGEST_MICROS = Duration.ofMinutes(1).toNanos() / 1000;

    private final Target target;
    private final Script script;
    private final Selector selector;
    private final Histogram latency = new Histogram(LONGEST_MICROS, 3);
    private long late;
    private long failed;
    private @Nullable String firstFailure;
    private int underway;
    private long lastAnswer;

    private Load(Target target, Script script, Selector selector) {
        this.target = target;
        this.script = script;
        this.selector = selector;
    }

    /** Puts the load on the target for so long, or until the script has no more. */
    public static Result run(Target target, int connections, Duration time, Script script) throws IOException {
        try (Selector selector = Selector.open()) {
            return new Load(target, script, selector).run(connections, time);
        }
    }

    /** One of the connections. */
    private final class Connection {
        private final int number;
        private final ByteBuffer direct = ByteBuffer.allocateDirect(16 * 1024); // what the kernel fills without a copy
        private byte[] buffer = new byte[8192];
        private int length;
        private boolean bodiless;
        private boolean whole = true;
        private long began;
        private SocketChannel channel;

        private Connection(int number) throws IOException {
            this.number = number;
            this.channel = open();
        }

        private SocketChannel open() throws IOException {
            SocketChannel opened = target.connect(number);
            opened.configureBlocking(false);
            opened.register(selector, SelectionKey.OP_READ, this);
            return opened;
        }

        /** Sends the next request, if there is one. */
        private void ask() throws IOException {
            byte[] request = script.request(number);
            if (request == null) {
                return;
            }
            length = 0;
            bodiless = request[0] == 'H';
            underway++;
            began = whole ? System.nanoTime() : began;
            direct.clear().put(request).flip();
            while (direct.hasRemaining()) {
                channel.write(direct);
            }
        }

        /** Reads what came; true if the answer is whole. */
        private boolean read(boolean counts) throws IOException {
            int read = channel.read(direct.clear());
            if (read < 0) {
                throw new IOException("the server hung up in the middle of an answer: "
                        + new String(buffer, 0, length, StandardCharsets.UTF_8));
            }
            buffer = length + read > buffer.length ? Arrays.copyOf(buffer, (length + read) * 2) : buffer;
            direct.flip().get(buffer, length, read);
            length += read;
            Answer answer = Answer.in(buffer, length, bodiless);
            if (answer == null) {
                return false;
            }
            take(answer, counts);
            return true;
        }

        private void take(Answer answer, boolean counts) throws IOException {
            long now = System.nanoTime();
            underway--;
            boolean right = script.answered(number, answer);
            whole = script.isWhole(number);
            if (counts && right && whole) {
                latency.recordValue(Math.min((now - began) / 1000, LONGEST_MICROS));
                lastAnswer = now;
            } else if (right && whole) {
                late++;
            } else if (!right) {
                failed++;
                firstFailure = firstFailure == null ? answer.toString() : firstFailure;
            }
            if (answer.closes()) {
                channel.close();
                channel = open();
            }
        }
    }

    private Result run(int connections, Duration time) throws IOException {
        Connection[] all = new Connection[connections];
        try {
            for (int i = 0; i < connections; i++) {
                all[i] = new Connection(i);
            }
            long start = System.nanoTime();
            long end = start + time.toNanos();
            for (Connection connection : all) {
                connection.ask();
            }
            // On a machine that is too slow for one answer in the time, the first one ends it
            long patience = end + LATE.toNanos();
            while (underway > 0 && System.nanoTime() < (latency.getTotalCount() == 0 ? patience : end)) {
                turn(true);
            }
            // A script that ran out ended at its last answer
            double seconds = ((underway > 0 ? Math.max(end, lastAnswer) : lastAnswer) - start) / 1e9;
            while (underway > 0 && System.nanoTime() < patience) {
                turn(false);
            }
            return new Result(latency.getTotalCount(), late, failed, firstFailure, seconds, latency);
        } finally {
            for (Connection connection : all) {
                if (connection != null) {
                    connection.channel.close();
                }
            }
        }
    }

    /** Deals with what has come. */
    private void turn(boolean counts) throws IOException {
        selector.select(100);
        for (SelectionKey key : selector.selectedKeys()) {
            Connection connection = Objects.requireNonNull((Connection) key.attachment());
            if (key.isValid() && connection.read(counts) && counts) {
                connection.ask();
            }
        }
        selector.selectedKeys().clear();
    }
}
