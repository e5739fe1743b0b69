package io.vestibule.http;

import io.vestibule.http.server.ContentException;
import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
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
    private final String query;
    private final boolean readsJson;
    private final int upload;
    private @Nullable Parameters parameters;
    private byte @Nullable [] bytes;

    /**
     * @param content reads the content up to a number of bytes, or throws a {@link ContentException}
     * @param upload  {@link Route#upload}
     */
    RequestBody(
            Function<String, Optional<String>> headers,
            IntFunction<byte[]> content,
            String query,
            boolean readsJson,
            int upload) {
        this.headers = headers;
        this.content = content;
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
        if (headers.apply("Content-Encoding").isPresent()) {
            throw new RequestException(new Problem.UnsupportedMedia());
        }
        return bytes();
    }

    private Parameters read() {
        return add(query());
    }

    private Parameters add(Parameters read) {
        if (bytes().length == 0) {
            return read;
        }
        byte[] bytes = content();
        String contentType = headers.apply("Content-Type").orElse("");
        MediaType type = mediaType(contentType, bytes);
        switch (type == MediaType.JSON && !readsJson ? MediaType.OTHER : type) {
            case JSON -> read.addJson(json(bytes));
            case FORM -> read.addForm(Percent.utf8(ByteBuffer.wrap(bytes)));
            case MULTIPART -> MultipartForm.read(read, contentType, bytes, upload > 0);
            case OTHER -> throw new RequestException(new Problem.UnsupportedMedia());
        }
        return read;
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

    private enum MediaType {
        JSON,
        FORM,
        MULTIPART,
        OTHER
    }

    /** Clients that name no type send JSON, which shows in its first byte. */
    private static MediaType mediaType(String contentType, byte[] bytes) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.matches("charset=(utf-?8|us-ascii)")) {
                return MediaType.OTHER;
            }
        }
        return switch (parts[0].strip()) {
            case "application/json", "text/json" -> MediaType.JSON;
            case "application/x-www-form-urlencoded" -> MediaType.FORM;
            case "multipart/form-data" -> MediaType.MULTIPART;
            case "" -> bytes[0] == '{' ? MediaType.JSON : MediaType.OTHER;
            default -> MediaType.OTHER;
        };
    }
}
