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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A customer's passkeys on the page of their account. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnPasskeysPageTest {
    private static final String PASSWORD = "correct horse 9";
    private static final String PATH = "/account/1/passkeys";

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
        String email = "own" + customers++ + "@example.com";
        long id = StoredCustomer.of(email).password(PASSWORD).store(installation);
        installation.sql("update customer set email_verified_at = now() where id = ?", id);
        return email;
    }

    private PasskeyBrowser signedIn(String email) {
        PasskeyBrowser browser = new PasskeyBrowser(server);
        assertThat(browser.browser.signIn("/sign-in/1", email, PASSWORD).status())
                .isEqualTo(303);
        return browser;
    }

    private static String told(Page page) {
        assertThat(page.status()).as(page.body()).isEqualTo(422);
        return SoftPasskey.text(PasskeyBrowser.json(page), "fault");
    }

    private static String text(Page page) {
        return page.body().replace("&#34;", "\"");
    }

    @Test
    void one_is_added_under_a_name_and_the_browser_hears_of_all() {
        PasskeyBrowser browser = signedIn(customer());
        Page page = browser.browser.get(PATH);
        assertThat(page.body())
                .contains("You have no passkey yet.", "hidden data-passkey=\"create\"", "data-without-passkeys");
        assertThat(text(page)).doesNotContain("data-signal");
        SoftPasskey passkey = PasskeyBrowser.passkey();
        Page added = browser.add(passkey, Map.of("password", PASSWORD, "name", "My <phone>"));
        assertThat(added.status()).as(added.body()).isEqualTo(200);
        assertThat(added.body())
                .contains("role=\"status\">The passkey is added.", "value=\"My &lt;phone>\"", "never used");
        assertThat(text(added))
                .contains(
                        "data-signal=\"signalAllAcceptedCredentials\"",
                        "\"allAcceptedCredentialIds\":[\"" + base64(passkey.id) + "\"]",
                        "data-signal=\"signalCurrentUserDetails\"");
        Page account = browser.browser.get("/account/1");
        assertThat(account.links()).contains(PATH);
        assertThat(text(account)).contains("data-signal=\"signalAllAcceptedCredentials\"", base64(passkey.id));
        assertThat(new PasskeyBrowser(server).signIn("/sign-in/1", passkey).status())
                .isEqualTo(303);
        assertThat(browser.browser.get(PATH).body()).contains("last used");
    }

    @Test
    void adding_takes_the_password_and_no_option_is_null_p1() {
        PasskeyBrowser browser = signedIn(customer());
        Page page = browser.browser.get(PATH);
        assertThat(told(browser.ask(page, PATH, Map.of()))).isEqualTo("Please enter your password.");
        assertThat(told(browser.ask(page, PATH, Map.of("password", "wrong")))).isEqualTo("The password is wrong.");
        Page options = browser.ask(page, PATH, Map.of("password", PASSWORD));
        assertThat(options.status()).isEqualTo(200);
        assertThat(options.body()).doesNotContain("null").contains("\"userVerification\":\"required\"");
    }

    @Test
    void where_a_second_factor_is_on_it_takes_a_code() {
        Protected customer = Protected.enrol(installation, server, "code@example.com");
        PasskeyBrowser browser = new PasskeyBrowser(server);
        Page code = browser.browser.signIn("/sign-in/1", customer.email, customer.password);
        browser.browser.submit(code, "/sign-in/1/code", Map.of("code", customer.app.code()));
        customer.timePasses();
        Page page = browser.browser.get(PATH);
        assertThat(told(browser.ask(page, PATH, Map.of("password", customer.password))))
                .isEqualTo("Please enter the code.");
        assertThat(told(browser.ask(page, PATH, Map.of("code", customer.app.wrong()))))
                .startsWith("This code is not right");
        assertThat(browser.add(PasskeyBrowser.passkey(), Map.of("code", customer.app.code()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void one_that_is_not_taken_the_browser_may_forget() {
        PasskeyBrowser browser = signedIn(customer());
        Page page = browser.browser.get(PATH);
        Json.Object options = PasskeyBrowser.json(browser.ask(page, PATH, Map.of("password", PASSWORD)));
        SoftPasskey passkey = PasskeyBrowser.passkey();
        passkey.verifies = false;
        Page refused = browser.register(
                page, Map.of("credential", passkey.create(options).toString()));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.alert()).startsWith("Your device did not check that it is you");
        assertThat(text(refused)).contains("data-signal=\"signalUnknownCredential\"", base64(passkey.id));
        SoftPasskey good = PasskeyBrowser.passkey();
        String answer = good.create(options).toString();
        assertThat(browser.register(page, Map.of("credential", answer)).status())
                .isEqualTo(200);
        Page again = browser.register(page, Map.of("credential", answer));
        assertThat(again.alert()).isEqualTo("It took too long. Please try again.");
        assertThat(browser.register(page, Map.of("credential", "nothing")).alert())
                .contains("can’t be read");
    }

    @Test
    void one_that_is_stored_is_never_forgotten_however_often_its_answer_is_loaded() {
        PasskeyBrowser browser = signedIn(customer());
        Page page = browser.browser.get(PATH);
        Json.Object options = PasskeyBrowser.json(browser.ask(page, PATH, Map.of("password", PASSWORD)));
        SoftPasskey passkey = PasskeyBrowser.passkey();
        Map<String, String> form = Map.of("credential", passkey.create(options).toString());
        assertThat(browser.register(page, form).status()).isEqualTo(200);

        Page again = browser.register(page, form);

        assertThat(text(again))
                .contains("\"allAcceptedCredentialIds\":[\"" + base64(passkey.id) + "\"]")
                .doesNotContain("signalUnknownCredential");
        browser.browser.signIn("/sign-in/1", customer(), PASSWORD);
        assertThat(text(browser.register(browser.browser.get(PATH), form)))
                .as("by somebody else in the browser")
                .doesNotContain("signalUnknownCredential");
    }

    @Test
    void one_is_renamed_and_removed_with_the_password() {
        String email = customer();
        PasskeyBrowser browser = signedIn(email);
        SoftPasskey passkey = PasskeyBrowser.passkey();
        Page page = browser.add(passkey, Map.of("password", PASSWORD));
        Page renamed = browser.browser.submit(page, PATH + "/name", Map.of("name", "Key"));
        assertThat(renamed.body()).contains("value=\"Key\"", "The name is saved.");
        assertThat(browser.browser
                        .submit(page, PATH + "/name", Map.of("name", "x".repeat(101)))
                        .alert())
                .isEqualTo("This can’t be used as a name.");
        String id = page.form(PATH + "/name").fields().get("passkey");
        assertThat(browser.browser
                        .submit(page, PATH + "/remove", Map.of("passkey", id, "password", "wrong"))
                        .alert())
                .isEqualTo("The password is wrong.");
        assertThat(browser.browser
                        .submit(page, PATH + "/remove", Map.of("passkey", id))
                        .alert())
                .isEqualTo("Please enter your password.");
        Page removed = browser.browser.submit(page, PATH + "/remove", Map.of("passkey", id, "password", PASSWORD));
        assertThat(removed.body()).contains("The passkey is removed.", "You have no passkey yet.");
        assertThat(text(removed)).contains("\"allAcceptedCredentialIds\":[]");
        assertThat(new PasskeyBrowser(server).signIn("/sign-in/1", passkey).alert())
                .contains("no longer known");
        assertThat(browser.browser
                        .submit(page, PATH + "/remove", Map.of("passkey", id, "password", PASSWORD))
                        .alert())
                .isEqualTo("There is no such passkey any more.");
    }

    @Test
    void nobody_touches_anothers() {
        PasskeyBrowser owner = signedIn(customer());
        SoftPasskey passkey = PasskeyBrowser.passkey();
        Page page = owner.add(passkey, Map.of("password", PASSWORD));
        String id = page.form(PATH + "/name").fields().get("passkey");
        PasskeyBrowser other = signedIn(customer());
        Page own = other.add(PasskeyBrowser.passkey(), Map.of("password", PASSWORD));
        for (String path : List.of(PATH + "/name", PATH + "/remove")) {
            assertThat(other.browser
                            .submit(own, path, Map.of("passkey", id, "name", "x", "password", PASSWORD))
                            .alert())
                    .isEqualTo("There is no such passkey any more.");
        }
        Json.Object options = PasskeyBrowser.json(owner.ask(page, PATH, Map.of("password", PASSWORD)));
        assertThat(other.register(
                                own,
                                Map.of(
                                        "credential",
                                        PasskeyBrowser.passkey().create(options).toString()))
                        .alert())
                .as("a registration that somebody else began")
                .isEqualTo("It took too long. Please try again.");
        assertThat(new PasskeyBrowser(server).signIn("/sign-in/1", passkey).status())
                .isEqualTo(303);
    }

    @Test
    void nobody_who_is_not_signed_in_is_asked_anything() {
        Browser nobody = new Browser(server);
        assertThat(nobody.get(PATH).location()).isEqualTo("/sign-in/1");
        String token = nobody.get("/sign-in/1").form("/sign-in/1").fields().get("form");
        Page options = nobody.post(PATH + "/options", Map.of("form", token, "password", PASSWORD));
        assertThat(options.status()).isEqualTo(401);
        assertThat(options.body()).contains("You are no longer signed in");
        assertThat(nobody.post(PATH, Map.of("form", "x")).status()).isEqualTo(403);
    }

    @Test
    void a_password_that_was_just_used_is_upgraded_without_a_question() {
        PasskeyBrowser browser = signedIn(customer());
        Page account = browser.browser.get("/account/1");
        assertThat(account.body()).contains("hidden data-passkey=\"create\" data-upgrade data-site=\"localhost\"");
        Page options = browser.ask(account, PATH, Map.of());
        assertThat(options.status()).as(options.body()).isEqualTo(200);
        assertThat(options.body()).contains("\"userVerification\":\"preferred\"");
        // WebAuthn Level 3 section 5.1.3: nobody is asked, so nobody is verified
        SoftPasskey passkey = PasskeyBrowser.passkey();
        passkey.verifies = false;
        passkey.present = false;
        Page added = browser.browser.submit(
                account,
                PATH,
                Map.of(
                        "credential",
                        passkey.create(PasskeyBrowser.json(options)).toString()));
        assertThat(added.status()).as(added.body()).isEqualTo(200);
        assertThat(browser.browser.get("/account/1").body()).doesNotContain("data-upgrade");
        PasskeyBrowser later = new PasskeyBrowser(server);
        passkey.present = true;
        assertThat(later.signIn("/sign-in/1", passkey).alert()).contains("did not check that it is you");
        passkey.verifies = true;
        assertThat(later.signIn("/sign-in/1", passkey).status()).isEqualTo(303);
    }

    @Test
    void an_upgrade_takes_a_password_of_the_last_five_minutes() {
        String email = customer();
        PasskeyBrowser browser = signedIn(email);
        Page account = browser.browser.get("/account/1");
        installation.sql("""
                update customer_session set auth_time = now() - interval '6 minutes'
                where customer_id = (select id from customer where email = ?)
                """, email);
        assertThat(told(browser.ask(account, PATH, Map.of()))).isEqualTo("Please enter your password.");
        assertThat(browser.browser.get("/account/1").body()).doesNotContain("data-upgrade");
        installation.sql("""
                update customer_session set auth_time = now(), amr = '{link}'
                where customer_id = (select id from customer where email = ?)
                """, email);
        assertThat(told(browser.ask(account, PATH, Map.of()))).isEqualTo("Please enter your password.");
    }

    @Test
    void a_registration_that_was_asked_for_is_verified_in_every_case() {
        PasskeyBrowser browser = signedIn(customer());
        Page page = browser.browser.get(PATH);
        Json.Object options = PasskeyBrowser.json(browser.ask(page, PATH, Map.of("password", PASSWORD)));
        SoftPasskey passkey = PasskeyBrowser.passkey();
        passkey.present = false;
        assertThat(browser.register(
                                page,
                                Map.of("credential", passkey.create(options).toString()))
                        .status())
                .isEqualTo(422);
    }
}
