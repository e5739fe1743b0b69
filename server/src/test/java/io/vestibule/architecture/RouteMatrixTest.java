package io.vestibule.architecture;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.guard.RateLimit;
import io.vestibule.support.Client;
import io.vestibule.support.Installation;
import io.vestibule.support.Protected;
import io.vestibule.support.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * All calls of the three contracts, who may make them and which limits they take from, on one screen: {@code
 * docs/dialects/matrix.md}. Nothing in it is claimed: each cell is measured, against one server for each limit, which lets a
 * single request pass.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouteMatrixTest {
    private static final Path PAGE = Path.of("../docs/dialects/matrix.md");
    private static final String UNIQUE = "{email}";
    private static final String URL_AND_EMAIL = "{\"url\":\"http://localhost:3000/\",\"email\":\"{email}\"}";
    private static final String WRONG_CODE = "{\"code\":\"wrong\"}";
    private static final String WRONG_PASSWORD = "{\"password\":\"wrong\",\"newPassword\":\"a fine long one\"}";
    private static final String PASSKEY =
            "{\"credential\":{\"id\":\"AAAA\",\"response\":{\"clientDataJSON\":\"eyJjaGFsbGVuZ2UiOiJ4Iiwib3JpZ2luIjoiaHR0cHM6Ly94In0\","
                    + "\"authenticatorData\":\"AA\",\"signature\":\"AA\",\"attestationObject\":\"AA\"}}}";
    private static final String RESELLER = "?auth-userid=1&api-key=demo-key";
    private static final String SIGN_UP =
            "&username={email}&passwd=a+fine+long+one&name=John+Doe&company=Doe&address-line-1=Road"
                    + "&city=Springfield&state=Illinois&country=US&zipcode=62701&phone-cc=1&phone=2025550123&lang-pref=en";

    private static final List<String> BOTH = List.of("GET", "POST");

    /** A request that gets past everything but the guard, for each call of the contract documents. */
    private static final Map<String, Call> CALLS = calls();

    private final Installation installation = Installation.demo();
    private final Map<RateLimit, Client> strict = new EnumMap<>(RateLimit.class);
    private Client server;
    private Protected guarded;
    private String challenge;
    private Map<String, String> bearer;
    private int number;

    /** @param body null for none */
    private record Call(String path, String body, boolean bearer) {}

    private static Map<String, Call> calls() {
        String portal = "/api/rest/portal/";
        Map<String, Call> calls = new TreeMap<>();
        calls.put("POST /api/v1/customer_portal/email_lookup", of("{\"email_address\":\"{email}\"}"));
        calls.put("POST /api/v1/customer_portal/auth", of("{\"username\":\"{email}\",\"password\":\"wrong\"}"));
        String contacts = "/api/v1/accounts/{account}/contacts";
        calls.put("GET " + contacts, of(null));
        calls.put(
                "POST " + contacts,
                of("{\"name\":\"X\",\"email_message_categories\":[],\"primary\":false,\"username\":\"{email}\","
                        + "\"password\":\"a fine long one\"}"));
        calls.put("GET " + contacts + "/{contact}", of(null));
        calls.put("PATCH " + contacts + "/{contact}", of("{\"password\":\"a fine long one\"}"));
        calls.put("DELETE " + contacts + "/{contact}", of(null));
        for (String ending : List.of(".json", ".xml")) {
            reseller(calls, "v2/authenticate" + ending, "&username={email}&passwd=wrong");
            reseller(calls, "authenticate" + ending, "&username={email}&passwd=wrong");
            reseller(calls, "v2/signup" + ending, SIGN_UP);
            reseller(calls, "signup" + ending, SIGN_UP);
            reseller(calls, "v2/change-password" + ending, "&customer-id=3&new-passwd=a+fine+long+one");
            reseller(calls, "change-password" + ending, "&customer-id=3&new-passwd=a+fine+long+one");
            reseller(calls, "authenticate-token-without-history" + ending, "&token=invented");
            reseller(calls, "suspend" + ending, "&customer-id=999&reason=x");
            reseller(calls, "unsuspend" + ending, "&customer-id=999");
            reseller(calls, "generate-token" + ending, "&username={email}&passwd=wrong&ip=192.0.2.1");
            reseller(calls, "generate-login-token" + ending, "&customer-id=3&ip=192.0.2.1");
            reseller(calls, "authenticate-token" + ending, "&token=invented");
            reseller(calls, "details" + ending, "&username={email}");
            reseller(calls, "details-by-id" + ending, "&customer-id=3");
            reseller(calls, "forgot-password" + ending, "&username={email}");
            reseller(calls, "temp-password" + ending, "&customer-id=3");
            reseller(calls, "search" + ending, "&username={email}");
            reseller(calls, "modify" + ending, "&customer-id=3&city=Springfield");
            reseller(calls, "delete" + ending, "&customer-id=999");
            reseller(calls, "authenticate/generate-otp" + ending, "&customerid={guarded}&type=email");
            reseller(calls, "authenticate/verify-otp" + ending, "&customerid={guarded}&otp=wrong");
        }
        for (String method : List.of("GET ", "HEAD ")) {
            String call = portal + "customers/email/{email}";
            calls.put(method + call, new Call(call, null, false));
        }
        calls.put("POST " + portal + "passwordless-access", of(URL_AND_EMAIL));
        calls.put("POST " + portal + "passwordless-register", of(URL_AND_EMAIL));
        calls.put("POST " + portal + "passwordless-login", of(URL_AND_EMAIL));
        calls.put("POST " + portal + "passwordless-change-email", of(URL_AND_EMAIL));
        calls.put(
                "PATCH " + portal + "passwordless-change-email/{id}/{token}",
                of("{\"currentEmail\":\"a@example.com\",\"newEmail\":\"{email}\"}"));
        calls.put("GET " + portal + "auth-token/{id}/{token}", of(null));
        calls.put("HEAD " + portal + "auth-token/{id}/{token}", of(null));
        calls.put(
                "POST " + portal + "password-register", of("{\"email\":\"{email}\",\"password\":\"a fine long one\"}"));
        calls.put("POST " + portal + "password-login", of("{\"email\":\"{email}\",\"password\":\"wrong\"}"));
        calls.put("POST " + portal + "refresh-token", of("{\"refreshToken\":\"invented\"}"));
        calls.put("POST " + portal + "revoke-token", new Call("", null, true));
        calls.put("POST " + portal + "forgot-password", of(URL_AND_EMAIL));
        calls.put("POST " + portal + "reset-password/{id}/{token}", of("{\"newPassword\":\"a fine long one\"}"));
        calls.put("POST " + portal + "second-factor", of("{\"challenge\":\"{challenge}\",\"code\":\"wrong\"}"));
        calls.put("POST " + portal + "second-factor/email", of("{\"challenge\":\"{challenge}\"}"));
        calls.put("GET " + portal + "second-factor", new Call("", null, true));
        calls.put("DELETE " + portal + "second-factor", new Call("", WRONG_CODE, true));
        for (String call : List.of("totp", "totp/confirm", "recovery-codes")) {
            calls.put("POST " + portal + "second-factor/" + call, new Call("", WRONG_CODE, true));
        }
        calls.put("POST " + portal + "passkey-login/options", of("{\"email\":\"{email}\"}"));
        calls.put("POST " + portal + "passkey-login", of(PASSKEY));
        calls.put("POST " + portal + "passkeys/options", new Call("", WRONG_CODE, true));
        calls.put("POST " + portal + "passkeys", new Call("", PASSKEY, true));
        calls.put("GET " + portal + "passkeys", new Call("", null, true));
        calls.put("PATCH " + portal + "passkeys/{passkey}", new Call("", "{\"name\":\"Phone\"}", true));
        calls.put("DELETE " + portal + "passkeys/{passkey}", new Call("", WRONG_CODE, true));
        calls.put("POST " + portal + "change-password", new Call("", WRONG_PASSWORD, true));
        calls.put("POST " + portal + "resend-verification", new Call("", null, true));
        calls.put("GET " + portal + "sessions", new Call("", null, true));
        calls.put("DELETE " + portal + "sessions", new Call("", WRONG_PASSWORD, true));
        calls.put("DELETE " + portal + "sessions/{session}", new Call("", WRONG_PASSWORD, true));
        calls.put("GET " + portal + "profile", new Call("", null, true));
        calls.put("PATCH " + portal + "profile", new Call("", "{\"firstName\":\"John\"}", true));
        calls.put("PUT " + portal + "profile", new Call("", "{\"firstName\":\"John\"}", true));
        return calls;
    }

    private static void reseller(Map<String, Call> calls, String call, String parameters) {
        String path = "/api/customers/" + call;
        BOTH.forEach(verb -> calls.put(verb + " " + path, new Call(path + RESELLER + parameters, null, false)));
    }

    private static Call of(String body) {
        return new Call("", body, false);
    }

    @BeforeAll
    void start() {
        server = installation.node();
        guarded = Protected.enrol(installation, server, "guarded@example.com");
        bearer = guarded.signIn();
        challenge = guarded.challenge();
        installation.sql("update customer set email_verified_at = null where id = 2"); // has an address to verify
        for (RateLimit limit : RateLimit.values()) {
            String name = "VESTIBULE_LIMIT_" + limit;
            strict.put(limit, installation.node(Map.of(name + "_BURST", "1", name + "_REFILL", "1/1h")));
        }
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    @Test
    void every_call_of_the_contract_documents_is_in_the_matrix() {
        List<String> documented = new ArrayList<>();
        for (String dialect : List.of("sonar", "logicboxes", "keaze")) {
            String path = "";
            for (String line : resource("/openapi/" + dialect + ".yaml").lines().toList()) {
                if (line.matches("  /\\S+:")) {
                    path = line.strip().replaceFirst(":$", "");
                } else if (line.matches("    (get|head|post|put|patch|delete):")) {
                    documented.add(line.strip().replaceFirst(":$", "").toUpperCase(Locale.ROOT) + " " + path);
                }
            }
        }
        assertThat(CALLS.keySet()).containsExactlyInAnyOrderElementsOf(documented);
    }

    @Test
    void the_page_shows_what_the_server_does() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Every call, its caller and its limits

                Measured by `RouteMatrixTest`, which fails when this page and the server differ. The sizes of the limits are in
                [configuration.md](../configuration.md). *Lock*: a failure counts towards the customer's lock. Links in
                the requests are invented: a change of address with a good one also takes `mail-address`, for its mail.

                | Call | Caller | Limits | Lock |
                |---|---|---|---|
                """);
        for (String name : CALLS.keySet()) {
            page.append("| `%s` | %s | %s | %s |%n".formatted(name, caller(name), limits(name), locks(name)));
        }
        Files.writeString(Path.of("target/matrix.md"), page);
        assertThat(page.toString())
                .as("target/matrix.md has the page as it should be")
                .isEqualTo(Files.readString(PAGE));
    }

    private String caller(String name) {
        List<String> checks = new ArrayList<>();
        String email = fresh();
        if (name.contains("/api/v1/")) {
            checks.add(
                    send(server, name, email, Map.of("Authorization", "Basic eDp5"))
                                            .status()
                                    == 401
                            ? "API user"
                            : "");
        } else if (name.contains("/api/customers/")) {
            String method = name.substring(0, name.indexOf(' '));
            Reply refused = server.exchange(method, path(name, email).replace("demo-key", "wrong"), Map.of(), null);
            checks.add(refused.body().contains("Invalid credentials") ? "reseller" : "");
        } else {
            checks.add(send(server, name, email, Map.of("Portal-Id", "999")).status() == 400 ? "portal" : "");
            checks.add(
                    send(server, name, email, Map.of("Origin", "https://evil.example"))
                                            .status()
                                    == 403
                            ? "origin"
                            : "");
            checks.add(
                    send(server, name, email, Map.of("Authorization", "Bearer x"))
                                                    .status()
                                            == 401
                                    && CALLS.get(name).bearer()
                            ? "bearer"
                            : "");
        }
        checks.removeIf(String::isEmpty);
        return checks.isEmpty() ? "anybody" : String.join(", ", checks);
    }

    private String limits(String name) {
        List<RateLimit> full = new ArrayList<>();
        strict.forEach((limit, client) -> {
            installation.sql("delete from throttle");
            String email = fresh();
            assertThat(send(client, name, email, Map.of()).header("Retry-After"))
                    .isNull();
            if (limit == RateLimit.MAIL_ADDRESS) { // a registration mails again once nobody has the address
                installation.sql("delete from customer where email = ?", email);
            }
            String next = limit == RateLimit.CUSTOMER_CREATED ? fresh() : email;
            if (send(client, name, next, Map.of()).header("Retry-After") != null) {
                full.add(limit);
            }
        });
        return full.isEmpty()
                ? "none"
                : full.stream()
                        .map(limit -> limit.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .collect(joining(", "));
    }

    private String locks(String name) {
        installation.sql("delete from lockout; delete from throttle");
        send(server, name, fresh(), Map.of());
        return installation.count("select count(*) from lockout") > 0 ? "yes" : "";
    }

    private Reply send(Client client, String name, String email, Map<String, String> more) {
        Call call = CALLS.get(name);
        boolean guesses = Stream.of("second-factor", "otp", "portal/change-password", "sessions", "passkeys")
                .anyMatch(name::contains);
        if (guesses) {
            installation.sql("delete from lockout"); // each tries one code or password
        }
        Map<String, String> headers = new HashMap<>();
        if (call.body() != null) {
            headers.put("Content-Type", "application/json");
        }
        if (name.contains("/api/v1/")) {
            headers.putAll(Client.basic("demo", "demo-secret"));
        }
        if (call.bearer() && !more.containsKey("Authorization")) {
            headers.putAll(guesses ? bearer : ofJohn());
        }
        headers.putAll(more);
        String method = name.substring(0, name.indexOf(' '));
        return client.exchange(
                method,
                path(name, email),
                headers,
                call.body() == null ? null : call.body().replace(UNIQUE, email).replace("{challenge}", challenge));
    }

    private Map<String, String> ofJohn() {
        return Client.bearer(server.post(
                        "/api/rest/portal/password-login",
                        "{\"email\":\"john.doe@example.com\",\"password\":\"correct horse 9\"}")
                .text("access_token"));
    }

    private String path(String name, String email) {
        Call call = CALLS.get(name);
        String path = call.path().isEmpty() ? name.substring(name.indexOf(' ') + 1) : call.path();
        return path.replace(UNIQUE, email)
                .replace("{guarded}", Long.toString(guarded.id))
                .replace("{id}", "2")
                .replace("{token}", "invented")
                .replace("{passkey}", "999")
                .replace("{session}", new UUID(0, 0).toString())
                .replace("{account}", "1")
                .replace("{contact}", "999");
    }

    private String fresh() {
        number++;
        return "somebody" + number + "@example.com";
    }

    private static String resource(String name) {
        try (var in = RouteMatrixTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
