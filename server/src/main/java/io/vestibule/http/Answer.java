package io.vestibule.http;

import io.vestibule.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What goes back: a status, headers (one value each), and a body that may be empty. Immutable. */
public final class Answer {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private Answer(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** A status alone, without body. */
    public static Answer empty(int status) {
        return new Answer(status, Map.of(), new byte[0]);
    }

    /** A JSON document. */
    public static Answer json(int status, Json body) {
        return of(status, "application/json", body.utf8());
    }

    /** An HTML page that loads nothing but its own inline style and posts only to this server. */
    public static Answer html(int status, String page) {
        return of(status, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8))
                .with(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none';"
                                + " frame-ancestors 'none'");
    }

    /** A body of the named media type. */
    public static Answer of(int status, String mediaType, byte[] body) {
        return new Answer(status, Map.of("Content-Type", mediaType), body);
    }

    /** The same answer with one header more. */
    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }

    /** The same answer with {@code Retry-After} in whole seconds, at least one (RFC 9110 section 10.2.3). */
    public Answer retryAfter(Duration wait) {
        return with(
                "Retry-After", Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
    }

    /** The whole of it, for {@link #read}. */
    public byte[] written() {
        Json.Builder fields = Json.object();
        headers.forEach(fields::put);
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
        Map<String, String> headers = new LinkedHashMap<>();
        fields.fields()
                .keySet()
                .forEach(name -> headers.put(name, fields.text(name).orElse("")));
        byte[] body = Base64.getDecoder().decode(whole.text("body").orElse(""));
        return new Answer(Integer.parseInt(status), headers, body);
    }

    /** The HTTP status code. */
    public int status() {
        return status;
    }

    /** The header's value, or null where it has none. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }
}
