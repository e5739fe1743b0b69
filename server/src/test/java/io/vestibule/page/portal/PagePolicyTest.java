package io.vestibule.page.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.secret.Tokens;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.RawConnection;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page may do, and what a hostile query can't make of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagePolicyTest {
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

    @ParameterizedTest
    @ValueSource(strings = {"/sign-in/1", "/register/1", "/forgot/1", "/signed-out/1", "/sign-in/9"})
    void a_page_has_its_one_style_at_most_our_script_and_is_kept_nowhere(String path) {
        Page page = new Browser(server).get(path);
        Matcher style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(page.body());
        assertThat(style.find()).isTrue();
        String hash = Base64.getEncoder().encodeToString(Tokens.hash(style.group(1)));
        assertThat(page.header("Content-Security-Policy"))
                .contains(
                        "default-src 'none'",
                        "style-src 'sha256-" + hash + "'",
                        "base-uri 'none'",
                        "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(withoutOurs(page.body()))
                .doesNotContain("<script", " style=", " onclick", "src=", "@import", "url(");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    /** The pages' own script is a file of its own. */
    private static String withoutOurs(String page) {
        return page.replace("<script type=\"module\" src=\"" + Script.PATH + "\"></script>", "");
    }

    @ParameterizedTest
    @CsvSource({
        "https%3A%2F%2FShop.example.com%2Fback%3Fa, https:",
        "http%3A%2F%2F127.0.0.1%3A49152%2Fcb, http:",
        "http%3A%2F%2F%5B%3A%3A1%5D%3A49152%2Fcb, http:",
        "https%3A%2F%2Fshop.example.com, https:",
        "com.example.app%3A%2Fcb, com.example.app:",
        "https%3A%2F%2Fa%40evil.example%2F, ''",
        "https%3A%2F%2Fevil.example%3B%20script-src%20*, ''",
        "javascript%3Aalert(1), ''",
        "data%3Atext%2Fhtml%2Cx, ''",
        "%2F%2Fevil.example%2F, ''",
        "/relative, ''",
        "https%3A, ''",
        "'', ''"
    })
    void a_form_may_lead_on_to_places_of_the_redirect_uris_scheme(String redirectUri, String expected) {
        Page page = new Browser(server).get("/sign-in/1?client_id=x&redirect_uri=" + redirectUri);
        assertThat(page.header("Content-Security-Policy"))
                .contains("form-action 'self'" + (expected.isEmpty() ? "" : " " + expected) + ";");
    }

    @Test
    void a_hostile_query_is_nothing_but_an_address() {
        String hostile = "x=\"><script>alert(1)</script>&y='onclick=";
        String page = RawConnection.exchange(
                        server.port(), "GET /sign-in/1?" + hostile + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .body();
        assertThat(withoutOurs(page))
                .doesNotContain("<script", "x=\"><", "'onclick")
                .contains("<form method=\"post\"");
        Matcher action = Pattern.compile("action=\"([^\"]*)\"").matcher(page);
        assertThat(action.find()).isTrue();
        assertThat(action.group(1)
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&#34;", "\"")
                        .replace("&#39;", "'")
                        .replace("&amp;", "&"))
                .isEqualTo("/sign-in/1?" + hostile);
        for (String parameter : new String[] {"login_hint", "ui_locales", "prompt", "redirect_uri", "client_id"}) {
            Page shown =
                    new Browser(server).get("/sign-in/1?" + parameter + "=%22%3E%3Cscript%3Ealert(1)%3C/script%3E");
            assertThat(shown.status()).isEqualTo(200);
            assertThat(withoutOurs(shown.body())).doesNotContain("<script");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redirect_uri=https%3A%2F%2Fevil.example",
                "client_id=x&redirect_uri=https%3A%2F%2Fevil.example",
                "client_id=https%3A%2F%2Fevil.example",
                "next=%2F%2Fevil.example&return=%5C%5Cevil.example",
                "//evil.example/"
            })
    void no_query_leads_off_this_server(String query) {
        Browser browser = new Browser(server);
        Page done = browser.signIn("/sign-in/1?" + query, "john.doe@example.com", "correct horse 9");
        assertThat(done.location())
                .isEqualTo((query.contains("client_id") ? "/portals/1/authorize?" : "/account/1?") + query);
        Page out = browser.submit(browser.get("/sign-out/1?" + query), "/sign-out/", Map.of());
        assertThat(out.location()).isEqualTo("/signed-out/1?" + query);
    }

    @Test
    void a_typed_login_is_shown_escaped() {
        Browser browser = new Browser(server);
        Page second =
                browser.submit(browser.get("/sign-in/1"), "/sign-in/", Map.of("login", "\"><script>alert(1)</script>"));
        assertThat(withoutOurs(second.body())).doesNotContain("<script");
        assertThat(second.form("/sign-in/").fields()).containsEntry("login", "\"><script>alert(1)</script>");
    }

    @Test
    void behind_https_no_other_host_can_set_a_cookie() {
        try (Installation live = Installation.demo(Map.of(
                "VESTIBULE_MODE", "live",
                "VESTIBULE_SMTP_URL", "smtp://127.0.0.1:9",
                "VESTIBULE_PUBLIC_URL", "https://id.example.com:8443/base",
                "VESTIBULE_MAIL_FROM", "Vestibule <no-reply@id.example.com>"))) {
            Browser browser = new Browser(live.node(), "https://id.example.com:8443");
            Page first = browser.get("/sign-in/1");
            assertThat(first.header("Set-Cookie"))
                    .matches("__Host-vestibule-form=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Lax; Secure");
            // The proxy in front takes the base away
            assertThat(first.form("/base/sign-in/1").action()).isEqualTo("/base/sign-in/1");
            Map<String, String> fields = Map.of(
                    "form", first.form("/base/").fields().get("form"),
                    "login", "john.doe@example.com",
                    "password", "correct horse 9");
            Page done = browser.post("/sign-in/1", fields);
            assertThat(done.location()).isEqualTo("/base/account/1");
            assertThat(done.header("Set-Cookie"))
                    .startsWith("__Host-vestibule-1=")
                    .endsWith("; Secure");
        }
    }
}
