package io.vestibule.support;

import io.vestibule.contract.OpenApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client of one server. Every exchange with a dialect is checked against the dialect's contract document. */
public final class Client {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private static final Map<String, OpenApi> CONTRACTS = Map.of(
            "/api/admin/", OpenApi.of("admin"),
            "/api/v1/", OpenApi.of("sonar"),
            "/api/customers/", OpenApi.of("logicboxes"),
            "/api/rest/portal/", OpenApi.of("keaze"),
            "/api/example/", OpenApi.of("example"));

    private final int port;
    private final int managementPort;

    public Client(int port, int managementPort) {
        this.port = port;
        this.managementPort = managementPort;
    }

    public int port() {
        return port;
    }

    public int managementPort() {
        return managementPort;
    }

    /** Asks the operator's port. */
    public Reply management(String path) {
        return send(managementPort, "GET", path, Map.of(), null);
    }

    /** The {@code Authorization} header of an API user. */
    public static Map<String, String> basic(String user, String password) {
        String pair = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return Map.of("Authorization", "Basic " + pair);
    }

    /** The {@code Authorization} header of a customer. */
    public static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    public Reply get(String path, Map<String, String> headers) {
        return exchange("GET", path, headers, null);
    }

    /** Posts JSON. */
    public Reply post(String path, String json) {
        return post(path, Map.of(), json);
    }

    /** Posts JSON with further headers. */
    public Reply post(String path, Map<String, String> headers, String json) {
        return json("POST", path, headers, json);
    }

    /** Sends JSON with any method. */
    public Reply json(String method, String path, Map<String, String> headers, String json) {
        Map<String, String> all = new HashMap<>(Map.of("Content-Type", "application/json"));
        all.putAll(headers);
        return exchange(method, path, all, json);
    }

    /** Sends any request, and checks the exchange. */
    public Reply exchange(String method, String path, Map<String, String> headers, @Nullable String body) {
        Reply reply = send(port, method, path, headers, body);
        CONTRACTS.forEach((prefix, contract) -> {
            if (path.startsWith(prefix) && !method.equals("OPTIONS")) {
                contract.check(
                        method, path, headers.get("Content-Type"), body, reply.status(), reply.headers(), reply.body());
            }
        });
        return reply;
    }

    /** Sends a file, and checks the exchange. */
    public Reply upload(String method, String path, Map<String, String> headers, byte[] file) {
        Reply reply = published(port, method, path, headers, HttpRequest.BodyPublishers.ofByteArray(file));
        CONTRACTS.forEach((prefix, contract) -> {
            if (path.startsWith(prefix)) {
                contract.check(
                        method,
                        path,
                        headers.get("Content-Type"),
                        new String(file, StandardCharsets.ISO_8859_1),
                        reply.status(),
                        reply.headers(),
                        reply.body());
            }
        });
        return reply;
    }

    private static Reply send(
            int port, String method, String path, Map<String, String> headers, @Nullable String body) {
        return published(
                port,
                method,
                path,
                headers,
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
    }

    private static Reply published(
            int port, String method, String path, Map<String, String> headers, HttpRequest.BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body);
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Map<String, String> received = new HashMap<>();
            response.headers()
                    .map()
                    .forEach((name, values) -> received.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            return new Reply(response.statusCode(), received, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
