package io.vestibule.http.server;

import java.io.IOException;
import java.io.OutputStream;

/** Content that is written as it comes, and whose length nobody knows before. */
@FunctionalInterface
public interface StreamedContent {
    /**
     * Writes all of it; each write is sent at once. Its thread is interrupted as soon as nobody takes it any more: the client is gone, others
     * want the connection's place, or the server stops.
     *
     * @throws IOException of the stream, as soon as nobody takes what is written
     */
    void writeTo(OutputStream out) throws IOException, InterruptedException;
}
