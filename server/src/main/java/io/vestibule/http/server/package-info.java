/**
 * The HTTP/1.1 server (RFC 9112): sockets, connections and their limits, requests read strictly, answers written. It owns what
 * happens on the wire. It knows no path, no error shape and no feature; those are its {@link
 * io.vestibule.http.server.HttpHandler}'s.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.http.server;
