package io.vestibule.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API reference at {@code /docs}, and how its files are served; that it works in a browser is tested in {@code clients}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiReferenceTest {
    private static final List<String> APIS = List.of("sonar", "logicboxes", "keaze", "admin");
    private static final Map<String, String> LIVE = Map.of(
            "VESTIBULE_MODE", "live",
            "VESTIBULE_SMTP_URL", "smtp://127.0.0.1:9",
            "VESTIBULE_PUBLIC_URL", "https://id.example.com/customers",
            "VESTIBULE_MAIL_FROM", "Vestibule <no-reply@id.example.com>");

    private final Installation installation = Installation.demo();
    private Client server;

    @BeforeAll
    void start() {
        server = installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    /** The addresses of a page's files. */
    private static List<String> files(Reply page) {
        Matcher address =
                Pattern.compile("(?:href|src)=\"([^\"]+\\.(?:js|css))\"").matcher(page.body());
        return address.results().map(found -> found.group(1)).toList();
    }

    private String file(String name) {
        return files(server.get("/docs/keaze", Map.of())).stream()
                .filter(path -> path.endsWith("/" + name))
                .findFirst()
                .orElseThrow();
    }

    /** The bytes as they come. */
    private HttpResponse<byte[]> fetch(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    headers.length == 0
                            ? request.build()
                            : request.headers(headers).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void each_contract_document_has_a_page() {
        Reply list = server.get("/docs", Map.of());
        assertThat(list.status()).isEqualTo(200);
        for (String api : APIS) {
            assertThat(list.body()).contains("href=\"/docs/" + api + "\"", "href=\"/openapi/" + api + ".yaml\"");
            Reply page = server.get("/docs/" + api, Map.of());
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body())
                    .contains("data-document=\"/openapi/" + api + ".yaml\"")
                    .containsPattern("<noscript>.*href=\"/openapi/" + api + "\\.yaml\".*</noscript>");
            assertThat(server.get("/openapi/" + api + ".yaml", Map.of()).status())
                    .isEqualTo(200);
        }
        assertThat(list.body()).contains("Keaze home-seeker portal sign-up and sign-in");
    }

    @Test
    void a_page_loads_this_servers_files_alone_and_runs_no_inline_script_or_style() {
        Reply page = server.get("/docs/keaze", Map.of());

        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'")
                .doesNotContain("unsafe", "http");
        assertThat(files(page)).hasSize(4).allMatch(path -> path.matches("/docs/[0-9a-f]{16}/[a-z-]+\\.(js|css)"));
        assertThat(page.body()).doesNotContain("<style").doesNotContainPattern("<script(?![^>]* src=)");
        for (String path : files(page)) {
            assertThat(server.get(path, Map.of()).status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void files_are_kept_for_good_and_travel_compressed() throws IOException {
        String path = file("swagger-ui-bundle.js");
        HttpResponse<byte[]> compressed = fetch(path, "Accept-Encoding", "br, gzip;q=0.5");
        HttpResponse<byte[]> plain = fetch(path);

        for (HttpResponse<byte[]> answer : List.of(compressed, plain)) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
            assertThat(answer.headers().firstValue("Vary")).contains("Accept-Encoding");
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/javascript; charset=utf-8");
        }
        assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(compressed.body()).hasSizeLessThan(500_000);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes())
                .isEqualTo(plain.body());
        assertThat(server.exchange("HEAD", file("swagger-ui.css"), Map.of(), null)
                        .header("Content-Type"))
                .isEqualTo("text/css; charset=utf-8");
    }

    /** RFC 9110 section 12.5.3. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"gzip;q=0|false", "gzip;q=0.000|false", "identity|false", "GZIP|true", "deflate, gzip; q=1.0|true"
            })
    void a_client_gets_the_coding_that_it_takes(String accepted, boolean gzip) {
        assertThat(fetch(file("docs.js"), "Accept-Encoding", accepted)
                        .headers()
                        .firstValue("Content-Encoding")
                        .isPresent())
                .isEqualTo(gzip);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/other",
                "/docs/keaze.yaml",
                "/docs/0000000000000000/docs.js",
                "/docs/HASH/other.js",
                "/docs/HASH/..%2fdocs.js"
            })
    void whatever_is_not_there_is_a_plain_404(String path) {
        String hash = file("docs.js").split("/", -1)[2];
        Reply reply = server.get(path.replace("HASH", hash), Map.of());

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body()).isEqualTo("{\"message\":\"Not found.\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs/", "/openapi", "/openapi/"})
    void who_looks_for_documents_finds_them(String path) {
        Reply reply = server.exchange("HEAD", path, Map.of(), null);

        assertThat(reply.status()).isEqualTo(302);
        assertThat(reply.header("Location")).isEqualTo("/docs");
    }

    @Test
    void live_mode_has_it_if_it_is_told_to_below_the_path_of_the_public_url() {
        Map<String, String> settings = new HashMap<>(LIVE);
        settings.put("VESTIBULE_HTTP_DOCS", "on");
        try (Installation live = Installation.demo(settings)) {
            Client node = live.node();
            assertThat(node.get("/docs", Map.of()).body()).contains("href=\"/customers/docs/keaze\"");
            Reply page = node.get("/docs/keaze", Map.of());
            assertThat(page.body())
                    .contains("data-document=\"/customers/openapi/keaze.yaml\"", "data-server=\"/customers/\"");
            assertThat(files(page)).hasSize(4).allMatch(path -> path.startsWith("/customers/docs/"));
            assertThat(node.get("/demo", Map.of()).status()).isEqualTo(404);
            assertThat(node.get("/", Map.of()).status()).isEqualTo(404);
        }
    }

    @Test
    void test_mode_has_none_if_it_is_told_so() {
        try (Installation own = Installation.demo(Map.of("VESTIBULE_HTTP_DOCS", "off"))) {
            Client node = own.node();
            assertThat(node.get("/docs", Map.of()).status()).isEqualTo(404);
            assertThat(node.get("/", Map.of()).body()).doesNotContain("/docs");
        }
    }
}
