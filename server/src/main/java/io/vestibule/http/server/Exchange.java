package io.vestibule.http.server;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** One request and the place for its answer. Valid until the handler returns. */
public final class Exchange {
    private final Connection connection;
    private final RequestHead head;
    private final RequestContent content;

    Exchange(Connection connection, RequestHead head, RequestContent content) {
        this.connection = connection;
        this.head = head;
        this.content = content;
    }

    /** As it was sent; empty where a rejected request's can't be read. */
    public String method() {
        return head.method();
    }

    /** Path and query, or a whole URL (RFC 9112 section 3.2), as it was sent: visible ASCII without a number sign. */
    public String target() {
        return head.target();
    }

    /** Who holds the other end of the connection: a client, or a proxy. */
    public InetAddress peer() {
        return connection.peer();
    }

    /** The first value of a header, whatever the case of its name; one character a byte (ISO 8859-1). */
    public Optional<String> header(String name) {
        return Optional.ofNullable(head.first(name));
    }

    /** Every value of a header that may come more than once. */
    public List<String> headers(String name) {
        return head.all(name);
    }

    /** The request's content. */
    public RequestContent content() {
        return content;
    }

    /**
     * Sends the answer. Date, Content-Length and Connection are added. A client that is gone is no fault.
     *
     * @param content left out of the answer to a HEAD
     */
    public void send(int status, List<Header> headers, byte[] content) {
        connection.send(status, headers, content);
    }

    /** The same of content whose length nobody knows yet, sent in chunks (RFC 9112 section 7.1). */
    public void stream(int status, List<Header> headers, ContentWriter content) {
        connection.stream(status, headers, content);
    }
}
