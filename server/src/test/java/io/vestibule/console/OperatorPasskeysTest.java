package io.vestibule.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.administration.OperatorAdministration;
import io.vestibule.audit.AuditContext;
import io.vestibule.json.Json;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Authenticator;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Operators;
import io.vestibule.support.SoftPasskey;
import io.vestibule.support.Together;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Operators' passkeys: registered by themselves, shown after the password or alone, and never the last factor that goes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorPasskeysTest {
    private static final String ADD = "/console/passkeys/add";
    private static final String ALONE = "/console/sign-in/passkey";
    private static final String SECOND = "/console/sign-in/code/passkey";

    private final Consoles consoles = new Consoles();
    private Client other;

    @BeforeAll
    void start() {
        other = consoles.installation.node();
    }

    @AfterAll
    void stop() {
        consoles.close();
    }

    /** One whose pages are the console's. */
    private static SoftPasskey device() {
        SoftPasskey passkey = SoftPasskey.synced();
        passkey.origin = "http://localhost:8080";
        return passkey;
    }

    private static Json.Object json(Page page) {
        return (Json.Object) Json.parse(page.body().getBytes(StandardCharsets.UTF_8));
    }

    /** What the page's script does: asks for options, has the device answer, and sends the form. */
    private static Page make(Browser browser, String path, Map<String, String> fields, SoftPasskey device) {
        Page options = browser.post(path + "/options", fields);
        assertThat(options.status()).as(options.body()).isEqualTo(200);
        return send(browser, path, fields, device.create(json(options)));
    }

    private static Page show(Browser browser, String path, Map<String, String> fields, SoftPasskey device) {
        Page options = browser.post(path + "/options", fields);
        assertThat(options.status()).as(options.body()).isEqualTo(200);
        return send(browser, path, fields, device.get(json(options)));
    }

    private static Page send(Browser browser, String path, Map<String, String> fields, Json.Object credential) {
        Map<String, String> all = new HashMap<>(fields);
        all.put("credential", credential.toString());
        return browser.post(path, all);
    }

    private Operators.Ready operator() {
        return consoles.operator(Role.OWNER, PortalScope.ALL);
    }

    /** An operator's new device. */
    private SoftPasskey register(Operators.Ready operator, String name) {
        SoftPasskey device = device();
        Browser browser = consoles.browser(operator);
        Page done = browser.follow(make(browser, ADD, Map.of("name", name), device));
        assertThat(done.body()).contains("The passkey is registered.");
        return device;
    }

    private Page password(Browser browser, Operators.Ready operator) {
        return browser.submit(
                browser.get("/console"),
                "/console/sign-in",
                Map.of("email", operator.email(), "password", Operators.PASSWORD));
    }

    private static Map<String, String> second(Page page) {
        return page.form(SECOND).fields();
    }

    @Test
    void a_passkey_signs_in_alone_as_both_factors_with_a_session_made_anew() {
        Operators.Ready operator = operator();
        SoftPasskey device = register(operator, "Laptop <b>");
        Browser browser = new Browser(consoles.server);
        browser.cookie(Consoles.COOKIE, "A".repeat(43));
        Page asked = browser.get("/console/sessions");
        Map<String, String> fields = asked.form(ALONE).fields();
        Page in = show(browser, ALONE, fields, device);
        assertThat(in.location()).isEqualTo("/console/sessions");
        assertThat(browser.cookie(Consoles.COOKIE)).hasSize(43).isNotEqualTo("A".repeat(43));
        assertThat(browser.follow(in).body()).contains("this browser");
        assertThat(consoles.installation.count(
                        "select count(*) from operator_session where operator_id = ? and amr = '{hwk,user,mfa}'",
                        operator.id()))
                .isOne();
        assertThat(consoles.installation.count(
                        "select count(*) from audit_event where event = 'operator_login_success' and actor_id = ?"
                                + " and detail ->> 'by' = 'passkey'",
                        operator.id()))
                .isOne();
        assertThat(browser.get("/console/passkeys").body())
                .contains("Laptop &lt;b&gt;", "last used", "synced")
                .doesNotContain("<b>");
    }

    @Test
    void after_the_password_a_passkey_does_in_the_place_of_a_code() {
        Operators.Ready operator = operator();
        SoftPasskey device = register(operator, "");
        Browser browser = new Browser(consoles.server);
        Page asked = password(browser, operator);
        assertThat(asked.body()).contains("Six digits", "Use a passkey");
        Page in = show(browser, SECOND, second(asked), device);
        assertThat(in.status()).as(in.body()).isEqualTo(303);
        assertThat(consoles.installation.count(
                        "select count(*) from operator_session where operator_id = ? and amr = '{pwd,hwk,mfa}'",
                        operator.id()))
                .isOne();
    }

    @Test
    void a_passkey_lets_in_whoever_has_a_long_form_to_go_on_with() {
        Operators.Ready operator = operator();
        SoftPasskey device = register(operator, "");
        String kept = Json.object().put("schema", "x".repeat(40_000)).build().toString();
        Browser browser = new Browser(consoles.server);
        Map<String, String> alone =
                new HashMap<>(browser.get("/console").form(ALONE).fields());
        alone.put("kept", kept);
        assertThat(show(browser, ALONE, alone, device).body()).contains("You are signed in again");
        Map<String, String> second = new HashMap<>(second(password(new Browser(consoles.server), operator)));
        second.put("kept", kept);
        assertThat(show(browser, SECOND, second, device).body()).contains("You are signed in again");
        Map<String, String> proof = Map.of("kept", kept);
        assertThat(show(browser, "/console/proof/passkey", proof, device).body())
                .contains("You are signed in again");
    }

    @Test
    void a_passkey_of_somebody_else_is_no_second_factor() {
        Operators.Ready operator = operator();
        register(operator, "");
        SoftPasskey stranger = register(operator(), "");
        Browser browser = new Browser(consoles.server);
        Page refused = show(browser, SECOND, second(password(browser, operator)), stranger);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.alert()).startsWith("That passkey doesn't do");
        assertThat(refused.body()).as("the code still does").contains("Six digits");
        assertThat(browser.cookie(Consoles.COOKIE)).isNull();
    }

    @Test
    void what_is_wrong_about_a_signature_lets_nobody_in() {
        Operators.Ready operator = operator();
        SoftPasskey device = register(operator, "");
        for (Runnable fault : List.<Runnable>of(
                () -> device.verifies = false,
                () -> device.origin = "https://evil.example",
                () -> device.crossOrigin = true,
                () -> device.userHandle = null,
                () -> device.userHandle = SoftPasskey.random(32))) {
            boolean verifies = device.verifies;
            String origin = device.origin;
            byte[] handle = device.userHandle;
            fault.run();
            Browser browser = new Browser(consoles.server);
            Page refused =
                    show(browser, ALONE, browser.get("/console").form(ALONE).fields(), device);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(browser.cookie(Consoles.COOKIE)).isNull();
            device.verifies = verifies;
            device.origin = origin;
            device.crossOrigin = false;
            device.userHandle = handle;
            consoles.installation.sql("delete from lockout");
        }
        Browser browser = new Browser(consoles.server);
        for (String credential : List.of("", "x", "{}", "[]", "\0", "{\"id\":\"AA\",\"response\":{}}")) {
            Page refused = browser.post(ALONE, Map.of("credential", credential));
            assertThat(refused.status()).as(credential).isEqualTo(422);
        }
    }

    @Test
    void a_challenge_is_answered_once_also_on_two_nodes() {
        Operators.Ready operator = operator();
        SoftPasskey device = register(operator, "");
        Json.Object credential = device.get(json(new Browser(consoles.server).post(ALONE + "/options", Map.of())));
        List<Integer> answers = Together.run(
                8,
                i -> send(new Browser(i % 2 == 0 ? consoles.server : other), ALONE, Map.of(), credential)
                        .status());
        assertThat(answers).containsOnlyOnce(303);
        consoles.installation.sql("delete from lockout");
        Json.Object late = device.get(json(new Browser(consoles.server).post(ALONE + "/options", Map.of())));
        consoles.installation.sql("update operator_ceremony set expires_at = now()");
        assertThat(send(new Browser(consoles.server), ALONE, Map.of(), late).status())
                .isEqualTo(422);
    }

    @Test
    void wrong_signatures_lock_as_wrong_codes_do_and_a_lock_holds_for_right_ones() {
        Operators.Ready operator = operator();
        SoftPasskey device = register(operator, "");
        device.verifies = false;
        for (int i = 0; i < 5; i++) {
            show(new Browser(consoles.server), ALONE, Map.of(), device);
        }
        device.verifies = true;
        assertThat(show(new Browser(consoles.server), ALONE, Map.of(), device).status())
                .isEqualTo(422);
        assertThat(consoles.installation.count(
                        "select count(*) from audit_event where event = 'operator_login_lock' and actor_id = ?",
                        operator.id()))
                .isOne();
        consoles.installation.sql("delete from lockout");
        assertThat(show(new Browser(consoles.server), ALONE, Map.of(), device).status())
                .isEqualTo(303);
    }

    @Test
    void a_disabled_operators_passkey_lets_nobody_in() {
        Operators.Ready operator = operator();
        SoftPasskey device = register(operator, "");
        consoles.installation.sql("update operator set disabled_at = now() where id = ?", operator.id());
        Page refused = show(new Browser(consoles.server), ALONE, Map.of(), device);
        assertThat(refused.status()).isEqualTo(422);
    }

    @Test
    void a_passkey_proves_that_it_still_is_them() {
        Operators.Ready operator = operator();
        SoftPasskey device = register(operator, "");
        Browser browser = consoles.browser(operator);
        consoles.installation.sql("update operator_session set proven_at = now() - interval '6 minutes'");
        Page asked = browser.get("/console/keys/rotate");
        assertThat(asked.status()).isEqualTo(401);
        Page proven = show(
                browser,
                "/console/proof/passkey",
                asked.form("/console/proof/passkey").fields(),
                device);
        assertThat(proven.location()).isEqualTo("/console/keys/rotate");
        assertThat(browser.follow(proven).status()).isEqualTo(200);
    }

    @Test
    void a_registration_takes_a_fresh_proof_a_verified_user_and_is_for_the_operator_who_began_it() {
        Operators.Ready operator = operator();
        Browser browser = consoles.browser(operator);
        Page options = browser.post(ADD + "/options", Map.of());
        SoftPasskey unverified = device();
        unverified.verifies = false;
        Page refused = send(browser, ADD, Map.of(), unverified.create(json(options)));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.alert()).contains("make sure that it is you");
        Browser somebody = consoles.browser(operator());
        assertThat(send(somebody, ADD, Map.of(), device().create(json(options))).status())
                .as("begun by another")
                .isEqualTo(422);
        SoftPasskey device = device();
        assertThat(send(browser, ADD, Map.of(), device.create(json(options))).status())
                .isEqualTo(303);
        assertThat(send(browser, ADD, Map.of(), device().create(json(options))).status())
                .as("used")
                .isEqualTo(422);
        consoles.installation.sql("update operator_session set proven_at = now() - interval '6 minutes'");
        assertThat(browser.post(ADD + "/options", Map.of()).status()).isEqualTo(401);
        assertThat(consoles.installation.count(
                        "select count(*) from audit_event where event = 'operator_passkey_added' and actor_id = ?",
                        operator.id()))
                .isOne();
    }

    @Test
    void passkeys_are_named_and_removed_and_the_last_factor_stays() {
        Operators.Ready operator = operator();
        register(operator, "First");
        Browser browser = consoles.browser(operator);
        Page list = browser.get("/console/passkeys");
        Page renamed = browser.follow(browser.submit(list, "/console/passkeys", Map.of("name", "Mine")));
        assertThat(renamed.body()).contains("Mine").doesNotContain("First");
        assertThat(browser.submit(list, "/console/passkeys", Map.of("name", "a\nb"))
                        .status())
                .isEqualTo(422);
        String remove = list.body().replaceAll("(?s).*href=\"(/console/passkeys/[0-9]+/remove)\".*", "$1");
        consoles.installation.sql("update operator set totp = null where id = ?", operator.id());
        Page kept = browser.submit(browser.get(remove), remove, Map.of());
        assertThat(kept.status()).isEqualTo(422);
        assertThat(kept.alert()).startsWith("It is the last second factor");
        register2(browser);
        assertThat(browser.follow(browser.submit(browser.get(remove), remove, Map.of()))
                        .body())
                .contains("The passkey is removed.")
                .doesNotContain("Mine");
        assertThat(consoles.browser(operator()).get(remove).status())
                .as("another's")
                .isEqualTo(404);
    }

    private static void register2(Browser browser) {
        assertThat(make(browser, ADD, Map.of("name", "Second"), device()).status())
                .isEqualTo(303);
    }

    @Test
    void an_operator_is_set_up_with_a_passkey_in_the_place_of_an_app() {
        var added = consoles.operators.add("keyed@example.com", Role.OWNER, PortalScope.ALL);
        String path = "/console/setup/" + Operators.token(added.link());
        Browser browser = new Browser(consoles.server);
        assertThat(browser.get(path).body()).contains("a passkey in the place of the app");
        SoftPasskey device = device();
        Page weak = make(browser, path + "/passkey", Map.of("password", "short", "name", "Key"), device);
        assertThat(weak.status()).isEqualTo(422);
        assertThat(weak.alert()).contains("at least 8 characters");
        Page done = make(browser, path + "/passkey", Map.of("password", Operators.PASSWORD, "name", "Key"), device);
        assertThat(done.heading()).isEqualTo("Your account is set up");
        assertThat(browser.get(path).status()).isEqualTo(404);
        Page asked = browser.submit(
                browser.get("/console"),
                "/console/sign-in",
                Map.of("email", "keyed@example.com", "password", Operators.PASSWORD));
        assertThat(asked.body()).doesNotContain("Six digits");
        assertThat(show(browser, SECOND, second(asked), device).status()).isEqualTo(303);
    }

    @Test
    void a_reset_takes_the_passkeys_away_once_its_link_is_used() {
        Operators.Ready operator = operator();
        SoftPasskey device = register(operator, "");
        var issued = (OperatorAdministration.Issued)
                consoles.operators.administration.reset(operator.id(), AuditContext.COMMAND);
        String token = Operators.token(issued.link());
        assertThat(show(new Browser(consoles.server), ALONE, Map.of(), device).status())
                .isEqualTo(303);
        var app = new Authenticator(
                consoles.operators.setup.open(token).orElseThrow().secret().reveal());
        Browser browser = new Browser(consoles.server);
        browser.submit(
                browser.get("/console/setup/" + token),
                "/console/setup/" + token,
                Map.of("password", "quite another one", "code", app.code()));
        assertThat(show(new Browser(consoles.server), ALONE, Map.of(), device).status())
                .isEqualTo(422);
        assertThat(consoles.installation.count(
                        "select count(*) from operator_passkey where operator_id = ?", operator.id()))
                .isZero();
    }

    @Test
    void an_owner_sees_and_removes_the_passkeys_of_others() {
        Operators.Ready operator = operator();
        SoftPasskey device = register(operator, "Lost key");
        Browser owner = consoles.browser(operator());
        String path = "/console/operators/" + operator.id();
        Page shown = owner.get(path);
        assertThat(shown.body()).contains("Lost key");
        String about = shown.body().replaceAll("(?s).*/remove-passkey\\?about=([0-9]+).*", "$1");
        Page form = owner.get(path + "/remove-passkey?about=" + about);
        assertThat(owner.follow(owner.submit(form, path + "/remove-passkey", Map.of("reason", "lost")))
                        .body())
                .contains("The passkey is removed.")
                .doesNotContain("Lost key");
        assertThat(show(new Browser(consoles.server), ALONE, Map.of(), device).status())
                .isEqualTo(422);
    }

    @Test
    void a_portal_never_tells_a_browser_to_forget_an_operators_passkey() {
        SoftPasskey device = register(operator(), "");
        for (boolean operators : new boolean[] {true, false}) {
            SoftPasskey shown = operators ? device : device();
            shown.userHandle = SoftPasskey.random(32);
            Json.Object options = consoles.server
                    .post("/api/rest/portal/passkey-login/options", "{}")
                    .json();
            var reply = consoles.server.post(
                    "/api/rest/portal/passkey-login",
                    Json.object().put("credential", shown.get(options)).build().toString());
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.body().contains("unknownCredential")).isEqualTo(!operators);
        }
    }
}
