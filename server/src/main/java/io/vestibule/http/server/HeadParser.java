package io.vestibule.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads a request's head strictly: what RFC 9112 calls invalid is rejected, also where it lets a server guess, since a proxy in
 * front may guess otherwise.
 */
final class HeadParser {
    private static final int LONGEST_TARGET = 32 * 1024;
    /** RFC 3986 section 3.1, of a URL with something behind it. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.");

    private final Input input;
    /** The line that is read at present, up to its CR LF. */
    private int lineStart;

    private int lineEnd;
    private String method = "";
    private String target = "";

    HeadParser(Input input) {
        this.input = input;
    }

    /** What is known of the request if it is rejected. */
    RequestHead broken() {
        return RequestHead.broken(method, target);
    }

    /** The head; the input then stands at the content. */
    RequestHead read() throws IOException, BadRequestException {
        lineStart = input.position();
        int minor;
        try {
            nextLine(Rejection.REQUEST_LINE);
            minor = requestLine();
        } catch (BadRequestException e) {
            readable();
            throw e;
        }
        int[] fields = new int[4 * 16];
        int count = 0;
        for (nextLine(Rejection.HEADER); lineEnd > lineStart; nextLine(Rejection.HEADER)) {
            if (count == ConnectionLimits.HEADERS) {
                throw new BadRequestException(Rejection.HEAD_TOO_LARGE);
            }
            if (4 * count == fields.length) {
                fields = Arrays.copyOf(fields, 2 * fields.length);
            }
            header(fields, 4 * count++);
        }
        input.skip(lineEnd + 2 - input.position());
        input.keep();
        RequestHead head = new RequestHead(method, target, minor, input.buffer(), fields, count);
        requireHost(head);
        return head;
    }

    /** Finds the next line's end; waits for it. A line feed alone ends no line. */
    private void nextLine(Rejection rejection) throws IOException, BadRequestException {
        lineStart = lineEnd == 0 ? lineStart : lineEnd + 2;
        for (int i = lineStart; ; i++) {
            while (i >= input.end()) {
                if (!input.fill()) {
                    throw new BadRequestException(rejection);
                }
            }
            byte b = input.buffer()[i];
            if (b == '\n') {
                if (i == lineStart || input.buffer()[i - 1] != '\r') {
                    throw new BadRequestException(rejection);
                }
                lineEnd = i - 1;
                return;
            }
            if (i == lineStart && rejection == Rejection.REQUEST_LINE && !Characters.isToken(b)) {
                throw new BadRequestException(rejection); // TLS, say: its client needn't wait for the time to be up
            }
        }
    }

    /** {@code method SP target SP HTTP/1.minor}. */
    private int requestLine() throws BadRequestException {
        byte[] bytes = input.buffer();
        int methodEnd = lineStart;
        while (methodEnd < lineEnd && Characters.isToken(bytes[methodEnd])) {
            methodEnd++;
        }
        int targetEnd = methodEnd + 1;
        while (targetEnd < lineEnd && Characters.isTarget(bytes[targetEnd])) {
            targetEnd++;
        }
        boolean parts = methodEnd > lineStart
                && methodEnd < lineEnd
                && bytes[methodEnd] == ' '
                && targetEnd > methodEnd + 1
                && targetEnd < lineEnd
                && bytes[targetEnd] == ' ';
        if (!parts) {
            throw new BadRequestException(Rejection.REQUEST_LINE);
        }
        int minor = HttpVersion.minor(bytes, targetEnd + 1, lineEnd);
        method = text(lineStart, methodEnd);
        target = text(methodEnd + 1, targetEnd);
        if (!isOfAForm()) {
            throw new BadRequestException(Rejection.REQUEST_LINE);
        }
        if (target.length() > LONGEST_TARGET) {
            throw new BadRequestException(Rejection.HEAD_TOO_LARGE);
        }
        return minor;
    }

    /** RFC 9112 section 3.2: a path, a whole URL, or what CONNECT and OPTIONS alone take. */
    private boolean isOfAForm() {
        return target.startsWith("/")
                || SCHEME.matcher(target).lookingAt()
                || method.equals("CONNECT")
                || (method.equals("OPTIONS") && target.equals("*"));
    }

    /** {@code name ":" OWS value OWS}. */
    private void header(int[] fields, int at) throws BadRequestException {
        byte[] bytes = input.buffer();
        int nameEnd = lineStart;
        while (nameEnd < lineEnd && Characters.isToken(bytes[nameEnd])) {
            nameEnd++;
        }
        if (nameEnd == lineStart || nameEnd == lineEnd || bytes[nameEnd] != ':') {
            throw new BadRequestException(Rejection.HEADER);
        }
        int start = nameEnd + 1;
        int end = lineEnd;
        while (start < end && Characters.isBlank(bytes[start])) {
            start++;
        }
        while (end > start && Characters.isBlank(bytes[end - 1])) {
            end--;
        }
        for (int i = start; i < end; i++) {
            if (!Characters.isFieldValue(bytes[i])) {
                throw new BadRequestException(Rejection.HEADER);
            }
        }
        fields[at] = lineStart;
        fields[at + 1] = nameEnd;
        fields[at + 2] = start;
        fields[at + 3] = end;
    }

    /** RFC 9112 section 3.2: exactly one, of HTTP/1.1 at least. */
    private static void requireHost(RequestHead head) throws BadRequestException {
        List<String> hosts = head.all("Host");
        boolean good = hosts.size() == 1 ? Characters.isHost(hosts.getFirst()) : hosts.isEmpty() && head.minor() == 0;
        if (!good) {
            throw new BadRequestException(Rejection.HOST);
        }
    }

    /** Method and target as far as they are there, so that a rejection reads as the target's owner writes it. */
    private void readable() {
        byte[] bytes = input.buffer();
        int methodEnd = lineStart;
        while (methodEnd < input.end() && Characters.isToken(bytes[methodEnd])) {
            methodEnd++;
        }
        int targetStart = Math.min(methodEnd + 1, input.end());
        int targetEnd = targetStart;
        while (targetEnd < input.end()
                && bytes[targetEnd] != ' '
                && bytes[targetEnd] != '\r'
                && bytes[targetEnd] != '\n') {
            targetEnd++;
        }
        method = text(lineStart, methodEnd);
        target = text(targetStart, targetEnd);
    }

    private String text(int start, int end) {
        return new String(input.buffer(), start, end - start, ISO_8859_1);
    }
}
