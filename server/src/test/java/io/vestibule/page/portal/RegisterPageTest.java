package io.vestibule.page.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registering on a portal's own page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegisterPageTest {
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

    private static Page register(Browser browser, String query, Map<String, String> typed) {
        return browser.submit(browser.get("/register/1" + query), "/register/1", typed);
    }

    @Test
    void whoever_registers_is_signed_in_and_asked_to_verify_the_address() {
        Browser browser = new Browser(server).speaking("fr");
        Page done = register(
                browser,
                "?client_id=x&state=y",
                Map.of(
                        "email", "new@example.com",
                        "password", "a fine long one",
                        "firstName", "Anne",
                        "lastName", "O'Neill <x>"));
        assertThat(done.location()).isEqualTo("/portals/1/authorize?client_id=x&state=y");
        assertThat(browser.get("/account/1").body()).contains("new@example.com");
        assertThat(browser.mailedLink("new@example.com")).startsWith("/verify/");
        assertThat(installation.count("""
                        select count(*) from customer where email = 'new@example.com' and language = 'fr' and email_verified_at is null
                          and profile = '{"firstName": "Anne", "lastName": "O''Neill <x>"}'
                        """)).isEqualTo(1);
    }

    @Test
    void the_page_has_what_password_managers_look_for() {
        assertThat(new Browser(server).get("/register/1").body())
                .contains(
                        "type=\"email\" name=\"email\" value=\"\" autocomplete=\"username\"",
                        "autocomplete=\"new-password\"",
                        "autocomplete=\"given-name\"",
                        "autocomplete=\"family-name\"");
    }

    @Test
    void an_address_that_somebody_has_is_told_as_the_other_dialects_do() {
        Page page = register(
                new Browser(server), "", Map.of("email", "John.Doe@example.com", "password", "a fine long one"));
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.alert()).isEqualTo("There is an account with this email address already.");
        assertThat(page.body()).contains("aria-describedby=\"email-fault\"", "value=\"John.Doe@example.com\"");
        assertThat(page.body()).doesNotContain("a fine long one");
    }

    @ParameterizedTest
    @CsvSource({
        "no address, a fine long one, This is not an email address that we can send mail to.",
        "refused@example.com, short, It is too short. It needs at least 6 characters.",
        "refused@example.com, password1, It is too common: it is on the lists of passwords that are tried first.",
        "refused@example.com, refused, 'It is your email address or your username, or begins your email address. Anybody could guess it.'"
    })
    void what_will_not_do_is_told_and_nothing_is_made(String email, String password, String reason) {
        Browser browser = new Browser(server);
        Page page = register(browser, "", Map.of("email", email, "password", password));
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.alert()).isEqualTo(reason);
        assertThat(browser.cookie("vestibule-1")).isNull();
        assertThat(installation.count("select count(*) from customer where email = ?", email))
                .isZero();
    }

    @Test
    void a_name_that_will_not_do_is_told_at_its_field() {
        Page page = register(
                new Browser(server),
                "",
                Map.of("email", "name@example.com", "password", "a fine long one", "firstName", "x".repeat(5000)));
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.alert()).isEqualTo("This can’t be used as a name.");
        assertThat(page.body()).contains("aria-describedby=\"firstName-fault\"");
    }

    @Test
    void a_portal_that_wants_more_says_what() {
        try (Installation own = Installation.demo(Generous.limits())) {
            own.sql("""
                    update portal set profile_schema = '{"type": "object", "required": ["occupation"],
                                                         "properties": {"occupation": {"type": "string"}}}' where id = 1
                    """);
            Page page = register(
                    new Browser(own.node()), "", Map.of("email", "more@example.com", "password", "a fine long one"));
            assertThat(page.status()).isEqualTo(422);
            assertThat(page.alert()).contains("(occupation)");
        }
    }

    @Test
    void a_full_limit_says_how_long_to_wait() {
        try (Installation strict = Installation.demo(Map.of(
                "VESTIBULE_LIMIT_CUSTOMER_CREATED_BURST", "1", "VESTIBULE_LIMIT_CUSTOMER_CREATED_REFILL", "1/1h"))) {
            Client node = strict.node();
            register(new Browser(node), "", Map.of("email", "first@example.com", "password", "a fine long one"));
            Page full = register(
                    new Browser(node), "", Map.of("email", "second@example.com", "password", "a fine long one"));
            assertThat(full.status()).isEqualTo(429);
            assertThat(full.alert()).startsWith("Too many attempts.");
        }
    }
}
