package io.vestibule.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.Client;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What test mode shows to whoever builds a portal. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DevPagesTest {
    private final Installation installation = Installation.demo(Map.of("VESTIBULE_LIMIT_MAIL_CALLER_BURST", "1000"));
    private Client server;

    @BeforeAll
    void start() {
        server = installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private void mail(String email) {
        assertThat(server.post(
                                "/api/rest/portal/passwordless-access",
                                "{\"email\":\"" + email + "\",\"url\":\"http://localhost:5173/welcome\"}")
                        .status())
                .isEqualTo(201);
    }

    private List<Json.Object> mails(String parameters) {
        Reply reply = server.get("/dev/inbox.json?" + parameters, Map.of());
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        return ((Json.Array) reply.json().get("mails"))
                .items().stream().map(mail -> (Json.Object) mail).toList();
    }

    private static String about(String text) {
        return "q=" + URLEncoder.encode(text, StandardCharsets.UTF_8) + "&wait=10";
    }

    @Test
    void the_start_page_leads_to_everything_there_is() {
        Reply page = server.get("/", Map.of());

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(page.body())
                .contains(
                        "/api/v1/",
                        "/api/customers/",
                        "/api/rest/portal/",
                        "demo-secret",
                        "demo-key",
                        "correct horse 9");
        for (String path : List.of(
                "/openapi/sonar.yaml",
                "/openapi/logicboxes.yaml",
                "/openapi/keaze.yaml",
                "/demo",
                "/sign-in/1",
                "/register/1",
                "/docs",
                "/dev/inbox",
                "/dev/inbox.json",
                "/portals/1/.well-known/openid-configuration",
                "/.well-known/jwks.json")) {
            assertThat(page.body()).containsPattern("href=\"(http://localhost:8080)?" + Pattern.quote(path) + "\"");
            assertThat(server.get(path, Map.of()).status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void the_start_page_names_no_demo_credentials_that_would_not_work() {
        try (Installation own = Installation.demo()) {
            own.sql("update api_client set disabled_at = now()");
            assertThat(own.node().get("/", Map.of()).body()).doesNotContain("demo-secret", "correct horse 9");
        }
    }

    @Test
    void there_is_no_icon_and_browsers_need_not_ask_again() {
        Reply icon = server.get("/favicon.ico", Map.of());

        assertThat(icon.status()).isEqualTo(204);
        assertThat(icon.header("Cache-Control")).isEqualTo("public, max-age=86400");
    }

    @Test
    void tests_wait_for_a_mail_and_read_it_as_json() {
        var waiting = CompletableFuture.supplyAsync(() -> mails(about("json@example.com")));
        mail("json@example.com");

        Json.Object mail = waiting.join().getFirst();
        assertThat(mail.text("to")).contains("json@example.com");
        assertThat(mail.text("subject").orElseThrow()).isNotBlank();
        assertThat(mail.fields().keySet()).containsExactly("id", "at", "to", "subject", "text", "html", "links");
        String link = ((Json.Text) ((Json.Array) mail.get("links")).items().getFirst()).value();
        assertThat(link).startsWith("http://localhost:5173/welcome/");
        assertThat(mail.text("text").orElseThrow()).contains(link);
        assertThat(mail.text("html").orElseThrow()).contains("<html");
        assertThat(Instant.parse(mail.text("at").orElseThrow())).isBefore(Instant.now());
        assertThat(mails("q=json%40example.com&after=" + mail.get("id"))).isEmpty();
        assertThat(mails("q=no-such-address")).isEmpty();
    }

    @Test
    void mails_are_listed_newest_first_and_found_by_address_subject_and_text_in_any_case() {
        mail("first@example.com");
        mails(about("first@example.com"));
        mail("second@example.com");
        mails(about("second@example.com"));

        String all = server.get("/dev/inbox", Map.of()).body();
        assertThat(all.indexOf("to second@example.com")).isBetween(0, all.indexOf("to first@example.com"));
        String found = server.get("/dev/inbox?q=FIRST%40", Map.of()).body();
        assertThat(found).contains("to first@example.com", "value=\"FIRST@\"").doesNotContain("to second@example.com");
        assertThat(mails("q=welcome").size()).isGreaterThanOrEqualTo(2);
        assertThat(server.get("/dev/inbox?q=%3Cscript%3E", Map.of()).body())
                .contains("Nothing with these words.")
                .doesNotContain("<script>");
    }

    @Test
    void the_inbox_runs_its_own_script_alone() {
        Reply page = server.get("/dev/inbox", Map.of());
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'")
                .doesNotContain("'unsafe-inline'; script");
        Matcher address = Pattern.compile("<script src=\"(/dev/inbox/[0-9a-f]{16}/inbox\\.js)\" defer></script>")
                .matcher(page.body());
        assertThat(address.find()).isTrue();
        Reply script = server.get(address.group(1), Map.of());
        assertThat(script.status()).isEqualTo(200);
        assertThat(script.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=31", "wait=x", "after=-1", "after=1.5"})
    void a_parameter_out_of_range_is_told(String parameter) {
        Reply reply = server.get("/dev/inbox.json?" + parameter, Map.of());

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("message")).contains(parameter.substring(0, parameter.indexOf('=')));
    }

    @Test
    void a_stop_does_not_wait_for_who_waits_for_mail() {
        try (Installation own = Installation.demo(Map.of("VESTIBULE_HTTP_DRAIN", "30s"))) {
            Client node = own.node();
            var waiting = CompletableFuture.supplyAsync(
                    () -> node.get("/dev/inbox.json?wait=30", Map.of()).status());
            assertThat(node.get("/dev/inbox.json", Map.of()).status()).isEqualTo(200);
            long start = System.nanoTime();
            own.stop();
            assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
            waiting.handle((status, gone) -> status).join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/jwks.json", "/openapi/keaze.yaml", "/openapi/other.yaml"})
    void any_page_may_read_the_keys_and_the_contracts(String path) {
        Map<String, String> page = Map.of("Origin", "https://evil.example");

        assertThat(server.get(path, page).header("Access-Control-Allow-Origin")).isEqualTo("*");
        Reply preflight = server.exchange("OPTIONS", path, page, null);
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(preflight.header("Access-Control-Allow-Headers")).isEqualTo("*");
        assertThat(preflight.header("Access-Control-Allow-Methods")).isEqualTo("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/dev/inbox", "/dev/inbox.json", "/verify/2/x"})
    void no_page_of_another_origin_may_read_what_is_for_people(String path) {
        Map<String, String> page = Map.of("Origin", "http://localhost:5173");

        assertThat(server.get(path, page).header("Access-Control-Allow-Origin")).isNull();
        assertThat(server.exchange("OPTIONS", path, page, null).status()).isEqualTo(405);
    }

    @Test
    void without_demo_data_the_start_page_still_leads_to_the_try_it_portal_and_the_console() {
        try (Installation own = Installation.demo()) {
            own.sql("update api_client set disabled_at = now()");
            Client bare = own.node();
            assertThat(bare.get("/", Map.of()).body())
                    .contains("href=\"http://localhost:8080/demo\"", "href=\"http://localhost:8080/console\"")
                    .doesNotContain("/sign-in/1");
        }
    }
}
