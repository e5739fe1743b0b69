package io.vestibule.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A connection on which a test writes any bytes at all, one byte a character, and reads the answers one by one. */
public final class RawConnection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    public RawConnection(int port) {
        this(port, InetAddress.getLoopbackAddress());
    }

    /** The same from another of this machine's own addresses, as another client would. */
    public RawConnection(int port, InetAddress from) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port, from, 0);
            socket.setSoTimeout(20_000);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the request on a connection of its own and reads the one answer. */
    public static Reply exchange(int port, String request) {
        try (RawConnection connection = new RawConnection(port)) {
            return connection.write(request).read();
        }
    }

    public RawConnection write(String bytes) {
        return write(bytes.getBytes(ISO_8859_1));
    }

    public RawConnection write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the same again and again, as long as the other side takes it: how often it did, at most so many times. */
    public int taken(byte[] bytes, int most) {
        int taken = 0;
        try {
            while (taken < most) {
                socket.getOutputStream().write(bytes);
                taken++;
            }
        } catch (IOException e) {
            return taken;
        }
        return taken;
    }

    /** Says that no more will come, and goes on listening. */
    public RawConnection end() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next answer; fails if the server hung up without one. */
    public Reply read() {
        return read(true);
    }

    /** The answer to a HEAD request, which has no body whatever its headers say. */
    public Reply readHead() {
        return read(false);
    }

    /** The next line, such as an answer's first. */
    public String nextLine() {
        try {
            return line();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Reply read(boolean hasBody) {
        try {
            String status = line();
            Map<String, String> headers = new HashMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            int code = Integer.parseInt(status.split(" ", -1)[1]);
            if (code == 100) {
                return read(hasBody);
            }
            return new Reply(code, headers, hasBody && code != 204 && code != 304 ? body(headers) : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String body(Map<String, String> headers) throws IOException {
        String length = headers.get("content-length");
        byte[] body = length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
        if (length != null && body.length < Integer.parseInt(length)) {
            throw new EOFException("the body ended early");
        }
        return new String(body, UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server hung up after \"" + line + "\"");
            }
            line.append((char) b);
        }
        return line.toString().stripTrailing();
    }

    /** Whether the server has hung up, and sent nothing more. */
    public boolean hungUp() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
