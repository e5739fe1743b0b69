package io.vestibule.bench.load;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections that send bodies of a gibibyte as fast as the server takes them, and again when it closes them. */
public final class LargeBodies implements Closeable {
    private static final int GIBIBYTE = 1 << 30;
    private static final int BLOCK = 1 << 16;

    private final Target target;
    private final ByteBuffer head;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    private LargeBodies(Target target, String path) {
        this.target = target;
        this.head = ByteBuffer.wrap(
                ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                                + GIBIBYTE + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** Begins to send to the path, on so many connections. */
    public static LargeBodies begin(Target target, String path, int connections) {
        LargeBodies bodies = new LargeBodies(target, path);
        for (int i = 0; i < connections; i++) {
            int number = 1000 + i;
            bodies.threads.add(Thread.ofPlatform().name("body-" + i).start(() -> bodies.send(number)));
        }
        return bodies;
    }

    private void send(int number) {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        while (!over) {
            try (SocketChannel channel = target.connect(number)) {
                channel.write(head.duplicate());
                for (int sent = 0; sent < GIBIBYTE && !over; sent += BLOCK) {
                    channel.write(block.duplicate());
                }
            } catch (IOException closed) {
                Thread.onSpinWait(); // and again
            }
        }
    }

    @Override
    public void close() {
        over = true;
        threads.forEach(thread -> {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
