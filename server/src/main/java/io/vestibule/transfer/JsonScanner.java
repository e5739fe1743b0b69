package io.vestibule.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a JSON document, by brackets and quotes only, whatever the document's size. What is read from a token on can be kept as
 * text.
 */
final class JsonScanner {
    private static final int BUFFER = 64 * 1024;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream file;
    private final int longest;
    private byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    /** Where what is kept begins in the buffer; -1: nothing is kept. */
    private int kept = -1;

    private long bytes;
    private long line = 1;

    /**
     * Of a file.
     *
     * @param longest how many bytes can be kept
     */
    JsonScanner(InputStream file, int longest) {
        this.file = file;
        this.longest = longest;
    }

    /** The line that is read at present, from 1. */
    long line() {
        return line;
    }

    /** How much of the file is read. */
    long bytes() {
        return bytes - (end - at);
    }

    /** Keeps what is read from the last token on. */
    void keep() {
        kept = at - 1;
    }

    /** Keeps nothing any more. */
    void forget() {
        kept = -1;
    }

    /** What was kept, which is forgotten; null if it became too long. */
    byte @Nullable [] takeKept() {
        byte[] text = kept < 0 ? null : Arrays.copyOfRange(buffer, kept, at);
        kept = -1;
        return text;
    }

    /** The next character that isn't blank; -1 at the end of the file. */
    int token() {
        int c = read();
        while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            c = read();
        }
        return c;
    }

    /** Goes past a value that begins with this character; false at the end of the file. */
    boolean value(int first) {
        int depth = 0;
        for (int c = first; c >= 0; c = read()) {
            if (c == '"' && !string()) {
                return false;
            }
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            if (depth == 0 && (c == '"' || c == '}' || c == ']')) {
                return true;
            }
            if (depth <= 0 && endsScalar(c)) {
                return true;
            }
        }
        return false;
    }

    /** A number or a word ends before a comma or a bracket, which is left to be read. */
    private boolean endsScalar(int c) {
        if (c == ',' || c == '}' || c == ']') {
            at--;
            return true;
        }
        return false;
    }

    /** Goes to the end of a string; false at the end of the file. */
    private boolean string() {
        while (true) {
            while (at < end) {
                byte c = buffer[at++];
                if (c == '"') {
                    return true;
                }
                if (c == '\\') {
                    read();
                } else if (c == '\n') {
                    line++;
                }
            }
            if (!fill()) {
                return false;
            }
        }
    }

    /** A name whose first quote was read; null if it doesn't end. */
    @Nullable
    String name() {
        if (kept >= 0 && at - kept > longest / 2) {
            kept = -1; // the object is too long to be a record; the name must not be lost with it
        }
        boolean own = kept < 0;
        kept = own ? at : kept;
        int offset = at - kept;
        String name = string() && kept >= 0
                ? new String(buffer, kept + offset, at - 1 - kept - offset, StandardCharsets.UTF_8)
                : null;
        kept = own ? -1 : kept;
        return name;
    }

    private int read() {
        if (at == end && !fill()) {
            return -1;
        }
        int c = buffer[at++] & 0xff;
        if (c == '\n') {
            line++;
        }
        return c;
    }

    private boolean fill() {
        if (kept >= 0 && end - kept > longest) {
            kept = -1;
        }
        int from = kept >= 0 ? kept : at;
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, end - from);
        } else if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        at -= from;
        end -= from;
        kept = kept >= 0 ? 0 : -1;
        try {
            int read = file.read(buffer, end, buffer.length - end);
            end += Math.max(read, 0);
            if (bytes == 0 && end >= 3 && Arrays.equals(buffer, 0, 3, BYTE_ORDER_MARK, 0, 3)) {
                at = 3;
            }
            bytes += Math.max(read, 0);
            return read > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
