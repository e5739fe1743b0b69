package io.vestibule.http;

import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request: of the two media types that clients send, JSON and forms, up to {@link #LIMIT} bytes, read at most
 * once.
 */
final class RequestBody {
    /** The largest body, in bytes. */
    static final int LIMIT = 16 * 1024;

    /** How long a refused body is taken in. A client that goes on after that meets a reset connection. */
    private static final Duration LINGER = Duration.ofSeconds(30);

    private final InputStream stream;
    private final String query;
    private final String contentType;
    private final boolean withheld;
    private final boolean readsJson;
    private @Nullable Parameters parameters;
    private boolean ended;
    private boolean broken;

    /**
     * @param withheld the client announced a body over the limit, and waits to hear whether to send it: then it needn't (RFC
     *                 9110 section 10.1.1)
     */
    RequestBody(InputStream stream, String query, String contentType, boolean readsJson, boolean withheld) {
        this.stream = stream;
        this.query = query;
        this.contentType = contentType;
        this.withheld = withheld;
        this.readsJson = readsJson;
    }

    /** Query and body parameters together. */
    Parameters parameters() {
        if (parameters == null) {
            parameters = read();
        }
        return parameters;
    }

    private Parameters read() {
        Parameters read = new Parameters();
        read.addForm(query);
        byte[] bytes = bytes();
        if (bytes.length == 0) {
            return read;
        }
        MediaType type = mediaType(contentType, bytes);
        switch (type == MediaType.JSON && !readsJson ? MediaType.OTHER : type) {
            case JSON -> read.addJson(json(bytes));
            case FORM -> read.addForm(Percent.utf8(ByteBuffer.wrap(bytes)));
            case OTHER -> throw new RequestException(new Problem.UnsupportedMedia());
        }
        return read;
    }

    private byte[] bytes() {
        if (withheld) {
            throw new RequestException(new Problem.TooLarge());
        }
        try {
            byte[] bytes = stream.readNBytes(LIMIT + 1);
            ended = bytes.length <= LIMIT;
            if (ended) {
                return bytes;
            }
        } catch (IOException | RuntimeException e) { // the web server has its own for each way to break a body
            broken = true;
            throw RequestException.malformed("The body can't be read.");
        }
        throw new RequestException(new Problem.TooLarge());
    }

    /** Reads a small body that nobody asked for, so that the connection can serve the next request. */
    void finish() {
        try {
            ended = ended || (!broken && !withheld && stream.readNBytes(LIMIT + 1).length <= LIMIT);
        } catch (IOException | RuntimeException e) {
            broken = true;
        }
    }

    /** Whether all of it was read, so that the next byte of the connection is another request's. */
    boolean ended() {
        return ended;
    }

    /** Takes in the rest of a body that was refused, so that the client reads its answer instead of a reset connection. */
    void linger() {
        try {
            byte[] buffer = new byte[LIMIT];
            long until = System.nanoTime() + LINGER.toNanos();
            int read = ended || broken || withheld ? -1 : 0;
            while (read >= 0 && System.nanoTime() < until) {
                read = stream.read(buffer);
            }
        } catch (IOException | RuntimeException e) {
            broken = true; // the client left before its body ended
        }
    }

    private static Json.Object json(byte[] bytes) {
        try {
            if (Json.parse(bytes) instanceof Json.Object object) {
                return object;
            }
        } catch (MalformedJsonException e) {
            throw RequestException.malformed("The body is not valid JSON.");
        }
        throw RequestException.malformed("The body must be a JSON object.");
    }

    private enum MediaType {
        JSON,
        FORM,
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
            case "" -> bytes[0] == '{' ? MediaType.JSON : MediaType.OTHER;
            default -> MediaType.OTHER;
        };
    }
}
