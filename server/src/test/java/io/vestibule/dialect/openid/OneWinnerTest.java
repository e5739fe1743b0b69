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
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.DpopKey;
import io.vestibule.support.Reply;
import io.vestibule.support.Together;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** 32 at once, on two nodes of one database, want what there is once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneWinnerTest {
    private static final int MANY = 32;
    private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

    private final OpenId openId = new OpenId();
    private final List<Client> nodes = List.of(openId.client, openId.installation.node());

    @BeforeAll
    void allowDevices() {
        openId.installation.sql(
                "update oauth_client set grant_types = grant_types || cast(? as text[])", "{" + DEVICE_CODE + "}");
    }

    @AfterAll
    void stop() {
        openId.close();
    }

    private Client node(int i) {
        return nodes.get(i % nodes.size());
    }

    private Reply token(int i, Map<String, String> headers, Map<String, String> form) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/x-www-form-urlencoded");
        return node(i).exchange("POST", PORTAL + "/token", all, form(form));
    }

    private static Map<String, String> redemption(String code) {
        return Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                "demo-spa",
                "code",
                code,
                "redirect_uri",
                CALLBACK,
                "code_verifier",
                VERIFIER);
    }

    private static Map<String, String> refresh(String token) {
        return Map.of("grant_type", "refresh_token", "client_id", "demo-spa", "refresh_token", token);
    }

    /** The one that won. The others were all refused alike, or had no turn on a busy machine. */
    private static Reply winner(List<Reply> replies, int won, int refused) {
        assertThat(replies).extracting(Reply::status).containsOnlyOnce(won).isSubsetOf(won, refused, 503);
        List<Reply> winners =
                replies.stream().filter(reply -> reply.status() == won).toList();
        return winners.getFirst();
    }

    private void assertOver(Reply tokens) {
        assertThat(openId.userInfo(tokens.text("access_token")).status()).isEqualTo(401);
        assertThat(openId.refresh(tokens.text("refresh_token")).text("error")).isEqualTo("invalid_grant");
    }

    @Test
    void rfc_6749_4_1_2_a_code_is_redeemed_once_and_what_it_became_ends_with_the_second_try() {
        Map<String, String> redemption = redemption(openId.code("scope", "openid offline_access"));

        List<Reply> replies = Together.run(MANY, i -> token(i, Map.of(), redemption));

        assertOver(winner(replies, 200, 400));
    }

    @Test
    void rfc_9126_7_3_a_pushed_request_becomes_one_code() {
        String requestUri = openId.post("/par", Map.of(), request()).text("request_uri");
        String path = PORTAL + "/authorize?" + form(Map.of("client_id", "demo-spa", "request_uri", requestUri));
        Map<String, String> cookie = Map.of("Cookie", openId.browser(JOHN));

        List<Reply> replies = Together.run(MANY, i -> node(i).get(path, cookie));

        assertThat(openId.redeem(sent(winner(replies, 303, 400)).get("code")).status())
                .isEqualTo(200);
    }

    private Reply waitingDevice() {
        return openId.post("/device_authorization", Map.of(), Map.of("client_id", "demo-spa", "scope", "openid"));
    }

    private Page asked(Browser browser, String cookie, String userCode) {
        browser.cookie("vestibule-1", cookie.replace("vestibule-1=", ""));
        return browser.submit(browser.get("/device/1"), "/device/1", Map.of("code", userCode));
    }

    @Test
    void rfc_8628_3_5_a_device_gets_tokens_once() {
        Reply device = waitingDevice();
        Browser browser = new Browser(openId.client);
        browser.submit(
                asked(browser, openId.browser(JOHN), device.text("user_code")), "/device/1", Map.of("agree", "yes"));
        Map<String, String> poll =
                Map.of("grant_type", DEVICE_CODE, "client_id", "demo-spa", "device_code", device.text("device_code"));

        List<Reply> replies = Together.run(MANY, i -> token(i, Map.of(), poll));

        winner(replies, 200, 400);
    }

    @Test
    void rfc_8628_3_3_a_device_is_signed_in_as_the_one_customer_who_was_told_so() {
        Reply device = waitingDevice();
        List<String> cookies = List.of(openId.browser(JOHN), openId.browser(JANE));
        List<Browser> browsers = new ArrayList<>();
        List<Page> questions = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Browser browser = new Browser(node(i / 2));
            questions.add(asked(browser, cookies.get(i % 2), device.text("user_code")));
            browsers.add(browser);
        }

        List<Page> answers =
                Together.run(MANY, i -> browsers.get(i).submit(questions.get(i), "/device/1", Map.of("agree", "yes")));

        List<Integer> statuses = answers.stream().map(Page::status).toList();
        assertThat(statuses).containsOnlyOnce(200).isSubsetOf(200, 422, 503);
        Reply tokens = openId.post(
                "/token",
                Map.of(),
                Map.of("grant_type", DEVICE_CODE, "client_id", "demo-spa", "device_code", device.text("device_code")));
        assertThat(claims(tokens.text("id_token")).text("sub"))
                .hasValue(Long.toString(statuses.indexOf(200) % 2 == 0 ? JOHN : JANE));
    }

    @Test
    void rfc_9700_4_14_2_a_refresh_token_has_one_successor_whoever_asks() {
        String first = openId.tokens().text("refresh_token");

        List<Reply> replies = Together.run(MANY, i -> token(i, Map.of(), refresh(first)));

        assertThat(replies).extracting(Reply::status).containsOnly(200);
        assertThat(replies.stream().map(reply -> reply.text("refresh_token")).distinct())
                .hasSize(1);
        Reply next = openId.refresh(replies.getFirst().text("refresh_token"));
        assertThat(next.status()).isEqualTo(200);
        assertThat(openId.refresh(first).text("error")).isEqualTo("invalid_grant");
        assertOver(next);
    }

    @Test
    void rfc_9449_5_a_refresh_token_has_one_successor_for_each_proof_of_its_key() {
        DpopKey key = DpopKey.ec().knowing(openId.client);
        Reply tokens = openId.post("/token", key.header("POST", "/token"), redemption(openId.code()));
        String first = tokens.text("refresh_token");

        List<Reply> replies = Together.run(MANY, i -> token(i, key.header("POST", "/token"), refresh(first)));

        assertThat(replies).extracting(Reply::status).containsOnly(200);
        assertThat(replies.stream().map(reply -> reply.text("refresh_token")).distinct())
                .hasSize(1);
    }

    @Test
    void rfc_9449_11_1_a_proof_refreshes_once_and_the_token_stays_good() {
        DpopKey key = DpopKey.ec().knowing(openId.client);
        Reply tokens = openId.post("/token", key.header("POST", "/token"), redemption(openId.code()));
        Map<String, String> same = key.header("POST", "/token");

        List<Reply> replies = Together.run(MANY, i -> token(i, same, refresh(tokens.text("refresh_token"))));

        String successor = winner(replies, 200, 400).text("refresh_token");
        assertThat(replies.stream().filter(reply -> reply.status() == 400))
                .allSatisfy(reply -> assertThat(reply.text("error")).isEqualTo("invalid_dpop_proof"));
        assertThat(token(0, key.header("POST", "/token"), refresh(successor)).status())
                .isEqualTo(200);
    }

    @Test
    void core_3_1_2_4_agreeing_is_kept_once_and_a_pushed_request_still_becomes_one_code() {
        String client = "demo-web";
        openId.installation.sql(
                "update oauth_client set first_party = false where id = (select id from api_client where name = ?)",
                client);
        String requestUri =
                openId.post("/par", OpenId.web(), request("client_id", client)).text("request_uri");
        String query = form(Map.of("client_id", client, "request_uri", requestUri));
        List<Browser> tabs = new ArrayList<>();
        List<Page> questions = new ArrayList<>();
        String cookie = openId.browser(JOHN).replace("vestibule-1=", "");
        for (int i = 0; i < MANY; i++) {
            Browser tab = new Browser(node(i));
            tab.cookie("vestibule-1", cookie);
            questions.add(tab.get("/consent/1?" + query));
            tabs.add(tab);
        }

        List<Integer> statuses = Together.run(MANY, i -> {
            Page agreed = tabs.get(i).submit(questions.get(i), "/consent/1", Map.of("agree", "yes"));
            return tabs.get(i).follow(agreed).status();
        });

        assertThat(statuses).containsOnlyOnce(303).isSubsetOf(303, 400, 503);
        assertThat(openId.installation.count("select count(*) from consent where customer_id = ?", JOHN))
                .isEqualTo(1);
    }

    @Test
    void rp_initiated_logout_ends_the_session_once_and_tells_the_application_once() {
        openId.installation.sql("update oauth_client set backchannel_logout_uri = 'http://127.0.0.1:1/logout'");
        String cookie = openId.browser(JOHN);
        Reply tokens = openId.redeem(sent(openId.authorize(cookie, request())).get("code"));
        long before = signOuts();
        String path = PORTAL + "/logout?" + form(Map.of("id_token_hint", tokens.text("id_token")));

        Together.run(MANY, i -> node(i).get(path, Map.of("Cookie", cookie)));

        assertThat(signOuts()).isEqualTo(before + 1);
        assertThat(openId.installation.count(
                        "select count(*) from logout_notice where session_id = cast(? as uuid)",
                        claims(tokens.text("id_token")).text("sid").orElseThrow()))
                .isEqualTo(1);
        assertOver(tokens);
    }

    private long signOuts() {
        return openId.installation.count("select count(*) from audit_event where event = 'authn_logout'");
    }
}
