package io.vestibule.console;

import static org.assertj.core.api.Assertions.assertThat;

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
        event(1, "authn_login_fail", "keaze", "{}", "1 hour");
        event(2, "authn_login_success", "sonar", "{\"by\": \"password\"}", "3 hours");
        event(1, "authn_login_success", "keaze", "{\"by\": \"password\"}", "7 days");
        event(1, "authn_login_success", "keaze", "{\"by\": \"password\"}", "170 hours");
        event(1, "authn_login_success", "keaze", "{\"by\": \"password\"}", "2 days");
        // Housekeeping may have counted these hours before they were there
        consoles.installation.sql(
                "with gone as (delete from audit_hour) update audit_rollup set counted_until = now() - interval '14 days'");
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
        var found = Pattern.compile(">" + title + "</span> <strong>(\\d+)</strong> <span class=\"quiet\">(.*?)</span>")
                .matcher(page.body());
        assertThat(found.find()).as(page.body()).isTrue();
        return found.group(1) + ", " + found.group(2);
    }

    private static String row(Page page, String name) {
        var found = Pattern.compile("<th scope=\"row\">" + name
                        + "</th><td class=\"number\">(\\d+)</td><td class=\"number\">(\\d+)</td>")
                .matcher(page.body());
        return found.find() ? found.group(1) + " and " + found.group(2) : "no row";
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
        assertThat(page.body()).contains("<svg", "hx-trigger=\"every 10s\"");
        assertThat(page.body().length()).isLessThan(40_000);
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
                .contains("Nobody has signed in, or tried to, in these hours.");
    }
}
