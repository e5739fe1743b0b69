package io.vestibule.admin;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.branding.Pictures;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Operators;
import io.vestibule.support.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * All calls of the admin API and who may make them, on one screen: {@code docs/admin-matrix.md}. Nothing in it is claimed: each cell is
 * measured, on a subject that is there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminMatrixTest {
    private static final Path PAGE = Path.of("../docs/admin-matrix.md");

    private static final Pattern ROUTE =
            Pattern.compile("AdminRoute\\.(get|post|put|patch|delete)\\(\\s*(root|one)?(?: \\+ )?(?:\"([^\"]*)\")?");

    /** Bodies of calls that have one; what is in it matters to no permission. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            entry("POST /portals", "{\"name\":\"New {number}\"}"),
            entry("PATCH /portals/{portal}", "{}"),
            entry("POST /portals/{portal}/allowed-urls", "{\"url\":\"https://a{number}.example.com/\"}"),
            entry("PUT /portals/{portal}/profile-schema", "{\"schema\":null}"),
            entry("PUT /portals/{portal}/upstream", "{\"kind\":\"keaze\",\"url\":\"https://old.example.com\"}"),
            entry("POST /portals/{portal}/upstream/test", "{}"),
            entry("POST /portals/{portal}/clients", "{\"name\":\"client{number}\",\"scopes\":[\"sonar\"]}"),
            entry("PATCH /clients/{client}", "{\"oauth\":{}}"),
            entry("POST /portals/{portal}/customers", "{\"email\":\"new{number}@example.com\"}"),
            entry("POST /portals/{portal}/imports", "{\"email\":\"imported{number}@example.com\"}"),
            entry("PATCH /customers/{customer}", "{}"),
            entry("POST /clients/{client}/rotate", "{}"),
            entry("POST /customers/{customer}/password", "{\"password\":\"a fine long one\"}"),
            entry("POST /customers/{customer}/act-as", "{\"operator\":{customer}}"),
            entry("POST /operators", "{\"email\":\"operator{number}@example.com\",\"role\":\"viewer\"}"),
            entry("PATCH /operators/{operator}", "{}"),
            entry("PATCH /imports/{import}", "{}"),
            entry("POST /imports/{import}/files", "{\"email\":\"imported{number}@example.com\"}"),
            entry("POST /portals/{portal}/allowed-urls/test", "{\"url\":\"https://a.example.com/\"}"),
            entry("POST /portals/{portal}/profile-schema/check", "{\"schema\":null}"),
            entry("POST /diagnosis", "{\"sought\":\"s{customer}@example.com\"}"),
            entry("PATCH /portals/{portal}/branding", "{}"),
            entry("PUT /portals/{portal}/mail-texts/{mail}/{language}", "{}"),
            entry("POST /portals/{portal}/mail-texts/{mail}/{language}/preview", "{}"),
            entry("POST /portals/{portal}/mail-texts/{mail}/{language}/test", "{}"),
            entry("POST /api-keys", "{\"name\":\"key{number}\",\"role\":\"viewer\"}"));

    private static final Map<String, String> QUERIES = Map.of(
            "DELETE /portals/{portal}/allowed-urls", "?url=https://there.example.com/",
            "GET /audit", "?limit=200",
            "GET /portals", "?limit=200");

    private final Installation installation = Installation.demo(Generous.limits());
    private final Operators operators = new Operators(installation.place(), Generous.limits());
    private final Map<Role, Admin> ofAll = new EnumMap<>(Role.class);
    private final Map<Role, Admin> bySession = new EnumMap<>(Role.class);
    private Client server;
    private Admin ofAnother;
    private int number;

    @BeforeAll
    void start() {
        server = installation.node();
        installation.sql("update portal set act_as = true where id = 1");
        for (Role role : Role.values()) {
            ofAll.put(role, Admin.of(installation, server, role, PortalScope.ALL));
            Operators.Ready operator = operators.ready(role.label() + "@example.com", role, PortalScope.ALL);
            bySession.put(role, Admin.bySession(server, operator, operators));
        }
        ofAnother = Admin.of(installation, server, Role.OWNER, PortalScope.of(List.of(2L)));
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private static List<String> documented() {
        List<String> calls = new ArrayList<>();
        String path = "";
        for (String line : document().lines().toList()) {
            if (line.matches("  /\\S+:")) {
                path = line.strip().replaceFirst(":$", "").replace(Admin.ROOT, "");
            } else if (line.matches("    (get|head|post|put|patch|delete):")) {
                calls.add(line.strip().replaceFirst(":$", "").toUpperCase(Locale.ROOT) + " " + path);
            }
        }
        return calls;
    }

    private static String document() {
        try (var in = AdminMatrixTest.class.getResourceAsStream("/openapi/admin.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What each call is about, in portal 1, anew before each try. */
    private Map<String, String> subjects() {
        number++;
        long customer = 20_000L + number;
        installation.sql("""
                insert into account (id, portal_id) values (%1$d, 1);
                insert into customer (id, portal_id, account_id, is_primary, email, second_factor_at)
                values (%1$d, 1, %1$d, true, 's%1$d@example.com', now());
                insert into totp (customer_id, sealed, last_step) values (%1$d, 'x', 0);
                insert into customer_session (id, portal_id, customer_id, amr, expires_at)
                values ('%2$s', 1, %1$d, '{pwd}', now() + interval '1 hour');
                insert into passkey (id, portal_id, customer_id, credential_id, rp_id, credential, counter, transports, aaguid)
                values (%1$d, 1, %1$d, 'c%1$d', 'localhost', 'x', 0, '{}', '00000000-0000-0000-0000-000000000000');
                insert into outbox (id, portal_id, customer_id, purpose, set_aside_at)
                overriding system value values (%1$d, 1, %1$d, 'x', now());
                insert into api_client (id, portal_id, name, scopes, secret_hash, former_secret_hash, former_secret_until)
                values (%1$d, 1, 'subject%1$d', '{openid}', 'x', 'y', now() + interval '1 hour');
                insert into oauth_client (id, redirect_uris, grant_types, scopes, token_endpoint_auth_method,
                                          id_token_signed_response_alg, first_party)
                values (%1$d, '{https://a.example.com/}', '{authorization_code}', '{openid}', 'client_secret_basic', 'ES256', true);
                insert into consent (customer_id, client_id, scopes) values (%1$d, %1$d, '{openid}');
                insert into allowed_url (portal_id, url, origin)
                values (1, 'https://there.example.com/', 'https://there.example.com') on conflict do nothing;
                insert into portal_logo (portal_id, hash, media_type, width, height, content)
                values (1, 'x', 'image/webp', 1, 1, 'x') on conflict do nothing;
                insert into import_job (id, portal_id, state, options, recognised, created_by, expires_at)
                overriding system value values (%1$d, 1, 'ready', '{"format":"jsonl"}', '{}', 'x', now() + interval '1 day');
                insert into import_pass (job_id, dry) values (%1$d, false);
                insert into portal_upstream (portal_id, kind, url, sealed, revision)
                values (1, 'keaze', 'https://old.example.com', 'x', gen_random_uuid()) on conflict do nothing;
                insert into operator (id, email, name, role, password, totp)
                values (%1$d, 's%1$d@example.com', 'x', 'support', 'x', 'x');
                insert into operator_session (id, operator_id, hash, amr, network, expires_at)
                values ('%2$s', %1$d, 'h%1$d', '{pwd}', '127.0.0.1', now() + interval '1 hour');
                insert into operator_passkey (id, operator_id, credential_id, rp_id, credential, counter, backup_eligible, backed_up,
                                              transports)
                values (%1$d, %1$d, 'o%1$d', 'localhost', 'x', 0, false, false, '{}');
                insert into api_key (id, name, prefix, hash, role) values (%1$d, 'subject%1$d', 'x', 'h%1$d', 'viewer')
                """.formatted(customer, session()));
        Map<String, String> subjects = new TreeMap<>();
        for (String name : List.of("customer", "passkey", "mail", "operator", "key", "import")) {
            subjects.put("{" + name + "}", Long.toString(customer));
        }
        subjects.put("{portal}", "1");
        subjects.put("{client}", "subject" + customer);
        subjects.put("{session}", session());
        return subjects;
    }

    private String session() {
        return "00000000-0000-0000-0000-%012d".formatted(number);
    }

    private Reply send(Admin admin, String call) {
        String[] parts = call.split(" ", 2);
        String path = parts[1] + QUERIES.getOrDefault(call, "");
        path = path.replace("{mail}/{language}", "sign-in/en");
        for (Map.Entry<String, String> subject : subjects().entrySet()) {
            path = path.replace(subject.getKey(), subject.getValue());
        }
        if (call.equals("PUT /portals/{portal}/logo")) {
            return admin.put(path, "image/webp", Pictures.WEBP, "*");
        }
        String body = BODIES.get(call);
        return admin.send(
                parts[0],
                path,
                Map.of("If-Match", "*", "Audit-Reason", "measured"),
                body == null
                        ? null
                        : body.replace("{number}", Integer.toString(number))
                                .replace("{customer}", Long.toString(20_000L + number)));
    }

    @Test
    void the_server_has_the_calls_of_its_document_and_no_others() {
        assertThat(documented()).doesNotHaveDuplicates().hasSizeGreaterThan(50);
        assertThat(actions()).containsExactlyInAnyOrderElementsOf(documented());
    }

    /** As the sources of the resources have them: nobody mounts a route that the document doesn't have. */
    private static List<String> actions() {
        List<String> served = new ArrayList<>();
        for (Path source : sources()) {
            String root = text(source).contains("String root = ") ? "/customers/{customer}" : "/operators/{operator}";
            Matcher route = ROUTE.matcher(text(source));
            while (route.find()) {
                String path = (route.group(2) == null ? "" : root) + (route.group(3) == null ? "" : route.group(3));
                served.add(route.group(1).toUpperCase(Locale.ROOT) + " " + path);
            }
        }
        return served;
    }

    private static List<Path> sources() {
        try (Stream<Path> files = Files.list(Path.of("src/main/java/io/vestibule/admin"))) {
            return files.filter(file -> !file.endsWith("AdminRoute.java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_page_shows_who_may_what() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Every call of the admin API, and who may make it

                Measured by `AdminMatrixTest`, which fails when this page and the server differ. *Another's* is what an owner of other
                portals gets of a subject that is there: nothing (404), not permitted (403), or their own part of a list.

                The callers are programs, by API keys of all portals. *session*: no key may, an operator by the session of the console.

                | Call | viewer | support | owner | another's |
                |---|---|---|---|---|
                """);
        for (String call : documented()) {
            page.append("| `").append(call).append('`');
            Set<Role> may = may(ofAll, call);
            Set<Role> mayBySession = may.isEmpty() ? may(bySession, call) : Set.of();
            for (Role role : Role.values()) {
                page.append(may.contains(role) ? " | yes" : mayBySession.contains(role) ? " | session" : " | ");
            }
            Reply another = send(ofAnother, call);
            page.append(" | ")
                    .append(another.status() == 200 ? theirs(call, another) : another.status())
                    .append(" |\n");
        }
        Files.writeString(Path.of("target/admin-matrix.md"), page);
        assertThat(page.toString())
                .as("target/admin-matrix.md has the page as it should be")
                .isEqualTo(Files.readString(PAGE));
    }

    private Set<Role> may(Map<Role, Admin> callers, String call) {
        Set<Role> may = EnumSet.noneOf(Role.class);
        for (Role role : Role.values()) {
            Reply reply = send(callers.get(role), call);
            assertThat(reply.status())
                    .as(call + " " + role + " " + reply.body())
                    .isIn(200, 201, 204, 403);
            if (reply.status() != 403) {
                may.add(role);
            }
        }
        return may;
    }

    private static String theirs(String call, Reply reply) {
        assertThat(call)
                .isIn(
                        "GET /portals",
                        "GET /audit",
                        "GET /audit/export",
                        "GET /statistics",
                        "GET /statistics/gauges",
                        "POST /diagnosis");
        assertThat(reply.body()).doesNotContain("\"portal\":1", "\"id\":1,");
        return "theirs";
    }
}
