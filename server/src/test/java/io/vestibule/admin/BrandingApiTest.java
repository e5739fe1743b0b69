package io.vestibule.admin;

import static io.vestibule.admin.Admin.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.branding.Pictures;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a portal looks like, by the admin API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrandingApiTest {
    private static final String BRANDING = "/portals/1/branding";
    private static final String LOGO = "/portals/1/logo";

    private final Installation installation = Installation.demo(Generous.limits());
    private Admin owner;
    private Admin other;

    @BeforeAll
    void start() {
        Client server = installation.node();
        owner = Admin.of(installation, server, Role.OWNER, PortalScope.ALL);
        other = Admin.of(installation, server, Role.OWNER, PortalScope.of(List.of(2L)));
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    @Test
    void colour_and_links_are_set_and_cleared() {
        Reply changed = owner.patch(
                BRANDING,
                "{\"accentColor\":\"#0a5\",\"termsUrl\":\"https://example.com/terms\",\"privacyUrl\":\"https://example.com/privacy\"}");
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.text("accentColor") + changed.text("accentOnDark")).isEqualTo("#00aa55#00aa55");
        assertThat(changed.text("accentOnLight")).as("darker, for its contrast").isNotEqualTo("#00aa55");
        Reply cleared = owner.patch(BRANDING, "{\"accentColor\":null,\"termsUrl\":null}");
        assertThat(cleared.text("accentColor") + cleared.text("termsUrl") + cleared.text("privacyUrl"))
                .isEqualTo("nullnullhttps://example.com/privacy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"accentColor\":\"red\"}",
                "{\"accentColor\":\"#12345\"}",
                "{\"accentColor\":7}",
                "{\"termsUrl\":\"http://example.com/\"}",
                "{\"privacyUrl\":\"javascript:alert(1)\"}",
                "{\"privacyUrl\":\"https://example.com/\\r\\nX: y\"}",
                "{\"logo\":null}"
            })
    void what_can_be_none_is_refused(String body) {
        assertThat(problem(owner.patch(BRANDING, body))).isEqualTo("invalid 422");
    }

    @Test
    void a_logo_is_set_read_and_taken_away() {
        byte[] png = Pictures.png(120, 60);
        Reply set = owner.put(LOGO, "image/png", png, owner.etag(BRANDING));
        assertThat(set.status()).as(set.body()).isEqualTo(200);
        assertThat(set.text("logo", "width") + "x" + set.text("logo", "height")).isEqualTo("120x60");
        assertThat(set.header("ETag")).isEqualTo(owner.etag(BRANDING));
        Reply logo = owner.get(LOGO);
        assertThat(logo.header("Content-Type")).isEqualTo("image/png");
        assertThat(logo.header("Content-Security-Policy")).contains("sandbox");
        Reply removed = owner.send("DELETE", LOGO, Map.of("If-Match", owner.etag(BRANDING)), null);
        assertThat(removed.text("logo")).isEqualTo("null");
        assertThat(problem(owner.get(LOGO))).isEqualTo("not-found 404");
    }

    @Test
    void a_file_that_can_be_no_logo_is_refused() {
        String etag = owner.etag(BRANDING);
        assertThat(problem(owner.put(
                        LOGO, "image/svg+xml", "<svg/>".getBytes(java.nio.charset.StandardCharsets.UTF_8), etag)))
                .isEqualTo("unsupported-media-type 415");
        Reply refused = owner.put(
                LOGO, "image/png", "<svg onload=alert(1)>".getBytes(java.nio.charset.StandardCharsets.UTF_8), etag);
        assertThat(problem(refused)).isEqualTo("invalid 422");
        assertThat(refused.body()).contains("it is no PNG, JPEG or WebP");
        assertThat(problem(owner.put(LOGO, "image/png", new byte[64 * 1024 + 1], etag)))
                .isEqualTo("too-large 413");
        assertThat(problem(owner.put(LOGO, "image/png", new byte[0], etag))).isEqualTo("invalid 422");
        assertThat(problem(owner.put(LOGO, "image/webp", Pictures.WEBP, "\"stale\"")))
                .isEqualTo("stale 412");
        assertThat(problem(owner.send("DELETE", LOGO, Map.of(), null))).isEqualTo("precondition-required 428");
    }

    @Test
    void anothers_is_none() {
        assertThat(problem(other.get(BRANDING))).isEqualTo("not-found 404");
        assertThat(problem(other.get(LOGO))).isEqualTo("not-found 404");
        assertThat(problem(other.put(LOGO, "image/webp", Pictures.WEBP, "*"))).isEqualTo("not-found 404");
        assertThat(problem(owner.get("/portals/999/branding"))).isEqualTo("not-found 404");
    }
}
