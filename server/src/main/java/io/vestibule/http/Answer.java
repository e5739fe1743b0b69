package io.vestibule.http;

import io.vestibule.http.server.Header;
import io.vestibule.http.server.StreamedContent;
import io.vestibule.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What goes back: a status, headers, and a body that may be empty, or is written as it comes. Immutable. */
public final class Answer {
    private final int status;
    private final List<Header> headers;
    private final byte[] body;
    private final @Nullable StreamedContent stream;
    private final @Nullable Requester requester;

    private Answer(
            int status,
            List<Header> headers,
            byte[] body,
            @Nullable StreamedContent stream,
            @Nullable Requester requester) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.stream = stream;
        this.requester = requester;
    }

    /** A status alone, without body. */
    public static Answer empty(int status) {
        return new Answer(status, List.of(), new byte[0], null, null);
    }

    /** A JSON document. */
    public static Answer json(int status, Json body) {
        return of(status, "application/json", body.utf8());
    }

    /** An HTML page, which may do what the policy says. */
    public static Answer html(int status, String page, ContentSecurityPolicy policy) {
        return of(status, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8))
                .with("Content-Security-Policy", policy.text());
    }

    /** A body of the named media type. */
    public static Answer of(int status, String mediaType, byte[] body) {
        return new Answer(status, List.of(new Header("Content-Type", mediaType)), body, null, null);
    }

    /** A body of the named media type that is written as it comes; the answer to a HEAD never asks for it. */
    public static Answer streaming(int status, String mediaType, StreamedContent stream) {
        return new Answer(status, List.of(new Header("Content-Type", mediaType)), new byte[0], stream, null);
    }

    /** The same answer with this header, in the place of any of the name. */
    public Answer with(String name, String value) {
        List<Header> others = new ArrayList<>(headers.size() + 1);
        int place = -1;
        for (Header header : headers) {
            if (!header.name().equalsIgnoreCase(name)) {
                others.add(header);
            } else if (place < 0) {
                place = others.size();
            }
        }
        others.add(place < 0 ? others.size() : place, new Header(name, value));
        return new Answer(status, others, body, stream, requester);
    }

    /** The same answer with one header more, beside any of the name: {@code Set-Cookie} (RFC 6265 section 3). */
    public Answer adding(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Answer(status, more, body, stream, requester);
    }

    /** The same answer, to this requester unless it is to another already; whoever counts answers is told. */
    public Answer to(Requester asking) {
        return requester == null ? new Answer(status, headers, body, stream, asking) : this;
    }

    /** The same answer with {@code Retry-After} in whole seconds, at least one (RFC 9110 section 10.2.3). */
    public Answer retryAfter(Duration wait) {
        return with(
                "Retry-After", Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
    }

    /** The whole of it, for {@link #read}. A stream can't be kept. */
    public byte[] written() {
        if (stream != null) {
            throw new IllegalStateException("an answer that is a stream isn't kept");
        }
        Map<String, List<Json>> values = new LinkedHashMap<>();
        for (Header header : headers) {
            values.computeIfAbsent(header.name(), name -> new ArrayList<>()).add(Json.of(header.value()));
        }
        Json.Builder fields = Json.object();
        values.forEach((name, each) -> fields.put(name, each.size() == 1 ? each.getFirst() : new Json.Array(each)));
        return Json.object()
                .put("status", status)
                .put("headers", fields.build())
                .put("body", Base64.getEncoder().encodeToString(body))
                .build()
                .utf8();
    }

    /** The answer that was {@link #written}. */
    public static Answer read(byte[] written) {
        if (!(Json.parse(written) instanceof Json.Object whole)
                || !(whole.get("status") instanceof Json.Number(String status))
                || !(whole.get("headers") instanceof Json.Object fields)) {
            throw new IllegalArgumentException("no answer that was written");
        }
        List<Header> headers = new ArrayList<>();
        fields.fields().forEach((name, value) -> {
            List<Json> values = value instanceof Json.Array(List<Json> each) ? each : List.of(value);
            values.forEach(one -> headers.add(new Header(name, one instanceof Json.Text(String text) ? text : "")));
        });
        byte[] body = Base64.getDecoder().decode(whole.text("body").orElse(""));
        return new Answer(Integer.parseInt(status), headers, body, null, null);
    }

    /** The HTTP status code. */
    public int status() {
        return status;
    }

    /** The first value of the header, or null where it has none. */
    public @Nullable String header(String name) {
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                return header.value();
            }
        }
        return null;
    }

    List<Header> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    /** Null where nobody was made sure of. */
    @Nullable
    Requester requester() {
        return requester;
    }

    @Nullable
    StreamedContent stream() {
        return stream;
    }
}
