package io.vestibule.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Frames content whose length isn't known: in chunks (RFC 9112 section 7.1), or, for a client of HTTP/1.0, as all up to the connection's end. */
final class ContentStream extends OutputStream {
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(ISO_8859_1);
    private static final byte[] LINE_END = {'\r', '\n'};

    /** Sends bytes at once. */
    @FunctionalInterface
    interface Sender {
        void send(byte[] bytes) throws IOException;
    }

    private final Sender sender;
    private final boolean chunked;

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

    /** Tells the client that this was all. */
    void end() throws IOException {
        if (chunked) {
            sender.send(LAST_CHUNK);
        }
    }
}
