package io.vestibule.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.Client;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server shows for itself, as a browser gets it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {
    private final Installation installation = Installation.demo(
            Map.of("VESTIBULE_LIMIT_MAIL_CALLER_BURST", "1000", "VESTIBULE_LIMIT_LOOK_UP_NETWORK_BURST", "1000"));
    private Client server;

    @BeforeAll
    void start() {
        server = installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    @Test
    void every_language_has_every_phrase() throws IOException {
        TreeSet<String> english = phrases("").keys();
        for (String language : new String[] {"_de", "_es", "_fr"}) {
            assertThat(phrases(language).keys()).as(language).isEqualTo(english);
            assertThat(phrases(language).properties().values()).noneMatch(phrase -> ((String) phrase).isBlank());
        }
    }

    private record Phrases(java.util.Properties properties) {
        TreeSet<String> keys() {
            return new TreeSet<>(properties.stringPropertyNames());
        }
    }

    private static Phrases phrases(String suffix) throws IOException {
        var properties = new java.util.Properties();
        try (var in = PageWords.class.getResourceAsStream("messages" + suffix + ".properties")) {
            properties.load(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return new Phrases(properties);
    }

    @Test
    void the_dev_inbox_shows_mails_escaped_newest_first() {
        register("inbox1@example.com");
        register("o'&x@example.com");
        String inbox = inboxWith("o'&amp;x@example.com");
        assertThat(inbox).contains("inbox1@example.com", "href=\"http://localhost:8080/verify/");
        assertThat(inbox.indexOf("o'&amp;x@example.com")).isLessThan(inbox.indexOf("inbox1@example.com"));
        assertThat(inbox).doesNotContain("o'&x@");
    }

    @Test
    void the_key_set_may_be_cached_and_has_no_private_half() {
        Reply keys = server.get("/.well-known/jwks.json", Map.of());
        assertThat(keys.status()).isEqualTo(200);
        assertThat(keys.header("Cache-Control")).isEqualTo("public, max-age=300");
        Json.Object key =
                (Json.Object) ((Json.Array) keys.json().get("keys")).items().getFirst();
        assertThat(key.fields()).containsOnlyKeys("kty", "use", "crv", "kid", "x", "y", "alg");
        assertThat(key.text("alg")).contains("ES256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sonar", "logicboxes", "keaze"})
    void the_contract_is_served_as_it_is(String dialect) throws IOException {
        Reply document = server.get("/openapi/" + dialect + ".yaml", Map.of());
        assertThat(document.status()).isEqualTo(200);
        assertThat(document.header("Content-Type")).isEqualTo("application/yaml");
        try (var resource = getClass().getResourceAsStream("/openapi/" + dialect + ".yaml")) {
            assertThat(document.body()).isEqualTo(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/openapi/other.yaml",
                "/openapi/..%2fdb%2fmigration%2fV1__portals_and_customers.sql",
                "/openapi/%2e%2e/x",
                "/.well-known/",
                "/dev",
                "/dev/inbox/1",
                "/api",
                "/livez",
                "/metrics"
            })
    void whatever_is_not_there_is_a_plain_404(String path) {
        Reply reply = server.get(path, Map.of());
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body()).isEqualTo("{\"message\":\"Not found.\"}");
    }

    @Test
    void a_wrong_verb_names_the_right_ones() {
        Reply reply = server.exchange("DELETE", "/.well-known/jwks.json", Map.of(), null);
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo("GET, HEAD");
        assertThat(reply.text("message")).isEqualTo("That method is not allowed here.");
    }

    @Test
    void live_mode_has_no_dev_inbox_and_no_page_of_what_there_is() {
        try (Installation live = Installation.demo(Map.of(
                "VESTIBULE_MODE", "live",
                "VESTIBULE_SMTP_URL", "smtp://127.0.0.1:9",
                "VESTIBULE_PUBLIC_URL", "https://id.example.com",
                "VESTIBULE_MAIL_FROM", "Vestibule <no-reply@id.example.com>"))) {
            Client node = live.node();
            for (String path :
                    new String[] {"/", "/docs", "/openapi/", "/dev/inbox", "/dev/inbox.json", "/dev/inbox.js"}) {
                Reply reply = node.get(path, Map.of());
                assertThat(reply.status()).as(path).isEqualTo(404);
                assertThat(reply.body()).isEqualTo("{\"message\":\"Not found.\"}");
            }
            assertThat(node.get("/favicon.ico", Map.of()).status()).isEqualTo(204);
        }
    }

    /** Registers with a password and gives the path of the page that the mail leads to. */
    private String register(String email) {
        Reply registered = server.post(
                "/api/rest/portal/password-register", "{\"email\":\"" + email + "\",\"password\":\"a fine long one\"}");
        assertThat(registered.status()).as(registered.body()).isEqualTo(201);
        Matcher link = Pattern.compile("/verify/" + registered.text("id") + "/[A-Za-z0-9_-]{43}")
                .matcher(inboxWith("/verify/" + registered.text("id") + "/"));
        assertThat(link.find()).isTrue();
        return link.group();
    }

    private String inboxWith(String text) {
        Instant end = Instant.now().plus(Duration.ofSeconds(10));
        while (true) {
            String inbox = server.get("/dev/inbox", Map.of()).body();
            if (inbox.contains(text)) {
                return inbox;
            }
            assertThat(Instant.now()).as("no mail with " + text).isBefore(end);
        }
    }
}
