package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.PORTAL;
import static io.vestibule.dialect.openid.OpenId.claims;
import static io.vestibule.dialect.openid.OpenId.form;
import static io.vestibule.dialect.openid.OpenId.request;
import static io.vestibule.dialect.openid.OpenId.sent;
import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.session.SessionStore;
import io.vestibule.support.Reply;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server with an application that is told of sessions' ends. */
final class Backchannel implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    final OpenId openId = new OpenId();
    final SessionStore sessions = new SessionStore(openId.installation.sql());
    /** What the application answers. */
    final AtomicInteger status = new AtomicInteger();

    LogoutReceiver application;

    @Override
    public void beforeEach(ExtensionContext test) {
        status.set(200);
        application = new LogoutReceiver(status::get);
        register("demo-spa", application);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        openId.installation.sql("delete from customer_session");
        openId.installation.sql("update customer set disabled_at = null");
        openId.installation.sql("delete from logout_notice");
        openId.installation.sql("update oauth_client set backchannel_logout_uri = null");
        application.close();
    }

    @Override
    public void afterAll(ExtensionContext test) {
        openId.close();
    }

    void register(String client, LogoutReceiver receiver) {
        openId.installation.sql(
                "update oauth_client set backchannel_logout_uri = ? where id = (select id from api_client where name = ?)",
                receiver.uri(),
                client);
    }

    Reply tokens(String cookie, String... changes) {
        return openId.redeem(sent(openId.authorize(cookie, request(changes))).get("code"));
    }

    static String sid(Reply tokens) {
        return claims(tokens.text("id_token")).text("sid").orElseThrow();
    }

    void logOut(String cookie, Reply tokens) {
        openId.follow(cookie, PORTAL + "/logout?" + form(Map.of("id_token_hint", tokens.text("id_token"))));
    }

    void assertTold(Reply tokens) {
        Json.Object token = claims(application.next().token());
        assertThat(token.text("sid")).contains(sid(tokens));
        assertThat(token.text("sub")).isEqualTo(claims(tokens.text("id_token")).text("sub"));
        assertThat(application.rest()).isEmpty();
    }

    void assertNobodyTold() {
        assertThat(openId.installation.count("select count(*) from logout_notice"))
                .isZero();
        assertThat(application.rest()).isEmpty();
    }

    /** Until all that is known to the database was delivered. */
    void untilDelivered() {
        untilLeft(0);
    }

    /** Until no more than so many notices are known to the database: an application has its own before that is known. */
    void untilLeft(long notices) {
        until(() -> openId.installation.count("select count(*) from logout_notice") <= notices);
    }

    Reply redeemOfWeb(String cookie) {
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
}
