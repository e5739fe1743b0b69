package io.vestibule.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Writes an answer's bytes, head and content as one array: one call to the system sends them. */
final class ResponseWriter {
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    /** Ends content in chunks. */
    static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(ISO_8859_1);

    static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1);

    /** One a second (RFC 9110 section 6.6.1). */
    private record Date(long second, String text) {}

    private static volatile Date date = new Date(Long.MIN_VALUE, "");

    private ResponseWriter() {}

    /**
     * The answer as it is sent.
     *
     * @param connection what its Connection header says; empty for none
     * @param withContent false for the answer to a HEAD, which has all headers and no content
     */
    static byte[] write(int status, List<Header> headers, byte[] content, String connection, boolean withContent) {
        StringBuilder head = head(status, headers, connection);
        boolean bodiless = status == 204 || status == 304;
        if (!bodiless) { // RFC 9110 section 8.6: 204 has no Content-Length, not even zero
            field(head, "Content-Length", Integer.toString(content.length));
        }
        byte[] start = head.append("\r\n\r\n").toString().getBytes(ISO_8859_1);
        if (bodiless || !withContent) { // what came behind would be read as the next answer
            return start;
        }
        byte[] bytes = Arrays.copyOf(start, start.length + content.length);
        System.arraycopy(content, 0, bytes, start.length, content.length);
        return bytes;
    }

    private static StringBuilder head(int status, List<Header> headers, String connection) {
        StringBuilder head = new StringBuilder(512);
        head.append("HTTP/1.1 ").append(status).append(' ').append(reason(status));
        field(head, "Date", now());
        headers.forEach(header -> field(head, header.name(), header.value()));
        if (!connection.isEmpty()) {
            field(head, "Connection", connection);
        }
        return head;
    }

    /** The head of an answer whose content follows in chunks, or else until the connection ends. */
    static byte[] streamed(int status, List<Header> headers, String connection, boolean chunked) {
        StringBuilder head = head(status, headers, connection);
        if (chunked) {
            field(head, "Transfer-Encoding", "chunked");
        }
        return head.append("\r\n\r\n").toString().getBytes(ISO_8859_1);
    }

    /** A chunk of content. */
    static byte[] chunk(byte[] piece) {
        byte[] size = (Integer.toHexString(piece.length) + "\r\n").getBytes(ISO_8859_1);
        byte[] chunk = Arrays.copyOf(size, size.length + piece.length + 2);
        System.arraycopy(piece, 0, chunk, size.length, piece.length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        return chunk;
    }

    /** A line end in a value would begin another header: a control character becomes a blank (RFC 9110 section 5.5). */
    private static void field(StringBuilder head, String name, String value) {
        head.append("\r\n").append(name).append(": ");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            head.append(Character.isISOControl(c) ? ' ' : c);
        }
    }

    private static String now() {
        long second = System.currentTimeMillis() / 1000;
        Date known = date;
        if (known.second != second) {
            known = new Date(second, IMF_FIXDATE.format(Instant.ofEpochSecond(second)));
            date = known;
        }
        return known.text;
    }

    /** RFC 9110 section 15, RFC 6585. People read it in traces; no program may. */
    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 204 -> "No Content";
            case 206 -> "Partial Content";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 303 -> "See Other";
            case 304 -> "Not Modified";
            case 307 -> "Temporary Redirect";
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 417 -> "Expectation Failed";
            case 422 -> "Unprocessable Content";
            case 428 -> "Precondition Required";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            case 505 -> "HTTP Version Not Supported";
            default -> "";
        };
    }
}
