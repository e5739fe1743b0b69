package io.vestibule.bench.load;

import java.nio.charset.StandardCharsets;

/** Requests as bytes. */
public final class Http {
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private Http() {}

    /** A request without a body. Headers are whole lines. */
    public static byte[] bare(String method, String path, String... headers) {
        return (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + lines(headers) + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Posts JSON. */
    public static byte[] json(String path, String body, String... headers) {
        return post(path, JSON, body, headers);
    }

    /** Posts a form. */
    public static byte[] form(String path, String body, String... headers) {
        return post(path, FORM, body, headers);
    }

    private static byte[] post(String path, String type, String body, String... headers) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type + "\r\nContent-Length: "
                + length + "\r\n" + lines(headers) + "\r\n";
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }

    private static String lines(String... headers) {
        return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    }
}
