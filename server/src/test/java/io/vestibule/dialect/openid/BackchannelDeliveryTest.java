package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.JOHN;
import static io.vestibule.dialect.openid.OpenId.PORTAL;
import static io.vestibule.dialect.openid.OpenId.claims;
import static io.vestibule.dialect.openid.OpenId.header;
import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.vestibule.audit.AuditContext;
import io.vestibule.json.Json;
import io.vestibule.support.Reply;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** OpenID Connect Back-Channel Logout 1.0: what an application is told, and how often it is tried. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackchannelDeliveryTest {
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    @RegisterExtension
    final Backchannel logout = new Backchannel();

    @Test
    void section_2_1_discovery_says_so() {
        Json.Object document = logout.openId
                .client
                .get(PORTAL + "/.well-known/openid-configuration", Map.of())
                .json();

        assertThat(document.get("backchannel_logout_supported")).hasToString("true");
        assertThat(document.get("backchannel_logout_session_supported")).hasToString("true");
    }

    @Test
    void section_2_4_the_logout_token() throws Exception {
        String cookie = logout.openId.browser(JOHN);
        Reply tokens = logout.tokens(cookie);
        long before = System.currentTimeMillis() / 1000;
        logout.logOut(cookie, tokens);

        String text = logout.application.next().token();
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
        assertThat(token.text("sid")).contains(Backchannel.sid(tokens));
    }

    private JWK key(String token) throws Exception {
        JWKSet set = JWKSet.parse(logout.openId
                .client
                .get("/.well-known/jwks.json", Map.of())
                .json()
                .toString());
        return set.getKeyByKeyId(header(token).text("kid").orElseThrow());
    }

    @Test
    void section_2_4_it_is_signed_in_the_algorithm_of_the_clients_id_tokens() throws Exception {
        String rs256 = "update oauth_client set id_token_signed_response_alg = ?";
        logout.openId.installation.sql(rs256, "RS256");
        String cookie = logout.openId.browser(JOHN);
        logout.logOut(cookie, logout.tokens(cookie));

        String text = logout.application.next().token();
        logout.openId.installation.sql(rs256, "ES256");

        assertThat(header(text).text("alg")).contains("RS256");
        assertThat(SignedJWT.parse(text).verify(new RSASSAVerifier(key(text).toRSAKey())))
                .isTrue();
    }

    @Test
    void section_2_5_it_is_posted_as_a_form_and_no_redirect_is_followed() {
        logout.status.set(303);
        String cookie = logout.openId.browser(JOHN);
        logout.logOut(cookie, logout.tokens(cookie));

        LogoutReceiver.Call call = logout.application.next();

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
            logout.openId.installation.sql(
                    "update logout_notice set due_at = now() where attempts > 0 and due_at < now() + interval '10 seconds'");
            LogoutReceiver.Call call = logout.application.next(100);
            if (call != null) {
                return call;
            }
        }
        throw new AssertionError("no other try");
    }

    @Test
    void section_2_8_an_application_that_was_away_is_told_when_it_is_back_with_another_token() {
        logout.status.set(503);
        String cookie = logout.openId.browser(JOHN);
        logout.logOut(cookie, logout.tokens(cookie));
        String first = logout.application.next().token();
        logout.status.set(204);

        String second = again().token();

        assertThat(claims(second).text("jti")).isNotEqualTo(claims(first).text("jti"));
        assertThat(claims(second).text("sid")).isEqualTo(claims(first).text("sid"));
        logout.untilDelivered();
        assertThat(logout.openId.client.management("/metrics").body())
                .contains("vestibule_logout_notices 0.0")
                .containsPattern("vestibule_logout_failed_total [1-9]")
                .containsPattern("vestibule_logout_delivered_total [1-9]");
    }

    @Test
    void a_try_in_vain_puts_the_next_one_off() {
        logout.status.set(400);
        String cookie = logout.openId.browser(JOHN);
        logout.logOut(cookie, logout.tokens(cookie));
        logout.application.next();

        until(() -> logout.openId.installation.count("""
                        select count(*) from logout_notice
                        where attempts = 1 and due_at > now() + interval '3 seconds' and due_at < now() + interval '6 seconds'
                        """) > 0);
    }

    @Test
    void applications_without_such_an_address_and_disabled_ones_are_not_told() {
        String cookie = logout.openId.browser(JOHN);
        logout.redeemOfWeb(cookie);
        Reply tokens = logout.tokens(cookie);
        logout.openId.installation.sql("update oauth_client set backchannel_logout_uri = null");
        logout.logOut(cookie, tokens);
        logout.assertNobodyTold();

        logout.register("demo-spa", logout.application);
        Reply others = logout.tokens(logout.openId.browser(JOHN));
        logout.openId.installation.sql("update api_client set disabled_at = now() where name = 'demo-spa'");
        logout.sessions.endAll(JOHN, AuditContext.COMMAND);
        assertThat(logout.application.next(1500)).isNull();
        logout.openId.installation.sql("update api_client set disabled_at = null where name = 'demo-spa'");
        logout.assertTold(others);
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
            logout.register("demo-web", slow);
            for (int i = 0; i < 20; i++) {
                logout.redeemOfWeb(logout.openId.browser(JOHN));
            }
            Reply tokens = logout.tokens(logout.openId.browser(JOHN));

            logout.sessions.endAll(JOHN, AuditContext.COMMAND);

            logout.assertTold(tokens);
            logout.untilLeft(20); // the other's
        } finally {
            end.countDown();
        }
    }

    @Test
    void of_two_nodes_one_tells() {
        logout.openId.installation.node();
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            expected.add(Backchannel.sid(logout.tokens(logout.openId.browser(JOHN))));
        }

        logout.sessions.endAll(JOHN, AuditContext.COMMAND);

        Set<String> told = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            told.add(claims(logout.application.next().token()).text("sid").orElseThrow());
        }
        assertThat(told).isEqualTo(expected);
        logout.untilDelivered();
        assertThat(logout.application.rest()).isEmpty();
    }
}
