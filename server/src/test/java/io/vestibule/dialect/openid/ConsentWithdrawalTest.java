package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.JOHN;
import static io.vestibule.dialect.openid.OpenId.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.sql.Handle;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Nothing that an application has, or gets at that moment, outlives the customer's consent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsentWithdrawalTest {
    private final OpenId openId = new OpenId();
    private final Browser browser = new Browser(openId.client);
    private final long client = openId.installation.count("select id from api_client where name = 'demo-spa'");

    ConsentWithdrawalTest() {
        openId.installation.sql("update oauth_client set first_party = false,"
                + " grant_types = grant_types || '{urn:ietf:params:oauth:grant-type:device_code}'");
        browser.signIn("/sign-in/1", "testtest123", "correct horse 9");
    }

    @AfterAll
    void stop() {
        openId.close();
    }

    @BeforeEach
    void agree() {
        openId.installation.sql(
                "insert into consent (customer_id, client_id, scopes) values (?, ?, '{openid}') on conflict do nothing",
                JOHN,
                client);
    }

    private Page withdraw() {
        return browser.submit(
                browser.get("/account/1"), "/account/1/consents", Map.of("application", Long.toString(client)));
    }

    @Test
    void a_code_that_was_not_redeemed_is_no_good() {
        String code = openId.code();

        withdraw();

        assertThat(openId.redeem(code).text("error")).isEqualTo("invalid_grant");
        agree();
        assertThat(openId.redeem(code).text("error"))
                .as("agreeing again is for another code")
                .isEqualTo("invalid_grant");
    }

    @Test
    void another_applications_code_is_as_good_as_before() {
        String code = openId.code();
        openId.installation.sql("update authorization_code set client_id = ? where client_id = ?", client + 1, client);
        withdraw();
        openId.installation.sql("update authorization_code set client_id = ? where client_id = ?", client, client + 1);

        assertThat(openId.redeem(code).status()).isEqualTo(200);
    }

    @Test
    void a_request_for_a_code_waits_for_a_withdrawal_under_way() {
        CompletableFuture<Reply> asked;
        try (Handle withdrawal = openId.installation.sql().open()) {
            withdrawal.execute("begin");
            withdrawal.execute("delete from consent where customer_id = ? and client_id = ?", JOHN, client);
            String cookie = openId.browser(JOHN);
            asked = CompletableFuture.supplyAsync(() -> openId.authorize(cookie, request()));
            awaitBlocked();
            withdrawal.execute("commit");
        }
        assertThat(asked.join().header("Location")).startsWith("/consent/1?");
    }

    @Test
    void what_a_code_becomes_at_that_moment_ends_too() {
        String code = openId.code();
        CompletableFuture<Reply> redeemed;
        CompletableFuture<Page> withdrawn;
        try (Handle other = openId.installation.sql().open()) {
            other.execute("begin");
            other.execute("select 1 from customer where id = ? for update", JOHN);
            redeemed = CompletableFuture.supplyAsync(() -> openId.redeem(code));
            awaitBlocked();
            withdrawn = CompletableFuture.supplyAsync(this::withdraw);
            other.execute("commit");
        }
        withdrawn.join();
        Reply tokens = redeemed.join();
        if (tokens.status() == 200) {
            assertThat(openId.userInfo(tokens.text("access_token")).status()).isEqualTo(401);
        }
    }

    @Test
    void a_device_that_has_not_asked_yet_gets_nothing() {
        Reply device =
                openId.post("/device_authorization", Map.of(), Map.of("client_id", "demo-spa", "scope", "openid"));
        Page page = browser.submit(browser.get("/device/1"), "/device/1", Map.of("code", device.text("user_code")));
        browser.submit(page, "/device/1", Map.of("agree", "yes"));

        withdraw();

        Reply tokens = openId.post(
                "/token",
                Map.of(),
                Map.of(
                        "grant_type", "urn:ietf:params:oauth:grant-type:device_code",
                        "client_id", "demo-spa",
                        "device_code", device.text("device_code")));
        assertThat(tokens.text("error")).isEqualTo("invalid_grant");
    }

    private void awaitBlocked() {
        Instant end = Instant.now().plus(Duration.ofSeconds(10));
        while (openId.installation.count("""
                select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                """) == 0) {
            assertThat(Instant.now()).as("nobody waits for a lock").isBefore(end);
        }
    }
}
