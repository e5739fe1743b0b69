package io.vestibule.aotcache;

import io.vestibule.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What portals and customers ask most of a server, asked of one with the demo data: the path that should be quick from the start. */
final class RehearsalRequests {
    /** So that methods of the usual path have been called often enough to be worth a profile; within all limits. */
    private static final int ROUNDS = 8;

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String DEMO =
            "Basic " + Base64.getEncoder().encodeToString("demo:demo-secret".getBytes(StandardCharsets.UTF_8));

    private final HttpClient http;
    private final String server;
    private final String management;

    RehearsalRequests(HttpClient http, String port, String managementPort) {
        this.http = http;
        this.server = "http://127.0.0.1:" + port;
        this.management = "http://127.0.0.1:" + managementPort;
    }

    /** Asks all of it, and returns when all is answered. */
    void ask() throws IOException {
        String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
        for (int i = 0; i < ROUNDS; i++) {
            sonar();
            logicBoxes();
            keaze(run + i + "@example.com");
        }
        send(200, "GET", server + "/.well-known/jwks.json", "Accept", JSON, "");
        send(200, "GET", management + "/readyz", "Accept", "*/*", "");
        send(200, "GET", management + "/metrics", "Accept", "*/*", "");
    }

    private void sonar() throws IOException {
        String path = server + "/api/v1/customer_portal/";
        String right = "{\"username\":\"testtest123\",\"password\":\"correct horse 9\"}";
        send(201, "POST", path + "email_lookup", "Authorization", DEMO, "{\"email_address\":\"someone@example.com\"}");
        send(201, "POST", path + "auth", "Authorization", DEMO, right);
        send(422, "POST", path + "auth", "Authorization", DEMO, right.replace("horse", "pony"));
    }

    private void logicBoxes() throws IOException {
        String path = server + "/api/customers/v2/authenticate.";
        String right = "auth-userid=1&api-key=demo-key&username=janedoe&passwd=correct+horse+9";
        send(200, "POST", path + "json", "Content-Type", FORM, right);
        send(200, "POST", path + "xml", "Content-Type", FORM, right);
    }

    private void keaze(String email) throws IOException {
        String path = server + "/api/rest/portal/";
        String customer = "{\"email\":\"" + email + "\",\"password\":\"a fine long one\"}";
        send(404, "HEAD", path + "customers/email/" + email, "Accept", JSON, "");
        send(201, "POST", path + "password-register", "Accept", JSON, customer);
        Json.Object tokens = send(200, "POST", path + "password-login", "Accept", JSON, customer);
        String bearer = "Bearer " + tokens.text("access_token").orElse("");
        send(200, "GET", path + "profile", "Authorization", bearer, "");
        send(200, "PATCH", path + "profile", "Authorization", bearer, "{\"firstName\":\"Nora\"}");
        String refresh = tokens.text("refresh_token").orElse("");
        send(200, "POST", path + "refresh-token", "Accept", JSON, "{\"refreshToken\":\"" + refresh + "\"}");
        String place = "{\"email\":\"" + email + "\",\"url\":\"https://portal.example.com/sign-in\"}";
        Json.Object mailed = send(200, "POST", path + "passwordless-access", "Accept", JSON, place);
        String link = mailed.text("magicLink").orElse("").replaceFirst(".*/sign-in/", "");
        Json.Object signedIn = send(200, "GET", path + "auth-token/" + link, "Accept", JSON, "");
        String second = "Bearer " + signedIn.text("accessToken").orElse("");
        send(200, "POST", path + "revoke-token", "Authorization", second, "");
    }

    /** The answer's object; an empty one where it is none. */
    private Json.Object send(int expected, String method, String url, String header, String value, String body)
            throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).method(method, BodyPublishers.ofString(body));
        if (!header.equals("Content-Type") && !body.isEmpty()) {
            request.header("Content-Type", JSON);
        }
        HttpResponse<byte[]> answer = answer(request.header(header, value).build());
        if (answer.statusCode() != expected) {
            throw new NoCacheException(
                    "The rehearsal's " + method + " " + URI.create(url).getPath() + " was answered "
                            + answer.statusCode() + " instead of " + expected + ".");
        }
        boolean object = answer.body().length > 0 && answer.body()[0] == '{';
        return object ? (Json.Object) Json.parse(answer.body()) : Json.object().build();
    }

    private HttpResponse<byte[]> answer(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
