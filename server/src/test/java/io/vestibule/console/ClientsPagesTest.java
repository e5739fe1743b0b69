package io.vestibule.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** API clients in the console: found, made, changed, rotated and disabled; a secret is shown once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsPagesTest {
    private static final String ADD = "/console/clients/add";
    private static final String CONTACTS = "/api/v1/accounts/1/contacts";

    private final Consoles consoles = new Consoles();
    private Browser owner;
    private int made;

    @BeforeAll
    void start() {
        owner = consoles.browser(Role.OWNER);
    }

    @AfterAll
    void stop() {
        consoles.close();
    }

    private record Made(String name, long id, String secret) {
        String path(String action) {
            return "/console/clients/" + id + action;
        }
    }

    /** A program that speaks Sonar's API, as the page makes one. */
    private Made program() {
        String name = "program" + ++made;
        Page shown = owner.submit(
                owner.get(ADD + "?kind=program&portal=1"),
                ADD,
                Map.of("name", name, "dialect-sonar", "yes", "reason", "a new portal"));
        assertThat(shown.status()).as(shown.body()).isEqualTo(200);
        assertThat(shown.heading()).isEqualTo("The secret of " + name);
        return new Made(name, id(name), secret(shown));
    }

    private Made application(Map<String, String> more) {
        String name = "application" + ++made;
        Map<String, String> typed = new HashMap<>(
                Map.of("name", name, "redirects", "https://shop.example.com/callback", "reason", "a new shop"));
        typed.putAll(more);
        Page shown = owner.submit(owner.get(ADD + "?kind=application&portal=1"), ADD, typed);
        assertThat(shown.status()).as(shown.body()).isIn(200, 303);
        return new Made(name, id(name), shown.status() == 200 ? secret(shown) : "");
    }

    private long id(String name) {
        return consoles.installation.count("select id from api_client where name = ?", name);
    }

    private static String secret(Page shown) {
        return shown.body()
                .replaceAll("(?s).*<input id=\"secret\" type=\"text\" value=\"([A-Za-z0-9_-]{43})\".*", "$1");
    }

    /** Whether it may call, on a node that hasn't heard of it a moment ago. */
    private int calls(Made client, String secret) {
        return consoles.installation
                .node()
                .get(CONTACTS, Client.basic(client.name(), secret))
                .status();
    }

    private Page act(Made client, String action, Map<String, String> typed) {
        return owner.submit(owner.get(client.path("/" + action)), client.path("/" + action), typed);
    }

    @Test
    void a_program_is_made_its_secret_is_shown_once_and_works() {
        Made client = program();
        assertThat(consoles.server
                        .get(CONTACTS, Client.basic(client.name(), client.secret()))
                        .status())
                .isEqualTo(200);
        Page shown = owner.get(client.path(""));
        assertThat(shown.heading()).isEqualTo(client.name());
        assertThat(shown.body()).contains("sonar", "anywhere", "127.0.0.1").doesNotContain(client.secret());
        assertThat(consoles.installation.count(
                        "select count(*) from audit_event where event = 'client_created' and detail ->> 'name' = ?"
                                + " and detail ->> 'reason' = 'a new portal' and actor = 'operator'",
                        client.name()))
                .isOne();
        assertThat(consoles.installation.count(
                        "select count(*) from audit_event where cast(detail as text) like ?",
                        "%" + client.secret() + "%"))
                .isZero();
    }

    @Test
    void the_form_that_made_a_client_sent_again_makes_no_second_one_and_shows_no_secret() {
        Page form = owner.get(ADD + "?kind=program&portal=1");
        Map<String, String> typed = Map.of("name", "once", "dialect-sonar", "yes", "reason", "r");
        assertThat(owner.submit(form, ADD, typed).status()).isEqualTo(200);
        Page again = owner.submit(form, ADD, typed);
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.alert()).isEqualTo("Another client has the name.");
    }

    @Test
    void an_application_has_all_that_client_set_knows() {
        Made client = application(Map.ofEntries(
                Map.entry("grant-refresh-token", "yes"),
                Map.entry("logouts", "https://shop.example.com/bye"),
                Map.entry("backchannel", "https://shop.example.com/ended"),
                Map.entry("scopes", "openid email orders:read offline_access"),
                Map.entry("party", "third"),
                Map.entry("subjects", "pairwise"),
                Map.entry("method", "client_secret_post"),
                Map.entry("pushed", "yes"),
                Map.entry("dpop", "yes"),
                Map.entry("id-token", "ES256"),
                Map.entry("userinfo", "RS256"),
                Map.entry("life", "5m"),
                Map.entry("networks", "203.0.113.0/24\n2001:db8::/32")));
        assertThat(owner.get(client.path("")).body())
                .contains(
                        "https://shop.example.com/callback",
                        "https://shop.example.com/bye",
                        "https://shop.example.com/ended",
                        "openid email orders:read offline_access",
                        "third: customers are asked",
                        "pairwise, of shop.example.com",
                        "client_secret_post",
                        "signed by RS256",
                        "5m",
                        "203.0.113.0/24",
                        "2001:db8:0:0:0:0:0:0/32");
        Page form = owner.get(client.path("/change"));
        assertThat(form.form(client.path("/change")).fields())
                .containsEntry("party", "third")
                .containsEntry("pushed", "yes")
                .containsEntry("dpop", "yes")
                .doesNotContainKey("signed")
                .containsEntry("life", "5m")
                .containsEntry("method", "client_secret_post")
                .containsEntry("sector", "shop.example.com");
        Page changed = owner.follow(owner.submit(
                form,
                client.path("/change"),
                Map.of("life", "", "party", "first", "networks", "", "reason", "simpler")));
        assertThat(changed.body())
                .contains("The client is changed.", "as the server says", "first: nobody", "anywhere");
        assertThat(consoles.installation.count(
                        "select count(*) from audit_event where event = 'client_changed' and detail ->> 'name' = ?"
                                + " and detail -> 'members' = '[\"networks\", \"first_party\", \"access_token_life\"]'",
                        client.name()))
                .isOne();
    }

    @Test
    void a_public_application_has_no_secret_and_nothing_to_rotate() {
        Made client = application(Map.of("method", "none"));
        assertThat(client.secret()).isEmpty();
        assertThat(owner.get(client.path("")).body()).doesNotContain("Rotate the secret");
        assertThat(act(client, "rotate", Map.of("reason", "r")).alert()).isEqualTo("The client has no secret.");
    }

    @Test
    void what_makes_no_sense_is_refused_with_what_was_typed() {
        Page form = owner.get(ADD + "?kind=application&portal=1");
        Map<String, String> bad = Map.of(
                "name", "bad",
                "redirects", "http://shop.example.com/\"><script>alert(1)</script>",
                "reason", "r");
        Page refused = owner.submit(form, ADD, bad);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).doesNotContain("<script>alert");
        assertThat(refused.form(ADD).fields())
                .containsEntry("redirects", bad.get("redirects"))
                .containsEntry("name", "bad");
        Map<String, String> good = Map.of(
                "name", "bad", "redirects", "https://shop.example.com/", "networks", "", "life", "", "reason", "r");
        for (Map<String, String> change : List.of(
                Map.of("name", "a b"),
                Map.of("networks", "10.0.0.1/8"),
                Map.of("life", "soon"),
                Map.of("scopes", "openid nonsense"),
                Map.of("reason", ""),
                Map.of("jwks", "{}"))) {
            Map<String, String> typed = new HashMap<>(good);
            typed.putAll(change);
            Page again = owner.submit(form, ADD, typed);
            assertThat(again.status()).as(change.toString()).isEqualTo(422);
            assertThat(again.form(ADD).fields()).containsAllEntriesOf(change);
        }
        assertThat(owner.submit(owner.get(ADD + "?kind=program&portal=1"), ADD, Map.of("name", "silent", "reason", "r"))
                        .alert())
                .startsWith("Say what it speaks");
    }

    @Test
    void a_secret_rotates_with_an_overlap_that_is_ended_early() {
        Made client = program();
        Page rotated = act(client, "rotate", Map.of("overlap", "24", "reason", "yearly"));
        assertThat(rotated.status()).as(rotated.body()).isEqualTo(200);
        String next = secret(rotated);
        assertThat(rotated.body()).contains("The old one is good until <time datetime=\"20");
        assertThat(next).hasSize(43).isNotEqualTo(client.secret());
        assertThat(calls(client, client.secret())).isEqualTo(200);
        assertThat(calls(client, next)).isEqualTo(200);
        assertThat(owner.get(client.path("")).body())
                .contains("Two secrets are good")
                .doesNotContain(next);
        Page ended = owner.follow(act(client, "end-overlap", Map.of("reason", "all have the new one")));
        assertThat(ended.body()).contains("The old secret is void.").doesNotContain("Two secrets are good");
        assertThat(calls(client, client.secret())).isEqualTo(401);
        assertThat(calls(client, next)).isEqualTo(200);
        assertThat(act(client, "end-overlap", Map.of("reason", "again")).alert())
                .isEqualTo("The old secret is void already.");
    }

    @Test
    void a_rotation_that_is_loaded_again_rotates_nothing() {
        Made client = program();
        Page form = owner.get(client.path("/rotate"));
        Page shown = owner.submit(form, client.path("/rotate"), Map.of("overlap", "0", "reason", "leaked"));
        assertThat(shown.status()).isEqualTo(200);
        Page again = owner.submit(form, client.path("/rotate"), Map.of("overlap", "0", "reason", "leaked"));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.alert()).startsWith("Somebody changed this");
        assertThat(again.form(client.path("/rotate")).fields())
                .containsEntry("reason", "leaked")
                .containsEntry("overlap", "0");
        assertThat(calls(client, secret(shown))).isEqualTo(200);
    }

    @Test
    void a_client_is_disabled_and_enabled() {
        Made client = program();
        assertThat(owner.follow(act(client, "disable", Map.of("reason", "unpaid")))
                        .body())
                .contains("The client is disabled.");
        assertThat(calls(client, client.secret())).isEqualTo(401);
        assertThat(owner.follow(act(client, "enable", Map.of("reason", "paid"))).body())
                .contains("The client is enabled.");
        assertThat(calls(client, client.secret())).isEqualTo(200);
    }

    @Test
    void of_two_owners_the_second_is_told_and_overwrites_nothing() {
        Made client = program();
        Page mine = owner.get(client.path("/change"));
        Page theirs = owner.get(client.path("/change"));
        owner.submit(mine, client.path("/change"), Map.of("networks", "192.0.2.0/24", "reason", "first"));
        Page stale =
                owner.submit(theirs, client.path("/change"), Map.of("networks", "198.51.100.0/24", "reason", "second"));
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.form(client.path("/change")).fields())
                .containsEntry("networks", "198.51.100.0/24")
                .containsEntry("reason", "second");
        assertThat(owner.get(client.path("")).body()).contains("192.0.2.0/24");
    }

    @Test
    void clients_are_found_by_how_their_names_begin_a_page_after_the_other() {
        for (int i = 0; i < 51; i++) {
            consoles.installation.sql(
                    "insert into api_client (portal_id, name, scopes) values (2, ?, '{sonar}')",
                    "Many%02d".formatted(i));
        }
        Page first = owner.get("/console/clients?portal=2&q=many");
        assertThat(first.body()).contains("Many00", "Many49").doesNotContain("Many50");
        String next =
                first.body().replaceAll("(?s).*<a class=\"button plain\" href=\"([^\"]*)\" rel=\"next\">.*", "$1");
        assertThat(owner.get(next.replace("&amp;", "&")).body())
                .contains("Many50")
                .doesNotContain("Many49");
        assertThat(owner.get("/console/clients?portal=2&q=nobody%25").body()).contains("begins so");
        assertThat(owner.get("/console/clients?portal=2&q=many_0").body()).doesNotContain("Many00");
    }

    @Test
    void only_an_owner_of_the_portal_acts_and_anothers_doesnt_exist() {
        Made client = program();
        Browser support = consoles.browser(Role.SUPPORT);
        assertThat(support.get(client.path("")).body()).doesNotContain("/rotate", "/disable", "/change");
        for (String action : List.of("/rotate", "/disable", "/change")) {
            assertThat(support.get(client.path(action)).status()).isEqualTo(403);
            assertThat(support.post(client.path(action), Map.of("reason", "r")).status())
                    .isEqualTo(403);
        }
        Browser other = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(2L))));
        for (String action : List.of("", "/rotate", "/disable", "/end-overlap", "/change", "/x")) {
            assertThat(other.get(client.path(action)).status()).as(action).isEqualTo(404);
        }
        for (String action : List.of("/rotate", "/disable", "/end-overlap", "/change")) {
            assertThat(other.post(client.path(action), Map.of("reason", "r", "version", "x"))
                            .status())
                    .as(action)
                    .isEqualTo(404);
        }
        assertThat(other.get(ADD + "?portal=1").status()).isEqualTo(404);
        assertThat(other.post(ADD, Map.of("portal", "1", "name", "x", "reason", "r"))
                        .status())
                .isEqualTo(404);
        assertThat(calls(client, client.secret())).isEqualTo(200);
    }
}
