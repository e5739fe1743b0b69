package io.vestibule.http;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A request as the handlers see it: path parameters decoded, the body read at most once and never past its limit.
 *
 * @param id     what {@code X-Request-Id} carries back
 * @param remote the address the customer's or portal's machine called from (see {@link TrustedProxies})
 */
public record Request(
        String id,
        String method,
        InetAddress remote,
        Function<String, Optional<String>> headers,
        Map<String, String> segments,
        Supplier<Parameters> query,
        Supplier<Parameters> body) {

    /** The first value of a header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return headers.apply(name);
    }

    /** The decoded value of a path parameter of the route's template. */
    public String segment(String name) {
        String value = segments.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}");
        }
        return value;
    }

    /** The parameters of the query alone: the body isn't read for them. */
    public Parameters queryParameters() {
        return query.get();
    }

    /** The parameters of query and body together. */
    public Parameters parameters() {
        return body.get();
    }

    Request withSegments(Map<String, String> found) {
        return new Request(id, method, remote, headers, found, query, body);
    }
}
