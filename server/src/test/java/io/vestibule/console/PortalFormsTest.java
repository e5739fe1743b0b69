package io.vestibule.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.branding.Pictures;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Making a portal, and changing each part of it by its form. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortalFormsTest {
    private static final String SETTINGS = "/console/portals/1/settings";
    private static final String BRAND = "/console/portals/1/brand";
    private static final String PASSKEYS = "/console/portals/1/passkeys";
    private static final String SCRIPT = "<script>alert(1)</script>";

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

    private Page send(String form, Map<String, String> typed) {
        return owner.submit(owner.get(form), form, typed);
    }

    private String stored(String column) {
        return consoles.installation
                .place()
                .sql()
                .withHandle(h -> h.statement("select cast(" + column + " as text) as stored from portal where id = 1")
                        .map(rs -> rs.getString("stored"))
                        .one());
    }

    @Test
    void a_portal_is_made_and_a_script_in_its_name_is_text() {
        String add = "/console/portals/add";
        Page done = owner.follow(
                send(add, Map.of("name", "Shop " + SCRIPT, "language", "de", "parent", "1", "reason", "new")));
        assertThat(done.body())
                .contains("The portal is made.", "Shop &lt;script", "inherited from")
                .doesNotContain(SCRIPT);
        assertThat(owner.get("/console/portals").body())
                .contains("Shop &lt;script")
                .doesNotContain(SCRIPT);
        assertThat(send(add, Map.of("name", "DEMO PORTAL", "reason", "r")).alert())
                .isEqualTo("Another portal has the name.");
        assertThat(send(add, Map.of("name", "X", "parent", "9999", "reason", "r"))
                        .alert())
                .isEqualTo("There is no portal 9999 that could be its parent.");
        assertThat(send(add, Map.of("name", " ", "reason", "r")).alert()).startsWith("The name must be one line");
        assertThat(send(add, Map.of("name", "X", "reason", "")).alert()).startsWith("Say why");
        Browser bound = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(1L))));
        assertThat(bound.get(add).status()).as("touches all portals").isEqualTo(403);
        assertThat(bound.get("/console/portals").body()).doesNotContain("portals/add");
    }

    @Test
    void settings_are_changed_and_what_is_emptied_is_inherited_again() {
        Page done = owner.follow(send(
                SETTINGS,
                Map.of(
                        "sender",
                        "Homes <homes@example.com>",
                        "language",
                        "fr",
                        "hardened",
                        "on",
                        "reason",
                        "new brand")));
        assertThat(done.body()).contains("The settings are changed.", "Homes &lt;homes@example.com&gt;", "hardened");
        assertThat(stored("sender") + stored("language") + stored("hardened"))
                .isEqualTo("Homes <homes@example.com>frtrue");
        assertThat(
                        consoles.installation.count(
                                "select count(*) from audit_event where event = 'portal_sender_changed' and detail ->> 'reason' = 'new brand'"))
                .isOne();
        Page again = owner.get(SETTINGS);
        assertThat(again.form(SETTINGS).fields())
                .containsEntry("sender", "Homes <homes@example.com>")
                .containsEntry("language", "fr")
                .containsEntry("hardened", "on");
        Map<String, String> typed = Map.of("sender", "", "language", "en", "hardened", "", "reason", "back");
        assertThat(owner.follow(owner.submit(again, SETTINGS, typed)).body())
                .contains("inherited from the server (VESTIBULE_MAIL_FROM)");
        assertThat(stored("coalesce(sender, 'none')") + stored("hardened")).isEqualTo("nonefalse");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name     | ''                                        | The name must be one line
            name     | Other portal                              | Another portal has the name
            language | deu                                       | The language must be two letters
            sender   | nonsense                                  | The sender must be one mailbox
            sender   | a@example.com, b@example.com              | The sender must be one mailbox
            reason   | ''                                        | Say why
            """)
    void what_cant_be_is_refused_and_nothing_of_it_is_done(String field, String value, String why) {
        Page before = owner.get(SETTINGS);
        Page refused = owner.submit(before, SETTINGS, typed(Map.of("hardened", "on", "reason", "r"), field, value));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.alert()).startsWith(why);
        assertThat(refused.form(SETTINGS).fields()).containsEntry("hardened", "on");
        assertThat(stored("hardened")).isEqualTo("false");
    }

    private static Map<String, String> typed(Map<String, String> usual, String field, String value) {
        Map<String, String> typed = new HashMap<>(usual);
        typed.put(field, value);
        return typed;
    }

    @Test
    void a_line_break_in_a_sender_begins_no_header() {
        Page refused = send(SETTINGS, Map.of("sender", "Homes\r\nBcc: x@example.com <a@example.com>", "reason", "r"));
        assertThat(refused.alert()).startsWith("The sender must be one mailbox");
        assertThat(send(SETTINGS, Map.of("name", "Homes\r\nBcc: x@example.com", "reason", "r"))
                        .alert())
                .startsWith("The name must be one line");
    }

    @Test
    void of_two_who_change_one_part_the_second_is_told_what_is_stored_now() {
        String path = "/console/portals/2/settings";
        Page mine = owner.get(path);
        Page theirs = owner.get(path);
        assertThat(owner.submit(theirs, path, Map.of("sender", "First <first@example.com>", "reason", "r"))
                        .status())
                .isEqualTo(303);
        Page stale = owner.submit(mine, path, Map.of("sender", "Second <second@example.com>", "reason", "mine"));
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.alert()).startsWith("Somebody changed this");
        assertThat(stale.body()).contains("First &lt;first@example.com&gt;");
        assertThat(stale.form(path).fields())
                .containsEntry("sender", "Second <second@example.com>")
                .containsEntry("reason", "mine");
        assertThat(owner.submit(stale, path, Map.of()).status())
                .as("sent again")
                .isEqualTo(303);
    }

    @Test
    void a_form_that_is_refused_for_something_else_is_still_of_the_state_that_it_was_made_from() {
        String path = "/console/portals/2/settings";
        Page mine = owner.get(path);
        owner.submit(owner.get(path), path, Map.of("hardened", "on", "reason", "r"));
        Page refused = owner.submit(mine, path, Map.of("sender", "Late <late@example.com>", "reason", ""));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(owner.submit(refused, path, Map.of("reason", "now")).status())
                .isEqualTo(409);
    }

    @Test
    void which_passkeys_customers_may_have_is_changed() {
        String model = "fbfc3007-154e-4ecc-8c0b-6e020557d7bd";
        Page done = owner.follow(send(
                PASSKEYS,
                Map.of(
                        "site", "portal.example.com",
                        "limit", "3",
                        "origins", "https://a.example.com\r\nhttps://b.example.com/",
                        "blocked", model,
                        "reason", "policy")));
        assertThat(done.body()).contains("portal.example.com", "https://a.example.com https://b.example.com", model);
        assertThat(send(PASSKEYS, Map.of("site", "elsewhere.example", "reason", "r"))
                        .alert())
                .startsWith("None of the portal's allowed URLs is at elsewhere.example");
        assertThat(send(PASSKEYS, Map.of("limit", "65", "reason", "r")).alert()).startsWith("The number of passkeys");
        assertThat(send(PASSKEYS, Map.of("allowed", "x", "reason", "r")).alert())
                .startsWith("\"x\" is no AAGUID");
        assertThat(send(PASSKEYS, Map.of("origins", "https://a.example/x", "reason", "r"))
                        .alert())
                .contains("is no origin");
        Map<String, String> empty = Map.of("site", "", "limit", "20", "origins", "", "blocked", "", "reason", "back");
        assertThat(owner.follow(send(PASSKEYS, empty)).body())
                .contains("inherited from the server (VESTIBULE_PUBLIC_URL)");
    }

    @Test
    void a_brand_is_changed_with_a_logo_and_inherited_again() {
        Page done = owner.follow(owner.upload(
                owner.get(BRAND),
                BRAND,
                Map.of("accent", "#0a5", "terms", "https://example.com/terms", "reason", "rebrand"),
                "logo",
                Pictures.png(200, 100)));
        assertThat(done.body())
                .contains("The brand is changed.", "PNG, 200 by 100 pixels", "#00aa55", "stands out by 4.5 to 1")
                .contains("https://example.com/terms");
        Page kept = owner.follow(send(BRAND, Map.of("accent", "", "reason", "colour alone")));
        assertThat(kept.body())
                .contains("PNG, 200 by 100 pixels", "the usual blue <span class=\"quiet\">inherited from Vestibule");
        Page without = owner.follow(send(BRAND, Map.of("nologo", "on", "terms", "", "reason", "none")));
        assertThat(without.body()).contains("the portal's name in its place").doesNotContain("200 by 100");
    }

    @ParameterizedTest
    @CsvSource({
        "accent, red, The accent colour must be #",
        "accent, '#fff\"><script>', The accent colour must be #",
        "terms, http://example.com/, That can't be the URL of the terms of use",
        "privacy, javascript:alert(1), That can't be the URL of the privacy policy"
    })
    void a_brand_that_cant_be_is_refused(String field, String value, String why) {
        Page refused = send(BRAND, Map.of(field, value, "reason", "r"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.alert()).startsWith(why);
        assertThat(refused.form(BRAND).fields()).containsEntry(field, value);
    }

    @Test
    void a_file_that_can_be_no_logo_is_refused() {
        byte[] svg = "<svg onload=alert(1)>".getBytes(StandardCharsets.UTF_8);
        Page page = owner.get(BRAND);
        assertThat(owner.upload(page, BRAND, Map.of("reason", "r"), "logo", svg).alert())
                .isEqualTo("That file can't be the logo, since it is no PNG, JPEG or WebP.");
        assertThat(owner.upload(page, BRAND, Map.of("reason", "r"), "logo", new byte[65 * 1024])
                        .alert())
                .startsWith("That file can't be the logo, since it is larger than 64 KiB");
        assertThat(owner.upload(page, BRAND, Map.of("reason", "r"), "logo", new byte[200 * 1024])
                        .status())
                .isEqualTo(413);
        assertThat(owner.upload(page, BRAND, Map.of("nologo", "on", "reason", "r"), "logo", Pictures.WEBP)
                        .alert())
                .startsWith("You chose a logo, and to have none");
    }

    @Test
    void a_brand_is_previewed_before_it_is_stored_and_nothing_is_sent() {
        String preview = BRAND + "/preview";
        long audited = consoles.installation.count("select count(*) from audit_event");
        Page stored = owner.get(preview);
        assertThat(stored.body()).contains("Your sign-in link for Demo portal", "sandbox", "As text");
        Map<String, String> typed =
                Map.of("accent", "#b00020", "mail", "reset", "in", "de", "terms", "https://example.com/agb");
        Page shown = owner.post(preview, typed);
        assertThat(shown.body())
                .contains("Neues Passwort für Demo portal wählen", "#b00020", "https://example.com/agb");
        assertThat(shown.header("Content-Security-Policy"))
                .contains(
                        "default-src 'none'",
                        "sandbox",
                        "frame-ancestors 'self'",
                        "form-action 'none'",
                        "img-src data:")
                .doesNotContain("script-src");
        Page wrong = owner.post(preview, Map.of("accent", "red"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body()).contains("The accent colour must be #");
        assertThat(consoles.installation.count("select count(*) from audit_event"))
                .isEqualTo(audited);
        assertThat(consoles.installation.count("select count(*) from outbox")).isZero();
        assertThat(owner.get(BRAND).header("Content-Security-Policy")).contains("frame-src 'self'");
    }

    @Test
    void only_an_owner_of_the_portal_changes_it() {
        Browser support = consoles.browser(Role.SUPPORT);
        Browser other = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(2L))));
        for (String form : List.of(SETTINGS, BRAND, PASSKEYS)) {
            assertThat(support.get(form).status()).as(form).isEqualTo(403);
            assertThat(support.post(form, Map.of("reason", "r")).status())
                    .as(form)
                    .isEqualTo(403);
            assertThat(other.get(form).status()).as(form).isEqualTo(404);
            assertThat(other.post(form, Map.of("reason", "r")).status())
                    .as(form)
                    .isEqualTo(404);
            assertThat(owner.post(form, Map.of("Origin", "https://evil.example"), Map.of("reason", "r"))
                            .status())
                    .as(form)
                    .isEqualTo(403);
        }
        assertThat(other.get(BRAND + "/preview").status()).isEqualTo(404);
        assertThat(support.get("/console/portals/1").body()).doesNotContain(SETTINGS);
    }

    @Test
    void a_url_is_tried_and_what_differs_is_told() {
        String page = "/console/portals/1?test=";
        assertThat(owner.get(page + "https://portal.example.com/in").body())
                .contains("Links in mail may lead there.", "https://portal.example.com/ covers it");
        assertThat(owner.get(page + "https://portal.example.com:8443/in").body())
                .contains("differs: the port is 8443, not the usual one");
        assertThat(owner.get(page + "https://www.portal.example.com/").body())
                .contains("differs: the host is www.portal.example.com, not portal.example.com");
        assertThat(owner.get(page + "javascript:alert(1)").body())
                .contains("is not allowed", "javascript:alert(1)")
                .doesNotContain("differs");
        assertThat(owner.get(page + "%3Cscript%3Ealert(1)%3C/script%3E").body()).doesNotContain(SCRIPT);
    }
}
