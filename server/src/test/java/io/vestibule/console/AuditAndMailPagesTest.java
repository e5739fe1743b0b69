package io.vestibule.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The audit is searched, and mail that was given up is sent again, by those whose portals they are of. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditAndMailPagesTest {
    private final Consoles consoles = new Consoles();
    private Browser support;
    private Browser other;

    @BeforeAll
    void start() {
        support = consoles.browser(Role.SUPPORT);
        other = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(2L))));
        for (int i = 0; i < 150; i++) {
            event(1, "authn_login_fail", 2, "many-request", "<b>" + i + "</b>");
        }
        event(2, "portal_renamed", null, "one-request", "other");
    }

    @AfterAll
    void stop() {
        consoles.close();
    }

    private void event(long portal, String event, @Nullable Integer customer, String request, String reason) {
        consoles.installation.sql(
                "insert into audit_event (event, actor, dialect, portal_id, customer_id, request_id, detail)"
                        + " values (?, 'customer', 'keaze', ?, ?::bigint, ?, jsonb_build_object('reason', ?::text))",
                event,
                portal,
                customer == null ? null : customer.toString(),
                request,
                reason);
    }

    private static long rows(Page page) {
        return Pattern.compile("<tr><td><time").matcher(page.body()).results().count();
    }

    @Test
    void what_somebody_did_is_found_by_a_field_and_by_a_click() {
        consoles.installation.sql("insert into audit_event (at, event, actor, actor_id, actor_name, portal_id) values"
                + " (now() - interval '30 days', 'user_disabled', 'operator', 4711, 'Ann', 1),"
                + " (now() - interval '30 days', 'user_enabled', 'api_key', 4711, 'ci', 1)");
        Page page = support.get("/console/audit?by=Operator+4711");
        assertThat(rows(page)).isEqualTo(1);
        assertThat(page.body())
                .contains(
                        "Ann", "href=\"/console/audit?by=operator+4711", "/audit/export?operator=4711&amp;format=csv");
        assertThat(support.get("/console/audit?by=key+4711").body())
                .contains("ci")
                .doesNotContain("Ann");
        Page refused = support.get("/console/audit?by=ann");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.alert()).contains("operator 7");
    }

    @Test
    void the_audit_is_read_a_page_at_a_time_the_latest_first() {
        Page first = support.get("/console/audit?request=many-request");
        assertThat(rows(first)).isEqualTo(100);
        assertThat(first.body())
                .contains("reason &lt;b&gt;149", "Sign-in refused")
                .doesNotContain("<b>149");
        String older = Pattern.compile("href=\"([^\"]*)\" rel=\"next\"")
                .matcher(first.body())
                .results()
                .map(link -> link.group(1).replace("&amp;", "&"))
                .findFirst()
                .orElseThrow();
        Page second = support.get(older);
        assertThat(rows(second)).isEqualTo(50);
        assertThat(second.body()).contains("reason &lt;b&gt;0&lt;").doesNotContain("rel=\"next\"");
    }

    @Test
    void it_is_searched_by_event_customer_request_and_day() {
        assertThat(rows(support.get("/console/audit?event=portal_renamed&request=one-request")))
                .isOne();
        assertThat(rows(support.get("/console/audit?customer=2&request=one-request")))
                .isZero();
        assertThat(support.get("/console/audit?since=2999-01-01").body()).contains("No event is as you ask.");
        assertThat(support.get("/console/audit").body())
                .contains("list=\"events\"", "<option value=\"authn_login_fail\" label=\"Sign-in refused\">");
        assertThat(rows(support.get("/console/audit?until=2000-01-01"))).isZero();
    }

    @Test
    void what_is_no_number_and_no_day_is_said_to_be_none() {
        for (String query :
                new String[] {"customer=x", "since=yesterday", "until=2026-13-01", "since=%2B999999999-01-01"}) {
            Page page = support.get("/console/audit?" + query);
            assertThat(page.status()).as(query).isEqualTo(422);
            assertThat(page.alert()).containsAnyOf("A customer's id is a number.", "A day is written as");
        }
        assertThat(support.get("/console/audit?event=%00&request=%22").status()).isEqualTo(200);
    }

    @Test
    void an_operator_of_one_portal_reads_its_events_alone() {
        assertThat(rows(other.get("/console/audit?request=many-request"))).isZero();
        assertThat(rows(other.get("/console/audit?portal=1&request=many-request")))
                .isZero();
        assertThat(rows(other.get("/console/audit?request=one-request"))).isOne();
        assertThat(other.get("/console/audit").body()).doesNotContain("title=\"operator_login_success\"");
    }

    @Test
    void whoever_may_export_is_led_to_the_export_which_takes_the_same_session() {
        Page page = support.get("/console/audit?portal=1&request=many-request");
        String csv = Pattern.compile("href=\"([^\"]*format=csv)\"")
                .matcher(page.body())
                .results()
                .map(link -> link.group(1).replace("&amp;", "&"))
                .findFirst()
                .orElseThrow();
        Page export = support.get(csv, Map.of("Sec-Fetch-Site", "same-origin"));
        assertThat(export.status()).isEqualTo(200);
        assertThat(export.body().lines()).hasSize(151);
        assertThat(consoles.browser(Role.VIEWER)
                        .get("/console/audit?request=many-request")
                        .body())
                .doesNotContain("format=csv");
    }

    private long setAside(long portal, long customer) {
        consoles.installation.sql(
                "insert into outbox (portal_id, customer_id, purpose, attempts, set_aside_at, fault)"
                        + " values (?, ?, 'password-changed', 3, now(), '550 5.1.1')",
                portal,
                customer);
        return consoles.installation.count("select max(id) from outbox");
    }

    @Test
    void mail_that_was_given_up_is_sent_again_for_a_reason() {
        long mail = setAside(1, 2);
        String path = "/console/mail/" + mail + "/resend";
        Page list = support.get("/console/mail?portal=1");
        assertThat(list.body()).contains("550 5.1.1", path);
        Page asked = support.get(path);
        Page again = support.submit(asked, path, Map.of("reason", " "));
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.alert()).startsWith("Say why");
        Page done = support.follow(support.submit(again, path, Map.of("reason", "the mailbox is back")));
        assertThat(done.body()).contains("The mail is due again");
        assertThat(consoles.installation.count(
                        "select count(*) from audit_event where event = 'mail_resent' and actor = 'operator'"
                                + " and detail ->> 'reason' = 'the mailbox is back'"))
                .isOne();
        Page twice = support.submit(asked, path, Map.of("reason", "once more"));
        assertThat(twice.status()).isEqualTo(409);
    }

    @Test
    void the_mail_of_others_isnt_there_and_a_viewer_sends_none() {
        long mail = setAside(1, 2);
        String path = "/console/mail/" + mail + "/resend";
        assertThat(other.get(path).status()).isEqualTo(404);
        assertThat(other.post(path, Map.of("reason", "r")).status()).isEqualTo(404);
        assertThat(other.get("/console/mail?portal=1").body()).contains("No mail was given up in Other portal.");
        Browser viewer = consoles.browser(Role.VIEWER);
        assertThat(viewer.get("/console/mail?portal=1").body())
                .contains("550 5.1.1")
                .doesNotContain(path);
        assertThat(viewer.get(path).status()).isEqualTo(403);
    }

    private static List<String> mails(Page page) {
        return Pattern.compile("<td>(test-[^<]*)</td>")
                .matcher(page.body())
                .results()
                .map(mail -> mail.group(1))
                .toList();
    }

    private static String next(Page page) {
        return Pattern.compile("href=\"([^\"]*)\" rel=\"next\"")
                .matcher(page.body())
                .results()
                .map(link -> link.group(1).replace("&amp;", "&"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void mail_that_was_given_up_in_any_portal_of_theirs_is_found_without_choosing_one() {
        consoles.installation.sql("insert into portal (id, name) values (9, 'Ninth portal')");
        long mail = setAside(9, 2);
        Page page = consoles.browser(Role.SUPPORT).get("/console/mail");
        assertThat(page.body())
                .contains("/console/mail/" + mail + "/resend", "Ninth portal")
                .doesNotContain("No mail was given up");
        assertThat(other.get("/console/mail").body()).contains("No mail was given up in Other portal.");
        Browser bound = consoles.browser(consoles.operator(Role.VIEWER, PortalScope.of(List.of(2L, 9L))));
        assertThat(bound.get("/console/mail").body()).contains("Ninth portal", "550 5.1.1");
        assertThat(bound.get("/console/mail?portal=2").body()).contains("No mail was given up in Other portal.");
        assertThat(bound.get("/console/mail?state=waiting").body()).contains("No mail of your portals waits.");
    }

    @Test
    void the_latest_mail_that_was_sent_is_on_the_first_page() {
        consoles.installation.sql("insert into portal (id, name) values (10, 'Tenth portal')");
        consoles.installation.sql("insert into outbox (portal_id, customer_id, purpose, sent_at)"
                + " select 10, 2, 'test-' || i, now() from generate_series(1, 120) i");
        Page first = support.get("/console/mail?portal=10&state=sent");
        assertThat(mails(first)).hasSize(50).startsWith("test-120", "test-119");
        Page second = support.get(next(first));
        assertThat(mails(second)).hasSize(50).startsWith("test-70").endsWith("test-21");
        Page third = support.get(next(second));
        assertThat(mails(third)).hasSize(20).endsWith("test-1");
        assertThat(third.body()).doesNotContain("rel=\"next\"");
        Page all = support.get("/console/mail?state=sent");
        assertThat(mails(all)).hasSize(50).startsWith("test-120");
        Browser bound = consoles.browser(consoles.operator(Role.VIEWER, PortalScope.of(List.of(2L, 10L))));
        Page theirs = bound.get("/console/mail?state=sent");
        assertThat(mails(theirs)).hasSize(50).startsWith("test-120");
        assertThat(mails(bound.get(next(theirs)))).startsWith("test-70");
    }
}
