package io.vestibule.http;

import java.io.InputStream;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * A request as the handlers see it: path parameters decoded, the body read at most once and never past its limit.
 *
 * @param id       what {@code X-Request-Id} carries back
 * @param remote   the address the customer's or portal's machine called from (see {@link TrustedProxies})
 * @param rawQuery as it was sent, without the question mark; empty where there is none
 */
public record Request(
        String id,
        String method,
        InetAddress remote,
        Function<String, List<String>> headers,
        Map<String, String> segments,
        String rawQuery,
        Supplier<Parameters> query,
        Supplier<Parameters> form,
        Supplier<Parameters> body,
        Supplier<byte[]> whole,
        LongFunction<InputStream> content) {

    /** The first value of a header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return values(name).stream().findFirst();
    }

    /** Every value of a header, whatever the case of its name. */
    public List<String> values(String name) {
        return headers.apply(name);
    }

    /** What the Authorization header carries in a scheme, whatever the case of its name; empty where it has none of it (RFC 9110 section 11.6.2). */
    public Optional<String> authorization(String scheme) {
        String begin = scheme + " ";
        return header("Authorization")
                .filter(header -> header.regionMatches(true, 0, begin, 0, begin.length()))
                .map(header -> header.substring(begin.length()).strip());
    }

    /** The value of the first cookie of that name (RFC 6265 section 5.4); empty where it has none. */
    public Optional<String> cookie(String name) {
        String begin = name + "=";
        return header("Cookie").stream()
                .flatMap(cookies -> Arrays.stream(cookies.split(";", -1)))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(begin) && cookie.length() > begin.length())
                .map(cookie -> cookie.substring(begin.length()))
                .findFirst();
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

    /** The parameters of the body alone: whoever wrote the link to a page has no say in them. */
    public Parameters formParameters() {
        return form.get();
    }

    /** The parameters of query and body together. */
    public Parameters parameters() {
        return body.get();
    }

    /**
     * The body as it comes, whatever it is, for a route {@link Route#withStreamedUpload}. Nobody has asked the client for it before the
     * first read.
     *
     * @param limit in bytes
     * @throws RequestException here or while it is read: it is longer, compressed, broken, or comes too slowly
     */
    public InputStream content(long limit) {
        return content.apply(limit);
    }

    /** The body as it was sent, of a route {@link Route#withUpload}. */
    public byte[] bytes() {
        return whole.get();
    }

    Request withSegments(Map<String, String> found) {
        return new Request(id, method, remote, headers, found, rawQuery, query, form, body, whole, content);
    }
}
