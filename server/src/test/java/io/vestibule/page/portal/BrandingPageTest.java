package io.vestibule.page.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.administration.BrandingAdministration;
import io.vestibule.audit.AuditContext;
import io.vestibule.branding.AccentColor;
import io.vestibule.branding.BadLogoException;
import io.vestibule.branding.BrandingChanges;
import io.vestibule.branding.BrandingChanges.Part;
import io.vestibule.branding.BrandingStore;
import io.vestibule.branding.LegalUrl;
import io.vestibule.branding.LogoFile;
import io.vestibule.branding.Pictures;
import io.vestibule.secret.Tokens;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Eventually;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a portal's pages and mail look like that says so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrandingPageTest {
    private static final String TERMS = "https://portal.example.com/terms?a=1&b=2";
    private static final String PRIVACY = "https://portal.example.com/privacy";
    private static final byte[] LOGO = Pictures.png(200, 50);

    private final Installation installation = Installation.demo(Generous.limits());
    private Client server;

    @BeforeAll
    void start() {
        brand(
                1,
                new BrandingChanges(
                        new Part<>(AccentColor.parse("#0a5").orElseThrow()),
                        new Part<>(logo(LOGO)),
                        new Part<>(new LegalUrl(TERMS)),
                        new Part<>(new LegalUrl(PRIVACY))));
        server = installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private void brand(long portal, BrandingChanges changes) {
        assertThat(new BrandingAdministration(new BrandingStore(installation.sql()))
                        .set(portal, changes, AuditContext.COMMAND))
                .isInstanceOf(BrandingAdministration.SetResult.Done.class);
    }

    private static LogoFile logo(byte[] file) {
        try {
            return LogoFile.parse(file);
        } catch (BadLogoException e) {
            throw new AssertionError(e);
        }
    }

    private static String path(byte[] file) {
        return "/branding/1/" + logo(file).logo().fileName();
    }

    private static Page until(Client node, String path, Predicate<Page> wanted) {
        return Eventually.until(() -> new Browser(node).get(path), wanted);
    }

    @Test
    void each_page_has_the_logo_the_colour_and_the_links() {
        Browser browser = new Browser(server);
        Page second = browser.submit(browser.get("/sign-in/1"), "/sign-in/1", Map.of("login", "testtest123"));
        Page account = browser.follow(browser.submit(second, "/sign-in/1", Map.of("password", "correct horse 9")));
        Reply registered = server.post(
                "/api/rest/portal/password-register",
                "{\"email\":\"branded@example.com\",\"password\":\"a fine long one\"}");
        Page verify = browser.get(browser.mailedLink("/verify/" + registered.text("id") + "/"));
        List<Page> pages = List.of(
                second,
                account,
                browser.get("/sign-in/1"),
                browser.get("/register/1"),
                browser.get("/forgot/1"),
                browser.get("/account/1/second-factor"),
                browser.get("/signed-out/1"),
                verify);
        assertThat(pages).allSatisfy(page -> {
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body())
                    .contains("<img src=\"" + path(LOGO) + "\" width=\"192\" height=\"48\" alt=\"Demo portal\">");
            assertThat(page.links()).contains(TERMS, PRIVACY);
            Matcher style =
                    Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(page.body());
            assertThat(style.find()).isTrue();
            assertThat(style.group(1)).contains("--accent: #008141;", "--accent: #00aa55;");
            assertThat(page.header("Content-Security-Policy"))
                    .contains(
                            "default-src 'none'",
                            "img-src 'self'",
                            "style-src 'sha256-" + Base64.getEncoder().encodeToString(Tokens.hash(style.group(1)))
                                    + "'")
                    .doesNotContain("unsafe");
            assertThat(page.body()).doesNotContain(" style=");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "en, Terms of use, By creating an account you accept these",
        "de, Nutzungsbedingungen, Wenn Sie ein Konto anlegen, akzeptieren Sie",
        "es, Condiciones de uso, 'Al crear una cuenta, usted acepta'",
        "fr, Conditions d’utilisation, 'En créant un compte, vous acceptez'"
    })
    void registering_says_what_is_accepted(String language, String link, String sentence) {
        Page page = new Browser(server).speaking(language).get("/register/1");
        assertThat(page.body())
                .contains(sentence)
                .contains("<a href=\"" + TERMS.replace("&", "&amp;") + "\">" + link + "</a>");
        String form =
                page.body().substring(page.body().indexOf("<form"), page.body().indexOf("</form>"));
        assertThat(form).contains(link);
    }

    @Test
    void the_logo_is_kept_for_good_and_nothing_in_it_runs() {
        Page logo = new Browser(server).get(path(LOGO));
        assertThat(logo.status()).isEqualTo(200);
        assertThat(logo.header("Content-Type")).isEqualTo("image/png");
        assertThat(logo.header("Content-Length")).isEqualTo(Integer.toString(LOGO.length));
        assertThat(logo.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(logo.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(logo.header("Content-Security-Policy")).isEqualTo("default-src 'none'; sandbox");
        assertThat(new Browser(server).head(path(LOGO)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/branding/1/0000000000000000000000000000000000000000000000000000000000000000.png",
        "/branding/1/x.png",
        "/branding/9/x.png",
        "/branding/x/y",
        "/branding/1/",
        "/branding/"
    })
    void no_other_address_has_one(String path) {
        Page page = new Browser(server).get(path);
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        String foreign = path(LOGO).replace("/branding/1/", "/branding/2/");
        assertThat(new Browser(server).get(foreign).status()).isEqualTo(404);
        assertThat(new Browser(server).get(path(LOGO).replace(".png", ".jpeg")).status())
                .isEqualTo(404);
    }

    @Test
    void a_change_shows_on_every_node_and_so_does_none_at_all() {
        installation.withAnotherNode(another -> {
            long portal = installation.count("insert into portal (name) values ('Other <b>portal</b>') returning id");
            String signIn = "/sign-in/" + portal;
            Page plain = until(server, signIn, page -> page.status() == 200);
            assertThat(plain.body()).doesNotContain("<img", "<footer");
            byte[] first = Pictures.jpeg(30, 60);
            brand(portal, new BrandingChanges(null, new Part<>(logo(first)), null, new Part<>(new LegalUrl(PRIVACY))));
            for (Client node : List.of(server, another)) {
                Page shown = until(node, signIn, page -> page.body().contains("<img"));
                assertThat(shown.body())
                        .contains("width=\"24\" height=\"48\" alt=\"Other &lt;b>portal&lt;/b>\"", PRIVACY)
                        .doesNotContain("Terms of use");
            }
            brand(portal, new BrandingChanges(null, new Part<>(logo(LOGO)), null, null));
            String former = "/branding/" + portal + "/" + logo(first).logo().fileName();
            assertThat(new Browser(server).get(former).status()).isEqualTo(404);
            for (Client node : List.of(server, another)) {
                assertThat(until(node, signIn, page -> page.body().contains("width=\"192\""))
                                .body())
                        .contains("width=\"192\"", PRIVACY);
            }
            brand(portal, new BrandingChanges(null, new Part<>(null), new Part<>(null), new Part<>(null)));
            for (Client node : List.of(server, another)) {
                Page page = until(node, signIn, shown -> !shown.body().contains("<img"));
                assertThat(page.body()).doesNotContain("<img", "<footer");
                assertThat(page.header("Content-Security-Policy")).doesNotContain("img-src");
            }
            assertThat(installation.count(
                            "select count(*) from audit_event where event = 'portal_branding_changed' and portal_id = ?",
                            portal))
                    .isEqualTo(3);
        });
    }

    @Test
    void mails_have_them_too() {
        server.post(
                "/api/rest/portal/passwordless-login",
                "{\"email\":\"john.doe@example.com\",\"url\":\"http://localhost:3000/in\"}");
        Reply inbox = server.get("/dev/inbox.json?wait=20&q=john.doe%40example.com", Map.of());
        assertThat(inbox.body())
                .contains("<img src=\\\"cid:logo\\\" width=\\\"192\\\" height=\\\"48\\\" alt=\\\"Demo portal\\\"")
                .contains("background-color:#008141;")
                .contains("href=\\\"" + PRIVACY + "\\\"")
                .contains("Terms of use: " + TERMS);
    }

    /** OpenID Connect Discovery section 3. */
    @Test
    void applications_are_told_where_the_terms_are() {
        Reply discovery = server.get("/portals/1/.well-known/openid-configuration", Map.of());
        assertThat(discovery.text("op_tos_uri")).isEqualTo(TERMS);
        assertThat(discovery.text("op_policy_uri")).isEqualTo(PRIVACY);
    }
}
