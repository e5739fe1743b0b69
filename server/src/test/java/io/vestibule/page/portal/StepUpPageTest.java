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
import io.vestibule.support.Together;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                where s.customer_id = ? and s.amr = cast(? as text[])
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
    void a_code_completes_the_session_and_the_request_goes_on() {
        Protected customer = Protected.enrol(installation, server, "rise@example.com");
        Browser browser = byPassword(customer);
        String before = Objects.requireNonNull(browser.cookie("vestibule-1"));
        Page page = asked(browser);
        assertThat(page.body()).contains("rise@example.com").doesNotContain("type=\"password\"", "<script");
        Page completed = browser.submit(page, "/second-factor/1", Map.of("code", customer.app.code()));
        assertThat(completed.location()).startsWith("/portals/1/authorize?" + REQUEST);
        assertThat(sessions(customer.id, "{pwd,otp,mfa}")).isEqualTo(1);
        assertThat(installation.count(
                        "select count(*) from customer_session where customer_id = ? and auth_time > now() - interval '59 minutes'",
                        customer.id))
                .as("no sign-in anew")
                .isZero();
        assertThat(browser.cookie("vestibule-1")).isNotEqualTo(before);
        assertThat(browser.follow(completed).location()).startsWith("http://localhost:3000/callback?code=");
        Browser old = new Browser(server);
        old.cookie("vestibule-1", before);
        assertThat(old.get("/account/1").location()).isEqualTo("/sign-in/1");
        assertThat(installation.count(
                        "select count(*) from customer_session where customer_id = ? and ended_at is null and not amr @> '{mfa}'",
                        customer.id))
                .as("this one, and none beside it but Keaze's")
                .isEqualTo(1);
    }

    /** Two tabs, and whoever looked over a shoulder. */
    @Test
    void of_32_who_show_one_code_at_once_on_two_nodes_one_has_the_session() {
        Protected customer = Protected.enrol(installation, server, "shoulder@example.com");
        Browser first = byPassword(customer);
        Page page = asked(first);
        installation.withAnotherNode(second -> {
            List<Browser> tabs = IntStream.range(0, 32)
                    .mapToObj(i -> {
                        Browser tab = new Browser(i % 2 == 0 ? server : second);
                        for (String cookie : List.of("vestibule-1", "vestibule-form")) {
                            tab.cookie(cookie, Objects.requireNonNull(first.cookie(cookie)));
                        }
                        return tab;
                    })
                    .toList();
            Map<String, String> code = Map.of("code", customer.app.code());
            List<Integer> statuses = Together.run(
                    32, i -> tabs.get(i).submit(page, "/second-factor/1", code).status());
            assertThat(statuses).isSubsetOf(303, 422, 503); // the others are led to the sign-in, once the code is used
            List<Browser> signedIn = tabs.stream()
                    .filter(tab -> tab.get("/account/1").status() == 200)
                    .toList();
            assertThat(signedIn).as("one cookie is good").hasSize(1);
            assertThat(sessions(customer.id, "{pwd,otp,mfa}")).isEqualTo(1);
        });
    }

    @Test
    void wrong_codes_complete_nothing_and_lock() {
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
        Page completed = browser.browser.submit(
                page,
                "/second-factor/1/passkey",
                Map.of("credential", passkey.get(options).toString()));
        assertThat(completed.location()).startsWith("/portals/1/authorize?" + REQUEST);
        assertThat(sessions(id, "{hwk,user,mfa}")).isEqualTo(1);
        assertThat(browser.browser.follow(completed).location()).startsWith("http://localhost:3000/callback?code=");
    }

    /** OpenID Connect Core section 3.1.2.1: "prompt=login: SHOULD prompt the End-User for reauthentication". */
    @ParameterizedTest
    @ValueSource(strings = {"prompt=login", "max_age=60"})
    void a_code_alone_is_no_sign_in_anew(String again) {
        Protected customer = Protected.enrol(installation, server, again.replace('=', '-') + "@example.com");
        Browser browser = byPassword(customer);
        String signIn =
                browser.get("/portals/1/authorize?" + REQUEST + "&" + again).location();
        assertThat(signIn).startsWith("/sign-in/1?" + REQUEST);
        Page page = browser.get(signIn.replace("/sign-in/1", "/second-factor/1"));
        Page completed = browser.submit(page, "/second-factor/1", Map.of("code", customer.app.code()));
        assertThat(browser.follow(completed).location()).startsWith("/sign-in/1?" + REQUEST);
    }

    private PasskeyBrowser withPasskeyAlone(String email) {
        long id = StoredCustomer.of(email).password(PASSWORD).store(installation);
        PasskeyBrowser browser = new PasskeyBrowser(server);
        browser.browser.signIn("/sign-in/1", email, PASSWORD);
        browser.add(PasskeyBrowser.passkey(), Map.of("password", PASSWORD));
        assertThat(sessions(id, "{pwd}")).isEqualTo(1);
        return browser;
    }

    private static String without(Page page) {
        return page.links().stream()
                .filter(link -> link.startsWith("/portals/1/authorize?"))
                .findFirst()
                .orElseThrow();
    }

    /** Section 3.1.2.1: {@code acr_values} asks for a voluntary claim. */
    @Test
    void a_second_factor_that_is_not_essential_can_be_gone_on_without() {
        Browser browser = withPasskeyAlone("elsewhere@example.com").browser;
        String code = browser.get(without(asked(browser))).location();
        assertThat(code).startsWith("http://localhost:3000/callback?code=");
        assertThat(installation.count(
                        "select count(*) from authorization_code where amr = '{pwd}' and hash = sha256(convert_to(?, 'UTF8'))",
                        code.replaceFirst(".*[?&]code=([^&]*).*", "$1")))
                .as("and the tokens say that it was one factor")
                .isEqualTo(1);
        Page again = browser.get("/portals/1/authorize?" + REQUEST + "&prompt=login");
        Page signedIn = browser.signIn(again.location(), "elsewhere@example.com", PASSWORD);
        Page page = browser.follow(browser.follow(signedIn));
        assertThat(browser.get(without(page)).location())
                .as("the sign-in for this request still counts")
                .startsWith("http://localhost:3000/callback?code=");
    }

    /** Section 5.5.1.1, RFC 9470 section 5. */
    @Test
    void one_that_is_essential_is_told_to_be_unmet() {
        Browser browser = withPasskeyAlone("essential@example.com").browser;
        String claims =
                "&claims=%7B%22id_token%22%3A%7B%22acr%22%3A%7B%22essential%22%3Atrue%2C%22values%22%3A%5B%22aal2%22%5D%7D%7D%7D";
        Page page = browser.follow(browser.get("/portals/1/authorize?" + REQUEST + claims));
        assertThat(browser.get(without(page)).location())
                .startsWith("http://localhost:3000/callback?error=unmet_authentication_requirements");
    }

    @Test
    void anothers_passkey_completes_nothing() {
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
    void a_session_that_ended_is_completed_no_more() {
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
