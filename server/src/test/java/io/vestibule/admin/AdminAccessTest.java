package io.vestibule.admin;

import static io.vestibule.admin.Admin.problem;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.secret.Tokens;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Operators;
import io.vestibule.support.RawConnection;
import io.vestibule.support.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call the admin API, with what, how often; and what is told of a call that isn't one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminAccessTest {
    private final Installation installation = Installation.demo(Generous.limits());
    private final Operators operators = new Operators(installation.place(), Generous.limits());
    private Client server;
    private Admin owner;

    @BeforeAll
    void start() {
        server = installation.node();
        owner = Admin.of(installation, server, Role.OWNER, PortalScope.ALL);
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private Reply portals(Map<String, String> headers) {
        return server.get("/api/admin/v1/portals", headers);
    }

    @Test
    void nobody_and_a_bad_key_are_asked_for_a_key() {
        for (String authorization : List.of("Bearer x", "Basic eDp5", "Bearer vst_" + "A".repeat(43), "Bearer", "")) {
            Reply reply = portals(Map.of("Authorization", authorization));
            assertThat(problem(reply)).isEqualTo("unauthenticated 401");
            assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
        }
        assertThat(problem(portals(Map.of()))).isEqualTo("unauthenticated 401");
        assertThat(portals(Client.bearer(owner.key())).status()).isEqualTo(200);
    }

    @Test
    void a_session_of_the_console_is_good_from_our_own_pages_alone() {
        Operators.Ready ready = operators.ready("page@example.com", Role.VIEWER, PortalScope.ALL);
        String cookie = "vestibule-console=" + operators.signIn(ready).cookie().reveal();
        assertThat(portals(Map.of("Cookie", cookie)).status()).isEqualTo(200);
        assertThat(portals(Map.of("Cookie", cookie, "Sec-Fetch-Site", "same-origin", "Origin", "http://localhost:8080"))
                        .status())
                .isEqualTo(200);
        assertThat(problem(portals(Map.of("Cookie", cookie, "Sec-Fetch-Site", "cross-site"))))
                .isEqualTo("cross-site 403");
        assertThat(problem(portals(Map.of("Cookie", cookie, "Sec-Fetch-Site", "same-site"))))
                .isEqualTo("cross-site 403");
        assertThat(problem(portals(Map.of("Cookie", cookie, "Origin", "https://evil.example"))))
                .isEqualTo("cross-site 403");
        assertThat(problem(portals(Map.of("Cookie", "vestibule-console=invented"))))
                .isEqualTo("unauthenticated 401");
    }

    @Test
    void asvs_7_5_3_what_cant_be_undone_takes_a_proof_of_the_last_minutes_from_a_session() {
        Operators.Ready ready = operators.ready("grave@example.com", Role.OWNER, PortalScope.ALL);
        Map<String, String> cookie = Map.of(
                "Cookie",
                "vestibule-console=" + operators.signIn(ready).cookie().reveal());
        String body = "{\"name\":\"by-session\",\"role\":\"viewer\"}";
        installation.sql(
                "update operator_session set proven_at = now() - interval '301 seconds' where operator_id = ?",
                ready.id());
        Reply refused = server.post("/api/admin/v1/api-keys", cookie, body);
        assertThat(problem(refused)).isEqualTo("proof-wanted 403");
        assertThat(refused.header("WWW-Authenticate"))
                .as("RFC 9470 section 3")
                .startsWith("Bearer realm=\"vestibule admin\", error=\"insufficient_user_authentication\", ")
                .endsWith(", max_age=\"300\"");
        assertThat(problem(server.post("/api/admin/v1/epoch", cookie, "{}"))).isEqualTo("proof-wanted 403");
        assertThat(problem(server.exchange(
                        "PUT",
                        "/api/admin/v1/portals/1/upstream",
                        cookie,
                        "{\"kind\":\"keaze\",\"url\":\"https://old.example.com\"}")))
                .as("an upstream gets passwords, and says which are right")
                .isEqualTo("proof-wanted 403");
        assertThat(portals(cookie).status()).as("to look takes none").isEqualTo(200);
        installation.sql("update operator_session set proven_at = now() where operator_id = ?", ready.id());
        assertThat(server.post("/api/admin/v1/api-keys", cookie, body).status()).isEqualTo(201);
    }

    @Test
    void what_is_done_is_told_with_who_did_it_and_why() {
        Operators.Ready ready = operators.ready("ann@example.com", Role.SUPPORT, PortalScope.ALL);
        String cookie = "vestibule-console=" + operators.signIn(ready).cookie().reveal();
        Reply reply = server.post(
                "/api/admin/v1/customers/3/disable", Map.of("Cookie", cookie, "Audit-Reason", "asked by phone"), "{}");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(installation.count("""
                        select count(*) from audit_event
                        where event = 'user_disabled' and customer_id = 3 and portal_id = 1 and actor = 'operator' and actor_id = ?
                          and actor_name = 'ann@example.com' and dialect = 'admin' and detail ->> 'reason' = 'asked by phone'
                          and request_id = ?
                        """, ready.id(), reply.header("X-Request-Id")))
                .isEqualTo(1);
        assertThat(problem(
                        owner.send("DELETE", "/customers/3/sessions", Map.of("Audit-Reason", "x".repeat(201)), null)))
                .isEqualTo("malformed 400");
    }

    /** RFC 9110 section 5.5: a header's reader takes bytes as ISO 8859-1, and clients send UTF-8. */
    @Test
    void why_is_told_in_any_language() {
        told(new String("Größe, 電話".getBytes(UTF_8), ISO_8859_1), "Größe, 電話");
        told("Größe", "Größe");
    }

    /** @param sent a byte a character */
    private void told(String sent, String expected) {
        String body = "{\"name\":\"Why %d\"}".formatted(sent.length());
        Reply reply = RawConnection.exchange(
                server.port(),
                "POST /api/admin/v1/portals HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                        + owner.key()
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                        + "\r\nAudit-Reason: " + sent
                        + "\r\n\r\n" + body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        assertThat(installation.count(
                        "select count(*) from audit_event where request_id = ? and detail ->> 'reason' = ?",
                        reply.header("X-Request-Id"),
                        expected))
                .isEqualTo(1);
    }

    @Test
    void a_path_or_verb_that_is_none_is_told_as_a_problem() {
        assertThat(problem(owner.get("/nothing"))).isEqualTo("not-found 404");
        assertThat(problem(owner.get("/portals/x"))).isEqualTo("not-found 404");
        assertThat(problem(owner.get("/portals/999"))).isEqualTo("not-found 404");
        assertThat(problem(server.get("/api/admin/v2/portals", Map.of()))).isEqualTo("not-found 404");
        Reply reply = owner.send("PUT", "/portals", Map.of(), "{}");
        assertThat(problem(reply)).isEqualTo("method-not-allowed 405");
        assertThat(reply.header("Allow")).isEqualTo("GET, HEAD, POST");
    }

    @Test
    void a_body_that_is_too_large_no_json_or_says_too_much_is_refused() {
        assertThat(problem(owner.post("/portals", "{\"name\":\"" + "x".repeat(17_000) + "\"}")))
                .isEqualTo("too-large 413");
        assertThat(problem(owner.send(
                        "POST", "/portals", Map.of("Content-Type", "application/x-www-form-urlencoded"), "name=x")))
                .isEqualTo("unsupported-media-type 415");
        assertThat(problem(owner.post("/portals", "{"))).isEqualTo("malformed 400");
        assertThat(problem(owner.post("/portals", "[]"))).isEqualTo("malformed 400");
        Reply reply = owner.post("/portals", "{\"nmae\":\"x\",\"language\":\"german\",\"parent\":\"1\"}");
        assertThat(problem(reply)).isEqualTo("invalid 422");
        assertThat(reply.body())
                .contains("/name\",\"detail\":\"is required")
                .contains("/nmae\",\"detail\":\"is not known")
                .contains("/language")
                .contains("/parent");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"limit=0", "limit=201", "limit=x", "cursor=%25", "cursor=e30", "cursor=IngiCg", "limit=1&limit=2"
            })
    void a_page_that_is_none_is_malformed(String query) {
        assertThat(problem(owner.get("/portals?" + query))).isEqualTo("malformed 400");
    }

    @Test
    void a_call_sent_again_is_done_once() {
        Map<String, String> key = Map.of("Idempotency-Key", "a-key-of-mine");
        Reply first = owner.send("POST", "/portals", key, "{\"name\":\"Once\"}");
        assertThat(first.status()).isEqualTo(201);
        Reply second = owner.send("POST", "/portals", key, "{\"name\":\"Once\"}");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(installation.count("select count(*) from portal where name = 'Once'"))
                .isEqualTo(1);
        assertThat(problem(owner.send("POST", "/portals", key, "{\"name\":\"Twice\"}")))
                .isEqualTo("idempotency-key-reused 422");
        assertThat(problem(owner.send("POST", "/portals", Map.of("Idempotency-Key", "x y"), "{\"name\":\"Z\"}")))
                .isEqualTo("malformed 400");
        Admin another = Admin.of(installation, server, Role.OWNER, PortalScope.ALL);
        assertThat(problem(another.send("POST", "/portals", key, "{\"name\":\"Once\"}")))
                .as("another caller's key is another")
                .isEqualTo("conflict 409");
    }

    @Test
    void a_kept_answer_is_given_only_to_whom_could_still_make_the_call() {
        Map<String, String> key = Map.of("Idempotency-Key", "a-key-with-a-secret");
        Admin leaving = Admin.of(installation, server, Role.OWNER, PortalScope.ALL);
        String body = "{\"name\":\"left-behind\",\"role\":\"owner\"}";
        Reply first = leaving.send("POST", "/api-keys", key, body);
        assertThat(first.status()).isEqualTo(201);
        Reply again = leaving.send("POST", "/api-keys", key, body);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("RateLimit")).as("counted like any other call").isNotNull();
        installation.sql("update api_key set role = 'viewer' where hash = ?", hash(leaving));
        assertThat(problem(leaving.send("POST", "/api-keys", key, body))).isEqualTo("forbidden 403");
        installation.sql("update api_key set role = 'owner', portals = '{2}' where hash = ?", hash(leaving));
        assertThat(problem(leaving.send("POST", "/api-keys", key, body))).isEqualTo("forbidden 403");
        installation.sql("update api_key set portals = null, revoked_at = now() where hash = ?", hash(leaving));
        Reply refused = leaving.send("POST", "/api-keys", key, body);
        assertThat(problem(refused)).isEqualTo("unauthenticated 401");
        assertThat(refused.body()).doesNotContain(first.text("key"));
    }

    private static byte[] hash(Admin admin) {
        return Tokens.hash(admin.key());
    }

    @Test
    void a_kept_answer_of_a_portal_that_isnt_theirs_any_more_is_none() {
        Map<String, String> key = Map.of("Idempotency-Key", "a-key-of-portal-1");
        Admin narrowed = Admin.of(installation, server, Role.OWNER, PortalScope.of(List.of(1L, 2L)));
        String body = "{\"name\":\"narrowed\",\"scopes\":[\"sonar\"]}";
        assertThat(narrowed.send("POST", "/portals/1/clients", key, body).status())
                .isEqualTo(201);
        installation.sql("update api_key set portals = '{2}' where hash = ?", hash(narrowed));
        assertThat(problem(narrowed.send("POST", "/portals/1/clients", key, body)))
                .isEqualTo("not-found 404");
    }

    @Test
    void a_kept_answer_counts_as_a_call() {
        Client strict = installation.node(
                Map.of("VESTIBULE_LIMIT_ADMIN_API_BURST", "2", "VESTIBULE_LIMIT_ADMIN_API_REFILL", "1/1h"));
        Admin owning = Admin.of(installation, strict, Role.OWNER, PortalScope.ALL);
        Map<String, String> key = Map.of("Idempotency-Key", "a-key-of-a-limit");
        String body = "{\"name\":\"Counted\"}";
        assertThat(owning.send("POST", "/portals", key, body).header("RateLimit"))
                .isEqualTo("\"admin\";r=1;t=3600");
        assertThat(owning.send("POST", "/portals", key, body).header("RateLimit"))
                .isEqualTo("\"admin\";r=0;t=7200");
        assertThat(problem(owning.send("POST", "/portals", key, body))).isEqualTo("throttled 429");
    }

    @Test
    void an_answer_tells_what_is_left_of_the_limit() {
        Client strict = installation.node(
                Map.of("VESTIBULE_LIMIT_ADMIN_API_BURST", "2", "VESTIBULE_LIMIT_ADMIN_API_REFILL", "1/1h"));
        Admin viewer = Admin.of(installation, strict, Role.VIEWER, PortalScope.ALL);
        Reply first = viewer.get("/portals");
        assertThat(first.header("RateLimit-Policy")).isEqualTo("\"admin\";q=2;w=7200");
        assertThat(first.header("RateLimit")).isEqualTo("\"admin\";r=1;t=3600");
        assertThat(viewer.get("/portals").header("RateLimit")).isEqualTo("\"admin\";r=0;t=7200");
        Reply refused = viewer.get("/portals");
        assertThat(problem(refused)).isEqualTo("throttled 429");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(3500, 3600);
        assertThat(refused.header("RateLimit")).startsWith("\"admin\";r=0;");
        assertThat(owner.get("/portals").status()).isEqualTo(200);
    }
}
