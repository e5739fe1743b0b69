package io.vestibule.page.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Protected;
import io.vestibule.support.SoftPasskey;
import io.vestibule.support.StoredCustomer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The second factor alone, for somebody who is signed in (RFC 9470). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StepUpPageTest {
    private static final String PASSWORD = "correct horse 9";
    private static final String REQUEST = "client_id=demo-spa&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback"
            + "&response_type=code&scope=openid&acr_values=aal2&code_challenge_method=S256"
            + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final Installation installation = Installation.demo(Generous.limits());
    private Client server;

    @BeforeAll
    void start() {
        server = installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    /** Whoever has a second factor, in a browser in which they have given their password alone. */
    private Browser byPassword(Protected customer) {
        Browser browser = new Browser(server);
        Page code = browser.signIn("/sign-in/1", customer.email, customer.password);
        browser.submit(code, "/sign-in/1/code", Map.of("code", customer.app.code()));
        customer.timePasses();
        amr(customer.id, "{pwd}");
        return browser;
    }

    private void amr(long customer, String amr) {
        installation.sql(
                "update customer_session set amr = cast(? as text[]), auth_time = now() - interval '1 hour' where customer_id = ?",
                amr,
                customer);
    }

    private long sessions(long customer, String amr) {
        return installation.count("""
                select count(*) from browser_session b join customer_session s on s.id = b.session_id
                where s.customer_id = ? and s.amr = cast(? as text[]) and s.auth_time > now() - interval '1 minute'
                """, customer, amr);
    }

    private static Page asked(Browser browser) {
        Page authorize = browser.get("/portals/1/authorize?" + REQUEST);
        assertThat(authorize.location()).startsWith("/second-factor/1?" + REQUEST);
        Page page = browser.follow(authorize);
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        return page;
    }

    @Test
    void a_code_raises_the_session_and_the_request_goes_on() {
        Protected customer = Protected.enrol(installation, server, "rise@example.com");
        Browser browser = byPassword(customer);
        String before = Objects.requireNonNull(browser.cookie("vestibule-1"));
        Page page = asked(browser);
        assertThat(page.body()).contains("rise@example.com").doesNotContain("type=\"password\"", "<script");
        Page risen = browser.submit(page, "/second-factor/1", Map.of("code", customer.app.code()));
        assertThat(risen.location()).startsWith("/portals/1/authorize?" + REQUEST);
        assertThat(sessions(customer.id, "{pwd,otp,mfa}")).isEqualTo(1);
        assertThat(browser.cookie("vestibule-1")).isNotEqualTo(before);
        assertThat(browser.follow(risen).location()).startsWith("http://localhost:3000/callback?code=");
        Browser old = new Browser(server);
        old.cookie("vestibule-1", before);
        assertThat(old.get("/account/1").location()).isEqualTo("/sign-in/1");
        assertThat(installation.count(
                        "select count(*) from customer_session where customer_id = ? and ended_at is null and not amr @> '{mfa}'",
                        customer.id))
                .as("the one that rose, and none beside it but Keaze's")
                .isEqualTo(1);
    }

    @Test
    void wrong_codes_raise_nothing_and_lock() {
        Protected customer = Protected.enrol(installation, server, "wrong@example.com");
        Browser browser = byPassword(customer);
        Page page = asked(browser);
        assertThat(browser.submit(page, "/second-factor/1", Map.of("code", " ")).alert())
                .isEqualTo("Please enter the code.");
        for (int i = 0; i < 5; i++) {
            Page wrong = browser.submit(page, "/second-factor/1", Map.of("code", customer.app.wrong()));
            assertThat(wrong.status()).isEqualTo(422);
            assertThat(wrong.alert()).startsWith("This code is not right");
        }
        assertThat(browser.submit(page, "/second-factor/1", Map.of("code", customer.app.code()))
                        .alert())
                .startsWith("This code is not right");
        assertThat(sessions(customer.id, "{pwd,otp,mfa}")).isZero();
    }

    @Test
    void a_mailed_code_does_unless_the_session_came_by_mail() {
        Protected customer = Protected.enrol(installation, server, "mailed@example.com");
        Browser browser = byPassword(customer);
        Page mailed = browser.submit(asked(browser), "/second-factor/1", Map.of("mail", "yes"));
        assertThat(mailed.body()).contains("We have sent you an email with a code.");
        String code = customer.mailedCode(1);
        amr(customer.id, "{link}");
        Page page = asked(browser);
        assertThat(page.body()).doesNotContain("Email me a code");
        assertThat(browser.submit(page, "/second-factor/1", Map.of("mail", "yes"))
                        .alert())
                .isEqualTo("A code by email can’t be used here.");
        assertThat(browser.submit(page, "/second-factor/1", Map.of("code", code))
                        .status())
                .isEqualTo(422);
        amr(customer.id, "{pwd}");
        assertThat(browser.submit(page, "/second-factor/1", Map.of("code", code))
                        .status())
                .isEqualTo(303);
    }

    @Test
    void a_customer_with_a_passkey_alone_shows_that() {
        long id = StoredCustomer.of("key@example.com").password(PASSWORD).store(installation);
        installation.sql("update customer set email_verified_at = now() where id = ?", id);
        PasskeyBrowser browser = new PasskeyBrowser(server);
        browser.browser.signIn("/sign-in/1", "key@example.com", PASSWORD);
        assertThat(browser.browser.get("/portals/1/authorize?" + REQUEST).location())
                .as("none yet: acr_values is a wish")
                .startsWith("http://localhost:3000/callback?code=");
        SoftPasskey passkey = PasskeyBrowser.passkey();
        browser.add(passkey, Map.of("password", PASSWORD));
        Page page = asked(browser.browser);
        assertThat(page.body()).contains("Use a passkey").doesNotContain("id=\"code\"");
        var options = browser.options(page, "/second-factor/1/passkey");
        assertThat(options.get("allowCredentials").toString()).contains(SoftPasskey.base64(passkey.id));
        Page risen = browser.browser.submit(
                page,
                "/second-factor/1/passkey",
                Map.of("credential", passkey.get(options).toString()));
        assertThat(risen.location()).startsWith("/portals/1/authorize?" + REQUEST);
        assertThat(sessions(id, "{hwk,user,mfa}")).isEqualTo(1);
        assertThat(browser.browser.follow(risen).location()).startsWith("http://localhost:3000/callback?code=");
    }

    @Test
    void anothers_passkey_raises_nothing() {
        long id = StoredCustomer.of("mine@example.com").password(PASSWORD).store(installation);
        StoredCustomer.of("theirs@example.com").password(PASSWORD).store(installation);
        PasskeyBrowser other = new PasskeyBrowser(server);
        other.browser.signIn("/sign-in/1", "theirs@example.com", PASSWORD);
        SoftPasskey theirs = PasskeyBrowser.passkey();
        other.add(theirs, Map.of("password", PASSWORD));
        PasskeyBrowser browser = new PasskeyBrowser(server);
        browser.browser.signIn("/sign-in/1", "mine@example.com", PASSWORD);
        browser.add(PasskeyBrowser.passkey(), Map.of("password", PASSWORD));
        Page page = asked(browser.browser);
        Page refused = browser.browser.submit(
                page,
                "/second-factor/1/passkey",
                Map.of(
                        "credential",
                        theirs.get(browser.options(page, "/second-factor/1/passkey"))
                                .toString()));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.alert()).startsWith("You could not be signed in with this passkey");
        assertThat(refused.heading()).isEqualTo("Confirm that it is you");
        assertThat(sessions(id, "{pwd}")).isEqualTo(1);
    }

    @Test
    void a_session_that_ended_rises_no_more() {
        Protected customer = Protected.enrol(installation, server, "ended@example.com");
        Browser browser = byPassword(customer);
        Page page = asked(browser);
        installation.sql("update customer_session set ended_at = now() where customer_id = ?", customer.id);
        Page over = browser.submit(page, "/second-factor/1", Map.of("code", customer.app.code()));
        assertThat(over.location()).startsWith("/sign-in/1?" + REQUEST);
        assertThat(installation.count(
                        "select count(*) from customer_session where customer_id = ? and ended_at is null",
                        customer.id))
                .isZero();
    }

    @Test
    void nobody_is_asked_who_is_not_signed_in_or_has_shown_both_already() {
        assertThat(new Browser(server).get("/second-factor/1?" + REQUEST).location())
                .isEqualTo("/sign-in/1?" + REQUEST);
        Protected customer = Protected.enrol(installation, server, "already@example.com");
        Browser browser = byPassword(customer);
        amr(customer.id, "{pwd,otp,mfa}");
        assertThat(browser.get("/second-factor/1?" + REQUEST).location()).isEqualTo("/portals/1/authorize?" + REQUEST);
        assertThat(browser.get("/second-factor/1").location()).isEqualTo("/account/1");
        Browser john = new Browser(server);
        john.signIn("/sign-in/1", "john.doe@example.com", PASSWORD);
        assertThat(john.get("/second-factor/1").location())
                .as("has nothing to show")
                .isEqualTo("/sign-in/1");
    }

    @Test
    void no_other_page_sends_the_form() {
        Protected customer = Protected.enrol(installation, server, "csrf@example.com");
        Browser browser = byPassword(customer);
        Page page = asked(browser);
        Map<String, String> fields = new HashMap<>(page.form("/second-factor/1").fields());
        fields.put("code", customer.app.code());
        assertThat(browser.post("/second-factor/1", Map.of("Origin", "https://evil.example"), fields)
                        .status())
                .isEqualTo(403);
        fields.put("form", "x");
        assertThat(browser.post("/second-factor/1", fields).status()).isEqualTo(403);
    }
}
