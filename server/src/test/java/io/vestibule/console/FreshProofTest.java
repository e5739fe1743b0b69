package io.vestibule.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Operators;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What can't be undone, or lets others in, takes a proof of the last five minutes that it still is them (ASVS 7.5.3). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FreshProofTest {
    private static final String ADD = "/console/operators/add";

    private final Consoles consoles = new Consoles();
    private Operators.Ready owner;
    private Browser browser;

    @BeforeEach
    void start() {
        owner = consoles.operator(Role.OWNER, PortalScope.ALL);
        browser = consoles.browser(owner);
        age(owner);
    }

    @AfterAll
    void stop() {
        consoles.close();
    }

    private void age(Operators.Ready operator) {
        consoles.installation.sql(
                "update operator_session set proven_at = now() - interval '301 seconds' where operator_id = ?",
                operator.id());
    }

    private Page prove(Page asked) {
        consoles.forgetCodes(owner);
        return browser.submit(
                asked, "/console/proof/code", Map.of("code", owner.app().code()));
    }

    @Test
    void each_grave_action_asks_and_goes_on_where_they_were() {
        long customer = 2;
        for (String path : List.of(
                ADD,
                "/console/operators/" + owner.id() + "/change",
                "/console/operators/" + owner.id() + "/disable",
                "/console/api-keys/add",
                "/console/keys/rotate",
                "/console/keys/epoch",
                "/console/passkeys/add",
                "/console/customers/" + customer + "/delete")) {
            age(owner);
            Page asked = browser.get(path);
            assertThat(asked.status()).as(path).isEqualTo(401);
            assertThat(asked.heading()).as(path).isEqualTo("Is it still you?");
            Page proven = prove(asked);
            assertThat(proven.location()).isEqualTo(path);
            assertThat(browser.follow(proven).status()).as(path).isEqualTo(200);
        }
        for (String path :
                List.of("/console/operators", "/console/keys", "/console/customers/2/disable", "/console/passkeys")) {
            age(owner);
            assertThat(browser.get(path).status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void a_form_that_was_filled_in_meanwhile_comes_back_as_it_was_and_nothing_is_done_before() {
        Page asked = browser.get(ADD);
        Page form = browser.follow(prove(asked));
        age(owner);
        Page again = browser.submit(
                form,
                ADD,
                Map.of(
                        "email",
                        "late@example.com",
                        "name",
                        "L \"ate\" <us>",
                        "role",
                        "support",
                        "reach",
                        "all",
                        "reason",
                        "r"));
        assertThat(again.status()).isEqualTo(401);
        assertThat(again.body()).contains("What you typed is kept.");
        Page resume = prove(again);
        assertThat(resume.heading()).isEqualTo("You are signed in again");
        Page filled = browser.submit(resume, ADD, Map.of());
        assertThat(filled.status()).isEqualTo(200);
        assertThat(filled.form(ADD).fields())
                .containsEntry("email", "late@example.com")
                .containsEntry("name", "L \"ate\" <us>")
                .containsEntry("role", "support");
        assertThat(consoles.installation.count("select count(*) from operator where email = 'late@example.com'"))
                .isZero();
        assertThat(browser.submit(filled, ADD, Map.of()).heading()).isEqualTo("A link for L \"ate\" <us>");
    }

    @Test
    void a_code_proves_once_a_wrong_one_nothing_and_five_lock() {
        Page asked = browser.get(ADD);
        Page proven = prove(asked);
        assertThat(proven.status()).isEqualTo(303);
        age(owner);
        Page used = browser.submit(
                asked, "/console/proof/code", Map.of("code", owner.app().code()));
        assertThat(used.status()).as("the same code").isEqualTo(422);
        for (int i = 0; i < 4; i++) {
            used = browser.submit(
                    used, "/console/proof/code", Map.of("code", owner.app().wrong()));
            assertThat(used.status()).isEqualTo(422);
        }
        assertThat(prove(used).status()).as("locked").isEqualTo(422);
        assertThat(browser.get(ADD).status()).isEqualTo(401);
        assertThat(consoles.installation.count(
                        "select count(*) from audit_event where event = 'operator_reauth_success' and actor_id = ?",
                        owner.id()))
                .isOne();
        assertThat(consoles.installation.count(
                        "select count(*) from audit_event where event = 'operator_login_lock' and actor_id = ?",
                        owner.id()))
                .isOne();
    }

    @Test
    void the_proof_is_of_that_session_alone() {
        Browser elsewhere = consoles.browser(owner);
        age(owner);
        prove(browser.get(ADD));
        assertThat(browser.get(ADD).status()).isEqualTo(200);
        assertThat(elsewhere.get(ADD).status()).isEqualTo(401);
    }

    @Test
    void csrf_another_page_proves_nothing() {
        Page asked = browser.get(ADD);
        Page refused = browser.post(
                "/console/proof/code",
                Map.of("Origin", "https://evil.example"),
                Map.of("code", owner.app().code()));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(asked.status()).isEqualTo(401);
    }
}
