package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.form;
import static io.vestibule.dialect.openid.OpenId.request;
import static io.vestibule.dialect.openid.OpenId.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.sql.Handle;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody let applications do before a mailbox was proven isn't what its owner let them do: docs/decisions/0065. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignConsentTest {
    private static final String ROOT = "/api/rest/portal/";
    private static final String URL = "https://portal.example.com/welcome";

    private final OpenId openId = new OpenId();

    ForeignConsentTest() {
        openId.installation.sql("update oauth_client set first_party = false");
    }

    @AfterAll
    void stop() {
        openId.close();
    }

    private Reply keaze(String method, String call, String... fields) {
        Json.Builder body = Json.object();
        for (int i = 0; i < fields.length; i += 2) {
            body.put(fields[i], fields[i + 1]);
        }
        return openId.client.json(method, ROOT + call, Map.of(), body.build().toString());
    }

    /** The last two parts of the link that a call mails. */
    private String link(String call, String email) {
        return keaze("POST", call, "url", URL, "email", email).text("magicLink").substring(URL.length() + 1);
    }

    private long customer(String email) {
        return openId.installation.count("select id from customer where email = ?", email);
    }

    /** Signs in by a link, or sets a password by one. */
    private void prove(String way, String email) {
        int status = way.equals("link")
                ? openId.client
                        .get(ROOT + "auth-token/" + link("passwordless-access", email), Map.of())
                        .status()
                : keaze("POST", "reset-password/" + link("forgot-password", email), "newPassword", "the owner's own 7")
                        .status();
        assertThat(status).isEqualTo(200);
    }

    /** Whether an application gets a code for a customer who is signed in now, without a question. */
    private boolean isAsked(long customer) {
        Map<String, String> silent = request("prompt", "none", "scope", "openid profile");
        return "consent_required"
                .equals(sent(openId.authorize(openId.browser(customer), silent)).get("error"));
    }

    /** Agrees on the page, in a browser of the customer's. */
    private void agree(long customer, String scopes) {
        Browser browser = browser(customer);
        Page page = browser.get("/consent/1?" + form(request("scope", scopes)));
        browser.submit(page, "/consent/1", Map.of("agree", "yes"));
    }

    private Browser browser(long customer) {
        Browser browser = new Browser(openId.client);
        String[] cookie = openId.browser(customer).split("=", 2);
        browser.cookie(cookie[0], cookie[1]);
        return browser;
    }

    @ParameterizedTest
    @ValueSource(strings = {"link", "reset"})
    void a_consent_from_before_the_first_proof_of_a_registered_address_is_asked_for_anew(String way) {
        String victims = "registered-" + way + "@example.org";
        keaze("POST", "password-register", "email", victims, "password", "a squatter's word");
        long id = customer(victims);
        agree(id, "openid profile");
        assertThat(isAsked(id)).isFalse();

        prove(way, victims);

        assertThat(isAsked(id)).isTrue();
        assertThat(openId.installation.count(
                        "select count(*) from audit_event where event = 'consent_withdrawn' and customer_id = ?", id))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"link", "reset"})
    void a_consent_an_offline_grant_and_a_code_from_before_the_first_proof_of_a_moved_address_end(String way) {
        String own = "own-" + way + "@example.net";
        String victims = "moved-" + way + "@example.org";
        prove("link", own);
        long id = customer(own);
        agree(id, "openid profile offline_access");
        Map<String, String> request = request("scope", "openid profile offline_access");
        Reply tokens = openId.redeem(
                sent(openId.authorize(openId.browser(id), request)).get("code"));
        assertThat(tokens.status()).as(tokens.body()).isEqualTo(200);
        keaze(
                "PATCH",
                "passwordless-change-email/" + link("passwordless-change-email", own),
                "currentEmail",
                own,
                "newEmail",
                victims);
        String code = sent(openId.authorize(openId.browser(id), request)).get("code");
        Reply kept = openId.refresh(tokens.text("refresh_token"));
        assertThat(kept.status()).isEqualTo(200);

        prove(way, victims);

        assertThat(openId.refresh(kept.text("refresh_token")).text("error")).isEqualTo("invalid_grant");
        assertThat(openId.userInfo(kept.text("access_token")).status()).isEqualTo(401);
        assertThat(openId.redeem(code).text("error")).isEqualTo("invalid_grant");
        assertThat(isAsked(id)).isTrue();
    }

    @Test
    void a_consent_of_a_proven_mailbox_stays() {
        prove("link", "proven@example.org");
        long id = customer("proven@example.org");
        agree(id, "openid profile");

        prove("link", "proven@example.org");
        prove("reset", "proven@example.org");

        assertThat(isAsked(id)).isFalse();
    }

    @Test
    void a_consent_that_is_given_while_the_mailbox_is_proven_does_not_count() {
        keaze("POST", "password-register", "email", "race@example.org", "password", "a squatter's word");
        long id = customer("race@example.org");
        Browser browser = browser(id);
        Page page = browser.get("/consent/1?" + form(request("scope", "openid profile")));
        Map<String, String> yes = new HashMap<>(Map.of("agree", "yes"));
        CompletableFuture<Page> given;
        CompletableFuture<Void> proven;
        try (Handle other = openId.installation.sql().open()) {
            other.execute("begin");
            other.execute("select 1 from customer where id = ? for update", id);
            proven = CompletableFuture.runAsync(() -> prove("link", "race@example.org"));
            awaitBlocked(1);
            given = CompletableFuture.supplyAsync(() -> browser.submit(page, "/consent/1", yes));
            awaitBlocked(2);
            other.execute("commit");
        }
        given.join();
        proven.join();

        assertThat(isAsked(id)).isTrue();
    }

    private void awaitBlocked(int count) {
        Instant end = Instant.now().plus(Duration.ofSeconds(10));
        while (openId.installation.count("""
                select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                """) < count) {
            assertThat(Instant.now()).as("too few wait for a lock").isBefore(end);
        }
    }
}
