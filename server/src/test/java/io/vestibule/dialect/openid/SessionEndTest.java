package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.CALLBACK;
import static io.vestibule.dialect.openid.OpenId.JANE;
import static io.vestibule.dialect.openid.OpenId.JOHN;
import static io.vestibule.dialect.openid.OpenId.PORTAL;
import static io.vestibule.dialect.openid.OpenId.VERIFIER;
import static io.vestibule.dialect.openid.OpenId.claims;
import static io.vestibule.dialect.openid.OpenId.form;
import static io.vestibule.dialect.openid.OpenId.request;
import static io.vestibule.dialect.openid.OpenId.sent;
import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.CustomerAdministrationStore;
import io.vestibule.secret.Tokens;
import io.vestibule.session.SessionStore;
import io.vestibule.sql.Handle;
import io.vestibule.support.DpopKey;
import io.vestibule.support.Reply;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A code is redeemed at the moment when its session ends: the end has begun, and waits for the redemption. The application has tokens then, so
 * it is told, and nothing stays that it was granted.
 */
class SessionEndTest {
    private final OpenId openId = new OpenId();
    private final DpopKey key = DpopKey.ec().knowing(openId.client);
    private final LogoutReceiver application = new LogoutReceiver(() -> 200);

    @BeforeEach
    void register() {
        openId.installation.sql("update oauth_client set backchannel_logout_uri = ?", application.uri());
    }

    @AfterEach
    void stop() {
        application.close();
        openId.close();
    }

    @Test
    void a_customer_who_signs_out() {
        String cookie = openId.browser(JOHN);
        String logout = logout(cookie);

        Reply tokens = redeemedWhile(cookie, "openid", () -> openId.follow(cookie, logout));

        assertTold(tokens);
        assertThat(grants()).isZero();
        assertThat(refreshed(tokens).text("error")).isEqualTo("invalid_grant");
    }

    @Test
    void a_customer_who_signs_out_of_a_session_with_offline_access() {
        String cookie = openId.browser(JOHN);
        String logout = logout(cookie);

        Reply tokens = redeemedWhile(cookie, "openid offline_access", () -> openId.follow(cookie, logout));

        assertTold(tokens);
        assertThat(refreshed(tokens).status()).as("it outlives the session").isEqualTo(200);
    }

    @Test
    void an_operator_who_ends_all_of_a_customers_sessions() {
        var sessions = new SessionStore(openId.installation.sql());

        Reply tokens = redeemedWhile(openId.browser(JOHN), "openid", () -> sessions.endAll(JOHN, AuditContext.COMMAND));

        assertTold(tokens);
        assertThat(grants()).isZero();
    }

    @Test
    void a_customer_who_is_deleted() {
        var customers = new CustomerAdministrationStore(openId.installation.sql());

        Reply tokens =
                redeemedWhile(openId.browser(JANE), "openid", () -> customers.delete(1, JANE, AuditContext.COMMAND));

        assertTold(tokens);
    }

    /** The application's request to sign out; what it has from before is gone. */
    private String logout(String cookie) {
        Reply before = openId.redeem(code(cookie, "openid"));
        openId.installation.sql("delete from token_grant");
        return PORTAL + "/logout?" + form(Map.of("id_token_hint", before.text("id_token")));
    }

    private String code(String cookie, String scope) {
        return sent(openId.authorize(cookie, request("scope", scope))).get("code");
    }

    /**
     * The tokens of a code. Its redemption holds the session, and is held up until the end waits for it: its proof of possession is under way
     * elsewhere.
     */
    private Reply redeemedWhile(String cookie, String scope, Runnable end) {
        Map<String, String> form = Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                "demo-spa",
                "code",
                code(cookie, scope),
                "redirect_uri",
                CALLBACK,
                "code_verifier",
                VERIFIER);
        String jti = UUID.randomUUID().toString();
        String proof = key.proof("POST", "/token", claims -> claims.put("jti", jti));
        CompletableFuture<Reply> redemption;
        CompletableFuture<Void> ending;
        try (Handle elsewhere = openId.installation.sql().open()) {
            elsewhere.execute("begin");
            elsewhere.execute(
                    "insert into used_jwt (hash, expires_at) values (?, now() + interval '1 hour')",
                    Tokens.hash(key.jkt() + " " + jti));
            redemption = CompletableFuture.supplyAsync(() -> openId.post("/token", Map.of("DPoP", proof), form));
            awaitBlocked(1);
            ending = CompletableFuture.runAsync(end);
            awaitBlocked(2);
            elsewhere.execute("rollback");
        }
        ending.join();
        Reply tokens = redemption.join();
        assertThat(tokens.status()).as(tokens.body()).isEqualTo(200);
        return tokens;
    }

    private void awaitBlocked(int requests) {
        until(() -> openId.installation.count("""
                select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                """) >= requests);
    }

    private void assertTold(Reply tokens) {
        LogoutReceiver.Call call = application.next();
        assertThat(claims(call.token()).text("sid"))
                .isEqualTo(claims(tokens.text("id_token")).text("sid"));
    }

    private Reply refreshed(Reply tokens) {
        return openId.post(
                "/token",
                key.header("POST", "/token"),
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        "demo-spa",
                        "refresh_token",
                        tokens.text("refresh_token")));
    }

    private long grants() {
        return openId.installation.count("select count(*) from token_grant");
    }
}
