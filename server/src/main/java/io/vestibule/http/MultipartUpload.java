package io.vestibule.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form with files as {@code multipart/form-data} (RFC 7578), read as it comes: a part at a time, never more of one in memory than a
 * buffer. One that breaks off, or isn't framed as RFC 2046 has it, can't be read.
 */
public final class MultipartUpload {
    private static final int BUFFER = 64 * 1024;

    private final InputStream body;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int end;

    /**
     * A part.
     *
     * @param name     of the field
     * @param filename as the browser says it, without folders; null where the field is no file
     * @param content  until the next part is asked for
     */
    public record Part(String name, @Nullable String filename, InputStream content) {}

    private MultipartUpload(InputStream body, String delimiter) {
        this.body = body;
        this.delimiter = delimiter.getBytes(ISO_8859_1);
        // The first delimiter needs no line before it
        buffer[end++] = '\r';
        buffer[end++] = '\n';
    }

    /**
     * The parts of a request's body.
     *
     * @param limit of the whole body, in bytes
     * @throws RequestException here and later: it is no such form, longer, broken, or comes too slowly
     */
    public static MultipartUpload of(Request request, long limit) {
        String delimiter =
                MultipartForm.delimiter(request.header("Content-Type").orElse(""));
        return new MultipartUpload(request.content(limit), delimiter);
    }

    /** The next part; null behind the last. */
    public @Nullable Part next() throws IOException {
        for (int some = certain(); some > 0; some = certain()) {
            position += some; // what nobody read of the part before
        }
        position += delimiter.length;
        String rest = line();
        if (rest.startsWith("--")) {
            while (body.read(buffer) >= 0) {} // what follows the last delimiter is nothing (RFC 2046 section 5.1.1)
            return null;
        }
        if (!rest.isBlank()) {
            throw MultipartForm.malformed();
        }
        StringBuilder lines = new StringBuilder();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.append(lines.isEmpty() ? "" : "\r\n").append(line);
            if (lines.length() > MultipartForm.LONGEST_HEADERS) {
                throw MultipartForm.malformed();
            }
        }
        return part(MultipartForm.headers(lines.toString()));
    }

    private Part part(Map<String, String> headers) {
        String disposition = headers.getOrDefault("content-disposition", "");
        Map<String, String> given = MultipartForm.parameters(disposition, MultipartForm::malformed);
        String name = MultipartForm.name(disposition, given);
        String file = given.get("filename");
        return new Part(
                name, file == null ? null : MultipartForm.utf8(file).replaceFirst("(?s)^.*[/\\\\]", ""), new Content());
    }

    /** How many bytes at the position are certainly content; 0: a delimiter begins here. */
    private int certain() throws IOException {
        while (true) {
            int found = delimiterAt();
            if (found >= 0) {
                return found - position;
            }
            int some = end - position - (delimiter.length - 1);
            if (some > 0) {
                return some;
            }
            fill();
        }
    }

    private int delimiterAt() {
        for (int at = position; at <= end - delimiter.length; at++) {
            if (buffer[at] == '\r'
                    && Arrays.equals(buffer, at, at + delimiter.length, delimiter, 0, delimiter.length)) {
                return at;
            }
        }
        return -1;
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, end - position);
        end -= position;
        position = 0;
        int read = body.read(buffer, end, buffer.length - end);
        if (read < 0) {
            throw MultipartForm.malformed();
        }
        end += read;
    }

    /** A line without its end; a char a byte. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (!line.toString().endsWith("\r\n")) {
            if (position == end) {
                fill();
            }
            line.append((char) Byte.toUnsignedInt(buffer[position++]));
            if (line.length() > MultipartForm.LONGEST_HEADERS) {
                throw MultipartForm.malformed();
            }
        }
        return line.substring(0, line.length() - 2);
    }

    private final class Content extends InputStream {
        private boolean over;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            int some = over ? 0 : certain();
            if (some == 0) {
                over = true;
                return -1;
            }
            int read = Math.min(some, count);
            System.arraycopy(buffer, position, into, offset, read);
            position += read;
            return read;
        }
    }
}
