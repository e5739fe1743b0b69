package io.vestibule.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a portal is shown to be, and which URLs it allows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortalsPageTest {
    private static final String ALLOW = "/console/portals/1/allow-url";
    private static final String DISALLOW = "/console/portals/1/disallow-url";

    private final Consoles consoles = new Consoles();
    private Browser owner;

    @BeforeAll
    void start() {
        owner = consoles.browser(Role.OWNER);
    }

    @AfterAll
    void stop() {
        consoles.close();
    }

    private Page allow(String url, String reason) {
        return owner.submit(owner.get(ALLOW), ALLOW, Map.of("url", url, "reason", reason));
    }

    @Test
    void a_portal_says_what_is_its_own_and_what_it_inherits() {
        Page page = owner.get("/console/portals/1");
        assertThat(page.heading()).isEqualTo("Demo portal");
        assertThat(page.body())
                .contains("inherited from the server (VESTIBULE_MAIL_FROM)", "https://portal.example.com/", "demo-web");
        assertThat(page.links())
                .contains("/console/clients?portal=1")
                .anyMatch(link -> link.matches("/console/clients/\\d+"));
        consoles.installation.sql("update portal set sender = 'Two <two@example.com>' where id = 2");
        assertThat(owner.get("/console/portals/2").body())
                .contains("Two &lt;two@example.com&gt;", "None is allowed yet")
                .doesNotContain("VESTIBULE_MAIL_FROM");
    }

    @Test
    void a_url_is_allowed_holds_at_once_and_is_removed_again() {
        String link = "{\"url\":\"https://shop.example.com/in\",\"email\":\"john.doe@example.com\"}";
        assertThat(consoles.server
                        .post("/api/rest/portal/passwordless-login", link)
                        .status())
                .isNotEqualTo(200);
        Page done = owner.follow(allow("https://shop.example.com", "the shop moves"));
        assertThat(done.body()).contains("The URL is allowed.", "https://shop.example.com/");
        assertThat(consoles.installation.count(
                        "select count(*) from audit_event where event = 'portal_url_allowed' and actor = 'operator'"
                                + " and detail ->> 'reason' = 'the shop moves' and portal_id = 1"))
                .isOne();
        assertThat(allow("https://shop.example.com/", "again").alert()).isEqualTo("It is allowed already.");
        Page asked = owner.get(DISALLOW + "?url=https%3A%2F%2Fshop.example.com%2F");
        Page removed = owner.follow(owner.submit(asked, DISALLOW, Map.of("reason", "it moved on")));
        assertThat(removed.body()).contains("The URL is allowed no longer.").doesNotContain("shop.example.com");
        assertThat(owner.submit(asked, DISALLOW, Map.of("reason", "twice")).alert())
                .isEqualTo("It isn't allowed any longer.");
    }

    @ParameterizedTest
    @CsvSource({
        "http://shop.example.com/, can't be allowed",
        "https://shop.example.com/?a=b, can't be allowed",
        "https://shop.example.com/#x, can't be allowed",
        "javascript:alert(1), can't be allowed",
        "'\"><script>alert(1)</script>', can't be allowed",
        "'', can't be allowed"
    })
    void what_can_be_no_allowed_url_is_refused_with_what_was_typed(String url, String sentence) {
        Page refused = allow(url, "r");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.alert()).contains(sentence);
        assertThat(refused.form(ALLOW).fields()).containsEntry("url", url).containsEntry("reason", "r");
        assertThat(refused.body()).doesNotContain("<script>alert");
    }

    @Test
    void only_an_owner_of_the_portal_changes_it() {
        Browser support = consoles.browser(Role.SUPPORT);
        assertThat(support.get("/console/portals/1").body()).doesNotContain("allow-url\"");
        assertThat(support.get(ALLOW).status()).isEqualTo(403);
        assertThat(support.post(ALLOW, Map.of("url", "https://x.example/", "reason", "r"))
                        .status())
                .isEqualTo(403);
        Browser other = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(2L))));
        assertThat(other.get("/console/portals").body())
                .contains("Other portal")
                .doesNotContain("Demo portal");
        for (String path :
                new String[] {"/console/portals/1", ALLOW, DISALLOW, "/console/portals/9999", "/console/portals/x"}) {
            assertThat(other.get(path).status()).as(path).isEqualTo(404);
        }
        assertThat(other.post(ALLOW, Map.of("url", "https://x.example/", "reason", "r"))
                        .status())
                .isEqualTo(404);
        assertThat(owner.get("/console/portals/9999").status()).isEqualTo(404);
    }
}
