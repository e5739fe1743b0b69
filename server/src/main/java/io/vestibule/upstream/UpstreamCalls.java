package io.vestibule.upstream;

import io.vestibule.config.UpstreamConfig;
import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Requests to upstreams. No redirect is followed, certificates are verified, an answer has 256 KiB at most and is there to its last byte
 * within the time that is set, all answers of a conversation within half as much again.
 */
final class UpstreamCalls implements AutoCloseable {
    private static final int LONGEST_BODY = 256 * 1024;
    private static final int MOST_VALUES = 10_000;

    /** Whoever asks for longer is asked once a minute: what one customer did doesn't keep the others out for long. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** What a request is answered that is too large, or otherwise can't be read: the next one may be read all the same. */
    private static final Set<Integer> OF_ONE_REQUEST = Set.of(400, 413, 414, 422, 431);

    private final UpstreamConfig config;
    private @Nullable HttpClient client;

    UpstreamCalls(UpstreamConfig config) {
        this.config = config;
    }

    /** An answer, read to its end. */
    record Reply(HttpResponse<byte[]> response) {
        int status() {
            return response.statusCode();
        }

        /** The body, which is to be a JSON object. */
        Json.Object object() {
            try {
                if (Json.parse(response.body(), MOST_VALUES) instanceof Json.Object object) {
                    return object;
                }
            } catch (MalformedJsonException e) {
                // as below: what it says of the text is nobody's business
            }
            throw UpstreamFaultException.of("it answered " + status() + " without a JSON object");
        }

        /** The fault that a status is which the API doesn't have, or not here. */
        UpstreamFaultException unexpected() {
            Optional<Duration> pause = pause();
            if (pause.isPresent()) {
                return UpstreamFaultException.throttled(pause.get());
            }
            String what = "it answered " + status();
            return OF_ONE_REQUEST.contains(status())
                    ? UpstreamFaultException.ofOneRequest(what)
                    : UpstreamFaultException.of(what);
        }

        /** How long it asks to be left alone, if it does. */
        private Optional<Duration> pause() {
            String seconds = response.headers().firstValue("Retry-After").orElse("");
            Duration told = seconds.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(seconds)) : Duration.ZERO;
            if (status() == 503 || (status() != 429 && told.isZero())) {
                return Optional.empty();
            }
            Duration pause = told.isZero() ? Duration.ofSeconds(1) : told;
            return Optional.of(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        }
    }

    /** Requests that belong together, at one upstream. For one thread. */
    final class Talk {
        private final URI base;
        private final long end = System.nanoTime() + config.answer().toNanos() * 3 / 2;

        private Talk(URI base) {
            this.base = base;
        }

        /** A request for a path below where the API begins; none for that itself. */
        HttpRequest.Builder request(String path) {
            String url = base.toString();
            return HttpRequest.newBuilder(URI.create(path.isEmpty() ? url : url.replaceFirst("/+$", "") + path))
                    .header("Accept", "application/json")
                    .header("User-Agent", "Vestibule");
        }

        /** A request with a JSON body. */
        HttpRequest.Builder post(String path, Json.Object body) {
            return request(path)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(body.utf8()));
        }

        Reply send(HttpRequest.Builder request) {
            long left = Math.min(config.answer().toNanos(), end - System.nanoTime());
            CompletableFuture<HttpResponse<byte[]>> answer = client().sendAsync(
                            request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_BODY));
            try {
                return new Reply(answer.get(left, TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                throw UpstreamFaultException.of("it took too long");
            } catch (ExecutionException e) {
                throw UpstreamFaultException.of(words(e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw UpstreamFaultException.of("the server stops");
            } finally {
                answer.cancel(true);
            }
        }
    }

    /** Begins requests that belong together. */
    Talk talk(URI base) {
        return new Talk(base);
    }

    /** A form's text, as a query or body has it. */
    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** A text as a segment of a path. */
    static String segment(String text) {
        return encoded(text).replace("+", "%20");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Messages of the client may quote the URL. */
    private static String words(@Nullable Throwable fault) {
        return switch (fault) {
            case HttpTimeoutException e -> "no connection in time";
            case SSLException e -> "its certificate or its TLS isn't accepted";
            case IOException e when String.valueOf(e.getMessage()).contains("exceeds") -> "its answer is too long";
            case IOException e ->
                "no connection, or one that broke (" + e.getClass().getSimpleName() + ")";
            case null, default -> "its answer can't be read";
        };
    }

    /** Made at the first call, so that no start pays for it. */
    private synchronized HttpClient client() {
        HttpClient made = client;
        if (made == null) {
            made = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(config.connect())
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
            client = made;
        }
        return made;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
