package io.vestibule.http.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * What came on a connection and wasn't read yet. Bytes below {@link #keep}'s mark stay where they are until {@link #release}:
 * a request's head is read in place.
 */
final class Input {
    private static final byte[] NOTHING = {};

    private final InputStream in;
    private final ByteBudget budget;
    /** Made when something is to be read: many connections never send anything. */
    private byte[] buffer = NOTHING;
    /** Whether a thread is there that may wait. */
    private boolean waits;

    private int kept;
    private int position;
    private int end;

    Input(InputStream in, ByteBudget budget) {
        this.in = in;
        this.budget = budget;
    }

    byte[] buffer() {
        return buffer;
    }

    int position() {
        return position;
    }

    int end() {
        return end;
    }

    boolean isEmpty() {
        return position == end;
    }

    /** Whether more has come than was read. */
    boolean hasMore() throws IOException {
        return !isEmpty() || in.available() > 0;
    }

    void skip(int bytes) {
        position += bytes;
    }

    /** Keeps all up to here. */
    void keep() {
        kept = position;
    }

    /** The next byte, from 0 to 255, or -1 at the end of the stream. */
    int next() throws IOException, BadRequestException {
        return isEmpty() && !fill() ? -1 : Byte.toUnsignedInt(buffer[position++]);
    }

    /** Takes in what has come, and waits for nothing. False at the end of the stream, or if it takes a thread to hold more. */
    boolean receive(SocketChannel channel) throws IOException {
        if (buffer.length == 0) {
            buffer = new byte[ConnectionLimits.FREE_BYTES];
        }
        int read = channel.read(ByteBuffer.wrap(buffer, end, buffer.length - end));
        end += Math.max(0, read);
        return read >= 0 && end < buffer.length;
    }

    /** From now on a thread waits for more. */
    void mayWait() {
        waits = true;
    }

    /** Stands again where it stood. */
    void goBack(int earlier) {
        position = earlier;
        kept = 0;
    }

    /** Waits for more; false at the end of the stream. Throws if nothing more may be held, or no thread is there to wait. */
    boolean fill() throws IOException, BadRequestException {
        if (!waits) {
            throw new UnfinishedException();
        }
        if (isEmpty()) {
            position = kept;
            end = kept;
        }
        if (end == buffer.length) {
            grow();
        }
        int read = in.read(buffer, end, buffer.length - end);
        end += Math.max(0, read);
        return read > 0;
    }

    private void grow() throws BadRequestException {
        int larger = Math.min(2 * buffer.length, ConnectionLimits.HEAD_BYTES + ConnectionLimits.FREE_BYTES);
        if (larger == buffer.length) {
            throw new BadRequestException(Rejection.HEAD_TOO_LARGE);
        }
        budget.take(larger - buffer.length);
        buffer = Arrays.copyOf(buffer, larger);
    }

    /** Reads content: first what is here already, then what comes; -1 at the end of the stream. */
    int read(byte[] into, int offset, int length) throws IOException {
        if (isEmpty()) {
            return in.read(into, offset, length);
        }
        int read = Math.min(length, end - position);
        System.arraycopy(buffer, position, into, offset, read);
        position += read;
        return read;
    }

    /** Reads and forgets. */
    int discard() throws IOException {
        int read = isEmpty() ? in.read(buffer, 0, buffer.length) : end - position;
        position = end;
        return read;
    }

    /** The request was answered: gives back what it held. */
    void release() {
        kept = 0;
        int left = end - position;
        if (buffer.length > ConnectionLimits.FREE_BYTES && left <= ConnectionLimits.FREE_BYTES) {
            budget.give(buffer.length - ConnectionLimits.FREE_BYTES);
            buffer = Arrays.copyOfRange(buffer, position, position + ConnectionLimits.FREE_BYTES);
        } else {
            System.arraycopy(buffer, position, buffer, 0, left);
        }
        position = 0;
        end = left;
    }

    /** The connection is over. */
    void close() {
        budget.give(Math.max(0, buffer.length - ConnectionLimits.FREE_BYTES));
    }
}
