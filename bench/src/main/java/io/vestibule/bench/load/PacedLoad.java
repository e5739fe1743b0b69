package io.vestibule.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * So many requests a second, whatever time they take: what a customer waits while others keep the server busy. Each is due at a fixed
 * moment and its time counts from then, so that one slow answer doesn't hide how long the next would have waited.
 */
public final class PacedLoad {
    private static final long LONGEST_MICROS = Duration.ofMinutes(1).toNanos() / 1000;

    private final Target target;
    private final Script script;
    private final long interval;
    private final ReentrantLock turn = new ReentrantLock();
    private final Histogram latency = new Histogram(LONGEST_MICROS, 3);
    private long failed;
    private @Nullable String firstFailure;

    private PacedLoad(Target target, Script script, long interval) {
        this.target = target;
        this.script = script;
        this.interval = interval;
    }

    /** Sends so many requests a second for so long, evenly, over the connections in turn. */
    public static Result run(Target target, int connections, int perSecond, Duration time, Script script)
            throws IOException, InterruptedException {
        PacedLoad load = new PacedLoad(target, script, 1_000_000_000L / perSecond * connections);
        long start = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            for (int i = 0; i < connections; i++) {
                int number = i;
                long first = start + load.interval / connections * i;
                running.add(threads.submit(() -> load.run(number, first, start + time.toNanos())));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a load ended early", e.getCause());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Result(load.latency.getTotalCount(), 0, load.failed, load.firstFailure, seconds, load.latency);
    }

    private @Nullable Void run(int number, long first, long end) throws IOException {
        try (SocketChannel channel = target.connect(number)) {
            for (long due = first; due < end; due += interval) {
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                byte[] request = next(number);
                if (request == null) {
                    break;
                }
                channel.write(ByteBuffer.wrap(request));
                Answer answer = read(channel, request[0] == 'H');
                count(number, answer, (System.nanoTime() - due) / 1000);
            }
        }
        return null;
    }

    private byte @Nullable [] next(int number) {
        turn.lock();
        try {
            return script.request(number);
        } finally {
            turn.unlock();
        }
    }

    private static Answer read(SocketChannel channel, boolean bodiless) throws IOException {
        byte[] buffer = new byte[8192];
        int length = 0;
        Answer answer = null;
        while (answer == null) {
            int read = channel.read(ByteBuffer.wrap(buffer, length, buffer.length - length));
            if (read < 0) {
                throw new IOException("the server hung up");
            }
            length += read;
            buffer = length == buffer.length ? Arrays.copyOf(buffer, length * 2) : buffer;
            answer = Answer.in(buffer, length, bodiless);
        }
        return Objects.requireNonNull(answer);
    }

    private void count(int number, Answer answer, long micros) {
        turn.lock();
        try {
            if (script.answered(number, answer)) {
                latency.recordValue(Math.min(micros, LONGEST_MICROS));
            } else {
                failed++;
                firstFailure = firstFailure == null ? answer.toString() : firstFailure;
            }
        } finally {
            turn.unlock();
        }
    }
}
