package io.vestibule.http;

import io.vestibule.http.server.ContentException;
import io.vestibule.http.server.Exchange;
import java.io.IOException;
import java.io.InputStream;

/** A request's body as it comes, which says in a site's own words why there is no more of it. */
final class ArrivingBody extends InputStream {
    private final InputStream content;

    private ArrivingBody(InputStream content) {
        this.content = content;
    }

    /** Of at most so many bytes. A compressed one isn't read: what it becomes has no limit. */
    static InputStream of(Exchange exchange, long limit) {
        if (exchange.header("Content-Encoding").isPresent()) {
            throw new RequestException(new Problem.UnsupportedMedia());
        }
        try {
            return new ArrivingBody(exchange.content().stream(limit));
        } catch (ContentException e) {
            throw new RequestException(Problem.of(e.reason()));
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        try {
            return content.read(into, offset, count);
        } catch (ContentException e) {
            throw new RequestException(Problem.of(e.reason()));
        }
    }
}
