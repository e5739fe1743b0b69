package io.vestibule.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code bin/vestibule serve --demo} in test mode, on a free port, with a database of its own; killed, if it still runs, at the end. */
final class Serving implements AutoCloseable {
    private static final Pattern LINE = Pattern.compile("serving on 127\\.0\\.0\\.1:(\\d+)");
    private static final String DEMO =
            "Basic " + Base64.getEncoder().encodeToString("demo:demo-secret".getBytes(StandardCharsets.UTF_8));

    private final Process process;
    private final BufferedReader lines;
    private final String port;

    private Serving(Process process, BufferedReader lines, String port) {
        this.process = process;
        this.lines = lines;
        this.port = port;
    }

    static Serving of(Unpacked unpacked, Map<String, String> changes) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "VESTIBULE_MODE", "test",
                "VESTIBULE_HTTP_PORT", "0",
                "VESTIBULE_MANAGEMENT_PORT", "0",
                "VESTIBULE_DATA_DIR", unpacked.user().resolve("data").toString()));
        settings.putAll(changes);
        Process process = unpacked.launcher(settings, "serve", "--demo")
                .redirectErrorStream(true)
                .start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            Matcher serving = LINE.matcher(line);
            if (serving.find()) {
                assertThat(said).doesNotContain("[warning]").doesNotContain("WARN");
                return new Serving(process, lines, serving.group(1));
            }
        }
        throw new AssertionError("It ended: " + said);
    }

    /** The status of the demo customer's sign-in. */
    int signIn() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + port + "/api/v1/customer_portal/auth"))
                                    .header("Authorization", DEMO)
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(
                                            "{\"username\":\"testtest123\",\"password\":\"correct horse 9\"}"))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        }
    }

    /** SIGTERM to the process that was started; its exit code. */
    int stop() throws Exception {
        process.toHandle().destroy();
        while (lines.readLine() != null) {
            // to its last word
        }
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
