package io.vestibule.http.server;

import java.io.InputStream;

/** A request's content as it comes: {@link RequestContent#stream}. */
final class ArrivingContent extends InputStream {
    private final RequestContent content;
    private final long limit;

    ArrivingContent(RequestContent content, long limit) {
        this.content = content;
        this.limit = limit;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int count) {
        return count == 0 ? 0 : content.arrive(into, offset, count, limit);
    }
}
