package io.vestibule.dialect.openid;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in on a device: RFC 8628. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceFlowTest {
    private static final String JOHN = "john.doe@example.com";
    private static final String PASSWORD = "correct horse 9";

    private final OpenId openId = new OpenId();

    @BeforeAll
    void allowDevices() {
        openId.installation.sql("""
                update oauth_client set grant_types = grant_types || '{urn:ietf:params:oauth:grant-type:device_code}'
                where id = (select id from api_client where name = 'demo-spa')
                """);
    }

    @AfterAll
    void stop() {
        openId.close();
    }

    private Reply begin() {
        return openId.post(
                "/device_authorization", Map.of(), Map.of("client_id", "demo-spa", "scope", "openid email unknown"));
    }

    private Reply poll(String deviceCode) {
        return openId.post(
                "/token",
                Map.of(),
                Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:device_code",
                        "client_id",
                        "demo-spa",
                        "device_code",
                        deviceCode));
    }

    /** A browser on the page that asks whether the device shall be signed in. */
    private Page asked(Browser browser, String userCode) {
        browser.signIn("/sign-in/1", JOHN, PASSWORD);
        return browser.submit(browser.get("/device/1"), "/device/1", Map.of("code", userCode));
    }

    @Test
    void section_3_2_a_device_gets_a_code_and_one_to_show() {
        Reply begun = begin();

        assertThat(begun.status()).isEqualTo(200);
        assertThat(begun.text("user_code")).matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}");
        assertThat(begun.text("verification_uri")).isEqualTo("http://localhost:8080/device/1");
        assertThat(begun.text("verification_uri_complete"))
                .isEqualTo("http://localhost:8080/device/1?user_code=" + begun.text("user_code"));
        assertThat(begun.text("expires_in")).isEqualTo("600");
        assertThat(begun.text("interval")).isEqualTo("5");
    }

    @Test
    void section_3_3_and_3_4_the_customer_agrees_and_the_device_gets_tokens_once() {
        Reply begun = begin();
        Browser browser = new Browser(openId.client);
        Page page =
                asked(browser, begun.text("user_code").toLowerCase(Locale.ROOT).replace("-", " "));
        assertThat(page.heading()).isEqualTo("May demo-spa sign you in?");
        assertThat(page.body()).contains(begun.text("user_code"), "your email address");
        assertThat(poll(begun.text("device_code")).text("error")).isEqualTo("authorization_pending");

        Page done = browser.submit(page, "/device/1", Map.of("agree", "yes"));
        assertThat(done.heading()).isEqualTo("Your device is signed in");

        assertThat(poll(begun.text("device_code")).text("scope")).isEqualTo("openid email");
        assertThat(poll(begun.text("device_code")).text("error")).isEqualTo("invalid_grant");
    }

    @Test
    void the_tokens_are_the_customers() {
        Reply begun = begin();
        Browser browser = new Browser(openId.client);
        browser.submit(asked(browser, begun.text("user_code")), "/device/1", Map.of("agree", "yes"));

        Reply tokens = poll(begun.text("device_code"));

        assertThat(openId.userInfo(tokens.text("access_token")).text("email")).isEqualTo(JOHN);
        assertThat(openId.refresh(tokens.text("refresh_token")).status()).isEqualTo(200);
    }

    /** One of the portal's own needs none; another's is kept, as on the page of consent, and ends with it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void agreeing_is_consent_to_an_application_of_somebody_elses(boolean firstParty) {
        openId.installation.sql(
                "update oauth_client set first_party = ? where id = (select id from api_client where name = 'demo-spa')",
                firstParty);
        openId.installation.sql("delete from consent");
        long before = events("consent_given");
        long approved = events("authn_device_approved");
        Reply begun = begin();
        Browser browser = new Browser(openId.client);
        Page page = asked(browser, begun.text("user_code"));
        browser.submit(page, "/device/1", Map.of("agree", "yes"));
        Reply tokens = poll(begun.text("device_code"));

        assertThat(events("authn_device_approved")).isEqualTo(approved + 1);
        assertThat(events("consent_given")).isEqualTo(firstParty ? before : before + 1);
        assertThat(openId.installation.count("select count(*) from consent where scopes = '{openid,email}'"))
                .isEqualTo(firstParty ? 0 : 1);
        Page account = browser.get("/account/1");
        if (firstParty) {
            assertThat(account.body()).doesNotContain("/account/1/consents");
        } else {
            String client = account.body().replaceFirst("(?s).*name=\"application\" value=\"([0-9]+)\".*", "$1");
            browser.submit(account, "/account/1/consents", Map.of("application", client));
            assertThat(openId.refresh(tokens.text("refresh_token")).status()).isEqualTo(400);
        }
        openId.installation.sql("update oauth_client set first_party = true");
    }

    private long events(String event) {
        return openId.installation.count("select count(*) from audit_event where event = ?", event);
    }

    @Test
    void section_3_3_1_the_complete_address_leads_through_the_sign_in_and_asks() {
        Reply begun = begin();
        Browser browser = new Browser(openId.client);
        Page first = browser.get("/device/1?user_code=" + begun.text("user_code"));
        assertThat(first.location()).startsWith("/sign-in/1?");

        Page page = browser.follow(browser.signIn(first.location(), JOHN, PASSWORD));

        assertThat(page.form("/device/1").fields()).containsEntry("code", begun.text("user_code"));
        assertThat(browser.submit(page, "/device/1", Map.of()).heading()).isEqualTo("May demo-spa sign you in?");
    }

    @Test
    void without_a_code_in_the_address_the_sign_in_leads_to_where_it_is_typed() {
        Browser browser = new Browser(openId.client);
        Page first = browser.get("/device/1");

        Page page = browser.follow(browser.signIn(first.location(), JOHN, PASSWORD));

        assertThat(page.heading()).isEqualTo("Sign in on a device");
    }

    @Test
    void section_3_5_a_customer_who_does_not_agree() {
        Reply begun = begin();
        Browser browser = new Browser(openId.client);
        browser.submit(asked(browser, begun.text("user_code")), "/device/1", Map.of("refuse", "yes"));

        assertThat(poll(begun.text("device_code")).text("error")).isEqualTo("access_denied");
        assertThat(asked(browser, begun.text("user_code")).status()).isEqualTo(422);
    }

    /** Whoever leaves out the question would try codes of devices by answering it. */
    @Test
    void section_5_1_guesses_are_limited_whatever_the_form_says() {
        Client limited = openId.installation.node(Map.of(
                "VESTIBULE_LIMIT_SIGN_IN_NETWORK_BURST", "3", "VESTIBULE_LIMIT_SIGN_IN_NETWORK_REFILL", "1/24h"));
        openId.installation.sql("delete from throttle"); // of the other tests
        Browser attacker = new Browser(limited);
        attacker.cookie("vestibule-1", openId.browser(OpenId.JANE).replace("vestibule-1=", ""));
        Page form = attacker.get("/device/1");
        List<String> answers = List.of("agree", "refuse", "look");
        for (String answer : answers) {
            assertThat(attacker.submit(form, "/device/1", Map.of("code", "BBBB-BBBB", answer, "yes"))
                            .status())
                    .isEqualTo(422);
        }
        String code = begin().text("user_code");

        for (String answer : answers) {
            assertThat(attacker.submit(form, "/device/1", Map.of("code", code, answer, "yes"))
                            .status())
                    .isEqualTo(429);
        }
    }

    @Test
    void section_3_5_a_device_that_asks_too_often_or_too_late() {
        Reply begun = begin();

        assertThat(poll(begun.text("device_code")).text("error")).isEqualTo("authorization_pending");
        assertThat(poll(begun.text("device_code")).text("error")).isEqualTo("slow_down");
        openId.installation.sql("update device_code set expires_at = now()");
        assertThat(poll(begun.text("device_code")).text("error")).isEqualTo("expired_token");
        assertThat(poll("invented").text("error")).isEqualTo("invalid_grant");
    }

    @Test
    void another_clients_device_code_and_a_wrong_user_code_are_nothing() {
        Reply begun = begin();
        Reply other = openId.post(
                "/token",
                OpenId.web(),
                Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:device_code",
                        "device_code",
                        begun.text("device_code")));
        assertThat(other.text("error")).isEqualTo("unauthorized_client");
        assertThat(openId.post("/device_authorization", OpenId.web(), Map.of("scope", "openid"))
                        .text("error"))
                .isEqualTo("unauthorized_client");

        Browser browser = new Browser(openId.client);
        Page page = asked(browser, "BCDF-GHJK");
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.alert()).startsWith("There is no such code");
    }

    @Test
    void a_device_code_is_no_authorization_code_before_its_customer_agrees() {
        Reply begun = begin();

        assertThat(openId.redeem(
                                begun.text("device_code"),
                                "redirect_uri",
                                "urn:ietf:params:oauth:grant-type:device_code",
                                "code_verifier",
                                "")
                        .text("error"))
                .isEqualTo("invalid_grant");
    }
}
