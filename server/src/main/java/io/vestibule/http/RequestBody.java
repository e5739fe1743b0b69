package io.vestibule.http;

import io.vestibule.http.server.ContentException;
import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request: of the media types that clients send, JSON and forms, up to {@link #LIMIT} bytes, or as many as the route
 * takes with a file; read at most once.
 */
final class RequestBody {
    /** The largest body without a file, in bytes. */
    static final int LIMIT = 16 * 1024;

    /** How many bytes a value has at least, on average, where much may come. */
    private static final int BYTES_OF_A_VALUE = 4;

    private final Function<String, Optional<String>> headers;
    private final IntFunction<byte[]> content;
    private final BooleanSupplier awaited;
    private final String query;
    private final boolean readsJson;
    private final int upload;
    private @Nullable Parameters parameters;
    private byte @Nullable [] bytes;

    /**
     * @param content reads the content up to a number of bytes, or throws a {@link ContentException}
     * @param awaited whether the client waits for a word before it sends the content
     * @param upload  {@link Route#upload}
     */
    RequestBody(
            Function<String, Optional<String>> headers,
            IntFunction<byte[]> content,
            BooleanSupplier awaited,
            String query,
            boolean readsJson,
            int upload) {
        this.headers = headers;
        this.content = content;
        this.awaited = awaited;
        this.query = query;
        this.readsJson = readsJson;
        this.upload = upload;
    }

    /** Query and body parameters together. */
    Parameters parameters() {
        if (parameters == null) {
            parameters = read();
        }
        return parameters;
    }

    /** Those of the query alone. */
    Parameters query() {
        Parameters read = new Parameters();
        read.addForm(query);
        return read;
    }

    /** Those of the body alone. */
    Parameters form() {
        return add(new Parameters());
    }

    /** The body itself. */
    byte[] content() {
        if (isEncoded()) {
            throw unsupported();
        }
        return bytes();
    }

    private Parameters read() {
        return add(query());
    }

    private Parameters add(Parameters read) {
        String contentType = headers.apply("Content-Type").orElse("");
        MediaType named = isEncoded() ? MediaType.OTHER : MediaType.of(contentType);
        if (awaited.getAsBoolean() && !isRead(named)) {
            throw unsupported(); // RFC 9110, 10.1.1: before the client sends it
        }
        byte[] bytes = bytes();
        if (bytes.length == 0) {
            return read;
        }
        MediaType type = named == MediaType.UNNAMED && bytes[0] == '{' ? MediaType.JSON : named;
        switch (isRead(type) ? type : MediaType.OTHER) {
            case JSON -> read.addJson(json(bytes));
            case FORM -> read.addForm(Percent.utf8(ByteBuffer.wrap(bytes)));
            case MULTIPART -> MultipartForm.read(read, contentType, bytes, upload > 0);
            case UNNAMED, OTHER -> throw unsupported();
        }
        return read;
    }

    private boolean isEncoded() {
        return headers.apply("Content-Encoding").isPresent();
    }

    /** Whether some body of the type is read here. */
    private boolean isRead(MediaType type) {
        return type != MediaType.OTHER && (type != MediaType.JSON || readsJson);
    }

    private static RequestException unsupported() {
        return new RequestException(new Problem.UnsupportedMedia());
    }

    private byte[] bytes() {
        try {
            if (bytes == null) {
                bytes = content.apply(Math.max(LIMIT, upload));
            }
            return bytes;
        } catch (ContentException e) {
            throw new RequestException(Problem.of(e.reason()));
        }
    }

    private Json.Object json(byte[] bytes) {
        int most = Math.max(Parameters.MOST, upload / BYTES_OF_A_VALUE);
        try {
            if (Json.parse(bytes, most) instanceof Json.Object object) {
                return object;
            }
        } catch (MalformedJsonException e) {
            throw e.isTooMany() ? Parameters.tooMany(most) : RequestException.malformed("The body is not valid JSON.");
        }
        throw RequestException.malformed("The body must be a JSON object.");
    }
}
