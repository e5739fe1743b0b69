package io.vestibule.page.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Browser;
import io.vestibule.support.Client;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages that verify an address and take a new password, as a browser gets them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinkPagesTest {
    private final Installation installation = Installation.demo(
            Map.of("VESTIBULE_LIMIT_MAIL_CALLER_BURST", "1000", "VESTIBULE_LIMIT_LOOK_UP_NETWORK_BURST", "1000"));
    private Client server;

    @BeforeAll
    void start() {
        server = installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    @Test
    void the_button_verifies_and_nothing_else_does() {
        String page = register("button@example.com");

        Reply asked = server.get(page, Map.of());
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.body()).contains("<form method=\"post\"><button type=\"submit\">Confirm</button></form>");
        Reply head = server.exchange("HEAD", page, Map.of(), null);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(server.get(page, Map.of("Sec-Purpose", "prefetch")).status()).isEqualTo(200);
        assertThat(verified("button@example.com")).isFalse();

        Reply pressed = press(page);
        assertThat(pressed.status()).isEqualTo(200);
        assertThat(pressed.body()).contains("Your email address is confirmed.").doesNotContain("<form");
        assertThat(verified("button@example.com")).isTrue();

        Reply again = press(page);
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.body()).contains("If you have pressed the button already, your address is confirmed.");
        assertThat(server.get(page, Map.of()).status()).isEqualTo(404);
    }

    @Test
    void a_page_loads_nothing_tells_no_referrer_and_is_kept_nowhere() {
        Reply page = server.get(register("headers@example.com"), Map.of());
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.body()).doesNotContain("<script", " style=", "src=", "@import", "url(");
        assertThat(page.header("Content-Security-Policy"))
                .doesNotContain("unsafe")
                .contains("style-src 'sha256-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/verify/2/invented",
                "/verify/0/x",
                "/verify/x/y",
                "/verify/99999999999999999999/y",
                "/verify/-1/y",
                "/verify/2",
                "/verify/2/a/b",
                "/verify/2/%2e%2e",
                "/verify/"
            })
    void an_unknown_link_is_one_and_the_same_404(String path) {
        Reply reply = server.get(path, Map.of());
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body())
                .isEqualTo(server.get("/verify/1/nothing", Map.of()).body());
        assertThat(server.exchange("HEAD", path, Map.of(), null).status()).isEqualTo(404);
    }

    @Test
    void a_mangled_link_and_another_id_get_a_page_too() {
        assertThat(server.get("/verify/2/%ff", Map.of()).status()).isEqualTo(400);
        assertThat(server.get("/verify/2/%ff", Map.of()).body()).contains("This link does not work");
        String page = register("stranger@example.com");
        String other = page.replaceFirst("/verify/[0-9]+/", "/verify/2/");
        assertThat(press(other).status()).isEqualTo(404);
        assertThat(verified("stranger@example.com")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de-AT,de;q=0.9,en;q=0.5 | de | E-Mail-Adresse bestätigen",
                "es | es | Confirme su dirección de correo electrónico",
                "it,FR-ca;q=0.8,en;q=0.1 | fr | Confirmez votre adresse e-mail",
                "it | en | Confirm your email address",
                "* | en | Confirm your email address",
                "en;q=0.2,de;q=0.8 | de | E-Mail-Adresse bestätigen",
                "pt-BR,pt;q=0.9,es;q=0.8,en;q=0.7 | es | Confirme su dirección de correo electrónico",
                "de;q=0,es;q=0.1 | es | Confirme su dirección de correo electrónico",
                "de;q=x | en | Confirm your email address",
                "<script> | en | Confirm your email address"
            })
    void the_page_speaks_the_language_of_the_browser(String wanted, String language, String title) {
        String path = register("lang" + Integer.toUnsignedString(wanted.hashCode()) + "@example.com");
        Reply page = server.get(path, Map.of("Accept-Language", wanted));
        assertThat(page.body()).contains("<html lang=\"" + language + "\">", "<h1>" + title + "</h1>");
        assertThat(page.header("Content-Language")).isEqualTo(language);
        assertThat(page.header("Vary")).isEqualTo("Accept-Language");
    }

    private String reset(String email) {
        register(email);
        return link(server.post(
                "/api/rest/portal/forgot-password",
                "{\"email\":\"" + email + "\",\"url\":\"http://localhost:3000/reset\"}"));
    }

    private static String link(Reply reply) {
        return reply.text("magicLink").substring("http://localhost:3000".length());
    }

    private Reply save(String page, String form) {
        return server.exchange("POST", page, Map.of("Content-Type", "application/x-www-form-urlencoded"), form);
    }

    private int login(String email, String password) {
        return server.post(
                        "/api/rest/portal/password-login",
                        "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}")
                .status();
    }

    @Test
    void the_page_for_a_new_password_saves_it_once() {
        String page = reset("reset@example.com");
        Reply asked = server.get(page, Map.of());
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.body()).contains("<form method=\"post\">", "type=\"password\" name=\"password\"");
        assertThat(asked.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(asked.header("Cache-Control")).isEqualTo("no-store");
        assertThat(server.exchange("HEAD", page, Map.of(), null).status()).isEqualTo(200);

        Reply saved = save(page, "password=my+own+new+one");
        assertThat(saved.status()).isEqualTo(200);
        assertThat(saved.body()).contains("Your new password is saved.").doesNotContain("<form", "my own");
        assertThat(login("reset@example.com", "my own new one")).isEqualTo(200);
        assertThat(save(page, "password=another+new+one").status()).isEqualTo(404);
        assertThat(server.get(page, Map.of()).status()).isEqualTo(404);
        assertThat(installation.count("""
                        select count(*) from audit_event where event = 'authn_password_change' and portal_id = 1
                          and network = '127.0.0.1' and request_id is not null
                        """)).isEqualTo(1);
    }

    @Test
    void a_page_behind_a_link_names_the_portal_and_the_account_and_a_dead_one_neither() {
        String verify = register("named@example.com");
        assertThat(server.get(verify, Map.of()).body()).contains("Demo portal", "named@example.com");
        assertThat(press(verify).body()).contains("Demo portal", "named@example.com");
        assertThat(press(verify).body()).doesNotContain("Demo portal", "named@example.com");

        String reset = reset("named-too@example.com");
        assertThat(server.get(reset, Map.of()).body())
                .contains("Demo portal", "value=\"named-too@example.com\" autocomplete=\"username\"");
        assertThat(save(reset, "password=my+own+new+one").body()).contains("Demo portal", "named-too@example.com");
        assertThat(server.get(reset, Map.of()).body()).doesNotContain("Demo portal", "named-too@example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "'', It is too short. It needs at least 6 characters.",
        "password=, It is too short.",
        "other=x, It is too short.",
        "password=short, It is too short.",
        "password=password1, It is too common",
        "password=a%00b+and+more, It has a character that cannot be used",
        "password=EMAIL, It is your email address or your username",
        "password=NAME, begins your email address"
    })
    void a_password_that_will_not_do_is_told_exactly_why_and_consumes_nothing(String given, String reason) {
        String name = "refused" + Integer.toUnsignedString(given.hashCode());
        String email = name + "@example.com";
        String form = given.replace("EMAIL", email).replace("NAME", name);
        String page = reset(email);
        Reply refused = save(page, form);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("Please choose another password", "<form", reason);
        assertThat(save(page, "password=my+own+new+one").status()).isEqualTo(200);
    }

    @Test
    void a_password_given_twice_or_too_long_saves_nothing() {
        String page = reset("twice@example.com");
        assertThat(save(page, "password=first+good+one&password=second+good+one")
                        .status())
                .isEqualTo(422);
        assertThat(save(page, "password=" + "x".repeat(129)).body())
                .contains("It is too long. It may have at most 128 characters.");
        assertThat(save(page, "password=" + "x".repeat(20_000)).status()).isEqualTo(413);
        assertThat(server.get(page, Map.of()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"/reset/2/invented", "/reset/x/y", "/reset/0/x", "/reset/2", "/reset/"})
    void an_unknown_reset_link_is_one_and_the_same_404(String path) {
        String same = server.get("/reset/1/nothing", Map.of()).body();
        assertThat(same).contains("This link does not work");
        assertThat(server.get(path, Map.of()).status()).isEqualTo(404);
        assertThat(server.get(path, Map.of()).body()).isEqualTo(same);
        assertThat(save(path, "password=my+own+new+one").status()).isEqualTo(404);
    }

    @Test
    void a_link_for_something_else_resets_nothing() {
        String verify = register("other-purpose@example.com");
        assertThat(save(verify.replace("/verify/", "/reset/"), "password=my+own+new+one")
                        .status())
                .isEqualTo(404);
        assertThat(login("other-purpose@example.com", "my own new one")).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"de, Neues Passwort wählen", "es, Elija una nueva contraseña", "fr, Choisissez un nouveau mot de passe"
    })
    void the_page_for_a_new_password_speaks_the_language_of_the_browser(String language, String title) {
        Reply page = server.get(reset("reset-" + language + "@example.com"), Map.of("Accept-Language", language));
        assertThat(page.body()).contains("<html lang=\"" + language + "\">", "<h1>" + title + "</h1>");
    }

    private Reply press(String page) {
        return server.exchange("POST", page, Map.of("Content-Type", "application/x-www-form-urlencoded"), "");
    }

    private boolean verified(String email) {
        return installation.count(
                        "select count(*) from customer where email = ? and email_verified_at is not null", email)
                == 1;
    }

    /** Registers with a password and gives the path of the page that the mail leads to. */
    private String register(String email) {
        Reply registered = server.post(
                "/api/rest/portal/password-register", "{\"email\":\"" + email + "\",\"password\":\"a fine long one\"}");
        assertThat(registered.status()).as(registered.body()).isEqualTo(201);
        return new Browser(server).mailedLink("/verify/" + registered.text("id") + "/");
    }
}
