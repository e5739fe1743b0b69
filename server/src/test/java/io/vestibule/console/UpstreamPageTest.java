package io.vestibule.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Operators;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The system that a portal comes from: set, asked and taken away. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpstreamPageTest {
    private static final String UPSTREAM = "/console/portals/1/upstream";
    private static final String SECRET = "{\"secret\": \"whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\"}";

    private final Consoles consoles = new Consoles();
    private HttpServer hook;
    private Browser owner;

    @BeforeAll
    void start() throws IOException {
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", exchange -> {
            String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            byte[] answer = (asked.contains("ann@example.com")
                            ? "{\"outcome\": \"known\", \"customer\": {\"id\": 7, \"email\": \"ann@example.com\", \"name\": \"Ann Lee\"}}"
                            : "{\"outcome\": \"unknown\"}")
                    .getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        hook.start();
        owner = consoles.browser(Role.OWNER);
    }

    @AfterAll
    void stop() {
        consoles.close();
        hook.stop(0);
    }

    private Page set(String kind, String url, String credentials) {
        return owner.submit(
                owner.get(UPSTREAM),
                UPSTREAM,
                Map.of("kind", kind, "url", url, "credentials", credentials, "ids", "5000", "reason", "the move"));
    }

    @Test
    void one_is_set_asked_and_taken_away_and_its_credentials_are_never_shown() {
        String url = "http://127.0.0.1:" + hook.getAddress().getPort() + "/hook";
        Page before = owner.get(UPSTREAM);
        assertThat(before.body()).contains("The portal has none");
        owner.follow(set("hook", url, SECRET));
        Page shown = owner.get(UPSTREAM);
        assertThat(shown.body()).contains("hook at " + url).doesNotContain("whsec_MDE");
        Page stale = owner.submit(before, UPSTREAM, Map.of("kind", "keaze", "url", url, "reason", "late"));
        assertThat(stale.status()).isEqualTo(409);
        String test = UPSTREAM + "/test";
        assertThat(owner.submit(shown, test, Map.of("login", "")).body())
                .contains("It answers, and tells of nobody with the login.");
        Page known = owner.submit(shown, test, Map.of("login", "ann@example.com"));
        assertThat(known.body()).contains("It answers, and knows the login: customer 7.", "firstName");
        String off = UPSTREAM + "/off";
        assertThat(owner.submit(shown, off, Map.of("reason", "")).alert()).startsWith("Say why");
        assertThat(owner.follow(owner.submit(shown, off, Map.of("reason", "all are here")))
                        .body())
                .contains("The upstream is changed.");
        assertThat(owner.get(UPSTREAM).body()).contains("The portal has none");
        assertThat(consoles.installation.count(
                        "select count(*) from audit_event where event in ('portal_upstream_set', 'portal_upstream_removed')"
                                + " and actor = 'operator' and portal_id = 1"))
                .isEqualTo(2);
    }

    @Test
    void asvs_7_5_3_setting_one_takes_a_proof_of_the_last_minutes_and_keeps_no_credentials() {
        Operators.Ready operator = consoles.operator(Role.OWNER, PortalScope.ALL);
        Browser browser = consoles.browser(operator);
        Page form = browser.get(UPSTREAM);
        consoles.installation.sql(
                "update operator_session set proven_at = now() - interval '301 seconds' where operator_id = ?",
                operator.id());
        Page asked = browser.submit(
                form,
                UPSTREAM,
                Map.of("kind", "hook", "url", "https://evil.example.com/", "credentials", SECRET, "reason", "r"));
        assertThat(asked.status()).isEqualTo(401);
        assertThat(asked.heading()).isEqualTo("Is it still you?");
        assertThat(asked.body()).contains("What you typed is kept.").doesNotContain("whsec_");
        assertThat(browser.get(UPSTREAM).status()).as("to look takes none").isEqualTo(200);
        assertThat(consoles.installation.count("select count(*) from portal_upstream where url like '%evil%'"))
                .isZero();
    }

    @Test
    void what_can_be_none_is_refused() {
        Page badUrl = set("hook", "http://example.com/hook", SECRET);
        assertThat(badUrl.status()).isEqualTo(422);
        assertThat(badUrl.alert()).startsWith("That URL can't be asked");
        Page badCredentials = set("hook", "https://example.com/hook", "{\"password\": \"top-secret\"}");
        assertThat(badCredentials.alert()).startsWith("The credentials can't be used");
        assertThat(badCredentials.body()).doesNotContain("top-secret");
        assertThat(set("soap", "https://example.com/", "{}").alert()).startsWith("Choose what kind");
    }

    @Test
    void only_an_owner_of_all_portals_changes_it() {
        Browser viewer = consoles.browser(Role.VIEWER);
        assertThat(viewer.get(UPSTREAM).body()).doesNotContain("Credentials");
        Browser other = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(2L))));
        assertThat(other.get(UPSTREAM).status()).isEqualTo(404);
        for (String path : List.of(UPSTREAM, UPSTREAM + "/test", UPSTREAM + "/off")) {
            assertThat(viewer.post(path, Map.of("reason", "r")).status())
                    .as(path)
                    .isEqualTo(403);
            assertThat(other.post(path, Map.of("reason", "r")).status())
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    void who_has_not_come_yet_is_listed_a_page_at_a_time_and_downloaded_for_a_reason() {
        consoles.installation.sql("insert into portal (id, name) values (30, 'Moving portal')");
        consoles.installation.sql("insert into portal_upstream (portal_id, kind, url, sealed, revision) values"
                + " (30, 'sonar', 'https://old.example.com', 'x', gen_random_uuid())");
        consoles.installation.sql("""
                with a as (insert into account (portal_id) select 30 from generate_series(1, 120) returning id)
                insert into customer (portal_id, account_id, is_primary, email, awaits_upstream, profile)
                select 30, id, true, 'awaited' || row_number() over (order by id) || '@example.org', true,
                       '{"firstName": "=Ann", "lastName": "Lee, \\"A\\""}' from a
                """);
        String awaited = "/console/portals/30/upstream/awaited";
        assertThat(owner.get("/console/portals/30/upstream").body()).contains("<a href=\"" + awaited + "\">120</a>");
        Page first = owner.get(awaited);
        assertThat(first.body()).contains("awaited1@example.org").doesNotContain("awaited120@example.org");
        Page second = owner.get(next(first));
        assertThat(second.body()).contains("awaited51@example.org").doesNotContain("awaited50@example.org<");
        assertThat(owner.get(next(second)).body())
                .contains("awaited120@example.org")
                .doesNotContain("rel=\"next\"");
        assertThat(owner.submit(first, awaited, Map.of("reason", " ")).alert()).startsWith("Say why");
        Page file = owner.submit(first, awaited, Map.of("reason", "to write to them"));
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("Content-Disposition")).isEqualTo("attachment; filename=\"awaited-30.csv\"");
        assertThat(file.body().lines())
                .hasSize(121)
                .startsWith("id,account,email,username,name,phone,language,createdAt")
                .anyMatch(line -> line.contains(",awaited120@example.org,,\"'=Ann Lee, \"\"A\"\"\","));
        assertThat(consoles.installation.count("select count(*) from audit_event where event = 'user_awaited_exported'"
                        + " and actor = 'operator' and portal_id = 30 and detail ->> 'reason' = 'to write to them'"))
                .isOne();
        Browser viewer = consoles.browser(Role.VIEWER);
        assertThat(viewer.get(awaited).body()).contains("awaited1@example.org").doesNotContain("Download");
        assertThat(viewer.post(awaited, Map.of("reason", "r")).status()).isEqualTo(403);
        Browser other = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(2L))));
        assertThat(other.get(awaited).status()).isEqualTo(404);
        assertThat(other.post(awaited, Map.of("reason", "r")).status()).isEqualTo(404);
    }

    private static String next(Page page) {
        return Pattern.compile("href=\"([^\"]*)\" rel=\"next\"")
                .matcher(page.body())
                .results()
                .map(link -> link.group(1).replace("&amp;", "&"))
                .findFirst()
                .orElseThrow();
    }
}
