package io.vestibule.http.server;

import io.vestibule.http.server.ContentException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The content of one request (RFC 9112 section 6), read at most once, and only if somebody wants it. */
public final class RequestContent {
    static final int FIRST_BYTES = 1024;

    private final Connection connection;
    private final Input input;
    private final long length;
    private boolean awaited;

    private boolean ended;
    /** Of content whose length is known: how much is still to come. */
    private long left;

    private @Nullable ChunkedReader chunks;
    private boolean streamed;
    private int held;
    private @Nullable ContentException failure;

    private RequestContent(Connection connection, Input input, long length, boolean awaited) {
        this.connection = connection;
        this.input = input;
        this.length = length;
        this.left = length;
        this.awaited = awaited;
        this.ended = length == 0;
    }

    /** The content that a head announces. */
    static RequestContent of(RequestHead head, Connection connection, Input input) throws BadRequestException {
        boolean awaited = head.minor() > 0 && "100-continue".equalsIgnoreCase(head.first("Expect"));
        return new RequestContent(connection, input, Framing.length(head), awaited);
    }

    /** Of a request that has none. */
    static RequestContent none(Connection connection, Input input) {
        return new RequestContent(connection, input, 0, false);
    }

    /** Whether the client waits for a word before it sends the content (RFC 9110 section 10.1.1). */
    public boolean isAwaited() {
        return awaited && !ended;
    }

    /**
     * All of it. A length over the limit is refused before anything is read.
     *
     * @throws ContentException if it is longer than the limit, broken, or too slow, or the server has too much to do when it has come
     */
    public byte[] read(int limit) {
        if (failure != null) {
            throw failure;
        }
        if (ended) {
            return new byte[0];
        }
        if (length > limit) {
            throw failed(Reason.TOO_LARGE);
        }
        byte[] bytes;
        boolean resumed;
        connection.contentBegins();
        try {
            bytes = receive(limit);
            ended = true;
        } catch (ContentException e) {
            throw failed(e.reason());
        } catch (IOException e) {
            throw failed(Reason.MALFORMED);
        } finally {
            resumed = connection.contentEnds();
        }
        if (!resumed) {
            throw failed(Reason.OVERLOADED);
        }
        return bytes;
    }

    /**
     * The same as it comes, for whoever can't hold it: no longer than the limit, read at most once. A length over the limit is refused before
     * anything is read. Meanwhile the request counts among none that the server works at, and nobody else gets its place. The stream throws a
     * {@link ContentException} where the content is longer, broken or too slow.
     */
    public InputStream stream(long limit) {
        if (failure != null) {
            throw failure;
        }
        if (length > limit) {
            throw failed(Reason.TOO_LARGE);
        }
        streamed = true;
        if (!ended) {
            connection.uploadBegins();
        }
        return new ArrivingContent(this, limit);
    }

    /** Reads some of what {@link #stream} gives; -1 at its end. */
    int arrive(byte[] into, int offset, int count, long limit) {
        if (failure != null) {
            throw failure;
        }
        if (ended) {
            return -1;
        }
        connection.uploadAwaited();
        try {
            begin(limit);
            int read = some(into, offset, count);
            ended = read < 0;
            return read;
        } catch (ContentException e) {
            throw failed(e.reason());
        } catch (IOException e) {
            throw failed(Reason.MALFORMED);
        } finally {
            connection.uploadCame();
        }
    }

    private byte[] receive(int limit) throws IOException {
        begin(limit);
        int most = length == Framing.CHUNKED ? limit : (int) length;
        byte[] bytes = new byte[Math.min(most, FIRST_BYTES)];
        int size = 0;
        for (int read = 0; read >= 0; size += Math.max(read, 0)) {
            if (size == bytes.length && size < most) {
                bytes = larger(bytes, most);
            }
            read = some(bytes, size, bytes.length - size);
        }
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    /** Says that the content is wanted, once. */
    private void begin(long limit) {
        if (awaited) {
            awaited = false;
            connection.sendContinue();
        }
        if (length == Framing.CHUNKED && chunks == null) {
            chunks = new ChunkedReader(this, limit);
        }
    }

    /** Reads some of it; -1 at its end. */
    private int some(byte[] into, int offset, int count) throws IOException {
        if (chunks != null) {
            return chunks.read(into, offset, count);
        }
        if (left == 0) {
            return -1;
        }
        int read = read(into, offset, (int) Math.min(count, left));
        left -= read;
        return read;
    }

    /** Twice the space, up to the limit: memory is for what came, not for what was announced. */
    private byte[] larger(byte[] bytes, int limit) {
        int size = Math.min(2 * bytes.length, limit);
        hold(size - bytes.length);
        return Arrays.copyOf(bytes, size);
    }

    private void hold(int bytes) {
        try {
            connection.budget().take(bytes);
            held += bytes;
        } catch (BadRequestException e) {
            throw new ContentException(Reason.OVERLOADED);
        }
    }

    /** Reads one byte; there must be one. */
    int next() throws IOException {
        try {
            int b = input.next();
            requireMore(b);
            return b;
        } catch (BadRequestException e) {
            throw new ContentException(Reason.OVERLOADED);
        }
    }

    /** Reads some; there must be more. */
    int read(byte[] into, int offset, int count) throws IOException {
        int read = input.read(into, offset, count);
        requireMore(read);
        connection.contentCame(read);
        return read;
    }

    private void requireMore(int read) {
        if (read < 0) {
            throw new ContentException(connection.activity().isOverdue() ? Reason.TIMED_OUT : Reason.MALFORMED);
        }
    }

    private ContentException failed(Reason reason) {
        failure = new ContentException(reason);
        return failure;
    }

    /** Whether all of it was read, or {@link #discard} can: then the next request can be found behind it. */
    boolean isBounded() {
        boolean untouched = failure == null && !awaited && !streamed;
        return ended || (untouched && length > 0 && length <= ConnectionLimits.UNREAD_BYTES);
    }

    /**
     * Reads what nobody asked for.
     *
     * @param wanted false if no request may follow
     * @return whether all of the content was read
     */
    boolean discard(boolean wanted) throws IOException {
        if (ended || !wanted) {
            return ended;
        }
        byte[] scratch = new byte[FIRST_BYTES];
        connection.contentBegins();
        try {
            for (long left = length; left > 0; ) {
                left -= read(scratch, 0, (int) Math.min(scratch.length, left));
            }
            return true;
        } catch (ContentException e) { // the client went away, or is too slow
            return false;
        }
    }

    /** The request was answered: gives back what was held. */
    void release() {
        connection.budget().give(held);
        held = 0;
    }
}
