package io.vestibule.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** An answer, in the buffer that it was read into; good until the next one is read. */
public final class Answer {
    private static final byte[] HEADERS_END = {'\r', '\n', '\r', '\n'};
    private static final byte[] LENGTH = ascii("\r\ncontent-length:");
    private static final byte[] CHUNKED = ascii("\r\ntransfer-encoding: chunked");
    private static final byte[] LAST_CHUNK = ascii("\r\n0\r\n\r\n");
    private static final byte[] LOCATION = ascii("\r\nlocation: ");
    private static final byte[] COOKIE = ascii("\r\nset-cookie: ");
    private static final byte[] CLOSE = ascii("\r\nconnection: close");
    private static final int STATUS = "HTTP/1.1 ".length();

    private final byte[] buffer;
    private final int body;
    private final int end;

    private Answer(byte[] buffer, int body, int end) {
        this.buffer = buffer;
        this.body = body;
        this.end = end;
    }

    /** The answer that the first bytes of a buffer are; null while some are missing. A connection never has two underway. */
    static @Nullable Answer in(byte[] buffer, int length, boolean bodiless) {
        int headers = find(buffer, 0, length, HEADERS_END);
        if (headers < 0) {
            return null;
        }
        int body = headers + HEADERS_END.length;
        Answer answer = new Answer(buffer, body, length);
        if (bodiless || answer.status() == 204 || answer.status() == 304) {
            return answer;
        }
        int named = find(buffer, 0, headers, LENGTH);
        if (named >= 0) {
            return length - body >= number(buffer, named + LENGTH.length) ? answer : null;
        }
        if (find(buffer, 0, headers, CHUNKED) < 0) {
            throw new IllegalStateException("an answer without length: " + answer);
        }
        return find(buffer, Math.max(headers + 2, length - LAST_CHUNK.length), length, LAST_CHUNK) >= 0 ? answer : null;
    }

    /** The status code. */
    public int status() {
        return (buffer[STATUS] - '0') * 100 + (buffer[STATUS + 1] - '0') * 10 + buffer[STATUS + 2] - '0';
    }

    /** The text between {@code before} and the next {@code until} ; null if it isn't there. */
    public @Nullable String between(byte[] before, char until) {
        int found = find(buffer, 0, end, before);
        if (found < 0) {
            return null;
        }
        int start = found + before.length;
        int stop = start;
        while (stop < end && buffer[stop] != until) {
            stop++;
        }
        return new String(buffer, start, stop - start, StandardCharsets.UTF_8);
    }

    /** Where it redirects to; null: nowhere. */
    public @Nullable String location() {
        return between(LOCATION, '\r');
    }

    /** The cookies that it sets, as they go back in one {@code Cookie} header: {@code name=value; name=value}. */
    public String cookies() {
        StringJoiner cookies = new StringJoiner("; ");
        for (int at = find(buffer, 0, body, COOKIE); at >= 0; at = find(buffer, at + 1, body, COOKIE)) {
            String line = text(at + COOKIE.length, body);
            cookies.add(line.substring(0, line.indexOf(';')).strip());
        }
        return cookies.toString();
    }

    boolean closes() {
        return find(buffer, 0, body, CLOSE) >= 0;
    }

    /** All of it, for a message. */
    @Override
    public String toString() {
        return text(0, end);
    }

    private String text(int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }

    /** Bytes for {@link #between}. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int number(byte[] buffer, int from) {
        int at = from;
        while (buffer[at] == ' ') {
            at++;
        }
        int number = 0;
        while (buffer[at] >= '0' && buffer[at] <= '9') {
            number = number * 10 + buffer[at] - '0';
            at++;
        }
        return number;
    }

    /** Where the bytes stand, whatever the case of their letters; -1: nowhere. {@code sought} is in lower case. */
    private static int find(byte[] buffer, int from, int to, byte[] sought) {
        for (int at = from; at <= to - sought.length; at++) {
            if (lower(buffer[at]) == lower(sought[0]) && matches(buffer, at, sought)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] buffer, int at, byte[] sought) {
        for (int i = 1; i < sought.length; i++) {
            if (lower(buffer[at + i]) != lower(sought[i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }
}
