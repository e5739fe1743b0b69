package io.vestibule.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.OperatorSetup;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold on each page of the console, tried on all of them: whoever mounts a route finds it here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileInputTest {
    private static final Path FOLDER = Path.of("src/main/java/io/vestibule/console");
    private static final Pattern ROUTE =
            Pattern.compile("(?:routes\\.(page|form|open|upload)|Route\\.(get))\\(\\s*([^,]+),");
    /** A guarded form's page, and the call that takes it. */
    private static final Pattern GUARDED = Pattern.compile("\\.routes\\(\\s*routes,\\s*([^,]+),");

    private static final Pattern CONSTANT = Pattern.compile("String (\\w+) = ([^;]+);");

    /** What is no constant of the console's, by its name in the sources. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "OperatorSetup.PATH",
            OperatorSetup.PATH,
            "Section.NODES.path()",
            Section.NODES.path(),
            "step.path()",
            "start",
            "part.path()",
            "settings");

    /** Ends an element, an attribute, a string and a template, and is a formula. */
    private static final String SCRIPT =
            "=1</title><script>alert(1)</script><img src=x onerror=alert(1)>\"'`${7*7}{{7*7}}&lt;";

    private final Consoles consoles = new Consoles();
    private Browser owner;
    private String mail = "";
    private String client = "";

    private record Mounted(String kind, String path) {}

    @BeforeAll
    void start() {
        owner = consoles.browser(Role.OWNER);
        consoles.installation.sql("""
                update customer set profile = profile || jsonb_build_object('firstName', cast(? as text), 'lastName', cast(? as text))
                where id = 2;
                """, SCRIPT, SCRIPT);
        consoles.installation.sql("update portal set name = ? where id = 1", SCRIPT);
        consoles.installation.sql("update api_client set name = ? where name = 'demo-web'", SCRIPT);
        consoles.installation.sql("update operator set name = ?", SCRIPT);
        consoles.installation.sql("""
                insert into consent (customer_id, client_id, scopes) select 2, id, array[cast(? as text)] from oauth_client
                on conflict do nothing
                """, SCRIPT);
        consoles.installation.sql("""
                insert into passkey (portal_id, customer_id, credential_id, rp_id, credential, counter, transports, aaguid, name)
                values (1, 2, 'c', ?, 'x', 0, '{}', '00000000-0000-0000-0000-000000000000', ?)
                """, SCRIPT, SCRIPT);
        consoles.installation.sql("""
                insert into outbox (portal_id, customer_id, purpose, set_aside_at, fault) values (1, 2, ?, now(), ?)
                """, SCRIPT, SCRIPT);
        consoles.installation.sql("""
                insert into customer_session (id, portal_id, customer_id, amr, expires_at)
                values (gen_random_uuid(), 1, 2, array[cast(? as text)], now() + interval '1 hour')
                """, SCRIPT);
        consoles.installation.sql("""
                insert into audit_event (event, actor, actor_id, actor_name, dialect, portal_id, customer_id, network, request_id, detail)
                values (?, 'operator', 1, ?, ?, 1, 2, ?, ?, jsonb_build_object('reason', cast(? as text), cast(? as text), 1))
                """, SCRIPT, SCRIPT, SCRIPT, SCRIPT, SCRIPT, SCRIPT, SCRIPT);
        consoles.installation.sql("""
                insert into import_job (portal_id, state, options, recognised, created_by, expires_at)
                values (1, 'ready', '{"format":"jsonl"}', '{}', ?, now() + interval '1 day');
                """, SCRIPT);
        client = Long.toString(consoles.installation.count("select id from api_client where name = ?", SCRIPT));
        mail = Long.toString(consoles.installation.count("select id from outbox where set_aside_at is not null"));
    }

    @AfterAll
    void stop() {
        consoles.close();
    }

    /** The routes as the sources of the pages mount them. */
    private static List<Mounted> mounted() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Mounted> routes = new ArrayList<>();
            for (Path file : files.filter(f -> !f.endsWith("ConsoleRoutes.java") && !f.endsWith("GuardedForm.java"))
                    .toList()) {
                String source = read(file);
                Matcher route = ROUTE.matcher(source);
                while (route.find()) {
                    String kind = Optional.ofNullable(route.group(1)).orElse("get");
                    routes.add(new Mounted(kind, value(route.group(3), source)));
                }
                GUARDED.matcher(source).results().forEach(guarded -> {
                    String path = value(guarded.group(1), source);
                    routes.addAll(List.of(new Mounted("page", path), new Mounted("form", path)));
                });
            }
            return routes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Text and constants, put together. */
    private static String value(String expression, String source) {
        return Stream.of(expression.split("\\+"))
                .map(String::strip)
                .map(part -> part.startsWith("\"") ? part.substring(1, part.length() - 1) : constant(part, source))
                .collect(Collectors.joining());
    }

    private static String constant(String name, String source) {
        if (ELSEWHERE.containsKey(name)) {
            return ELSEWHERE.get(name);
        }
        int dot = name.indexOf('.');
        return dot > 0
                ? constant(name.substring(dot + 1), read(FOLDER.resolve(name.substring(0, dot) + ".java")))
                : constantOf(name, source);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String constantOf(String name, String source) {
        return CONSTANT.matcher(source)
                .results()
                .filter(constant -> constant.group(1).equals(name))
                .findFirst()
                .map(constant -> value(constant.group(2), source))
                .orElseThrow(() -> new AssertionError("no constant " + name));
    }

    /** The address of a route about what is portal 1's. */
    private Stream<String> paths(Mounted route) {
        String path = route.path()
                .replace("{customer}", "2")
                .replace("{portal}", "1")
                .replace("{client}", client)
                .replace("{import}", "1")
                .replace("{mail}", route.path().contains("/mails/") ? "sign-in" : mail)
                .replace("{language}", "en")
                .replace("{operator}", "1")
                .replace("{key}", "1")
                .replace("{passkey}", "1")
                .replace("{token}", "A".repeat(43));
        return path.contains("{action}")
                ? actions(path).map(action -> path.replace("{action}", action))
                : Stream.of(path);
    }

    private static Stream<String> actions(String path) {
        return switch (path.split("/", -1)[2]) {
            case "clients" -> Stream.of(ClientAction.values()).map(ClientAction::label);
            case "operators" -> Stream.of(OperatorAction.values()).map(OperatorAction::label);
            default -> Stream.of(CustomerAction.values()).map(CustomerAction::label);
        };
    }

    private List<String> paths(String... kinds) {
        List<String> paths = mounted().stream()
                .filter(route -> List.of(kinds).contains(route.kind()))
                .flatMap(this::paths)
                .toList();
        assertThat(paths).hasSizeGreaterThan(5).allMatch(path -> !path.contains("{"));
        return paths;
    }

    private static Stream<Map<String, String>> foreign() {
        return Stream.of(
                Map.of(),
                Map.of("Origin", "https://evil.example"),
                Map.of("Origin", "null"),
                Map.of("Sec-Fetch-Site", "cross-site"),
                Map.of("Sec-Fetch-Site", "same-site", "Origin", "http://localhost:8080"),
                Map.of("Sec-Fetch-Site", "none", "Origin", "http://localhost:8080"));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void csrf_no_form_of_another_page_is_taken(Map<String, String> headers) {
        long before = consoles.installation.count("select count(*) from audit_event");
        for (String path : paths("form", "open", "upload")) {
            Page refused = owner.post(path, headers, Map.of("reason", "r", "all", "yes", "url", "https://x.example/"));
            assertThat(refused.status()).as(path).isEqualTo(403);
            assertThat(refused.heading()).as(path).isEqualTo("Nothing was done");
        }
        assertThat(consoles.installation.count("select count(*) from audit_event"))
                .isEqualTo(before);
        assertThat(owner.get("/console").status()).isEqualTo(200);
    }

    @Test
    void what_is_another_portals_isnt_there_whatever_the_page() {
        Browser other = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(2L))));
        for (Mounted route : mounted()) {
            if (!List.of("page", "form").contains(route.kind()) || route.path().equals(OverviewStream.PATH)) {
                continue; // of nobody's, or without an end
            }
            boolean ofPortal = route.path().matches(".*\\{(customer|portal|client|import|mail)}.*");
            boolean ofAll = route.kind().equals("form") && route.path().matches(".*/upstream(/test|/off)?");
            paths(route).forEach(path -> {
                Page page = route.kind().equals("form")
                        ? other.post(
                                path,
                                Map.of(
                                        "reason",
                                        "r",
                                        "version",
                                        "x",
                                        "email",
                                        "a@b.example",
                                        "url",
                                        "https://x.example/"))
                        : other.get(path + "?portal=1&customer=2");
                if (ofPortal) {
                    assertThat(page.status()).as(route.kind() + " " + path).isEqualTo(ofAll ? 403 : 404);
                }
                assertThat(page.body()).as(path).doesNotContain("john.doe@example.com", "onerror");
                if (path.equals("/console/sign-out")) {
                    other.cookie(Consoles.COOKIE, String.valueOf(again(other)));
                }
            });
        }
        assertThat(consoles.installation.count("select count(*) from customer where id = 2 and disabled_at is null"))
                .isOne();
    }

    /** Of one of portal 2, once more. */
    private String again(Browser signedOut) {
        assertThat(signedOut.cookie(Consoles.COOKIE)).isNull();
        Browser next = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(2L))));
        return String.valueOf(next.cookie(Consoles.COOKIE));
    }

    @Test
    void nothing_that_is_stored_runs_as_a_script_on_any_page() {
        List<String> pages = new ArrayList<>(paths("page", "get"));
        pages.remove(OverviewStream.PATH); // has no end
        pages.add("/console/customers?portal=1&q=%3D1");
        pages.add("/console/audit?portal=1&customer=2");
        pages.add("/console/mail?portal=1&state=set-aside");
        pages.add("/console/portals/1?done=%3Cscript%3Ealert(1)%3C/script%3E");
        pages.add("/console/why?portal=1");
        boolean[] shown = {false};
        for (String path : pages) {
            Page page = owner.get(path);
            assertThat(page.status()).as(path).isLessThan(500);
            assertThat(page.body()).as(path).doesNotContain("<script>alert", "<img src=x", "onerror=alert(1)>\"");
            assertThat(page.body()).as(path).doesNotContain("49`"); // no template was run
            assertThat(String.valueOf(page.header("Content-Security-Policy")).split("; *", -1))
                    .as(path) // a mail that is previewed has its style with it
                    .filteredOn(directive -> !directive.startsWith("style-src"))
                    .noneMatch(directive -> directive.contains("unsafe"));
            shown[0] |= page.body().contains("&lt;script&gt;alert(1)");
        }
        assertThat(shown[0]).as("it is there to be seen").isTrue();
    }

    @Test
    void nothing_that_is_typed_runs_as_a_script_where_it_is_shown_again() {
        for (String path : paths("form", "open")) {
            if (path.equals("/console/sign-out") || path.equals("/console/sessions")) {
                continue;
            }
            Page again = owner.post(
                    path,
                    Map.of(
                            "reason", SCRIPT,
                            "version", SCRIPT,
                            "email", SCRIPT,
                            "url", SCRIPT,
                            "about", SCRIPT,
                            "sought", SCRIPT,
                            "next", SCRIPT,
                            "resumed", SCRIPT,
                            "portal", SCRIPT));
            assertThat(again.status()).as(path).isLessThan(500);
            if (String.valueOf(again.header("Content-Type")).startsWith("application/json")) {
                assertThat(again.header("X-Content-Type-Options")).as(path).isEqualTo("nosniff");
            } else {
                assertThat(again.body()).as(path).doesNotContain("<script>alert", "<img src=x");
            }
        }
    }

    @Test
    void a_script_in_a_name_is_text_on_the_customers_own_pages() {
        Browser customer = new Browser(consoles.server);
        Page account = customer.follow(customer.signIn("/sign-in/1", "john.doe@example.com", "correct horse 9"));
        for (Page page : List.of(
                account,
                customer.get("/account/1/second-factor"),
                customer.get("/sign-out/1"),
                new Browser(consoles.server).get("/sign-in/1"),
                new Browser(consoles.server).get("/register/1"))) {
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body()).contains("&lt;script&gt;alert(1)").doesNotContain("<script>alert", "<img src=x");
        }
    }

    @Test
    void a_stolen_session_is_ended_from_another_and_is_of_no_use_afterwards() {
        var operator = consoles.operator(Role.SUPPORT, PortalScope.ALL);
        Browser own = consoles.browser(operator);
        Browser thief = new Browser(consoles.server);
        thief.cookie(Consoles.COOKIE, String.valueOf(own.cookie(Consoles.COOKIE)));
        assertThat(thief.get("/console").status()).isEqualTo(200);
        Browser another = consoles.browser(operator);
        another.submit(another.get("/console/sessions"), "/console/sessions", Map.of("all", "yes"));
        for (String path : paths("page")) {
            assertThat(thief.get(path).status()).as(path).isEqualTo(401);
        }
        for (String path : paths("form")) {
            assertThat(thief.post(path, Map.of("reason", "r")).status())
                    .as(path)
                    .isEqualTo(401);
        }
    }
}
