package io.vestibule.http.server;

/** Answers requests. Each call ends with {@link Exchange#send} or {@link Exchange#stream} called once; what it throws closes the connection. */
public interface HttpHandler {
    /** Answers a request whose head was read. */
    void handle(Exchange exchange);

    /**
     * Answers what isn't a request, or can't be served now. The connection is closed after that.
     *
     * @param exchange holds the method and the target as far as they could be read, and no content
     */
    void reject(Exchange exchange, Rejection rejection);
}
