package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.portal.Origins;
import io.vestibule.portal.PortalStore;
import io.vestibule.support.LogLines;
import io.vestibule.support.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/dialects/keaze.md: Portal-Id, version, "CORS", and the error shape of what never reaches a call. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallersContractTest {
    private static final String JOHN = "{\"email\":\"john.doe@example.com\",\"password\":\"correct horse 9\"}";

    private final Keaze keaze = Keaze.start();

    @AfterAll
    void stop() {
        keaze.close();
    }

    private Reply login(Map<String, String> headers) {
        return keaze.send("POST", "password-login", headers, JOHN);
    }

    @Test
    void portal_id_names_the_portal_and_absent_means_the_default_one() {
        assertThat(login(Map.of()).status()).isEqualTo(200);
        assertThat(login(Map.of("Portal-Id", "1")).status()).isEqualTo(200);
        assertThat(login(Map.of("Portal-Id", "2")).status()).isEqualTo(401);
        try (Keaze second = Keaze.start(Map.of("VESTIBULE_DEFAULT_PORTAL", "2"))) {
            assertThat(second.send("POST", "password-login", Map.of(), JOHN).status())
                    .isEqualTo(401);
            assertThat(second.send("POST", "password-login", Map.of("Portal-Id", "1"), JOHN)
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "0", "-1", "x", "1.0", "99999999999999999999", "1,2"})
    void an_unknown_portal_is_400(String portal) {
        Reply reply = login(Map.of("Portal-Id", portal));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("message")).contains("Portal-Id");
    }

    @ParameterizedTest
    @CsvSource({
        "Version-Accept, 1, 200",
        "Accept-Version, 1, 200",
        "Version-Accept, 2, 400",
        "Accept-Version, 2, 400",
        "Version-Accept, v1, 400",
        "Accept-Version, latest, 400"
    })
    void the_only_version_is_1(String header, String version, int status) {
        assertThat(login(Map.of(header, version)).status()).isEqualTo(status);
    }

    @Test
    void a_page_of_the_portal_may_call_and_read_the_answer() {
        for (String origin : new String[] {
            "https://portal.example.com",
            "http://localhost:3000",
            "http://localhost:5173",
            "http://127.0.0.1:3000",
            "http://[::1]:8100",
            "http://app.localhost",
            "https://localhost:4200"
        }) {
            Reply reply = login(Map.of("Origin", origin));
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo(origin);
            assertThat(reply.header("Vary")).isEqualTo("Origin");
            assertThat(reply.header("Access-Control-Allow-Credentials")).isEqualTo("true");
            assertThat(reply.header("Access-Control-Expose-Headers")).contains("Retry-After", "X-Request-Id");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://portal.example.com",
                "https://portal.example.com:8443",
                "https://portal.example.com.evil.example",
                "https://sub.portal.example.com",
                "http://localhost.evil.example",
                "http://localhost:5173/path",
                "http://LOCALHOST:5173",
                "http://192.168.0.2:5173",
                "null"
            })
    void a_page_of_another_origin_is_403_and_can_not_read_it(String origin) {
        long before = keaze.rows();

        Reply reply = login(Map.of("Origin", origin));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.header("Access-Control-Allow-Origin")).isNull();
        assertThat(keaze.rows()).isEqualTo(before);
    }

    @Test
    void a_preflight_matches_any_portals_origins_and_the_request_itself_only_its_own() {
        keaze.installation.sql("insert into portal (id, name) values (900, 'A portal that nobody has asked for yet')");
        keaze.installation.sql("insert into allowed_url (portal_id, url, origin) values"
                + " (900, 'https://second.example.com/', 'https://second.example.com')");
        String origin = "https://second.example.com";

        assertThat(preflight("password-login", origin, "POST").header("Access-Control-Allow-Origin"))
                .isEqualTo(origin);
        assertThat(login(Map.of("Origin", origin)).status()).isEqualTo(403);
        assertThat(login(Map.of("Origin", origin, "Portal-Id", "900")).status()).isEqualTo(401);
        assertThat(login(Map.of("Origin", "https://portal.example.com", "Portal-Id", "900"))
                        .status())
                .isEqualTo(403);
    }

    private Reply preflight(String call, String origin, String method) {
        return preflight(call, origin, method, "authorization,content-type,portal-id");
    }

    private Reply preflight(String call, String origin, String method, String headers) {
        return keaze.send(
                "OPTIONS",
                call,
                Map.of(
                        "Origin",
                        origin,
                        "Access-Control-Request-Method",
                        method,
                        "Access-Control-Request-Headers",
                        headers));
    }

    @ParameterizedTest
    @CsvSource({
        "password-login, POST",
        "profile, PATCH",
        "customers/email/a@example.com, HEAD",
        "auth-token/1/x, GET",
        "passwordless-change-email/1/x, PATCH"
    })
    void a_preflight_allows_the_calls_method_and_the_headers_of_the_contract(String call, String method) {
        Reply reply = preflight(call, "https://portal.example.com", method);

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo("https://portal.example.com");
        assertThat(reply.header("Access-Control-Allow-Methods")).contains(method);
        for (String header :
                new String[] {"Authorization", "Content-Type", "Portal-Id", "Version-Accept", "Accept-Version"}) {
            assertThat(reply.header("Access-Control-Allow-Headers")).contains(header);
        }
        assertThat(reply.header("Vary")).isEqualTo("Origin, Access-Control-Request-Headers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-requested-with",
                "traceparent",
                "sentry-trace,baggage",
                "x-xsrf-token, cache-control",
                "authorization,content-type,x-b3-traceid"
            })
    void a_preflight_allows_whatever_header_a_page_of_the_portal_asks_for(String names) {
        Reply reply = preflight("password-login", "https://portal.example.com", "POST", names);

        assertThat(reply.header("Access-Control-Allow-Headers").split(", ", -1))
                .usingElementComparator(String.CASE_INSENSITIVE_ORDER)
                .contains(names.split(" *, *", -1))
                .contains("Authorization")
                .doesNotHaveDuplicates();
        assertThat(reply.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(reply.header("Access-Control-Max-Age")).isEqualTo("600");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a,", "a;b", "<script>", "a,,b"})
    void what_is_no_list_of_header_names_is_not_repeated(String names) {
        assertThat(preflight("password-login", "https://portal.example.com", "POST", names)
                        .header("Access-Control-Allow-Headers"))
                .doesNotContain(names);
    }

    @Test
    void a_refused_origin_is_one_log_line_with_the_command_that_allows_it() {
        try (LogLines log = LogLines.of(Cors.class)) {
            for (int i = 0; i < 3; i++) {
                preflight("password-login", "https://new.example.com", "POST");
                login(Map.of("Origin", "https://newer.example.com"));
            }
            assertThat(log.with("https://new.example.com"))
                    .singleElement()
                    .asString()
                    .contains("'vestibule portal allow-url ID https://new.example.com/'");
            assertThat(log.with("https://newer.example.com"))
                    .singleElement()
                    .asString()
                    .contains("'vestibule portal allow-url 1 https://newer.example.com/'");
            login(Map.of("Origin", "https://x.example.com/;reboot"));
            assertThat(log.with("reboot")).singleElement().asString().doesNotContain("allow-url");
        }
    }

    @Test
    void an_origin_that_was_not_found_is_not_kept_and_pushes_out_none_that_was() {
        try (Keaze own = Keaze.start()) {
            String good = "https://portal.example.com";
            var origins = new Origins(new PortalStore(own.installation.sql()), false);
            String madeUp = "https://made-up.example";
            assertThat(origins.ofAnyPortal(good)).isEqualTo(Origins.Trust.TRUSTED);
            assertThat(origins.ofAnyPortal(madeUp)).isEqualTo(Origins.Trust.FOREIGN);
            own.installation.sql("alter table allowed_url rename to away");
            assertThat(origins.ofAnyPortal(good)).as("kept").isEqualTo(Origins.Trust.TRUSTED);
            assertThat(origins.ofAnyPortal(madeUp)).as("not kept").isEqualTo(Origins.Trust.UNKNOWN);
        }
    }

    @Test
    void a_preflight_of_a_foreign_page_is_not_answered_with_its_origin() {
        assertThat(preflight("password-login", "https://evil.example", "POST").header("Access-Control-Allow-Origin"))
                .isNull();
    }

    @Test
    void errors_too_can_be_read_by_the_portals_pages() {
        for (String body : new String[] {"{", "{}", "{\"email\":\"x@example.com\",\"password\":\"wrong horse 9\"}"}) {
            Reply reply = keaze.send("POST", "password-login", Map.of("Origin", "https://portal.example.com"), body);
            assertThat(reply.status()).isIn(400, 401, 422);
            assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo("https://portal.example.com");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ | application/json | 400",
                "[] | application/json | 400",
                "null | application/json | 400",
                "{\"email\":\"a\",\"email\":\"b\"} | application/json | 400",
                "email=a&email=b | application/x-www-form-urlencoded | 400",
                "email=%ff | application/x-www-form-urlencoded | 400",
                "<email/> | application/xml | 415",
                "{} | application/json; charset=utf-16 | 415",
                "{} | text/plain | 415"
            })
    void what_can_not_be_read_is_400_or_415_with_a_message(String body, String type, int status) {
        Reply reply = keaze.send("POST", "password-login", Map.of("Content-Type", type), body);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text("message")).isNotEmpty();
        assertThat(reply.json().get("errors")).isNull();
    }

    @Test
    void a_body_over_16_KiB_is_413() {
        assertThat(keaze.post("password-login", "email", "x".repeat(17_000)).status())
                .isEqualTo(413);
    }

    @Test
    void an_unknown_path_is_404_and_a_wrong_verb_405_with_the_right_ones() {
        assertThat(keaze.get("nothing").status()).isEqualTo(404);
        assertThat(keaze.get("password-login/").status()).isEqualTo(404);
        assertThat(keaze.send("POST", "PASSWORD-LOGIN", Map.of(), "{}").status())
                .isEqualTo(404);

        Reply reply = keaze.get("password-login");
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo("POST");
        assertThat(keaze.send("DELETE", "profile", Map.of()).header("Allow")).isEqualTo("GET, HEAD, PATCH, PUT");
    }

    @Test
    void request_ids_travel_in_a_header_only() {
        Reply reply = login(Map.of("X-Request-Id", "portal-page-0001"));

        assertThat(reply.header("X-Request-Id")).isEqualTo("portal-page-0001");
        assertThat(reply.body()).doesNotContain("portal-page-0001");
        assertThat(login(Map.of("X-Request-Id", "<script>")).header("X-Request-Id"))
                .matches("[A-Za-z0-9._-]{8,64}");
    }

    @Test
    void sign_ins_are_throttled_by_login_and_by_network_with_429() {
        try (Keaze strict = Keaze.start(Map.of(
                "VESTIBULE_LIMIT_SIGN_IN_LOGIN_BURST", "2",
                "VESTIBULE_LIMIT_SIGN_IN_LOGIN_REFILL", "1/1h",
                "VESTIBULE_LIMIT_SIGN_IN_NETWORK_BURST", "3",
                "VESTIBULE_LIMIT_SIGN_IN_NETWORK_REFILL", "1/1h"))) {
            assertThat(strict.login("john.doe@example.com", "correct horse 9").status())
                    .isEqualTo(200);
            assertThat(strict.login("JOHN.DOE@example.com", "correct horse 9").status())
                    .isEqualTo(200);
            Reply third = strict.login("john.doe@example.com", "correct horse 9");
            assertThat(third.status()).isEqualTo(429);
            assertThat(third.header("Retry-After")).matches("[1-9][0-9]*");
            assertThat(strict.login("jane.doe@example.com", "correct horse 9").status())
                    .isEqualTo(200);
            assertThat(strict.login("nobody@example.com", "correct horse 9").status())
                    .isEqualTo(429);
        }
    }
}
