package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.JANE;
import static io.vestibule.dialect.openid.OpenId.JOHN;
import static io.vestibule.dialect.openid.OpenId.PORTAL;
import static io.vestibule.dialect.openid.OpenId.claims;
import static io.vestibule.dialect.openid.OpenId.form;
import static io.vestibule.dialect.openid.OpenId.header;
import static io.vestibule.dialect.openid.OpenId.request;
import static io.vestibule.dialect.openid.OpenId.sent;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.vestibule.audit.AuditContext;
import io.vestibule.customer.CustomerAdministrationStore;
import io.vestibule.json.Json;
import io.vestibule.session.SessionStore;
import io.vestibule.support.Browser;
import io.vestibule.support.Reply;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** OpenID Connect Back-Channel Logout 1.0. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackchannelLogoutTest {
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private final OpenId openId = new OpenId();
    private final SessionStore sessions = new SessionStore(openId.installation.sql());
    private final AtomicInteger status = new AtomicInteger();
    private LogoutReceiver application;

    @BeforeEach
    void open() {
        status.set(200);
        application = new LogoutReceiver(status::get);
        register("demo-spa", application);
    }

    @AfterEach
    void shut() {
        openId.installation.sql("delete from customer_session");
        openId.installation.sql("update customer set disabled_at = null");
        openId.installation.sql("delete from logout_notice");
        openId.installation.sql("update oauth_client set backchannel_logout_uri = null");
        application.close();
    }

    @AfterAll
    void stop() {
        openId.close();
    }

    private void register(String client, LogoutReceiver receiver) {
        openId.installation.sql(
                "update oauth_client set backchannel_logout_uri = ? where id = (select id from api_client where name = ?)",
                receiver.uri(),
                client);
    }

    private Reply tokens(String cookie, String... changes) {
        return openId.redeem(sent(openId.authorize(cookie, request(changes))).get("code"));
    }

    private static String sid(Reply tokens) {
        return claims(tokens.text("id_token")).text("sid").orElseThrow();
    }

    private void logOut(String cookie, Reply tokens) {
        openId.follow(cookie, PORTAL + "/logout?" + form(Map.of("id_token_hint", tokens.text("id_token"))));
    }

    private void assertTold(Reply tokens) {
        Json.Object token = claims(application.next().token());
        assertThat(token.text("sid")).contains(sid(tokens));
        assertThat(token.text("sub")).isEqualTo(claims(tokens.text("id_token")).text("sub"));
        assertThat(application.rest()).isEmpty();
    }

    private void assertNobodyTold() {
        assertThat(openId.installation.count("select count(*) from logout_notice"))
                .isZero();
        assertThat(application.rest()).isEmpty();
    }

    /** Until all that is known to the database was delivered. */
    private void untilDelivered() {
        long end = System.nanoTime() + 20_000_000_000L;
        while (openId.installation.count("select count(*) from logout_notice") > 0) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }

    @Test
    void section_2_1_discovery_says_so() {
        Json.Object document = openId.client
                .get(PORTAL + "/.well-known/openid-configuration", Map.of())
                .json();

        assertThat(document.get("backchannel_logout_supported")).hasToString("true");
        assertThat(document.get("backchannel_logout_session_supported")).hasToString("true");
    }

    @Test
    void section_2_4_the_logout_token() throws Exception {
        String cookie = openId.browser(JOHN);
        Reply tokens = tokens(cookie);
        long before = System.currentTimeMillis() / 1000;
        logOut(cookie, tokens);

        String text = application.next().token();
        Json.Object token = claims(text);
        long issued = Long.parseLong(String.valueOf(token.get("iat")));

        assertThat(header(text).text("typ")).contains("logout+jwt");
        assertThat(header(text).text("alg")).contains("ES256");
        assertThat(SignedJWT.parse(text).verify(new ECDSAVerifier(key(text).toECKey())))
                .isTrue();
        assertThat(token.fields().keySet())
                .as("no nonce, which would let it pass for an ID token")
                .containsExactlyInAnyOrder("iss", "aud", "iat", "exp", "jti", "events", "sub", "sid");
        assertThat(token.text("iss")).contains(OpenId.ISSUER);
        assertThat(token.text("aud")).contains("demo-spa");
        assertThat(issued).isBetween(before, before + 20);
        assertThat(token.get("exp")).as("two minutes").hasToString(Long.toString(issued + 120));
        assertThat(token.text("jti").orElseThrow()).hasSizeGreaterThan(30);
        assertThat(token.get("events")).hasToString("{\"" + EVENT + "\":{}}");
        assertThat(token.text("sub")).contains("2");
        assertThat(token.text("sid")).contains(sid(tokens));
    }

    private JWK key(String token) throws Exception {
        JWKSet set = JWKSet.parse(
                openId.client.get("/.well-known/jwks.json", Map.of()).json().toString());
        return set.getKeyByKeyId(header(token).text("kid").orElseThrow());
    }

    @Test
    void section_2_4_it_is_signed_in_the_algorithm_of_the_clients_id_tokens() throws Exception {
        String rs256 = "update oauth_client set id_token_signed_response_alg = ?";
        openId.installation.sql(rs256, "RS256");
        String cookie = openId.browser(JOHN);
        logOut(cookie, tokens(cookie));

        String text = application.next().token();
        openId.installation.sql(rs256, "ES256");

        assertThat(header(text).text("alg")).contains("RS256");
        assertThat(SignedJWT.parse(text).verify(new RSASSAVerifier(key(text).toRSAKey())))
                .isTrue();
    }

    @Test
    void section_2_5_it_is_posted_as_a_form_and_no_redirect_is_followed() {
        status.set(303);
        String cookie = openId.browser(JOHN);
        logOut(cookie, tokens(cookie));

        LogoutReceiver.Call call = application.next();

        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.path()).isEqualTo("/logout?from=vestibule");
        assertThat(call.contentType()).isEqualTo("application/x-www-form-urlencoded");
        assertThat(call.body()).matches("logout_token=[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
        assertThat(again().path()).as("tried again at the same place").isEqualTo("/logout?from=vestibule");
    }

    /** The next try, which doesn't wait for its time. */
    private LogoutReceiver.Call again() {
        long end = System.nanoTime() + 20_000_000_000L;
        while (System.nanoTime() < end) {
            openId.installation.sql(
                    "update logout_notice set due_at = now() where attempts > 0 and due_at < now() + interval '10 seconds'");
            LogoutReceiver.Call call = application.next(100);
            if (call != null) {
                return call;
            }
        }
        throw new AssertionError("no other try");
    }

    @Test
    void section_2_8_an_application_that_was_away_is_told_when_it_is_back_with_another_token() {
        status.set(503);
        String cookie = openId.browser(JOHN);
        logOut(cookie, tokens(cookie));
        String first = application.next().token();
        status.set(204);

        String second = again().token();

        assertThat(claims(second).text("jti")).isNotEqualTo(claims(first).text("jti"));
        assertThat(claims(second).text("sid")).isEqualTo(claims(first).text("sid"));
        untilDelivered();
        assertThat(openId.client.management("/metrics").body())
                .contains("vestibule_logout_notices 0.0")
                .containsPattern("vestibule_logout_failed_total [1-9]")
                .containsPattern("vestibule_logout_delivered_total [1-9]");
    }

    @Test
    void a_try_in_vain_puts_the_next_one_off() {
        status.set(400);
        String cookie = openId.browser(JOHN);
        logOut(cookie, tokens(cookie));
        application.next();

        long end = System.nanoTime() + 20_000_000_000L;
        while (openId.installation.count("""
                        select count(*) from logout_notice
                        where attempts = 1 and due_at > now() + interval '3 seconds' and due_at < now() + interval '6 seconds'
                        """) == 0) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }

    @Test
    void signing_out_on_the_page_tells() {
        Browser browser = new Browser(openId.client);
        browser.signIn("/sign-in/1", "john.doe@example.com", "correct horse 9");
        Reply tokens = openId.redeem(sent(openId.authorize("vestibule-1=" + browser.cookie("vestibule-1"), request()))
                .get("code"));

        browser.submit(browser.get("/sign-out/1"), "/sign-out/1", Map.of());

        assertTold(tokens);
    }

    @Test
    void rp_initiated_logout_tells_each_application_once() {
        try (LogoutReceiver web = new LogoutReceiver(() -> 200)) {
            register("demo-web", web);
            String cookie = openId.browser(JOHN);
            tokens(cookie);
            tokens(cookie, "scope", "openid offline_access");
            redeemOfWeb(cookie);
            Reply last = tokens(cookie);

            logOut(cookie, last);

            assertTold(last);
            assertThat(claims(web.next().token()).text("aud")).contains("demo-web");
            untilDelivered();
            assertThat(web.rest()).isEmpty();
            assertThat(application.rest()).isEmpty();
        }
    }

    private Reply redeemOfWeb(String cookie) {
        String code =
                sent(openId.authorize(cookie, request("client_id", "demo-web"))).get("code");
        return openId.post(
                "/token",
                OpenId.web(),
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        OpenId.CALLBACK,
                        "code_verifier",
                        OpenId.VERIFIER));
    }

    @Test
    void section_2_7_offline_access_goes_on_but_the_application_is_told() {
        String cookie = openId.browser(JOHN);
        Reply tokens = tokens(cookie, "scope", "openid offline_access");

        logOut(cookie, tokens);

        assertTold(tokens);
        assertThat(openId.refresh(tokens.text("refresh_token")).status()).isEqualTo(200);
    }

    @Test
    void an_operator_who_ends_a_customers_sessions_tells() {
        assertEndTells(JOHN, customer -> sessions.endAll(customer, AuditContext.COMMAND));
    }

    @Test
    void disabling_a_customer_tells() {
        var customers = new CustomerAdministrationStore(openId.installation.sql());
        assertEndTells(JOHN, customer -> customers.disable(1, customer, true, null, AuditContext.COMMAND));
        customers.disable(1, JOHN, false, null, AuditContext.COMMAND);
    }

    @Test
    void deleting_a_customer_tells() {
        var customers = new CustomerAdministrationStore(openId.installation.sql());
        assertEndTells(JANE, customer -> customers.delete(1, customer, AuditContext.COMMAND));
    }

    @Test
    void a_new_token_epoch_tells() {
        assertEndTells(JOHN, customer -> sessions.startEpoch(AuditContext.COMMAND));
    }

    private void assertEndTells(long customer, Consumer<Long> end) {
        Reply online = tokens(openId.browser(customer));
        Reply offline = tokens(openId.browser(customer), "scope", "openid offline_access");

        end.accept(customer);

        Set<String> told = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            told.add(claims(application.next().token()).text("sid").orElseThrow());
        }
        assertThat(told).containsExactlyInAnyOrder(sid(online), sid(offline));
        untilDelivered();
        assertThat(application.rest()).isEmpty();
    }

    @Test
    void a_reset_password_tells() {
        Reply tokens = tokens(openId.browser(JOHN));
        Browser browser = new Browser(openId.client);
        browser.submit(browser.get("/forgot/1"), "/forgot/1", Map.of("login", "john.doe@example.com"));
        String link = browser.mailedLink("john.doe@example.com");

        browser.post(link, Map.of("password", "quite another one"));

        assertTold(tokens);
        openId.installation.sql(
                "update customer set password = (select password from customer where id = 3) where id = 2");
    }

    @Test
    void a_refresh_token_that_was_used_twice_tells() {
        Reply tokens = tokens(openId.browser(JOHN));
        String stolen = tokens.text("refresh_token");
        Reply second = openId.refresh(stolen);
        openId.refresh(second.text("refresh_token"));

        assertThat(openId.refresh(stolen).status()).isEqualTo(400);

        assertTold(tokens);
    }

    @Test
    void consent_that_is_taken_back_tells_and_a_client_that_revokes_knows() {
        String cookie = openId.browser(JOHN);
        openId.installation.sql("""
                insert into consent (customer_id, client_id, scopes)
                select 2, id, '{openid}' from api_client where name = 'demo-spa' on conflict do nothing
                """);
        Reply revoked = tokens(cookie);
        openId.post("/revoke", Map.of(), Map.of("client_id", "demo-spa", "token", revoked.text("refresh_token")));
        Reply offline = tokens(cookie, "scope", "openid offline_access");
        openId.post("/revoke", Map.of(), Map.of("client_id", "demo-spa", "token", offline.text("refresh_token")));
        assertNobodyTold();

        Reply tokens = tokens(cookie);
        tokens(cookie, "scope", "openid offline_access");
        Browser browser = new Browser(openId.client);
        browser.cookie("vestibule-1", cookie.replace("vestibule-1=", ""));
        String client = Long.toString(openId.installation.count("select id from api_client where name = 'demo-spa'"));
        browser.submit(browser.get("/account/1"), "/account/1/consents", Map.of("application", client));

        assertTold(tokens);
    }

    @Test
    void applications_without_such_an_address_and_disabled_ones_are_not_told() {
        String cookie = openId.browser(JOHN);
        redeemOfWeb(cookie);
        Reply tokens = tokens(cookie);
        openId.installation.sql("update oauth_client set backchannel_logout_uri = null");
        logOut(cookie, tokens);
        assertNobodyTold();

        register("demo-spa", application);
        Reply others = tokens(openId.browser(JOHN));
        openId.installation.sql("update api_client set disabled_at = now() where name = 'demo-spa'");
        sessions.endAll(JOHN, AuditContext.COMMAND);
        assertThat(application.next(1500)).isNull();
        openId.installation.sql("update api_client set disabled_at = null where name = 'demo-spa'");
        assertTold(others);
    }

    @Test
    void an_application_that_does_not_answer_holds_up_no_other() {
        CountDownLatch end = new CountDownLatch(1);
        try (LogoutReceiver slow = new LogoutReceiver(() -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 200;
        })) {
            register("demo-web", slow);
            for (int i = 0; i < 20; i++) {
                redeemOfWeb(openId.browser(JOHN));
            }
            Reply tokens = tokens(openId.browser(JOHN));

            sessions.endAll(JOHN, AuditContext.COMMAND);

            assertTold(tokens);
            assertThat(openId.installation.count("select count(*) from logout_notice"))
                    .as("the other's")
                    .isEqualTo(20);
        } finally {
            end.countDown();
        }
    }

    @Test
    void of_two_nodes_one_tells() {
        openId.installation.node();
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            expected.add(sid(tokens(openId.browser(JOHN))));
        }

        sessions.endAll(JOHN, AuditContext.COMMAND);

        Set<String> told = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            told.add(claims(application.next().token()).text("sid").orElseThrow());
        }
        assertThat(told).isEqualTo(expected);
        untilDelivered();
        assertThat(application.rest()).isEmpty();
    }
}
