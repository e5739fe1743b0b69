package io.vestibule.bench;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A mail server that takes every mail and forgets it, and answers as late as one that is some way off. */
final class SmtpSink implements AutoCloseable {
    private final ServerSocket socket;
    private final Duration delay;
    private final CountDownLatch mails;
    private final AtomicLong first = new AtomicLong();
    private final AtomicLong last = new AtomicLong();

    /**
     * Listens.
     *
     * @param delay before each answer, the greeting too
     * @param mails how many are waited for
     */
    SmtpSink(Duration delay, int mails) throws IOException {
        this.delay = delay;
        this.mails = new CountDownLatch(mails);
        socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::serve);
    }

    String url() {
        return "smtp://127.0.0.1:" + socket.getLocalPort();
    }

    /** How long it took from the first connection to the last mail. */
    Duration await(Duration patience) throws IOException {
        try {
            if (!mails.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException(mails.getCount() + " mails didn't come within " + patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return Duration.ofNanos(last.get() - first.get());
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                first.compareAndSet(0, System.nanoTime());
                Thread.ofVirtual().start(() -> converse(client));
            } catch (IOException _) {
                // Closed: the condition tells.
            }
        }
    }

    private void converse(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            var in = new BufferedReader(new InputStreamReader(
                    new BufferedInputStream(client.getInputStream()), StandardCharsets.ISO_8859_1));
            say(client, "220 ready");
            for (String line = in.readLine(); line != null && !line.equals("QUIT"); line = in.readLine()) {
                if (!line.equals("DATA")) {
                    say(client, "250 fine");
                    continue;
                }
                say(client, "354 go on");
                String text = in.readLine();
                while (text != null && !text.equals(".")) {
                    text = in.readLine();
                }
                last.set(System.nanoTime());
                mails.countDown();
                say(client, "250 taken");
            }
            say(client, "221 bye");
        } catch (IOException _) {
            // The client hung up.
        }
    }

    private void say(Socket client, String answer) throws IOException {
        if (delay.isPositive()) {
            Machine.pause(delay.toMillis());
        }
        client.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
