package io.vestibule.http.server;

import java.util.List;

/** From which bytes a request's content is (RFC 9112 section 6.3). */
final class Framing {
    /** The length of content that comes in chunks. */
    static final long CHUNKED = -1;

    private static final int MOST_DIGITS = 18;

    private Framing() {}

    /** The content's length in bytes, or {@link #CHUNKED}. */
    static long length(RequestHead head) throws BadRequestException {
        List<String> codings = head.all("Transfer-Encoding");
        List<String> lengths = head.all("Content-Length");
        if (codings.isEmpty()) {
            return lengths.isEmpty() ? 0 : length(lengths);
        }
        // Together with a length, or in HTTP/1.0, it smells of smuggling (section 6.3); no other coding is known
        // (section 7)
        boolean chunked = codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
        if (!chunked || !lengths.isEmpty() || head.minor() == 0) {
            throw new BadRequestException(Rejection.FRAMING);
        }
        return CHUNKED;
    }

    private static long length(List<String> lengths) throws BadRequestException {
        String digits = lengths.getFirst();
        if (lengths.size() > 1 || digits.isEmpty() || !digits.chars().allMatch(Characters::isDigit)) {
            throw new BadRequestException(Rejection.FRAMING);
        }
        // Longer than any limit is too large, however long
        return digits.length() > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    }
}
