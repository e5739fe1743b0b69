package io.vestibule.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.audit.StatisticsRollupStore;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The overview counts what happened, beside a week ago, for the portals that the operator has to do with. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverviewPageTest {
    private final Consoles consoles = new Consoles();

    @BeforeAll
    void start() {
        for (int i = 0; i < 3; i++) {
            event(1, "authn_login_success", "keaze", "{\"by\": \"password\"}", "0 hours");
        }
        event(1, "authn_login_success", "openid", "{\"by\": \"passkey\"}", "2 hours");
        event(1, "authn_login_fail", "keaze", "{\"reason\": \"disabled\"}", "1 hour");
        event(2, "authn_login_success", "sonar", "{\"by\": \"password\"}", "3 hours");
        event(1, "authn_login_success", "keaze", "{\"by\": \"password\"}", "7 days");
        event(1, "authn_login_success", "keaze", "{\"by\": \"password\"}", "170 hours");
        event(1, "authn_login_success", "keaze", "{\"by\": \"password\"}", "2 days");
        // Housekeeping may have counted these hours before they were there
        consoles.installation.sql("with gone as (delete from audit_hour), too as (delete from audit_minute)"
                + " update audit_rollup set counted_until = date_trunc('hour', now()) - interval '8 days',"
                + " minutes_until = date_trunc('hour', now()) - interval '8 days'");
    }

    @AfterAll
    void stop() {
        consoles.close();
    }

    private void event(long portal, String event, String dialect, String detail, String ago) {
        consoles.installation.sql(
                "insert into audit_event (at, event, actor, dialect, portal_id, detail)"
                        + " values (now() - ?::interval, ?, 'customer', ?, ?, ?::jsonb)",
                ago,
                event,
                dialect,
                portal,
                detail);
    }

    private static String figure(Page page, String title) {
        var found = Pattern.compile(
                        ">" + title + "</span> <strong>(\\d+)</strong>\\s*<p class=\"reading quiet\">(.*?)</p>")
                .matcher(page.body());
        assertThat(found.find()).as(page.body()).isTrue();
        return found.group(1) + ", " + found.group(2);
    }

    private static String row(Page page, String name) {
        var found = Pattern.compile("<th scope=\"row\">(?:<a [^>]*>)?" + name
                        + "(?:</a>)?</th><td class=\"number\">(\\d+)</td>(?:<td class=\"number\">(\\d+)</td>)?")
                .matcher(page.body());
        return !found.find()
                ? "no row"
                : found.group(2) == null ? found.group(1) : found.group(1) + " and " + found.group(2);
    }

    @Test
    void the_last_day_is_counted_beside_the_same_hours_a_week_before() {
        Page page = consoles.browser(Role.VIEWER).get("/console?portal=1");
        assertThat(figure(page, "Sign-ins")).isEqualTo("4, +100 % on a week ago");
        assertThat(figure(page, "Refused")).isEqualTo("1, none a week ago");
        assertThat(figure(page, "Locks")).isEqualTo("0, as a week ago");
        assertThat(row(page, "keaze")).isEqualTo("3 and 1");
        assertThat(row(page, "openid")).isEqualTo("1 and 0");
        assertThat(row(page, "passkey")).isEqualTo("1 and 0");
        assertThat(row(page, "disabled")).isEqualTo("1");
        assertThat(page.body()).contains("<svg", "data-events=\"/console/overview/events?portal=1&amp;seen=");
    }

    @Test
    void an_operator_of_one_portal_sees_its_counts_alone_whatever_they_ask_for() {
        Browser bound = consoles.browser(consoles.operator(Role.VIEWER, PortalScope.of(List.of(2L))));
        for (String path : new String[] {"/console", "/console?portal=1", "/console?portal=x"}) {
            Page page = bound.get(path);
            assertThat(figure(page, "Sign-ins")).startsWith("1, ");
            assertThat(row(page, "sonar")).isEqualTo("1 and 0");
            assertThat(row(page, "keaze")).isEqualTo("no row");
            assertThat(page.body()).doesNotContain("Demo portal");
        }
    }

    @Test
    void all_portals_together_are_told_apart() {
        Page page = consoles.browser(Role.VIEWER).get("/console");
        assertThat(row(page, "Demo portal")).isEqualTo("4 and 1");
        assertThat(row(page, "Other portal")).isEqualTo("1 and 0");
    }

    @Test
    void nothing_yet_says_where_sign_ins_come_from() {
        consoles.installation.sql("insert into portal (id, name) values (66, 'Quiet') on conflict do nothing");
        assertThat(consoles.browser(Role.VIEWER).get("/console?portal=66").body())
                .contains("Nobody has signed in, or tried to, in this time.");
    }

    @Test
    void other_times_are_told_in_other_steps() {
        Browser browser = consoles.browser(Role.VIEWER);
        assertThat(signIns(browser, "hour")).isEqualTo("3, +200 % on a week ago");
        assertThat(signIns(browser, "day")).isEqualTo("4, +100 % on a week ago");
        assertThat(signIns(browser, "week")).isEqualTo("5, +150 % on the week before");
        assertThat(signIns(browser, "month")).isEqualTo("7, none four weeks ago");
    }

    private static String signIns(Browser browser, String range) {
        return figure(browser.get("/console?portal=1&range=" + range), "Sign-ins");
    }

    @Test
    void a_click_on_what_is_told_apart_shows_it_alone_and_another_shows_all() {
        Browser browser = consoles.browser(Role.VIEWER);
        Page all = browser.get("/console?portal=1");
        assertThat(all.links()).contains("/console?dialect=openid&portal=1", "/console?method=passkey&portal=1");
        Page openid = browser.get("/console?portal=1&dialect=openid");
        assertThat(figure(openid, "Sign-ins")).startsWith("1, ");
        assertThat(row(openid, "keaze")).isEqualTo("no row");
        assertThat(openid.body())
                .contains("dialect openid: show all", "href=\"/console?portal=1\"")
                .doesNotContain("Mail sent", "Live sessions");
        assertThat(openid.forms()).anySatisfy(form -> assertThat(form.fields()).containsEntry("dialect", "openid"));
        Page passkeys = browser.get("/console?portal=1&method=passkey&range=hour");
        assertThat(figure(passkeys, "Sign-ins")).startsWith("0, ");
        assertThat(passkeys.body()).doesNotContain("Throttled");
        assertThat(browser.get("/console?portal=1&dialect=%00&client=x&range=y").status())
                .isEqualTo(200);
    }

    @Test
    void the_client_of_another_portal_has_no_name_for_whoever_is_bound_to_one() {
        long client = consoles.installation.count("select id from api_client where name = 'demo'");
        String path = "/console?client=" + client;
        Browser bound = consoles.browser(consoles.operator(Role.VIEWER, PortalScope.of(List.of(2L))));
        assertThat(bound.get(path).body()).contains("client " + client + ": show all");
        assertThat(consoles.browser(Role.VIEWER).get(path).body()).contains("client demo: show all");
    }

    @Test
    void what_limits_refuse_links_mail_sessions_and_who_moved_in_are_there() {
        consoles.installation.sql("insert into portal (id, name) values (67, 'Busy') on conflict do nothing");
        event(67, "link_issued", "keaze", "{\"purpose\": \"reset\"}", "0 hours");
        event(67, "authn_login_success", "keaze", "{\"by\": \"link\"}", "0 hours");
        event(67, "authn_login_incomplete", "keaze", "{\"by\": \"link\"}", "0 hours");
        event(67, "authn_login_success", "keaze", "{\"by\": \"link\", \"factor\": \"totp\"}", "0 hours");
        event(67, "authn_password_change", "keaze", "{\"by\": \"link\"}", "0 hours");
        event(67, "authn_password_change", "keaze", "{}", "0 hours");
        event(67, "user_moved_in", "keaze", "{}", "0 hours");
        new StatisticsRollupStore(consoles.installation.sql())
                .add(List.of(new StatisticsRollupStore.Throttled(67L, "keaze", null, 5)));
        consoles.installation.sql(
                "insert into outbox (portal_id, customer_id, purpose, sent_at) values (67, 2, 'password-changed', now())");
        consoles.installation.sql(
                "insert into outbox (portal_id, customer_id, purpose, due_at) values (67, 2, 'password-changed', now() + interval '1 day')");
        consoles.installation.sql(
                "insert into outbox (portal_id, customer_id, purpose, set_aside_at) values (67, 2, 'password-changed', now())");
        consoles.installation.sql("insert into customer_session (id, portal_id, customer_id, amr, expires_at)"
                + " values (gen_random_uuid(), 67, 2, '{pwd}', now() + interval '1 hour'),"
                + " (gen_random_uuid(), 67, 2, '{pwd}', now() - interval '1 hour')");
        consoles.installation.sql("update audit_rollup set sessions_at = '-infinity'");
        assertThat(new StatisticsRollupStore(consoles.installation.sql()).countSessions())
                .isTrue();
        Page page = consoles.browser(Role.VIEWER).get("/console?portal=67&range=hour");
        assertThat(figure(page, "Links issued")).startsWith("1,");
        assertThat(figure(page, "Links used")).startsWith("3,");
        assertThat(figure(page, "Moved in")).startsWith("1,");
        assertThat(figure(page, "Throttled")).startsWith("5,");
        assertThat(figure(page, "Mail sent")).startsWith("1,");
        assertThat(page.body())
                .contains(
                        "<dt>Mail waiting</dt><dd>1</dd>",
                        "<dt>Mail given up</dt><dd><a href=\"/console/mail?portal=67\">1")
                .containsPattern("(?s)<dt>Live sessions.*?</dt><dd>1</dd>");
    }

    @Test
    void a_breakdown_says_how_much_it_leaves_out() {
        consoles.installation.sql("insert into portal (id, name) values (68, 'Portal of many')");
        for (int i = 0; i < 13; i++) {
            event(68, "authn_login_success", "dialect-" + i, "{\"by\": \"password\"}", "0 hours");
        }
        event(68, "authn_login_fail", "dialect-12", "{\"reason\": \"disabled\"}", "0 hours");
        Page page = consoles.browser(Role.VIEWER).get("/console?portal=68&range=hour");
        assertThat(row(page, "3 more")).isEqualTo("3 and 0");
        assertThat(row(page, "dialect-12")).isEqualTo("1 and 1");
    }
}
