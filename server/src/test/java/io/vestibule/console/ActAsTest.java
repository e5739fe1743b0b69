package io.vestibule.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.audit.AuditContext;
import io.vestibule.operator.OperatorChanges;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Operators;
import io.vestibule.support.Reply;
import io.vestibule.support.Together;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An operator acts for a customer: by a link that is theirs, for half an hour, seen by the customer, and never more than seeing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActAsTest {
    private static final String COOKIE = "vestibule-1";

    private final Consoles consoles = new Consoles();
    private int made;

    @BeforeAll
    void start() {
        policy(true);
    }

    @AfterAll
    void stop() {
        consoles.close();
    }

    private void policy(boolean on) {
        consoles.installation.sql("update portal set act_as = ? where id = 1", on);
    }

    private record Made(long id, String email) {
        String path() {
            return "/console/customers/" + id + "/act-as";
        }
    }

    private Made customer() {
        String email = "helped" + ++made + "@example.org";
        consoles.installation.sql("""
                with a as (insert into account (portal_id) values (1) returning id), c as (
                    insert into customer (portal_id, account_id, is_primary, email, password, password_origin)
                    select 1, a.id, true, ?, (select password from customer where id = 2), 'operator' from a
                    returning id, email
                )
                insert into login (portal_id, value, is_email, customer_id) select 1, email, true, id from c
                """, email);
        return new Made(consoles.installation.count("select id from customer where email = ?", email), email);
    }

    /** The link that an operator is shown, as a path of the server. */
    private static String link(Browser operator, Made customer) {
        Page shown = operator.submit(operator.get(customer.path()), customer.path(), Map.of("reason", "ticket 7"));
        assertThat(shown.status()).as(shown.body()).isEqualTo(200);
        String link = shown.links().stream()
                .filter(one -> one.contains("/act-as/"))
                .findFirst()
                .orElseGet(() -> between(shown.body(), "href=\"", "/act-as/"));
        assertThat(link).startsWith("http://localhost:8080/act-as/1/");
        return link.substring("http://localhost:8080".length());
    }

    private static String between(String body, String before, String within) {
        var found = Pattern.compile(Pattern.quote(before) + "([^\"]*" + Pattern.quote(within) + "[^\"]*)\"")
                .matcher(body);
        assertThat(found.find()).as(body).isTrue();
        return found.group(1);
    }

    private static Page begin(Browser operator, String link) {
        return operator.submit(operator.get(link), "/act-as/", Map.of());
    }

    /** A browser in which a new support operator acts for the customer. */
    private Browser acting(Made customer) {
        Browser browser = consoles.browser(Role.SUPPORT);
        Page account = browser.follow(begin(browser, link(browser, customer)));
        assertThat(account.status()).isEqualTo(200);
        assertThat(account.body()).contains("You act for " + customer.email());
        return browser;
    }

    private static boolean signedIn(Browser browser) {
        return browser.get("/account/1").status() == 200;
    }

    private long events(Made customer, String event, Operators.Ready operator) {
        return consoles.installation.count("""
                select count(*) from audit_event where customer_id = ? and event = ? and actor = 'operator' and actor_id = ?
                and actor_name = ? and portal_id = 1
                """, customer.id(), event, operator.id(), operator.email());
    }

    @Test
    void it_is_off_before_an_owner_turns_it_on() {
        Made customer = customer();
        Browser browser = consoles.browser(Role.OWNER);
        policy(false);
        try {
            assertThat(browser.get("/console/customers/" + customer.id()).body())
                    .doesNotContain("/act-as");
            Page refused = browser.submit(browser.get(customer.path()), customer.path(), Map.of("reason", "x"));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.alert()).contains("An owner can change that");
            assertThat(consoles.installation.count(
                            "select count(*) from act_as_link where customer_id = ?", customer.id()))
                    .isZero();
        } finally {
            policy(true);
        }
        assertThat(browser.get("/console/customers/" + customer.id()).body()).contains("/act-as\"");
    }

    @Test
    void who_may_only_see_has_no_link() {
        Made customer = customer();
        Browser viewer = consoles.browser(Role.VIEWER);
        assertThat(viewer.get(customer.path()).status()).isEqualTo(403);
        assertThat(viewer.post(customer.path(), Map.of("reason", "x")).status()).isEqualTo(403);
        Browser another = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(2L))));
        assertThat(another.get(customer.path()).status()).isEqualTo(404);
    }

    @Test
    void a_link_takes_a_reason_says_what_it_does_and_shows_the_account_as_its_customer_sees_it() {
        Made customer = customer();
        Operators.Ready support = consoles.operator(Role.SUPPORT, PortalScope.ALL);
        Browser browser = consoles.browser(support);
        assertThat(browser.submit(browser.get(customer.path()), customer.path(), Map.of("reason", " "))
                        .status())
                .isEqualTo(422);
        String link = link(browser, customer);
        assertThat(events(customer, "act_as_link_issued", support)).isOne();
        assertThat(consoles.installation.count(
                        "select count(*) from audit_event where event = 'act_as_link_issued' and customer_id = ? and detail ->> 'reason' = 'ticket 7'",
                        customer.id()))
                .isOne();
        Page asked = browser.get(link);
        assertThat(asked.heading()).isEqualTo("Act for " + customer.email());
        assertThat(asked.body()).contains("They are told by email");
        assertThat(browser.cookie(COOKIE)).as("looking at it does nothing").isNull();
        Page account = browser.follow(begin(browser, link));
        assertThat(account.body())
                .contains("You act for " + customer.email(), "This is the account of " + customer.email());
        assertThat(account.forms()).as("it can be ended, and nothing else").hasSize(1);
        assertThat(events(customer, "act_as_started", support)).isOne();
    }

    @Test
    void a_link_works_once_within_five_minutes_and_for_its_operator_alone() {
        Made customer = customer();
        Browser browser = consoles.browser(Role.SUPPORT);
        String link = link(browser, customer);
        Page form = browser.get(link);

        Browser another = consoles.browser(Role.OWNER);
        assertThat(another.get(link).status()).isEqualTo(404);
        Browser nobody = new Browser(consoles.server);
        assertThat(nobody.get(link).status()).isEqualTo(403);
        assertThat(nobody.get(link).heading()).isEqualTo("Sign in to the console first");
        assertThat(browser.get(link.replace("/act-as/1/", "/act-as/2/")).status())
                .isEqualTo(404);

        assertThat(browser.submit(form, "/act-as/", Map.of()).status()).isEqualTo(303);
        assertThat(browser.submit(form, "/act-as/", Map.of()).status()).isEqualTo(404);

        String late = link(browser, customer);
        consoles.installation.sql("update act_as_link set expires_at = now() where customer_id = ?", customer.id());
        assertThat(browser.get(late).status()).isEqualTo(404);
        assertThat(browser.submit(form, "/act-as/", Map.of()).status()).isEqualTo(404);
    }

    @Test
    void the_database_has_neither_link_nor_cookie() {
        Made customer = customer();
        Browser browser = consoles.browser(Role.SUPPORT);
        String link = link(browser, customer);
        String token = link.substring(link.lastIndexOf('/') + 1);
        assertThat(consoles.installation.count(
                        "select count(*) from act_as_link where hash = sha256(convert_to(?, 'UTF8'))", token))
                .isOne();
        begin(browser, link);
        String cookie = String.valueOf(browser.cookie(COOKIE));
        assertThat(consoles.installation.count(
                        "select count(*) from act_as_session where hash = sha256(convert_to(?, 'UTF8'))", cookie))
                .isOne();
    }

    @Test
    void of_many_tries_over_two_nodes_one_wins() {
        Client second = consoles.installation.node();
        Made customer = customer();
        Operators.Ready support = consoles.operator(Role.SUPPORT, PortalScope.ALL);
        String console = consoles.operators.signIn(support).cookie().reveal();
        Browser first = new Browser(consoles.server);
        first.cookie(Consoles.COOKIE, console);
        String link = link(first, customer);
        List<Integer> statuses = Together.run(16, i -> {
            Browser browser = new Browser(i % 2 == 0 ? consoles.server : second);
            browser.cookie(Consoles.COOKIE, console);
            Page form = browser.get(link);
            return form.status() == 404
                    ? 404
                    : browser.submit(form, "/act-as/", Map.of()).status();
        });
        assertThat(statuses).containsOnly(303, 404).containsOnlyOnce(303);
        assertThat(events(customer, "act_as_started", support)).isOne();
    }

    /** The routes of the pages, as their source mounts them: whoever adds one decides whether an operator may. */
    private static List<String> routes(String method) throws IOException {
        String source = Files.readString(Path.of("src/main/java/io/vestibule/page/portal/PortalPages.java"));
        return Pattern.compile(method + "\\(\"(/[^\"]*)\"")
                .matcher(source)
                .results()
                .map(route -> route.group(1).replace("{portal}", "1").replaceAll("\\{[a-z]+}", "2"))
                .toList();
    }

    @Test
    void nothing_is_done_and_nothing_but_the_account_is_seen_and_each_page_says_who_acts() throws IOException {
        Made customer = customer();
        Browser browser = acting(customer);
        String form = browser.get("/account/1").forms().getFirst().fields().get("form");
        List<String> posts = routes("post");
        assertThat(posts).hasSizeGreaterThan(20);
        for (String path : posts) {
            if (path.startsWith("/sign-out/") || path.startsWith("/act-as/")) {
                continue;
            }
            Page refused = browser.post(
                    path,
                    Map.of(
                            "form",
                            form,
                            "password",
                            "correct horse 9",
                            "newPassword",
                            "another fine one",
                            "others",
                            "yes"));
            assertThat(refused.status()).as(path).isEqualTo(403);
            assertThat(refused.heading()).as(path).isEqualTo("Only the customer can do this");
            assertThat(refused.body()).as(path).contains("You act for " + customer.email());
        }
        for (String path : routes("get")) {
            Page page = browser.get(path);
            boolean seen = List.of("/account/1", "/sign-out/1", "/signed-out/1").contains(path);
            assertThat(page.status()).as(path).isEqualTo(seen ? 200 : path.startsWith("/act-as/") ? 404 : 403);
            assertThat(page.body()).as(path).contains("You act for " + customer.email());
        }
        assertThat(consoles.installation.count("""
                select count(*) from audit_event where customer_id = ? and event not in ('act_as_link_issued', 'act_as_started')
                """, customer.id())).isZero();
    }

    @Test
    void the_cookie_is_worth_nothing_as_a_customers_own_or_at_another_portal() {
        Browser browser = acting(customer());
        String cookie = String.valueOf(browser.cookie(COOKIE));
        for (String other : List.of(cookie.replace("act-as.", ""), "act-as." + cookie, cookie + "x")) {
            Browser thief = new Browser(consoles.server);
            thief.cookie(COOKIE, other);
            assertThat(signedIn(thief)).as(other).isFalse();
        }
        browser.cookie("vestibule-2", cookie);
        assertThat(browser.get("/account/2").status()).isEqualTo(303);
    }

    @Test
    void end_ends_it_and_the_audit_says_who_did() {
        Made customer = customer();
        Operators.Ready support = consoles.operator(Role.SUPPORT, PortalScope.ALL);
        Browser browser = consoles.browser(support);
        Page account = browser.follow(begin(browser, link(browser, customer)));
        String cookie = String.valueOf(browser.cookie(COOKIE));
        Page ended = browser.submit(account, "/sign-out/1", Map.of());
        assertThat(ended.location()).isEqualTo("/signed-out/1");
        assertThat(browser.cookie(COOKIE)).isNull();
        browser.cookie(COOKIE, cookie);
        assertThat(signedIn(browser)).isFalse();
        assertThat(events(customer, "act_as_ended", support)).isOne();
        assertThat(browser.get("/console").status())
                .as("the console's session goes on")
                .isEqualTo(200);
    }

    @Test
    void it_holds_half_an_hour_and_no_longer_than_the_operators_own_session() {
        Made customer = customer();
        acting(customer);
        assertThat(consoles.installation.count("""
                select count(*) from customer_session where customer_id = ? and expires_at > now() + interval '29 minutes'
                and expires_at <= now() + interval '30 minutes'
                """, customer.id())).isOne();
        Made other = customer();
        Operators.Ready support = consoles.operator(Role.SUPPORT, PortalScope.ALL);
        Browser browser = consoles.browser(support);
        String link = link(browser, other);
        consoles.installation.sql(
                "update operator_session set expires_at = now() + interval '3 minutes' where operator_id = ?",
                support.id());
        begin(browser, link);
        assertThat(consoles.installation.count("""
                select count(*) from customer_session where customer_id = ? and expires_at <= now() + interval '3 minutes'
                """, other.id())).isOne();
        assertThat(signedIn(browser)).isTrue();
        consoles.installation.sql("update customer_session set expires_at = now() where customer_id = ?", other.id());
        assertThat(signedIn(browser)).isFalse();
    }

    @Test
    void an_operator_acts_for_one_customer_at_a_time() {
        Made first = customer();
        Browser browser = acting(first);
        String cookie = String.valueOf(browser.cookie(COOKIE));
        Made second = customer();
        Page account = browser.follow(begin(browser, link(browser, second)));
        assertThat(account.body()).contains("You act for " + second.email());
        browser.cookie(COOKIE, cookie);
        assertThat(signedIn(browser)).isFalse();
    }

    /** What takes the right away. */
    private Stream<Consumer<Operators.Ready>> ends() {
        return Stream.of(
                operator -> consoles.operators.administration.disable(operator.id(), AuditContext.COMMAND),
                operator -> consoles.operators.administration.delete(operator.id(), AuditContext.COMMAND),
                operator -> consoles.operators.sessions.endAll(operator.id(), AuditContext.COMMAND),
                operator -> consoles.operators.administration.set(
                        operator.id(), new OperatorChanges(null, null, Role.VIEWER, null), AuditContext.COMMAND),
                operator -> consoles.operators.administration.set(
                        operator.id(),
                        new OperatorChanges(null, null, null, PortalScope.of(List.of(2L))),
                        AuditContext.COMMAND));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void it_ends_at_once_with_the_operators_session_or_right(Consumer<Operators.Ready> end) {
        Made customer = customer();
        Operators.Ready support = consoles.operator(Role.SUPPORT, PortalScope.ALL);
        Browser browser = consoles.browser(support);
        String waiting = link(browser, customer);
        begin(browser, link(browser, customer));
        assertThat(signedIn(browser)).isTrue();
        end.accept(support);
        assertThat(signedIn(browser)).isFalse();
        assertThat(events(customer, "act_as_ended", support)).isOne();
        assertThat(browser.get(waiting).status()).as("a link that waits").isIn(403, 404);
    }

    @Test
    void it_ends_at_once_when_the_operator_signs_out_and_when_the_portal_turns_it_off() {
        Made customer = customer();
        Browser browser = acting(customer);
        browser.submit(browser.get("/console"), "/console/sign-out", Map.of());
        assertThat(signedIn(browser)).isFalse();

        Browser another = acting(customer());
        Browser owner = consoles.browser(Role.OWNER);
        Client console = consoles.server;
        Map<String, String> headers = Map.of(
                "Cookie",
                Consoles.COOKIE + "=" + owner.cookie(Consoles.COOKIE),
                "Content-Type",
                "application/json",
                "If-Match",
                "*");
        Reply off = console.exchange("PATCH", "/api/admin/v1/portals/1", headers, "{\"actAs\":false}");
        assertThat(off.text("actAs")).isEqualTo("false");
        assertThat(signedIn(another)).isFalse();
        Reply on = console.exchange("PATCH", "/api/admin/v1/portals/1", headers, "{\"actAs\":true}");
        assertThat(on.text("actAs")).isEqualTo("true");
        assertThat(signedIn(another)).as("what has ended stays so").isFalse();
    }

    @Test
    void nobody_acts_for_a_customer_who_is_disabled() {
        Made customer = customer();
        Browser browser = consoles.browser(Role.SUPPORT);
        String waiting = link(browser, customer);
        begin(browser, link(browser, customer));
        Page disable = browser.get("/console/customers/" + customer.id() + "/disable");
        browser.submit(disable, "/console/customers/", Map.of("reason", "fraud"));
        assertThat(signedIn(browser)).isFalse();
        assertThat(browser.get(waiting).status()).isEqualTo(404);
        assertThat(browser.get("/console/customers/" + customer.id()).body()).doesNotContain("/act-as\"");
        Page refused = browser.submit(browser.get(customer.path()), customer.path(), Map.of("reason", "x"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.alert()).contains("disabled");
    }

    @Test
    void the_customer_is_told_by_mail_sees_it_in_their_account_and_can_end_it() {
        Made customer = customer();
        Browser browser = acting(customer);
        assertThat(consoles.installation.count(
                        "select count(*) from outbox where customer_id = ? and purpose = 'act-as-started'",
                        customer.id()))
                .isOne();

        Browser own = new Browser(consoles.server);
        Page account = own.follow(own.signIn("/sign-in/1", customer.email(), "correct horse 9"));
        assertThat(account.body()).contains("Support acted for you on", "support");
        assertThat(account.body()).as("nobody's name").doesNotContain("support" + made + "@");
        assertThat(own.submit(account, "/account/1/sessions", Map.of("password", "correct horse 9", "others", "yes"))
                        .status())
                .isEqualTo(200);
        assertThat(signedIn(browser)).isFalse();
        assertThat(own.get("/account/1").body()).as("afterwards, too").contains("Support acted for you on");
    }

    @Test
    void keazes_list_of_sessions_says_support() {
        Made customer = customer();
        acting(customer);
        Reply login = consoles.server.post(
                "/api/rest/portal/password-login",
                "{\"email\":\"" + customer.email() + "\",\"password\":\"correct horse 9\"}");
        Reply sessions = consoles.server.get("/api/rest/portal/sessions", Client.bearer(login.text("access_token")));
        assertThat(sessions.body()).contains("\"signedInBy\":\"support\"", "\"signedInBy\":\"password\"");
    }

    @Test
    void csrf_no_other_page_begins_or_ends_it() {
        Made customer = customer();
        Browser browser = consoles.browser(Role.SUPPORT);
        String link = link(browser, customer);
        Map<String, String> fields = browser.get(link).form("/act-as/").fields();
        assertThat(browser.post(link, Map.of("Origin", "https://evil.example"), fields)
                        .status())
                .isEqualTo(403);
        assertThat(browser.post(link, Map.of()).status()).isEqualTo(403);
        assertThat(begin(browser, link).status()).isEqualTo(303);
        browser.post("/sign-out/1", Map.of("Origin", "https://evil.example"), Map.of());
        assertThat(signedIn(browser)).isTrue();
    }
}
