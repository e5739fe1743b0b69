package io.vestibule.http.server;

import java.io.IOException;

/** Writes an answer's content piece by piece, where all of it together would take too much memory. */
@FunctionalInterface
public interface ContentWriter {
    /** Takes a piece. */
    @FunctionalInterface
    interface Sink {
        /**
         * Sends a piece.
         *
         * @throws IOException if the client is gone, or takes nothing in: then nothing more needs to be made
         */
        void write(byte[] piece) throws IOException;
    }

    /** Gives the pieces, in their order. Whatever it throws ends the connection, so that the client knows that something is missing. */
    void writeTo(Sink sink) throws IOException;
}
