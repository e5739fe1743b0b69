package io.vestibule.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The elements of the arrays of a JSON document, one at a time, whatever the document's size: of the array that the document is, or of
 * those that its object has under given names; without any of them the object itself is the one element. Cut by brackets and quotes
 * only, so that what is wrong inside an element costs that element; where brackets don't match, the rest is told to be unreadable.
 */
final class JsonElements {
    private static final int BUFFER = 64 * 1024;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream file;
    private final Set<String> arrays;
    private final int longest;
    private byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    /** Where what is kept begins in the buffer; -1: nothing is kept. */
    private int kept = -1;

    private long bytes;
    private long line = 1;
    private @Nullable String array;
    private boolean inObject;
    private boolean foundArray;
    private boolean broken;

    /**
     * An element.
     *
     * @param array the name of its array; empty of a document without names
     * @param fault why it can't be read, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Element(
            String array, long line, byte[] text, @Nullable String fault) {}

    /**
     * The elements of a file.
     *
     * @param longest how many bytes an element may have
     */
    JsonElements(InputStream file, Set<String> arrays, int longest) {
        this.file = file;
        this.arrays = arrays;
        this.longest = longest;
    }

    /** The next element; null at the end of the file. */
    @Nullable
    Element next() {
        if (broken) {
            return null;
        }
        return array != null ? element() : inObject ? names() : top();
    }

    private @Nullable Element top() {
        int first = token();
        if (first < 0) {
            return null;
        }
        if (first == '[') {
            array = "";
            return element();
        }
        if (first != '{') {
            return broken(line, "no JSON object or array begins there");
        }
        inObject = true;
        foundArray = false;
        kept = at - 1;
        return names();
    }

    /** The names of the document's object, until an array that is wanted or the end. */
    private @Nullable Element names() {
        long began = line;
        while (true) {
            int c = token();
            if (c == '}') {
                return objectEnds(began);
            }
            c = c == ',' ? token() : c;
            if (c != '"') {
                return broken(line, "a name is missing");
            }
            String name = name();
            if (name == null || token() != ':') {
                return broken(line, "a name is broken");
            }
            c = token();
            if (c == '[' && arrays.contains(name)) {
                array = name;
                foundArray = true;
                kept = -1;
                return element();
            }
            if (!value(c)) {
                return broken(line, "it ends inside a value");
            }
        }
    }

    private @Nullable Element objectEnds(long began) {
        inObject = false;
        if (foundArray) {
            return top();
        }
        Element whole = kept < 0
                ? new Element("", began, new byte[0], tooLong())
                : new Element("", began, Arrays.copyOfRange(buffer, kept, at), null);
        kept = -1;
        return whole;
    }

    private @Nullable Element element() {
        int c = token();
        c = c == ',' ? token() : c;
        if (c == ']') {
            array = null;
            return inObject ? names() : top();
        }
        if (c < 0 || c == '}') {
            return broken(line, c < 0 ? "it ends inside a list" : "brackets don't match");
        }
        long began = line;
        String from = String.valueOf(array);
        kept = at - 1;
        boolean whole = value(c);
        byte[] text = kept < 0 ? new byte[0] : Arrays.copyOfRange(buffer, kept, at);
        boolean tooLong = kept < 0;
        kept = -1;
        if (!whole) {
            broken = true;
            return new Element(
                    from, began, text, "The file ends inside this record, which begins here: it isn't whole.");
        }
        return new Element(from, began, text, tooLong ? tooLong() : null);
    }

    private String tooLong() {
        return "The record is longer than " + longest + " bytes.";
    }

    private Element broken(long where, String what) {
        broken = true;
        return new Element("", where, new byte[0], "The file can't be read from line " + where + " on: " + what + ".");
    }

    /** Goes past a value that begins with this character; false at the end of the file. */
    private boolean value(int first) {
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
    private @Nullable String name() {
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

    /** The next character that isn't blank; -1 at the end of the file. */
    private int token() {
        int c = read();
        while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            c = read();
        }
        return c;
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

    /** How much of the file is read. */
    long bytes() {
        return bytes - (end - at);
    }
}
