package io.vestibule.oauth;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Calls applications (OpenID Connect Back-Channel Logout 1.0 section 2.5). No redirect is followed, nothing of an answer is read but its
 * status, and nobody is waited for longer than some seconds.
 */
final class LogoutCalls implements AutoCloseable {
    private static final Duration TO_CONNECT = Duration.ofSeconds(1);
    private static final Duration TO_ANSWER = Duration.ofSeconds(3);

    private @Nullable HttpClient client;

    /** Sends a logout token; what went wrong, or empty. */
    Optional<String> send(String uri, String token) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                .timeout(TO_ANSWER)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("logout_token=" + token)) // base64url and dots
                .build();
        try {
            HttpResponse<InputStream> answer = client().send(request, BodyHandlers.ofInputStream());
            answer.body().close();
            int status = answer.statusCode();
            // Section 2.8; "some web frameworks will substitute an HTTP 204"
            return status == 200 || status == 204 ? Optional.empty() : Optional.of("status " + status);
        } catch (IOException e) {
            return Optional.of(e.getClass().getSimpleName());
        }
    }

    /** Made at the first call, so that no start pays for it. */
    private synchronized HttpClient client() {
        HttpClient made = client;
        if (made == null) {
            made = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(TO_CONNECT)
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
