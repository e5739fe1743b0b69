package io.vestibule.page.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.StoredCustomer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A forgotten password, on a portal's own page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgotPageTest {
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

    private static Page asked(Browser browser, String login) {
        return browser.submit(browser.get("/forgot/1?state=1"), "/forgot/1?state=1", Map.of("login", login));
    }

    @Test
    void the_link_in_the_mail_sets_a_new_password_and_ends_the_sessions() {
        long id = StoredCustomer.of("forgot@example.com")
                .username("forgot1")
                .password("the old one 9")
                .store(installation);
        Browser signedIn = new Browser(server);
        signedIn.signIn("/sign-in/1", "forgot1", "the old one 9");
        Browser browser = new Browser(server);
        Page sent = asked(browser, "forgot1");
        assertThat(sent.status()).isEqualTo(200);
        assertThat(sent.links()).containsExactly("/sign-in/1?state=1");
        String reset = browser.mailedLink("forgot@example.com");
        assertThat(reset).startsWith("/reset/" + id + "/");
        assertThat(browser.post(reset, Map.of("password", "my own new one")).status())
                .isEqualTo(200);
        assertThat(signedIn.get("/account/1").location()).isEqualTo("/sign-in/1");
        assertThat(browser.signIn("/sign-in/1", "forgot1", "my own new one").location())
                .isEqualTo("/account/1");
    }

    @Test
    void the_answer_does_not_tell_whether_anybody_has_the_login() {
        Browser browser = new Browser(server);
        String known = asked(browser, "john.doe@example.com").body();
        assertThat(known).contains("Check your email");
        for (String login : new String[] {"nobody@example.com", "nobody", "disabled@example.com"}) {
            assertThat(asked(browser, login).body()).isEqualTo(known);
        }
    }

    @Test
    void a_login_must_be_given_and_may_be_hinted_at() {
        Browser browser = new Browser(server);
        Page missing = asked(browser, "");
        assertThat(missing.status()).isEqualTo(422);
        assertThat(missing.alert()).contains("Please enter your email address or username.");
        assertThat(browser.get("/forgot/1?login_hint=a%40example.com")
                        .form("/forgot/1")
                        .fields())
                .containsEntry("login", "a@example.com");
    }
}
