package io.vestibule.page.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Authenticator;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Protected;
import io.vestibule.support.StoredCustomer;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Setting a second factor up on the page of the account, replacing it and turning it off. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnrolmentPageTest {
    private static final String PASSWORD = "correct horse 9";
    private static final String PATH = "/account/1/second-factor";

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

    private Browser signedIn(String email) {
        long id = StoredCustomer.of(email).password(PASSWORD).store(installation);
        installation.sql("update customer set email_verified_at = now() where id = ?", id);
        Browser browser = new Browser(server);
        assertThat(browser.signIn("/sign-in/1", email, PASSWORD).status()).isEqualTo(303);
        return browser;
    }

    private static List<String> codes(Page page) {
        return Pattern.compile("<code>([^<]*)</code>")
                .matcher(page.body())
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private Browser signedIn(Protected customer) {
        Browser browser = new Browser(server);
        Page code = browser.signIn("/sign-in/1", customer.email, customer.password);
        assertThat(browser.submit(code, "/sign-in/1/code", Map.of("code", customer.app.code()))
                        .status())
                .isEqualTo(303);
        customer.timePasses();
        return browser;
    }

    @Test
    void a_secret_is_shown_and_its_first_code_turns_it_on() {
        Browser browser = signedIn("setup@example.com");
        Page page = browser.get(PATH + "?state=1");
        assertThat(page.body()).contains("No second factor is set up.");
        Page offer = browser.submit(page, PATH + "/app?state=1", Map.of("password", PASSWORD));
        assertThat(offer.status()).isEqualTo(200);
        assertThat(offer.body()).contains("<svg ", "Scan the picture");
        Authenticator app = new Authenticator(codes(offer).getFirst());
        Page wrong = browser.submit(offer, PATH + "/confirm", Map.of("code", app.wrong()));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.alert()).startsWith("This code is not right");
        assertThat(wrong.body()).as("shown once").doesNotContain(app.secret());
        Page on = browser.submit(wrong, PATH + "/confirm", Map.of("code", app.code()));
        assertThat(on.heading()).isEqualTo("Your recovery codes");
        assertThat(codes(on)).hasSize(10);
        assertThat(browser.get(PATH).body())
                .contains("A second factor is asked for", "Recovery codes (10)")
                .doesNotContain(codes(on).getFirst());
        Page asked = new Browser(server).signIn("/sign-in/1", "setup@example.com", PASSWORD);
        assertThat(asked.heading()).isEqualTo("Confirm that it is you");
    }

    @Test
    void setting_it_up_takes_the_password() {
        Browser browser = signedIn("proof@example.com");
        Page page = browser.get(PATH);
        assertThat(browser.submit(page, PATH + "/app", Map.of()).alert()).isEqualTo("Please enter your password.");
        Page wrong = browser.submit(page, PATH + "/app", Map.of("password", "wrong"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.alert()).isEqualTo("The password is wrong.");
    }

    @Test
    void a_code_without_a_secret_begins_again() {
        Browser browser = signedIn("gone@example.com");
        Page offer = browser.submit(browser.get(PATH), PATH + "/app", Map.of("password", PASSWORD));
        Authenticator app = new Authenticator(codes(offer).getFirst());
        assertThat(browser.submit(offer, PATH + "/confirm", Map.of("code", " ")).alert())
                .isEqualTo("Please enter the code.");
        installation.sql("update totp_offer set expires_at = now()");
        assertThat(browser.submit(offer, PATH + "/confirm", Map.of("code", app.code()))
                        .alert())
                .isEqualTo("It took too long. Please begin again.");
    }

    @Test
    void a_code_replaces_the_app_renews_the_recovery_codes_and_turns_it_off() {
        Protected customer = Protected.enrol(installation, server, "change@example.com");
        Browser browser = signedIn(customer);
        Page page = browser.get(PATH);
        for (String change : List.of("app", "renew", "off")) {
            assertThat(browser.submit(page, PATH, Map.of("change", change)).alert())
                    .isEqualTo("Please enter the code.");
            Page wrong = browser.submit(page, PATH, Map.of("change", change, "code", customer.app.wrong()));
            assertThat(wrong.alert()).startsWith("This code is not right");
            installation.sql("delete from lockout");
        }
        Page renewed = browser.submit(page, PATH, Map.of("change", "renew", "code", customer.app.code()));
        assertThat(codes(renewed)).hasSize(10).doesNotContainAnyElementsOf(customer.recovery);
        Page offer = browser.submit(
                page, PATH, Map.of("change", "app", "code", codes(renewed).getFirst()));
        Authenticator next = new Authenticator(codes(offer).getFirst());
        assertThat(next.secret()).isNotEqualTo(customer.app.secret());
        Page replaced = browser.submit(offer, PATH + "/confirm", Map.of("code", next.code()));
        assertThat(codes(replaced)).hasSize(10);
        Page off = browser.submit(
                page, PATH, Map.of("change", "off", "code", codes(replaced).getFirst()));
        assertThat(off.body()).contains("role=\"status\">The second factor is off.", "No second factor is set up.");
        assertThat(browser.submit(page, PATH, Map.of("change", "off", "code", "123456"))
                        .alert())
                .isEqualTo("No second factor is set up.");
    }

    @Test
    void a_mailed_code_will_do() {
        Protected customer = Protected.enrol(installation, server, "mailed@example.com");
        Browser browser = signedIn(customer);
        Page mailed = browser.submit(browser.get(PATH), PATH, Map.of("change", "mail"));
        assertThat(mailed.body()).contains("role=\"status\">We have sent you an email with a code.");
        Page off = browser.submit(mailed, PATH, Map.of("change", "off", "code", customer.mailedCode(1)));
        assertThat(off.body()).contains("The second factor is off.");
    }

    @Test
    void nobody_who_is_not_signed_in_changes_anything() {
        Browser nobody = new Browser(server);
        String token = nobody.get("/sign-in/1").form("/sign-in/1").fields().get("form");
        for (String path : List.of(PATH, PATH + "/app", PATH + "/confirm")) {
            assertThat(nobody.post(path, Map.of("form", token, "code", "123456", "change", "off"))
                            .location())
                    .isEqualTo("/sign-in/1");
            assertThat(nobody.post(path, Map.of("form", "x")).status()).isEqualTo(403);
        }
    }
}
