package io.vestibule.http.server;

import java.io.IOException;

/** Content that is written as it comes, and whose length nobody knows before. */
@FunctionalInterface
public interface StreamedContent {
    /**
     * Writes all of it; each write is sent at once. As soon as nobody takes it any more, {@link ContentStream#waiting} is interrupted: the
     * client is gone, others want the connection's place, or the server stops. A client tells by the end whether it was all: it has none after
     * an exception.
     *
     * @throws IOException of the stream, as soon as nobody takes what is written
     */
    void writeTo(ContentStream out) throws IOException, InterruptedException;
}
