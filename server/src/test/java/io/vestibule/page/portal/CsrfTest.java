package io.vestibule.page.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms that other pages send. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CsrfTest {
    private static final Map<String, String> RIGHT =
            Map.of("login", "john.doe@example.com", "password", "correct horse 9");

    private final Installation installation = Installation.demo(Generous.limits());
    private Client server;

    @BeforeAll
    void start() {
        server = installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private static Map<String, String> with(String token) {
        Map<String, String> fields = new HashMap<>(RIGHT);
        fields.put("form", token);
        return fields;
    }

    private static String token(Browser browser, String path) {
        return browser.get(path).forms().getFirst().fields().get("form");
    }

    private static void refused(Browser browser, Page page) {
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.heading()).isEqualTo("Please try again");
        assertThat(page.links()).contains("/sign-in/1");
        assertThat(browser.cookie("vestibule-1")).isNull();
    }

    @Test
    void asvs_3_5_1_and_rfc_9700_4_7_an_attackers_form_signs_nobody_in() {
        Browser attacker = new Browser(server);
        String own = token(attacker, "/sign-in/1");
        Browser victim = new Browser(server);
        refused(victim, victim.post("/sign-in/1", RIGHT)); // no token, no cookie
        victim.get("/sign-in/1");
        refused(victim, victim.post("/sign-in/1", RIGHT)); // no token
        refused(victim, victim.post("/sign-in/1", with(""))); // an empty one
        refused(victim, victim.post("/sign-in/1", with(own))); // another browser's
        refused(victim, victim.post("/sign-in/1", with(victim.cookie("vestibule-form")))); // the cookie itself
    }

    @Test
    void the_first_page_after_a_refusal_works() {
        Browser browser = new Browser(server);
        refused(browser, browser.post("/sign-in/1", RIGHT));
        assertThat(browser.post("/sign-in/1", with(token(browser, "/sign-in/1")))
                        .status())
                .isEqualTo(303);
    }

    @Test
    void a_token_is_worth_nothing_without_its_cookie_and_at_another_portal() {
        Browser browser = new Browser(server);
        String token = token(browser, "/sign-in/2");
        refused(browser, browser.post("/sign-in/1", with(token)));
        token = token(browser, "/sign-in/1");
        browser.forget("vestibule-form");
        refused(browser, browser.post("/sign-in/1", with(token)));
    }

    @Test
    void a_token_in_the_query_is_none() {
        Browser browser = new Browser(server);
        String token = token(browser, "/sign-in/1");
        Page page = browser.post("/sign-in/1?form=" + token, RIGHT);
        assertThat(page.status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://localhost",
                "https://localhost:8080",
                "http://localhost:8080.evil.example",
                "http://localhost:3000"
            })
    void a_form_of_another_origin_is_refused_even_with_the_token(String origin) {
        Browser browser = new Browser(server);
        String token = token(browser, "/sign-in/1");
        refused(browser, browser.post("/sign-in/1", Map.of("Origin", origin), with(token)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none"})
    void what_fetch_metadata_says_is_asked_before_the_origin(String site) {
        Browser browser = new Browser(server);
        String token = token(browser, "/sign-in/1");
        Map<String, String> ours = Map.of("Origin", "http://localhost:8080", "Sec-Fetch-Site", site);
        refused(browser, browser.post("/sign-in/1", ours, with(token)));
    }

    @Test
    void a_browser_that_names_no_origin_has_the_token_alone() {
        Browser browser = new Browser(server);
        String token = token(browser, "/sign-in/1");
        assertThat(browser.post("/sign-in/1", Map.of(), with(token)).status()).isEqualTo(303);
    }

    /** The routes as the pages' source mounts them. */
    private static Stream<String> forms() throws IOException {
        String source = Files.readString(Path.of("src/main/java/io/vestibule/page/portal/PortalPages.java"));
        return Pattern.compile("post\\(\"(/[^\"]*)\"")
                .matcher(source)
                .results()
                .map(route -> route.group(1).replace("{portal}", "1").replaceAll("\\{[a-z]+}", "2"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void every_form_wants_the_token(String path) {
        Browser browser = new Browser(server);
        Page page = browser.post(path, Map.of("login", "john.doe@example.com"));
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.heading()).isEqualTo("Please try again");
    }

    @Test
    void nobody_is_signed_out_from_elsewhere() {
        Browser browser = new Browser(server);
        browser.signIn("/sign-in/1", "john.doe@example.com", "correct horse 9");
        browser.post("/sign-out/1", Map.of("Origin", "https://evil.example"), Map.of());
        assertThat(browser.get("/account/1").status()).isEqualTo(200);
    }
}
