package io.vestibule.http;

import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;

/** Reads a body of the two media types that clients send, JSON and forms, up to {@link #LIMIT} bytes. */
final class RequestBody {
    /** The largest body, in bytes. */
    static final int LIMIT = 16 * 1024;

    private RequestBody() {}

    /** Query and body parameters together. */
    static Parameters read(String query, String contentType, String contentEncoding, boolean json, InputStream body) {
        Parameters parameters = new Parameters();
        parameters.addForm(query);
        byte[] bytes = bytes(body);
        if (bytes.length == 0) {
            return parameters;
        }
        if (!contentEncoding.isEmpty() && !contentEncoding.equalsIgnoreCase("identity")) {
            throw new RequestException(new Problem.UnsupportedMedia());
        }
        MediaType type = mediaType(contentType, bytes);
        switch (type == MediaType.JSON && !json ? MediaType.OTHER : type) {
            case JSON -> parameters.addJson(json(bytes));
            case FORM -> parameters.addForm(Percent.utf8(ByteBuffer.wrap(bytes)));
            case OTHER -> throw new RequestException(new Problem.UnsupportedMedia());
        }
        return parameters;
    }

    private static byte[] bytes(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(LIMIT + 1);
            if (bytes.length > LIMIT) {
                throw new RequestException(new Problem.TooLarge());
            }
            return bytes;
        } catch (IOException e) {
            throw RequestException.malformed("The body ended early.");
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
