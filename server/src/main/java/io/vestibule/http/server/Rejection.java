package io.vestibule.http.server;

/** Why a connection or a request was turned away before a handler saw it. */
public enum Rejection {
    /** The first line isn't {@code method SP target SP version} (RFC 9112 section 3), or its target has a fragment. */
    REQUEST_LINE,
    /** Neither HTTP/1.1 nor HTTP/1.0. */
    VERSION,
    /** A header line isn't {@code name ":" value}, or goes on in the next line (RFC 9112 section 5). */
    HEADER,
    /** No Host, or more than one, or one that names no host (RFC 9112 section 3.2). */
    HOST,
    /** A length or transfer coding from which the content's end can't be told (RFC 9112 section 6). */
    FRAMING,
    /** Request line and headers are longer than {@link ConnectionLimits#HEAD_BYTES}, or more than its number of headers. */
    HEAD_TOO_LARGE,
    /** Request line and headers took longer than {@link ConnectionLimits#head}. */
    HEAD_TIMEOUT,
    /** As many requests as the server takes are being worked at, or their bytes and those of answers use up the budget. */
    OVERLOADED,
    /** No answer: the connection was the idlest when others wanted its place. */
    EVICTED,
    /** No answer: the connection came when all others were busy. */
    NO_ROOM,
    /** No answer, or a part of it: the client took longer than {@link ConnectionLimits#write} to take it in. */
    WRITE_TIMEOUT
}
