package io.vestibule.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Protected;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Customers are found by how a thing begins, a page at a time, and never in a portal that isn't theirs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CustomersPageTest {
    private static final String SCRIPT = "<script>alert(1)</script>";

    private final Consoles consoles = new Consoles();
    private Browser viewer;

    @BeforeAll
    void start() {
        viewer = consoles.browser(Role.VIEWER);
        for (int i = 0; i < 120; i++) {
            add(1, "many%03d@example.org".formatted(i), "Zoe", "Many%03d".formatted(i), "+4930%07d".formatted(i));
        }
        add(1, "scripted@example.net", SCRIPT, "\"><img src=x>", "+15550001");
        add(2, "other@example.net", "Otto", "Other", "+15550002");
    }

    @AfterAll
    void stop() {
        consoles.close();
    }

    private void add(long portal, String email, String first, String last, String phone) {
        consoles.installation.sql("""
                with a as (insert into account (portal_id) values (?) returning id), c as (
                    insert into customer (portal_id, account_id, is_primary, email, profile)
                    select ?, a.id, true, ?, jsonb_build_object('firstName', ?::text, 'lastName', ?::text, 'phone', ?::text) from a
                    returning id, portal_id, email
                )
                insert into login (portal_id, value, is_email, customer_id) select portal_id, email, true, id from c
                """, portal, portal, email, first, last, phone);
    }

    private static List<String> found(Page page) {
        return Pattern.compile("<tr>\\s*<td><a href=\"[^\"]*\">(.*?)</a></td>\\s*<td>(.*?)</td>", Pattern.DOTALL)
                .matcher(page.body())
                .results()
                .map(row -> row.group(2))
                .toList();
    }

    private List<String> search(String query) {
        Page page = viewer.get("/console/customers?portal=1&" + query);
        assertThat(page.status()).isEqualTo(200);
        return found(page);
    }

    @Test
    void by_the_beginning_of_an_address_a_username_a_name_a_last_name_or_a_phone_number() {
        assertThat(search("q=JOHN.d")).containsExactly("john.doe@example.com");
        assertThat(search("q=testtest1")).containsExactly("john.doe@example.com");
        assertThat(search("q=John+Do")).contains("john.doe@example.com");
        assertThat(search("q=Many007")).containsExactly("many007@example.org");
        assertThat(search("q=%2B49+30+0000011")).containsExactly("many011@example.org");
        assertThat(search("q=nobodyatall")).isEmpty();
    }

    @Test
    void by_id_whatever_the_portal_if_it_is_theirs() {
        long other = consoles.installation.count("select id from customer where email = 'other@example.net'");
        assertThat(search("q=" + other)).containsExactly("other@example.net");
        Browser bound = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(1L))));
        assertThat(found(bound.get("/console/customers?q=" + other))).isEmpty();
    }

    @Test
    void each_page_goes_on_where_the_one_before_ended_whatever_came_and_went_meanwhile() {
        Page first = viewer.get("/console/customers?portal=1&by=email&q=many");
        assertThat(found(first)).hasSize(50).first().isEqualTo("many000@example.org");
        consoles.installation.sql("delete from customer where email = 'many049@example.org'");
        Page second = viewer.get(next(first));
        assertThat(found(second)).hasSize(50).first().isEqualTo("many050@example.org");
        Page third = viewer.get(next(second));
        assertThat(found(third)).hasSize(20).last().isEqualTo("many119@example.org");
        assertThat(third.body()).doesNotContain("rel=\"next\"");
        add(1, "many049@example.org", "Zoe", "Many049", "+49300000049");
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
    void all_kinds_are_looked_through_and_a_long_one_says_that_it_is_cut() {
        Page page = viewer.get("/console/customers?portal=1&q=many");
        assertThat(found(page)).hasSize(20).doesNotHaveDuplicates();
        assertThat(page.links()).anyMatch(link -> link.contains("by=email&q=many"));
    }

    @Test
    void a_name_that_is_a_script_is_text() {
        Page list = viewer.get("/console/customers?portal=1&q=scripted");
        assertThat(list.body()).contains("&lt;script&gt;alert(1)").doesNotContain(SCRIPT, "<img");
        String customer = list.links().stream()
                .filter(link -> link.matches("/console/customers/[0-9]+"))
                .findFirst()
                .orElseThrow();
        assertThat(viewer.get(customer).body()).doesNotContain(SCRIPT, "<img");
        assertThat(viewer.get("/console/customers?portal=1&q=%22%3E" + "%3Cscript%3E")
                        .body())
                .doesNotContain("\"><script>");
    }

    @Test
    void the_portals_of_others_are_not_there() {
        Browser bound = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(2L))));
        Page page = bound.get("/console/customers?portal=1&q=john");
        assertThat(found(page)).isEmpty();
        assertThat(page.body()).doesNotContain("<select id=\"portal\"");
        assertThat(found(bound.get("/console/customers")))
                .contains("other@example.net")
                .doesNotContain("john.doe@example.com");
        long john = consoles.installation.count("select id from customer where email = 'john.doe@example.com'");
        for (String path : new String[] {"", "/disable", "/delete", "/unlock"}) {
            assertThat(bound.get("/console/customers/" + john + path).status()).isEqualTo(404);
        }
    }

    @Test
    void what_nobody_would_type_is_answered_too() {
        for (String query : new String[] {
            "q=%00",
            "q=" + "a".repeat(3000),
            "q=x&after=y&key=z",
            "by=email&q=x&after=1&key=%00",
            "by=nothing&q=j",
            "portal=x",
            "portal=999"
        }) {
            assertThat(viewer.get("/console/customers?" + query).status())
                    .as(query)
                    .isEqualTo(200);
        }
        assertThat(viewer.get("/console/customers?q=%ff").status()).isEqualTo(400);
    }

    @Test
    void nobody_there_says_what_to_do() {
        consoles.installation.sql("insert into portal (id, name) values (77, 'Empty')");
        Page empty = viewer.get("/console/customers?portal=77");
        assertThat(empty.body()).contains("This portal has no customers yet.", "/register/77");
        assertThat(viewer.get("/console/customers?portal=77&q=x").body()).contains("Nobody in Empty begins so.");
    }

    @Test
    void a_page_is_light_and_does_nothing_inline() {
        Page page = viewer.get("/console/customers?portal=1&by=email&q=many");
        assertThat(page.body().length()).isLessThan(40_000);
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContainPattern("<[^>]* on[a-z]+=").doesNotContain(" style=");
        List<MatchResult> scripts = Pattern.compile("<script[^>]*src=\"([^\"]*)\"></script>")
                .matcher(page.body())
                .results()
                .toList();
        assertThat(scripts).hasSize(2);
        for (MatchResult script : scripts) {
            Page file = viewer.get(script.group(1));
            assertThat(file.status()).isEqualTo(200);
            assertThat(file.header("Cache-Control")).contains("immutable");
        }
    }

    @Test
    void a_customers_page_tells_their_second_factor_where_a_link_went_and_what_it_leaves_out() {
        Protected guarded = Protected.enrol(consoles.installation, consoles.server, "listed@example.com");
        consoles.installation.sql(
                "delete from recovery_code where ctid = any (array(select ctid from recovery_code"
                        + " where customer_id = ? limit 3))",
                guarded.id);
        consoles.installation.sql(
                "insert into link (hash, customer_id, purpose, address, expires_at)"
                        + " values (sha256('x'), ?, 'reset', 'other-box@example.com', now() + interval '1 hour')",
                guarded.id);
        String path = "/console/customers/" + guarded.id;
        Page page = viewer.get(path);
        assertThat(page.body())
                .contains("by an app; 7 recovery codes are left", "other-box@example.com")
                .doesNotContain("Only the latest 200");
        consoles.installation.sql(
                "insert into outbox (portal_id, customer_id, purpose, sent_at) select 1, ?, 'password-changed', now() from generate_series(1, 201)",
                guarded.id);
        consoles.installation.sql(
                "insert into customer_session (id, portal_id, customer_id, amr, expires_at)"
                        + " select gen_random_uuid(), 1, ?, '{pwd}', now() + interval '1 hour' from generate_series(1, 201)",
                guarded.id);
        assertThat(viewer.get(path).body())
                .contains("Only the latest 200 sessions are shown.", "Only the latest 200 mails are shown.");
    }
}
