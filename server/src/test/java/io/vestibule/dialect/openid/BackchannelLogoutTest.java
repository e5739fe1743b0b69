package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.JANE;
import static io.vestibule.dialect.openid.OpenId.JOHN;
import static io.vestibule.dialect.openid.OpenId.claims;
import static io.vestibule.dialect.openid.OpenId.request;
import static io.vestibule.dialect.openid.OpenId.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.CustomerAdministrationStore;
import io.vestibule.support.Browser;
import io.vestibule.support.Reply;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** OpenID Connect Back-Channel Logout 1.0: what ends a session tells its applications. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackchannelLogoutTest {
    @RegisterExtension
    final Backchannel logout = new Backchannel();

    @Test
    void signing_out_on_the_page_tells() {
        Browser browser = new Browser(logout.openId.client);
        browser.signIn("/sign-in/1", "john.doe@example.com", "correct horse 9");
        Reply tokens = logout.openId.redeem(
                sent(logout.openId.authorize("vestibule-1=" + browser.cookie("vestibule-1"), request()))
                        .get("code"));

        browser.submit(browser.get("/sign-out/1"), "/sign-out/1", Map.of());

        logout.assertTold(tokens);
    }

    @Test
    void rp_initiated_logout_tells_each_application_once() {
        try (LogoutReceiver web = new LogoutReceiver(() -> 200)) {
            logout.register("demo-web", web);
            String cookie = logout.openId.browser(JOHN);
            logout.tokens(cookie);
            logout.tokens(cookie, "scope", "openid offline_access");
            logout.redeemOfWeb(cookie);
            Reply last = logout.tokens(cookie);

            logout.logOut(cookie, last);

            logout.assertTold(last);
            assertThat(claims(web.next().token()).text("aud")).contains("demo-web");
            logout.untilDelivered();
            assertThat(web.rest()).isEmpty();
            assertThat(logout.application.rest()).isEmpty();
        }
    }

    @Test
    void section_2_7_offline_access_goes_on_but_the_application_is_told() {
        String cookie = logout.openId.browser(JOHN);
        Reply tokens = logout.tokens(cookie, "scope", "openid offline_access");

        logout.logOut(cookie, tokens);

        logout.assertTold(tokens);
        assertThat(logout.openId.refresh(tokens.text("refresh_token")).status()).isEqualTo(200);
    }

    @Test
    void an_operator_who_ends_a_customers_sessions_tells() {
        assertEndTells(JOHN, customer -> logout.sessions.endAll(customer, AuditContext.COMMAND));
    }

    @Test
    void disabling_a_customer_tells() {
        var customers = new CustomerAdministrationStore(logout.openId.installation.sql());
        assertEndTells(JOHN, customer -> customers.disable(1, customer, true, null, AuditContext.COMMAND));
        customers.disable(1, JOHN, false, null, AuditContext.COMMAND);
    }

    @Test
    void deleting_a_customer_tells() {
        var customers = new CustomerAdministrationStore(logout.openId.installation.sql());
        assertEndTells(JANE, customer -> customers.delete(1, customer, AuditContext.COMMAND));
    }

    @Test
    void a_new_token_epoch_tells() {
        assertEndTells(JOHN, customer -> logout.sessions.startEpoch(AuditContext.COMMAND));
    }

    private void assertEndTells(long customer, Consumer<Long> end) {
        Reply online = logout.tokens(logout.openId.browser(customer));
        Reply offline = logout.tokens(logout.openId.browser(customer), "scope", "openid offline_access");

        end.accept(customer);

        Set<String> told = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            told.add(claims(logout.application.next().token()).text("sid").orElseThrow());
        }
        assertThat(told).containsExactlyInAnyOrder(Backchannel.sid(online), Backchannel.sid(offline));
        logout.untilDelivered();
        assertThat(logout.application.rest()).isEmpty();
    }

    @Test
    void a_reset_password_tells() {
        Reply tokens = logout.tokens(logout.openId.browser(JOHN));
        Browser browser = new Browser(logout.openId.client);
        browser.submit(browser.get("/forgot/1"), "/forgot/1", Map.of("login", "john.doe@example.com"));
        String link = browser.mailedLink("john.doe@example.com");

        browser.post(link, Map.of("password", "quite another one"));

        logout.assertTold(tokens);
        logout.openId.installation.sql(
                "update customer set password = (select password from customer where id = 3) where id = 2");
    }

    @Test
    void a_refresh_token_that_was_used_twice_tells() {
        Reply tokens = logout.tokens(logout.openId.browser(JOHN));
        String stolen = tokens.text("refresh_token");
        Reply second = logout.openId.refresh(stolen);
        logout.openId.refresh(second.text("refresh_token"));

        assertThat(logout.openId.refresh(stolen).status()).isEqualTo(400);

        logout.assertTold(tokens);
    }

    @Test
    void consent_that_is_taken_back_tells_and_a_client_that_revokes_knows() {
        String cookie = logout.openId.browser(JOHN);
        logout.openId.installation.sql("""
                insert into consent (customer_id, client_id, scopes)
                select 2, id, '{openid}' from api_client where name = 'demo-spa' on conflict do nothing
                """);
        Reply revoked = logout.tokens(cookie);
        logout.openId.post(
                "/revoke", Map.of(), Map.of("client_id", "demo-spa", "token", revoked.text("refresh_token")));
        Reply offline = logout.tokens(cookie, "scope", "openid offline_access");
        logout.openId.post(
                "/revoke", Map.of(), Map.of("client_id", "demo-spa", "token", offline.text("refresh_token")));
        logout.assertNobodyTold();

        Reply tokens = logout.tokens(cookie);
        logout.tokens(cookie, "scope", "openid offline_access");
        Browser browser = new Browser(logout.openId.client);
        browser.cookie("vestibule-1", cookie.replace("vestibule-1=", ""));
        String client =
                Long.toString(logout.openId.installation.count("select id from api_client where name = 'demo-spa'"));
        browser.submit(browser.get("/account/1"), "/account/1/consents", Map.of("application", client));

        logout.assertTold(tokens);
    }
}
