package io.vestibule.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Frames content whose length isn't known: in chunks (RFC 9112 section 7.1), or, for a client of HTTP/1.0, as all up to the connection's end.
 * Each write is sent at once.
 */
public final class ContentStream extends OutputStream {
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(ISO_8859_1);
    private static final byte[] LINE_END = {'\r', '\n'};

    /** Sends bytes at once. */
    @FunctionalInterface
    interface Sender {
        void send(byte[] bytes) throws IOException;
    }

    /** Waits for something, until that has come. */
    @FunctionalInterface
    public interface Wait<T extends @Nullable Object> {
        T end() throws InterruptedException;
    }

    private final Sender sender;
    private final boolean chunked;

    /** The thread that waits by {@link #waiting}; null while it does something. */
    private @Nullable Thread waiting;

    private boolean abandoned;

    ContentStream(Sender sender, boolean chunked) {
        this.sender = sender;
        this.chunked = chunked;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** One chunk. None of nothing: that would be the last. */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        if (!chunked) {
            sender.send(Arrays.copyOfRange(bytes, offset, offset + length));
            return;
        }
        byte[] size = (Integer.toHexString(length) + "\r\n").getBytes(ISO_8859_1);
        byte[] chunk = Arrays.copyOf(size, size.length + length + LINE_END.length);
        System.arraycopy(bytes, offset, chunk, size.length, length);
        System.arraycopy(LINE_END, 0, chunk, size.length + length, LINE_END.length);
        sender.send(chunk);
    }

    /**
     * Waits for what is to be written next. It is interrupted as soon as nobody takes it any more. Nothing else is: a statement that were would
     * break its connection to the database.
     */
    public <T extends @Nullable Object> T waiting(Wait<T> wait) throws InterruptedException {
        waits(true);
        try {
            return wait.end();
        } finally {
            waits(false);
        }
    }

    private synchronized void waits(boolean begins) throws InterruptedException {
        waiting = begins ? Thread.currentThread() : null;
        // The second, where it was interrupted as its wait had ended already
        if (abandoned && (begins || Thread.interrupted())) {
            throw new InterruptedException("nobody takes the rest");
        }
    }

    /** Nobody takes the rest: whoever waits to write it stops. */
    synchronized void abandon() {
        abandoned = true;
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    /** Tells the client that this was all. */
    void end() throws IOException {
        if (chunked) {
            sender.send(LAST_CHUNK);
        }
    }
}
