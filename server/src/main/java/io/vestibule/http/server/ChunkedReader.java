package io.vestibule.http.server;

import io.vestibule.http.server.ContentException.Reason;
import java.io.IOException;

/** Content in chunks (RFC 9112 section 7.1), as it comes. Extensions and trailers are held against the grammar, and ignored. */
final class ChunkedReader {
    /** A size beyond it is beyond any limit, and goes on without an overflow. */
    private static final int LARGEST_SIZE = Integer.MAX_VALUE >> 4;

    /** Of one size with its extensions, or one trailer. */
    private static final int LONGEST_LINE = 4 * 1024;

    private static final int MOST_TRAILERS = 32;

    private final RequestContent content;
    private final long limit;
    /** What the chunks announced so far, and what is left of the last one. */
    private long announced;

    private long left;
    private boolean begun;
    private boolean ended;
    /** The byte that is looked at, and how many more its line may have. */
    private int current;

    private int room;

    ChunkedReader(RequestContent content, long limit) {
        this.content = content;
        this.limit = limit;
    }

    /** Reads some; -1 behind the last chunk. */
    int read(byte[] into, int offset, int count) throws IOException {
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int read = content.read(into, offset, (int) Math.min(count, left));
        left -= read;
        return read;
    }

    private void nextChunk() throws IOException {
        if (begun) {
            beginLine();
            requireEnd();
        }
        begun = true;
        left = size();
        if (left > limit - announced) {
            throw new ContentException(Reason.TOO_LARGE);
        }
        announced += left;
        if (left == 0) {
            trailers();
            ended = true;
        }
    }

    /** {@code chunk-size [ chunk-ext ] CRLF}. */
    private int size() throws IOException {
        beginLine();
        int size = 0;
        require(digit() >= 0);
        for (int digit = digit(); digit >= 0; digit = digit()) {
            if (size > LARGEST_SIZE) {
                throw new ContentException(Reason.TOO_LARGE);
            }
            size = 16 * size + digit;
            next();
        }
        while (current != '\r') {
            extension();
        }
        requireEnd();
        return size;
    }

    private int digit() {
        return current < 128 ? Character.digit(current, 16) : -1;
    }

    /** {@code BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ]}. */
    private void extension() throws IOException {
        blanks();
        require(current == ';');
        next();
        blanks();
        token();
        blanks();
        if (current == '=') {
            next();
            blanks();
            if (current == '"') {
                quoted();
            } else {
                token();
            }
        }
    }

    private void quoted() throws IOException {
        next();
        while (current != '"') {
            if (current == '\\') {
                next();
            }
            require(Characters.isFieldValue(current));
            next();
        }
        next();
    }

    private void token() throws IOException {
        require(Characters.isToken(current));
        while (Characters.isToken(current)) {
            next();
        }
    }

    private void blanks() throws IOException {
        while (Characters.isBlank(current)) {
            next();
        }
    }

    /** Field lines up to an empty one. */
    private void trailers() throws IOException {
        for (int i = 0; i <= MOST_TRAILERS; i++) {
            beginLine();
            if (current == '\r') {
                requireEnd();
                return;
            }
            token();
            require(current == ':');
            while (current != '\r') {
                require(Characters.isFieldValue(current));
                next();
            }
            requireEnd();
        }
        throw new ContentException(Reason.MALFORMED);
    }

    private void beginLine() throws IOException {
        room = LONGEST_LINE;
        next();
    }

    private void next() throws IOException {
        require(room-- > 0);
        current = content.next();
    }

    /** The line ends here, with CR LF. */
    private void requireEnd() throws IOException {
        require(current == '\r');
        require(content.next() == '\n');
    }

    private static void require(boolean good) {
        if (!good) {
            throw new ContentException(Reason.MALFORMED);
        }
    }
}
