package io.vestibule.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/** The version that a request line ends with (RFC 9112 section 2.3). */
final class HttpVersion {
    private static final byte[] NAME = "HTTP/".getBytes(ISO_8859_1);
    private static final int LENGTH = NAME.length + "1.1".length();

    private HttpVersion() {}

    /**
     * The digit behind the dot: those of one major version understand each other.
     *
     * @throws BadRequestException if it is no version, or another than HTTP/1
     */
    static int minor(byte[] bytes, int start, int end) throws BadRequestException {
        int major = start + NAME.length;
        boolean http = end - start == LENGTH
                && Arrays.equals(bytes, start, major, NAME, 0, NAME.length)
                && Characters.isDigit(bytes[major])
                && bytes[major + 1] == '.'
                && Characters.isDigit(bytes[major + 2]);
        if (!http) {
            throw new BadRequestException(Rejection.REQUEST_LINE);
        }
        if (bytes[major] != '1') {
            throw new BadRequestException(Rejection.VERSION);
        }
        return bytes[major + 2] - '0';
    }
}
