package io.vestibule.console;

import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.audit.AuditContext;
import io.vestibule.json.Json;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Client;
import io.vestibule.support.DatabaseLine;
import io.vestibule.support.Operators;
import io.vestibule.support.RawConnection;
import io.vestibule.support.SignInDialect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The overview as it changes, by server-sent events (HTML Standard section 9.2), for as long as the operator is who they were. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverviewStreamTest {
    private static final String PATH = "/console/overview/events";

    private final Consoles consoles = new Consoles();

    @AfterAll
    void stop() {
        consoles.close();
    }

    /** A page that is open. */
    private static final class Watcher implements AutoCloseable {
        final RawConnection connection;

        Watcher(Client server, Browser browser, String query) {
            connection = new RawConnection(server.port());
            connection.write("GET " + PATH + query + " HTTP/1.0\r\nCookie: " + Consoles.COOKIE + "="
                    + browser.cookie(Consoles.COOKIE) + "\r\n\r\n");
            assertThat(connection.nextLine()).isEqualTo("HTTP/1.1 200 OK");
            for (String line = connection.nextLine(); !line.isEmpty(); ) {
                line = connection.nextLine();
            }
            assertThat(event()).isEqualTo("retry: 2000");
        }

        /** The next event: its name, and for one with numbers how many sign-ins and refusals there were. */
        String event() {
            List<String> lines = new ArrayList<>();
            for (String line = connection.nextLine(); !line.isEmpty(); line = connection.nextLine()) {
                lines.add(line);
            }
            if (!lines.getFirst().equals("event: overview")) {
                return lines.getFirst().replace("event: ", "");
            }
            Json.Object data = (Json.Object)
                    Json.parse(lines.getLast().substring("data: ".length()).getBytes(StandardCharsets.UTF_8));
            String html = data.text("html").orElseThrow();
            return figure(html, "Sign-ins") + " and " + figure(html, "Refused");
        }

        private static String figure(String html, String title) {
            var found = Pattern.compile(">" + title + "</span> <strong>(\\d+)").matcher(html);
            assertThat(found.find()).as(html).isTrue();
            return found.group(1);
        }

        /** Reads on until this is told. */
        void await(String event) {
            String told = event();
            while (!told.equals(event)) {
                told = event();
            }
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    private Watcher watch(Browser browser, String query) {
        return new Watcher(consoles.server, browser, query);
    }

    private void portal(long id) {
        consoles.installation.sql("insert into portal (id, name) values (?, ?)", id, "Portal " + id);
    }

    private void event(long portal, String name) {
        consoles.installation.sql(
                "insert into audit_event (event, actor, dialect, portal_id) values (?, 'customer', 'keaze', ?)",
                name,
                portal);
    }

    @Test
    void a_sign_in_and_a_refusal_are_told_as_they_happen() {
        try (Watcher watcher = watch(consoles.browser(Role.VIEWER), "?portal=1")) {
            assertThat(watcher.event()).isEqualTo("0 and 0");
            SignInDialect.KEAZE.signIn(consoles.server, "john.doe@example.com", "correct horse 9");
            watcher.await("1 and 0");
            SignInDialect.KEAZE.signIn(consoles.server, "john.doe@example.com", "wrong");
            watcher.await("1 and 1");
        }
    }

    @Test
    void whoever_is_bound_to_some_portals_is_told_of_those_alone() {
        portal(70);
        portal(71);
        Browser bound = consoles.browser(consoles.operator(Role.VIEWER, PortalScope.of(List.of(70L))));
        try (Watcher watcher = watch(bound, "?portal=71")) {
            assertThat(watcher.event()).isEqualTo("0 and 0");
            event(71, "authn_login_success");
            event(70, "authn_login_fail");
            watcher.await("0 and 1");
        }
    }

    @Test
    void it_ends_with_the_session_and_tells_so() {
        portal(72);
        Browser browser = consoles.browser(Role.VIEWER);
        try (Watcher watcher = watch(browser, "?portal=72")) {
            assertThat(watcher.event()).isEqualTo("0 and 0");
            browser.post("/console/sign-out", Map.of());
            assertThat(watcher.event()).isEqualTo("ended");
            assertThat(watcher.connection.hungUp()).isTrue();
        }
    }

    @Test
    void it_ends_when_the_operator_is_disabled_or_gets_other_portals() {
        portal(73);
        Operators.Ready disabled = consoles.operator(Role.VIEWER, PortalScope.ALL);
        try (Watcher watcher = watch(consoles.browser(disabled), "?portal=73")) {
            assertThat(watcher.event()).isEqualTo("0 and 0");
            consoles.installation.sql("update operator set disabled_at = now() where id = ?", disabled.id());
            assertThat(watcher.event()).isEqualTo("ended");
        }
        Operators.Ready bound = consoles.operator(Role.VIEWER, PortalScope.ALL);
        try (Watcher watcher = watch(consoles.browser(bound), "?portal=73")) {
            assertThat(watcher.event()).isEqualTo("0 and 0");
            consoles.installation.sql("update operator set portals = '{1}' where id = ?", bound.id());
            assertThat(watcher.event()).isEqualTo("ended");
        }
    }

    @Test
    void watching_keeps_no_session_alive() {
        portal(74);
        Operators.Ready operator = consoles.operator(Role.VIEWER, PortalScope.ALL);
        try (Watcher watcher = watch(consoles.browser(operator), "?portal=74")) {
            assertThat(watcher.event()).isEqualTo("0 and 0");
            consoles.installation.sql(
                    "update operator_session set seen_at = now() - interval '10 minutes' where operator_id = ?",
                    operator.id());
            event(74, "authn_login_success");
            watcher.await("1 and 0");
            assertThat(consoles.installation.count(
                            "select count(*) from operator_session where operator_id = ? and seen_at < now() - interval '9 minutes'",
                            operator.id()))
                    .isOne();
            consoles.installation.sql(
                    "update operator_session set seen_at = now() - interval '31 minutes' where operator_id = ?",
                    operator.id());
            assertThat(watcher.event()).isEqualTo("ended");
        }
    }

    @Test
    void without_a_session_there_is_none() {
        Browser nobody = new Browser(consoles.server);
        assertThat(nobody.get(PATH).status()).isEqualTo(401);
        assertThat(nobody.head(PATH).status()).isEqualTo(401);
        assertThat(consoles.browser(Role.VIEWER).head(PATH).status()).isEqualTo(200);
    }

    @Test
    void an_operator_has_eight_at_once_and_gets_a_place_back() {
        portal(75);
        Browser browser = consoles.browser(Role.VIEWER);
        List<Watcher> watchers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            watchers.add(watch(browser, "?portal=75"));
            assertThat(watchers.getLast().event()).isEqualTo("0 and 0");
        }
        Browser.Page refused = browser.get(PATH);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("30");
        try (Watcher other = watch(consoles.browser(Role.VIEWER), "?portal=75")) {
            assertThat(other.event()).isEqualTo("0 and 0");
        }
        watchers.forEach(Watcher::close);
        until(() -> browser.head(PATH).status() == 200);
    }

    @Test
    void twenty_who_watch_hold_no_connection_to_the_database() {
        portal(76);
        List<Watcher> watchers = new ArrayList<>();
        for (int operator = 0; operator < 5; operator++) {
            Browser browser = consoles.browser(Role.VIEWER);
            for (int i = 0; i < 4; i++) {
                watchers.add(watch(browser, "?portal=76"));
            }
        }
        watchers.forEach(watcher -> assertThat(watcher.event()).isEqualTo("0 and 0"));
        event(76, "authn_login_success");
        watchers.forEach(watcher -> watcher.await("1 and 0"));
        assertThat(consoles.installation.count("""
                        select count(*) from pg_stat_activity
                        where datname = current_database() and state like 'idle in transaction%'
                        """)).isZero();
        watchers.forEach(Watcher::close);
    }

    @Test
    void while_the_database_is_away_it_says_so_and_goes_on_by_itself() {
        portal(77);
        Browser browser = consoles.browser(Role.VIEWER);
        try (DatabaseLine line = new DatabaseLine(consoles.installation)) {
            Client server = consoles.installation.node(Map.of("VESTIBULE_DATABASE_URL", line.url()));
            try (Watcher watcher = new Watcher(server, browser, "?portal=77")) {
                assertThat(watcher.event()).isEqualTo("0 and 0");
                line.cut();
                watcher.await("away");
                event(77, "authn_login_success");
                line.restore();
                watcher.await("1 and 0");
            }
        }
    }

    @Test
    void what_the_page_shows_already_isnt_sent_again() {
        portal(79);
        Browser browser = consoles.browser(Role.VIEWER);
        var events = Pattern.compile("data-events=\"([^\"]*)\"")
                .matcher(browser.get("/console?portal=79").body());
        assertThat(events.find()).isTrue();
        String query = events.group(1).replace("&amp;", "&").substring(PATH.length());
        try (Watcher watcher = watch(browser, query)) {
            event(79, "authn_login_fail");
            assertThat(watcher.event()).isEqualTo("0 and 1");
        }
    }

    @Test
    void an_operator_who_signs_out_everywhere_watches_nowhere() {
        portal(78);
        Operators.Ready operator = consoles.operator(Role.VIEWER, PortalScope.ALL);
        try (Watcher watcher = watch(consoles.browser(operator), "?portal=78")) {
            assertThat(watcher.event()).isEqualTo("0 and 0");
            consoles.operators.sessions.endAll(operator.id(), AuditContext.COMMAND);
            assertThat(watcher.event()).isEqualTo("ended");
        }
    }
}
