package io.vestibule.page.portal;

import static io.vestibule.support.SoftPasskey.base64;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in with a passkey on a portal's own page. Names that begin with a letter and a number are behaviour met in browsers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PasskeyPageTest {
    private static final String PASSWORD = "correct horse 9";

    private final Installation installation = Installation.demo(Generous.limits());
    private Client server;
    private int customers;

    @BeforeAll
    void start() {
        server = installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private String customer() {
        String email = "passkey" + customers++ + "@example.com";
        long id = StoredCustomer.of(email).password(PASSWORD).store(installation);
        installation.sql("update customer set email_verified_at = now() where id = ?", id);
        return email;
    }

    private PasskeyBrowser browser() {
        return new PasskeyBrowser(server);
    }

    /** A customer's passkey. */
    private SoftPasskey registered(String email) {
        PasskeyBrowser browser = browser();
        browser.browser.signIn("/sign-in/1", email, PASSWORD);
        SoftPasskey passkey = PasskeyBrowser.passkey();
        Page added = browser.add(passkey, Map.of("password", PASSWORD));
        assertThat(added.status()).as(added.body()).isEqualTo(200);
        return passkey;
    }

    private void opensNothing(PasskeyBrowser browser, Page page, String words) {
        assertThat(page.status()).as(page.body()).isEqualTo(422);
        assertThat(page.alert()).contains(words);
        assertThat(browser.browser.cookie("vestibule-1")).isNull();
    }

    @Test
    void it_opens_the_session_with_both_factors_and_goes_on_with_the_request() {
        String email = customer();
        PasskeyBrowser browser = browser();
        Page done = browser.signIn("/sign-in/1?client_id=x&state=y", registered(email));
        assertThat(done.status()).as(done.body()).isEqualTo(303);
        assertThat(done.location()).isEqualTo("/portals/1/authorize?client_id=x&state=y");
        assertThat(browser.browser.get("/account/1").body()).contains(email, "passkey");
        assertThat(installation.count("""
                        select count(*) from browser_session b join customer_session s on s.id = b.session_id
                        join customer c on c.id = s.customer_id
                        where c.email = ? and s.amr = array['hwk', 'user', 'mfa']
                        """, email)).isEqualTo(1);
    }

    @Test
    void no_second_factor_is_asked_for_afterwards() {
        Protected customer = Protected.enrol(installation, server, "both@example.com");
        PasskeyBrowser browser = browser();
        Page code = browser.browser.signIn("/sign-in/1", customer.email, customer.password);
        browser.browser.submit(code, "/sign-in/1/code", Map.of("code", customer.app.code()));
        customer.timePasses();
        SoftPasskey passkey = PasskeyBrowser.passkey();
        assertThat(browser.add(passkey, Map.of("code", customer.app.code())).status())
                .isEqualTo(200);
        assertThat(browser().signIn("/sign-in/1", passkey).location()).isEqualTo("/account/1");
    }

    @Test
    void the_list_of_logins_offers_passkeys_and_no_option_is_null_p1() {
        PasskeyBrowser browser = browser();
        Page page = browser.browser.get("/sign-in/1");
        assertThat(page.body()).contains("autocomplete=\"username webauthn\"", "data-life=\"240000\"");
        Page options = browser.ask(page, "/sign-in/1/passkey", Map.of());
        assertThat(options.header("Content-Type")).isEqualTo("application/json");
        assertThat(options.header("Cache-Control")).isEqualTo("no-store");
        assertThat(options.body()).doesNotContain("null");
        assertThat(PasskeyBrowser.json(options).fields().keySet())
                .containsExactlyInAnyOrder("challenge", "timeout", "rpId", "userVerification");
        assertThat(SoftPasskey.text(PasskeyBrowser.json(options), "rpId")).isEqualTo("localhost");
    }

    @Test
    void without_a_script_the_page_is_as_it_was() {
        Page page = new Browser(server).get("/sign-in/1");
        assertThat(page.body())
                .contains("hidden data-passkey=\"get\"")
                .containsOnlyOnce("<script")
                .containsOnlyOnce("src=")
                .contains("<script type=\"module\" src=\"" + Script.PATH + "\"></script>");
        String email = customer();
        assertThat(new Browser(server).signIn("/sign-in/1", email, PASSWORD).location())
                .isEqualTo("/account/1");
    }

    @Test
    void the_policy_names_the_one_script_and_nothing_else_runs() {
        Page page = new Browser(server).get("/sign-in/1");
        assertThat(page.header("Content-Security-Policy"))
                .contains(
                        "script-src " + PasskeyBrowser.ORIGIN + Script.PATH + ";",
                        "connect-src 'self'",
                        "default-src 'none'")
                .doesNotContain("unsafe");
        Page script = new Browser(server).get(Script.PATH);
        assertThat(script.status()).isEqualTo(200);
        assertThat(script.header("Content-Type")).startsWith("text/javascript");
        assertThat(script.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(script.body()).doesNotContain("innerHTML", "eval", "console.");
        assertThat(new Browser(server)
                        .get("/pages/passkeys-0123456789abcdef.js")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void p20_one_that_nobody_has_any_more_the_browser_may_forget() {
        String email = customer();
        SoftPasskey passkey = registered(email);
        installation.sql("delete from passkey where credential_id = ?", passkey.id);
        PasskeyBrowser browser = browser();
        Page page = browser.signIn("/sign-in/1?state=1", passkey);
        opensNothing(browser, page, "no longer known here");
        assertThat(page.body().replace("&#34;", "\""))
                .contains("data-signal=\"signalUnknownCredential\"", base64(passkey.id), "\"rpId\":\"localhost\"");
        assertThat(page.form("/sign-in/1?state=1").fields()).containsKey("login");
    }

    @Test
    void a_wrong_signature_opens_nothing_and_is_not_to_be_forgotten() {
        SoftPasskey passkey = registered(customer());
        PasskeyBrowser browser = browser();
        Page page = browser.browser.get("/sign-in/1");
        Json.Object answer = passkey.get(browser.options(page, "/sign-in/1/passkey"));
        Json.Object other = passkey.get(browser.options(page, "/sign-in/1/passkey"));
        Page wrong = browser.send(
                page, SoftPasskey.with(answer, "signature", ((Json.Object) other.get("response")).get("signature")));
        opensNothing(browser, wrong, "You could not be signed in with this passkey");
        assertThat(wrong.body()).doesNotContain("data-signal");
    }

    @Test
    void one_of_another_portal_opens_nothing_and_is_not_to_be_forgotten() {
        SoftPasskey passkey = registered(customer());
        PasskeyBrowser browser = browser();
        Page page = browser.browser.get("/sign-in/2");
        Page answer = browser.browser.submit(
                page,
                "/sign-in/2/passkey",
                Map.of(
                        "credential",
                        passkey.get(browser.options(page, "/sign-in/2/passkey")).toString()));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.alert()).startsWith("You could not be signed in with this passkey");
        assertThat(answer.body()).doesNotContain("data-signal");
        assertThat(browser.browser.cookie("vestibule-2")).isNull();
    }

    @Test
    void a_challenge_is_good_for_one_answer_and_for_five_minutes() {
        SoftPasskey passkey = registered(customer());
        PasskeyBrowser browser = browser();
        Page page = browser.browser.get("/sign-in/1");
        Json.Object answer = passkey.get(browser.options(page, "/sign-in/1/passkey"));
        assertThat(browser.send(page, answer).status()).isEqualTo(303);
        PasskeyBrowser other = browser();
        opensNothing(other, other.send(other.browser.get("/sign-in/1"), answer), "It took too long");
        Json.Object late = passkey.get(other.options(other.browser.get("/sign-in/1"), "/sign-in/1/passkey"));
        installation.sql("update passkey_ceremony set expires_at = now()");
        opensNothing(other, other.send(other.browser.get("/sign-in/1"), late), "It took too long");
    }

    @Test
    void of_32_answers_to_one_challenge_on_two_nodes_one_opens_a_session() {
        String email = customer();
        SoftPasskey passkey = registered(email);
        Client second = installation.node();
        List<PasskeyBrowser> browsers = IntStream.range(0, 32)
                .mapToObj(i -> i % 2 == 0 ? browser() : new PasskeyBrowser(second))
                .toList();
        List<Page> pages =
                browsers.stream().map(one -> one.browser.get("/sign-in/1")).toList();
        Json answer = passkey.get(browsers.getFirst().options(pages.getFirst(), "/sign-in/1/passkey"));
        long before = sessions(email);
        List<Integer> statuses =
                Together.run(32, i -> browsers.get(i).send(pages.get(i), answer).status());
        assertThat(statuses).containsOnlyOnce(303);
        assertThat(sessions(email)).isEqualTo(before + 1);
    }

    private long sessions(String email) {
        return installation.count(
                "select count(*) from customer_session s join customer c on c.id = s.customer_id where c.email = ?",
                email);
    }

    @Test
    void page_and_device_are_told_in_words() {
        SoftPasskey passkey = registered(customer());
        PasskeyBrowser browser = browser();
        passkey.verifies = false;
        opensNothing(browser, browser.signIn("/sign-in/1", passkey), "did not check that it is you");
        passkey.verifies = true;
        passkey.origin = "https://evil.example";
        opensNothing(browser, browser.signIn("/sign-in/1", passkey), "do not work at this address");
        passkey.origin = PasskeyBrowser.ORIGIN;
        passkey.topOrigin = "https://evil.example";
        passkey.crossOrigin = true;
        opensNothing(browser, browser.signIn("/sign-in/1", passkey), "another site");
        passkey.topOrigin = null;
        passkey.crossOrigin = false;
        passkey.userHandle = null;
        opensNothing(browser, browser.signIn("/sign-in/1", passkey), "does not say whose it is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"response\":{}}", "no json", "\"text\""})
    void what_is_no_answer_is_told_in_words(String credential) {
        PasskeyBrowser browser = browser();
        Page page = browser.browser.get("/sign-in/1");
        opensNothing(
                browser,
                browser.browser.submit(page, "/sign-in/1/passkey", Map.of("credential", credential)),
                "can’t be read");
    }

    @Test
    void a_disabled_customer_is_refused_like_a_wrong_signature() {
        String email = customer();
        SoftPasskey passkey = registered(email);
        installation.sql("update customer set disabled_at = now() where email = ?", email);
        PasskeyBrowser browser = browser();
        opensNothing(browser, browser.signIn("/sign-in/1", passkey), "You could not be signed in with this passkey");
    }

    @Test
    void rfc_9700_4_7_no_other_page_signs_anybody_in_or_asks_for_options() {
        SoftPasskey attackers = registered(customer());
        PasskeyBrowser attacker = browser();
        Page page = attacker.browser.get("/sign-in/1");
        String answer =
                attackers.get(attacker.options(page, "/sign-in/1/passkey")).toString();
        Map<String, String> fields =
                new HashMap<>(page.form("/sign-in/1/passkey").fields());
        fields.put("credential", answer);
        PasskeyBrowser victim = browser();
        assertThat(victim.browser.post("/sign-in/1/passkey", fields).status())
                .as("another browser's form")
                .isEqualTo(403);
        Map<String, String> evil = Map.of("Origin", "https://evil.example");
        assertThat(attacker.browser.post("/sign-in/1/passkey", evil, fields).status())
                .isEqualTo(403);
        assertThat(attacker.browser
                        .post("/sign-in/1/passkey/options", evil, fields)
                        .status())
                .isEqualTo(403);
        assertThat(attacker.browser.post("/sign-in/1/passkey/options", Map.of()).status())
                .isEqualTo(403);
    }

    @Test
    void the_cookie_is_a_new_one_and_the_same_customers_session_goes_on() {
        String email = customer();
        SoftPasskey passkey = registered(email);
        PasskeyBrowser browser = browser();
        browser.browser.signIn("/sign-in/1", email, PASSWORD);
        String before = browser.browser.cookie("vestibule-1");
        long sessions = installation.count("select count(*) from customer_session");
        assertThat(browser.signIn("/sign-in/1", passkey).status()).isEqualTo(303);
        assertThat(browser.browser.cookie("vestibule-1")).isNotNull().isNotEqualTo(before);
        assertThat(installation.count("select count(*) from customer_session")).isEqualTo(sessions);
    }

    @Test
    void a_portal_whose_site_is_another_has_no_passkeys_here() {
        try (Installation elsewhere =
                Installation.demo(Generous.limitsAnd(Map.of("VESTIBULE_PUBLIC_URL", "https://id.example.com")))) {
            Client node = elsewhere.node();
            Browser browser = new Browser(node, "https://id.example.com");
            Page own = browser.get("/sign-in/1");
            assertThat(own.body()).contains("data-passkey");
            assertThat(own.header("Content-Security-Policy"))
                    .contains("script-src https://id.example.com" + Script.PATH);
            elsewhere.sql("update portal set passkey_rp_id = 'example.com' where id = 1");
            assertThat(elsewhere.node().get("/sign-in/1", Map.of()).body())
                    .as("a site that covers our host")
                    .contains("data-passkey");
            elsewhere.sql("update portal set passkey_rp_id = 'shop.example' where id = 1");
            Client later = elsewhere.node();
            Browser other = new Browser(later, "https://id.example.com");
            Page none = other.get("/sign-in/1");
            assertThat(none.body()).doesNotContain("passkey", "<script", "webauthn");
            assertThat(none.header("Content-Security-Policy")).doesNotContain("script-src", "connect-src");
            assertThat(other.post(
                                    "/sign-in/1/passkey/options",
                                    none.form("/sign-in/1").fields())
                            .status())
                    .isEqualTo(409);
            assertThat(other.get("/account/1/passkeys").location()).isEqualTo("/account/1");
        }
    }
}
