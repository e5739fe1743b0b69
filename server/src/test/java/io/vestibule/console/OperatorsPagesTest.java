package io.vestibule.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Operators;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Operators, API keys and signing keys in the console: what an owner of all portals does, and nobody else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorsPagesTest {
    private static final String OPERATORS = "/console/operators";
    private static final String KEYS = "/console/api-keys";

    private final Consoles consoles = new Consoles();
    private Operators.Ready self;
    private Browser owner;
    private int made;

    @BeforeAll
    void start() {
        self = consoles.operator(Role.OWNER, PortalScope.ALL);
        owner = consoles.browser(self);
    }

    @AfterAll
    void stop() {
        consoles.close();
    }

    private static String secret(Page shown) {
        return shown.body().replaceAll("(?s).*<input id=\"secret\" type=\"text\" value=\"([^\"]*)\".*", "$1");
    }

    private static String path(Operators.Ready operator, String action) {
        return OPERATORS + "/" + operator.id() + action;
    }

    private Page act(Operators.Ready operator, String action, Map<String, String> typed) {
        String path = path(operator, "/" + action);
        return owner.submit(owner.get(path), path, typed);
    }

    @Test
    void an_operator_is_made_the_link_is_shown_once_and_sets_them_up() {
        Page form = owner.get(OPERATORS + "/add");
        Map<String, String> typed = Map.of(
                "email",
                "new@example.com",
                "name",
                "New <b>",
                "role",
                "support",
                "reach",
                "some",
                "portals",
                "2, 1",
                "reason",
                "joins");
        Page shown = owner.submit(form, OPERATORS + "/add", typed);
        assertThat(shown.status()).as(shown.body()).isEqualTo(200);
        String link = secret(shown);
        assertThat(link).startsWith("http://localhost:8080/console/setup/");
        assertThat(new Browser(consoles.server)
                        .get(link.substring("http://localhost:8080".length()))
                        .heading())
                .isEqualTo("Set up your account");
        Page list = owner.get(OPERATORS);
        assertThat(list.body())
                .contains("New &lt;b&gt;", "1, 2", "link not used yet")
                .doesNotContain(link, "<b>");
        assertThat(owner.submit(form, OPERATORS + "/add", typed).alert())
                .as("sent again")
                .isEqualTo("Another operator signs in with that address.");
        assertThat(consoles.installation.count(
                        "select count(*) from audit_event where event = 'operator_created' and actor_id = ?"
                                + " and detail ->> 'reason' = 'joins'",
                        self.id()))
                .isOne();
    }

    @Test
    void what_can_be_no_operator_is_refused_with_what_was_typed() {
        for (Map<String, String> typed : List.of(
                Map.of("email", "nobody", "role", "viewer", "reach", "all", "reason", "r"),
                Map.of("email", "a@example.com", "role", "king", "reach", "all", "reason", "r"),
                Map.of("email", "a@example.com", "role", "viewer", "reach", "some", "portals", "", "reason", "r"),
                Map.of("email", "a@example.com", "role", "viewer", "reach", "some", "portals", "1 x", "reason", "r"),
                Map.of("email", "a@example.com", "role", "viewer", "reach", "some", "portals", "999", "reason", "r"),
                Map.of("email", "a@example.com", "role", "viewer", "reach", "all", "reason", " "))) {
            Page refused = owner.submit(owner.get(OPERATORS + "/add"), OPERATORS + "/add", typed);
            assertThat(refused.status()).as(typed.toString()).isEqualTo(422);
            assertThat(refused.form(OPERATORS + "/add").fields()).containsEntry("email", typed.get("email"));
        }
    }

    @Test
    void role_portals_and_name_change_and_hold_from_the_next_request_on() {
        Operators.Ready operator = consoles.operator(Role.OWNER, PortalScope.ALL);
        Browser theirs = consoles.browser(operator);
        assertThat(theirs.get(OPERATORS).status()).isEqualTo(200);
        String change = path(operator, "/change");
        Page form = owner.get(change);
        Page changed = owner.follow(owner.submit(
                form,
                change,
                Map.of("name", "Renamed", "role", "viewer", "reach", "some", "portals", "2", "reason", "moves")));
        assertThat(changed.heading()).isEqualTo("Renamed");
        assertThat(changed.body()).contains("The operator is changed.");
        assertThat(theirs.get(OPERATORS).status()).isEqualTo(403);
        assertThat(theirs.get("/console/portals/1").status()).isEqualTo(404);
        Page stale = owner.submit(form, change, Map.of("name", "Second", "reason", "r"));
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.form(change).fields()).containsEntry("name", "Second");
    }

    @Test
    void disabling_ends_sessions_enabling_lets_in_and_deleting_is_for_good() {
        Operators.Ready operator = consoles.operator(Role.SUPPORT, PortalScope.ALL);
        Browser theirs = consoles.browser(operator);
        assertThat(owner.get(path(operator, "")).body()).contains("127.0.0.1");
        assertThat(owner.follow(act(operator, "disable", Map.of("reason", "leaves")))
                        .body())
                .contains("The operator is disabled.", "Disabled: they can't sign in");
        assertThat(theirs.get("/console").status()).isEqualTo(401);
        owner.follow(act(operator, "enable", Map.of("reason", "comes back")));
        theirs = consoles.browser(operator);
        assertThat(owner.follow(act(operator, "end-sessions", Map.of("reason", "lost laptop")))
                        .body())
                .contains("The sessions are ended.", "They aren't signed in.");
        assertThat(theirs.get("/console").status()).isEqualTo(401);
        Page gone = owner.follow(act(operator, "delete", Map.of("reason", "left")));
        assertThat(gone.body()).contains("The operator is deleted.").doesNotContain(operator.email());
        assertThat(owner.get(path(operator, "")).status()).isEqualTo(404);
    }

    @Test
    void one_session_of_an_operator_is_ended() {
        Operators.Ready operator = consoles.operator(Role.SUPPORT, PortalScope.ALL);
        Browser theirs = consoles.browser(operator);
        String about =
                owner.get(path(operator, "")).body().replaceAll("(?s).*/end-session\\?about=([0-9a-f-]{36}).*", "$1");
        Page form = owner.get(path(operator, "/end-session?about=" + about));
        assertThat(owner.submit(form, path(operator, "/end-session"), Map.of("reason", "r"))
                        .status())
                .isEqualTo(303);
        assertThat(theirs.get("/console").status()).isEqualTo(401);
        assertThat(owner.submit(form, path(operator, "/end-session"), Map.of("reason", "r"))
                        .alert())
                .isEqualTo("That session has ended already.");
    }

    @Test
    void a_reset_shows_a_link_once_and_sent_again_makes_no_second_one() {
        Operators.Ready operator = consoles.operator(Role.SUPPORT, PortalScope.ALL);
        Page form = owner.get(path(operator, "/reset"));
        Page shown = owner.submit(form, path(operator, "/reset"), Map.of("reason", "lost phone"));
        String link = secret(shown);
        assertThat(link).contains("/console/setup/");
        Page again = owner.submit(form, path(operator, "/reset"), Map.of("reason", "lost phone"));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body()).doesNotContain("/console/setup/");
        assertThat(owner.get(path(operator, "")).body()).contains("A link to set them up waits until");
        assertThat(new Browser(consoles.server)
                        .get(link.substring("http://localhost:8080".length()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void the_last_owner_of_all_portals_stays() {
        consoles.installation.sql("update operator set role = 'support' where role = 'owner' and id <> ?", self.id());
        for (String action : new String[] {"disable", "delete"}) {
            Page refused = act(self, action, Map.of("reason", "r"));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.alert()).startsWith("Nobody would be left");
        }
        Page refused = owner.submit(
                owner.get(path(self, "/change")),
                path(self, "/change"),
                Map.of("reach", "some", "portals", "1", "reason", "r"));
        assertThat(refused.alert()).startsWith("Nobody would be left");
    }

    @Test
    void a_key_is_made_shown_once_used_and_revoked() {
        String name = "ci" + ++made;
        Page form = owner.get(KEYS + "/add");
        Page shown = owner.submit(
                form,
                KEYS + "/add",
                Map.of("name", name, "role", "viewer", "reach", "all", "expires", "2099-12-31", "reason", "builds"));
        assertThat(shown.status()).as(shown.body()).isEqualTo(200);
        String key = secret(shown);
        assertThat(consoles.server
                        .get("/api/admin/v1/portals", Client.bearer(key))
                        .status())
                .isEqualTo(200);
        Page list = owner.get(KEYS);
        assertThat(list.body())
                .contains(name, key.substring(0, 12), "2100-01-01")
                .doesNotContain(key);
        long id = consoles.installation.count("select id from api_key where name = ?", name);
        String revoke = KEYS + "/" + id + "/revoke";
        Page asked = owner.get(revoke);
        assertThat(owner.follow(owner.submit(asked, revoke, Map.of("reason", "leaked")))
                        .body())
                .contains("The key is revoked.", "revoked");
        assertThat(consoles.server
                        .get("/api/admin/v1/portals", Client.bearer(key))
                        .status())
                .isEqualTo(401);
        assertThat(owner.submit(asked, revoke, Map.of("reason", "again")).status())
                .isEqualTo(409);
        assertThat(consoles.installation.count(
                        "select count(*) from audit_event where cast(detail as text) like ?", "%" + key + "%"))
                .isZero();
        for (Map<String, String> bad : List.of(
                Map.of("name", "a b"),
                Map.of("expires", "2001-01-01"),
                Map.of("expires", "soon"),
                Map.of("expires", "+300000-01-01"),
                Map.of("expires", "+999999999-12-31"),
                Map.of("role", "x"))) {
            Map<String, String> typed =
                    new HashMap<>(Map.of("name", "other", "role", "viewer", "reach", "all", "reason", "r"));
            typed.putAll(bad);
            assertThat(owner.submit(form, KEYS + "/add", typed).status())
                    .as(bad.toString())
                    .isEqualTo(422);
        }
        assertThat(owner.submit(
                                form,
                                KEYS + "/add",
                                Map.of("name", name, "role", "viewer", "reach", "all", "reason", "r"))
                        .alert())
                .isEqualTo("Another key has the name.");
    }

    @Test
    void new_signing_keys_are_started_once_and_no_token_becomes_invalid() {
        String token = consoles.server
                .post(
                        "/api/rest/portal/password-login",
                        "{\"email\":\"john.doe@example.com\",\"password\":\"correct horse 9\"}")
                .text("access_token");
        Page asked = owner.get("/console/keys/rotate");
        Page done = owner.follow(owner.submit(asked, "/console/keys/rotate", Map.of("reason", "yearly")));
        assertThat(done.body()).contains("New keys are published.", "published, signs soon", "signs</span>");
        assertThat(consoles.server
                        .get("/api/rest/portal/profile", Client.bearer(token))
                        .status())
                .isEqualTo(200);
        Page stale = owner.submit(asked, "/console/keys/rotate", Map.of("reason", "yearly"));
        assertThat(stale.status()).isEqualTo(409);
        assertThat(owner.submit(owner.get("/console/keys/rotate"), "/console/keys/rotate", Map.of())
                        .status())
                .isEqualTo(422);
    }

    @Test
    void an_epoch_wants_its_words_and_ends_everything() {
        try (Consoles others = new Consoles()) {
            Browser browser = others.browser(Role.OWNER);
            String token = others.server
                    .post(
                            "/api/rest/portal/password-login",
                            "{\"email\":\"john.doe@example.com\",\"password\":\"correct horse 9\"}")
                    .text("access_token");
            Page asked = browser.get("/console/keys/epoch");
            Page refused = browser.submit(asked, "/console/keys/epoch", Map.of("reason", "r", "word", "yes"));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.alert()).startsWith("Nothing was done");
            assertThat(browser.get("/console").status()).isEqualTo(200);
            Page done = browser.submit(
                    refused, "/console/keys/epoch", Map.of("reason", "backup restored", "word", "end everything"));
            assertThat(done.heading()).isEqualTo("A new epoch has begun");
            assertThat(browser.get("/console").status()).isEqualTo(401);
            assertThat(others.server
                            .get("/api/rest/portal/profile", Client.bearer(token))
                            .status())
                    .isEqualTo(401);
            assertThat(others.installation.count("select count(*) from audit_event where event = 'token_epoch_started'"
                            + " and detail ->> 'reason' = 'backup restored'"))
                    .isOne();
        }
    }

    @Test
    void whoever_is_bound_or_no_owner_sees_what_the_table_says() {
        Browser viewer = consoles.browser(Role.VIEWER);
        assertThat(viewer.get("/console").body()).contains("/console/keys").doesNotContain("/console/operators");
        assertThat(viewer.get("/console/keys").body()).doesNotContain("/keys/rotate", "/keys/epoch");
        Browser bound = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(2L))));
        assertThat(bound.get("/console").body())
                .doesNotContain("/console/keys", "/console/operators", "/console/api-keys");
        for (String path : List.of(
                OPERATORS,
                OPERATORS + "/add",
                path(self, ""),
                path(self, "/change"),
                path(self, "/delete"),
                KEYS,
                KEYS + "/add",
                KEYS + "/1/revoke",
                "/console/keys/rotate",
                "/console/keys/epoch")) {
            assertThat(viewer.get(path).status()).as("viewer " + path).isEqualTo(403);
            assertThat(bound.get(path).status()).as("bound " + path).isEqualTo(403);
        }
        for (String path : List.of(
                OPERATORS + "/add",
                path(self, "/change"),
                path(self, "/delete"),
                KEYS + "/add",
                KEYS + "/1/revoke",
                "/console/keys/rotate",
                "/console/keys/epoch")) {
            for (Browser browser : List.of(viewer, bound)) {
                assertThat(browser.post(path, Map.of("reason", "r")).status())
                        .as(path)
                        .isEqualTo(403);
            }
        }
        assertThat(bound.get("/console/keys").status()).isEqualTo(403);
    }
}
