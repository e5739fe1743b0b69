package io.vestibule.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Operators;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator acts for a customer: asked before, with a reason that the audit keeps, and never on a page that is out of date. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CustomerActionsTest {
    private static final String LOGIN = "/api/rest/portal/password-login";

    private final Consoles consoles = new Consoles();
    private Operators.Ready support;
    private Browser browser;
    private int made;

    @BeforeAll
    void start() {
        support = consoles.operator(Role.SUPPORT, PortalScope.ALL);
        browser = consoles.browser(support);
    }

    @AfterAll
    void stop() {
        consoles.close();
    }

    private record Made(long id, String email) {
        String path(String action) {
            return "/console/customers/" + id + "/" + action;
        }
    }

    private Made customer() {
        String email = "acted" + ++made + "@example.org";
        consoles.installation.sql("""
                with a as (insert into account (portal_id) values (1) returning id), c as (
                    insert into customer (portal_id, account_id, is_primary, email, password, password_origin, profile)
                    select 1, a.id, true, ?, (select password from customer where id = 2), 'operator', '{"firstName": "Acted"}' from a
                    returning id, email
                )
                insert into login (portal_id, value, is_email, customer_id) select 1, email, true, id from c
                """, email);
        return new Made(consoles.installation.count("select id from customer where email = ?", email), email);
    }

    private int signIn(Made customer) {
        return consoles.server
                .post(LOGIN, "{\"email\":\"" + customer.email() + "\",\"password\":\"correct horse 9\"}")
                .status();
    }

    private Page act(Made customer, String action, Map<String, String> typed) {
        return browser.submit(browser.get(customer.path(action)), customer.path(action), typed);
    }

    private Page done(Made customer, String action, Map<String, String> typed) {
        Page shown = browser.follow(act(customer, action, typed));
        assertThat(shown.status()).isEqualTo(200);
        return shown;
    }

    private long events(Made customer, String event, String reason) {
        return consoles.installation.count("""
                select count(*) from audit_event where customer_id = ? and event = ? and actor = 'operator' and actor_id = ?
                and actor_name = ? and dialect = 'console' and detail ->> 'reason' = ?
                """, customer.id(), event, support.id(), support.email(), reason);
    }

    @Test
    void disabling_asks_says_what_it_does_and_enabling_undoes_it() {
        Made customer = customer();
        Page asked = browser.get(customer.path("disable"));
        assertThat(asked.body()).contains("They can't sign in, and their sessions end at once.");
        assertThat(signIn(customer)).isEqualTo(200);
        Page shown = done(customer, "disable", Map.of("reason", "asked by phone <b>"));
        assertThat(shown.body())
                .contains("The customer is disabled.", "Disabled since", "asked by phone &lt;b&gt;", support.email());
        assertThat(events(customer, "user_disabled", "asked by phone <b>")).isOne();
        assertThat(signIn(customer)).isNotEqualTo(200);
        assertThat(done(customer, "enable", Map.of("reason", "paid")).body()).contains("The customer is enabled.");
        assertThat(signIn(customer)).isEqualTo(200);
    }

    @Test
    void what_an_operator_of_a_portal_did_is_in_the_audit_that_they_see() {
        Made customer = customer();
        assertThat(signIn(customer)).isEqualTo(200);
        String session = consoles.installation
                .sql()
                .withHandle(h -> h.statement("select id::text from customer_session where customer_id = :customer")
                        .bind("customer", customer.id())
                        .mapTo(String.class)
                        .one());
        Operators.Ready operator = consoles.operator(Role.SUPPORT, PortalScope.of(List.of(1L)));
        Browser theirs = consoles.browser(operator);
        String path = customer.path("end-session");
        Page asked = theirs.get(path + "?about=" + session);
        assertThat(theirs.submit(asked, path, Map.of("reason", "a lost phone")).status())
                .isEqualTo(303);
        assertThat(theirs.get("/console/audit?customer=" + customer.id()).body())
                .contains("a lost phone");
    }

    @Test
    void without_a_reason_or_with_too_long_a_one_nothing_is_done() {
        Made customer = customer();
        for (String reason : new String[] {"", "   ", "x".repeat(201)}) {
            Page again = act(customer, "disable", Map.of("reason", reason));
            assertThat(again.status()).isEqualTo(422);
            assertThat(again.alert()).containsAnyOf("Say why", "at most 200");
            assertThat(again.form(customer.path("disable")).fields()).containsEntry("reason", reason);
        }
        assertThat(signIn(customer)).isEqualTo(200);
    }

    @Test
    void a_reason_that_the_database_cant_hold_is_kept_as_far_as_it_can() {
        Made customer = customer();
        assertThat(act(customer, "disable", Map.of("reason", "a\0b")).status()).isEqualTo(303);
        assertThat(events(customer, "user_disabled", "a\uFFFDb")).isOne();
    }

    @Test
    void of_two_operators_the_second_is_told_and_overwrites_nothing() {
        Made customer = customer();
        Page mine = browser.get(customer.path("disable"));
        Page theirs = browser.get(customer.path("change-email"));
        assertThat(browser.submit(mine, customer.path("disable"), Map.of("reason", "first"))
                        .status())
                .isEqualTo(303);
        Page stale = browser.submit(
                theirs, customer.path("change-email"), Map.of("email", "new" + customer.email(), "reason", "second"));
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.alert()).startsWith("Somebody changed this");
        assertThat(stale.form(customer.path("change-email")).fields())
                .containsEntry("reason", "second")
                .containsEntry("email", "new" + customer.email());
        assertThat(consoles.installation.count("select count(*) from customer where email = ?", customer.email()))
                .isOne();
        Page sent = browser.submit(stale, customer.path("change-email"), Map.of());
        assertThat(sent.status()).as("looked at again").isEqualTo(303);
        assertThat(consoles.installation.count(
                        "select count(*) from customer where email = ?", "new" + customer.email()))
                .isOne();
    }

    @Test
    void a_session_that_ends_in_the_middle_of_a_form_loses_nothing_of_it() {
        Made customer = customer();
        Operators.Ready operator = consoles.operator(Role.SUPPORT, PortalScope.ALL);
        Browser theirs = consoles.browser(operator);
        Page form = theirs.get(customer.path("change-email"));
        consoles.installation.sql("delete from operator_session where operator_id = ?", operator.id());
        Page ended = theirs.submit(
                form,
                customer.path("change-email"),
                Map.of("email", "kept" + customer.email(), "reason", "Müller \"rang\" <us> & asked"));
        assertThat(ended.status()).isEqualTo(401);
        assertThat(ended.body()).contains("What you typed is kept");
        consoles.forgetCodes(operator);
        Page second = theirs.submit(
                ended, "/console/sign-in", Map.of("email", operator.email(), "password", Operators.PASSWORD));
        Page resume = theirs.submit(
                second, "/console/sign-in/code", Map.of("code", operator.app().code()));
        assertThat(resume.heading()).isEqualTo("You are signed in again");
        Page filled = theirs.submit(resume, customer.path("change-email"), Map.of());
        assertThat(filled.status()).isEqualTo(200);
        assertThat(filled.form(customer.path("change-email")).fields())
                .containsEntry("email", "kept" + customer.email())
                .containsEntry("reason", "Müller \"rang\" <us> & asked");
        assertThat(consoles.installation.count("select count(*) from customer where email = ?", customer.email()))
                .as("not done yet")
                .isOne();
        assertThat(theirs.submit(filled, customer.path("change-email"), Map.of())
                        .status())
                .isEqualTo(303);
    }

    @Test
    void a_mailed_link_sets_the_password() {
        Made customer = customer();
        assertThat(done(customer, "reset-password", Map.of("reason", "forgot")).body())
                .contains("The link is on its way.", "A link to set a password");
        assertThat(events(customer, "link_issued", "forgot")).isOne();
        assertThat(new Browser(consoles.server).mailedLink(customer.email()))
                .startsWith("/reset/" + customer.id() + "/");
    }

    @Test
    void a_lock_is_ended() {
        Made customer = customer();
        for (int i = 0; i < 5; i++) {
            consoles.server.post(LOGIN, "{\"email\":\"" + customer.email() + "\",\"password\":\"wrong\"}");
        }
        assertThat(signIn(customer)).isNotEqualTo(200);
        assertThat(browser.get("/console/customers/" + customer.id()).body()).contains("Locked until");
        done(customer, "unlock", Map.of("reason", "it was them"));
        assertThat(signIn(customer)).isEqualTo(200);
        assertThat(act(customer, "unlock", Map.of("reason", "again")).alert()).startsWith("They weren't locked");
    }

    @Test
    void sessions_end_all_or_one() {
        Made customer = customer();
        String token = consoles.server
                .post(LOGIN, "{\"email\":\"" + customer.email() + "\",\"password\":\"correct horse 9\"}")
                .text("access_token");
        assertThat(consoles.server
                        .get("/api/rest/portal/profile", Client.bearer(token))
                        .status())
                .isEqualTo(200);
        Page list = browser.get("/console/customers/" + customer.id());
        assertThat(list.body()).contains("/end-session?about=");
        String about = list.body().replaceAll("(?s).*/end-session\\?about=([0-9a-f-]{36}).*", "$1");
        Page asked = browser.get(customer.path("end-session") + "?about=" + about);
        assertThat(browser.submit(asked, customer.path("end-session"), Map.of("reason", "stolen phone"))
                        .status())
                .isEqualTo(303);
        assertThat(browser.submit(asked, customer.path("end-session"), Map.of("reason", "stolen phone"))
                        .alert())
                .contains("has ended already");
        done(customer, "end-sessions", Map.of("reason", "stolen laptop"));
        assertThat(consoles.server
                        .get("/api/rest/portal/profile", Client.bearer(token))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_consent_is_withdrawn() {
        Made customer = customer();
        consoles.installation.sql(
                "insert into consent (customer_id, client_id, scopes) select ?, id, '{openid}' from api_client where name = 'demo-web'",
                customer.id());
        String path = customer.path("withdraw-consent");
        assertThat(browser.get("/console/customers/" + customer.id()).body()).contains(path + "?about=demo-web");
        Page asked = browser.get(path + "?about=demo-web");
        assertThat(browser.follow(browser.submit(asked, path, Map.of("reason", "asked by mail")))
                        .body())
                .contains("The consent is withdrawn.")
                .doesNotContain(path);
        assertThat(events(customer, "consent_withdrawn", "asked by mail")).isOne();
        assertThat(browser.submit(asked, path, Map.of("reason", "again")).alert())
                .isEqualTo("They don't agree to that any longer.");
    }

    @Test
    void an_address_that_is_none_or_somebody_elses_is_refused_with_what_was_typed() {
        Made customer = customer();
        Page none = act(customer, "change-email", Map.of("email", "not an address", "reason", "r"));
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.alert()).isEqualTo("That is no email address.");
        Page taken = act(customer, "change-email", Map.of("email", "john.doe@example.com", "reason", "r"));
        assertThat(taken.alert()).contains("Another customer of the portal signs in with john.doe@example.com");
        assertThat(taken.form(customer.path("change-email")).fields()).containsEntry("email", "john.doe@example.com");
    }

    @Test
    void only_an_owner_deletes_and_a_viewer_acts_not_at_all() {
        Made customer = customer();
        assertThat(browser.get(customer.path("delete")).status()).isEqualTo(403);
        assertThat(browser.post(customer.path("delete"), Map.of("reason", "r", "version", "x"))
                        .status())
                .isEqualTo(403);
        Browser viewer = consoles.browser(Role.VIEWER);
        assertThat(viewer.get(customer.path("disable")).status()).isEqualTo(403);
        assertThat(viewer.get("/console/customers/" + customer.id()).body()).doesNotContain("/disable");
        Browser owner = consoles.browser(Role.OWNER);
        Page gone =
                owner.submit(owner.get(customer.path("delete")), customer.path("delete"), Map.of("reason", "GDPR 17"));
        assertThat(gone.location()).startsWith("/console/customers?portal=1");
        assertThat(owner.get("/console/customers/" + customer.id()).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unlock",
                "enable",
                "reset-password",
                "change-email",
                "end-sessions",
                "revoke-links",
                "remove-factor",
                "delete"
            })
    void an_operator_of_another_portal_does_nothing_by_id(String action) {
        Made customer = customer();
        Browser other = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(2L))));
        assertThat(other.get(customer.path(action)).status()).isEqualTo(404);
        Page refused = other.post(customer.path(action), Map.of("reason", "r", "version", "x", "email", "a@b.example"));
        assertThat(refused.status()).isEqualTo(404);
        assertThat(consoles.installation.count(
                        "select count(*) from audit_event where customer_id = ? and actor = 'operator'", customer.id()))
                .isZero();
    }

    @Test
    void csrf_another_pages_form_does_nothing_whoever_is_signed_in() {
        Made customer = customer();
        Page form = browser.get(customer.path("disable"));
        Page refused = browser.post(
                customer.path("disable"),
                Map.of("Origin", "https://evil.example"),
                Map.of(
                        "reason",
                        "r",
                        "version",
                        form.form(customer.path("disable")).fields().get("version")));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(signIn(customer)).isEqualTo(200);
    }
}
